import type { Readable, Writable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { AttachmentInfo, ReadAttachment } from "../attachment/attachment-reader.ts";
import { EdxmlError } from "../errors.ts";
import { DEFAULT_LIMITS, type ReadLimits } from "../limits.ts";
import type { EdxmlDocument } from "../model/document.ts";
import type { StatusReport } from "../model/status-report.ts";
import { provenPart } from "../signature/core-text.ts";
import type { Trust } from "../signature/trust.ts";
import type { ProvenVerdict, UnprovenVerdict } from "../signature/verdict.ts";
import { verifyEnvelope } from "../signature/verify-envelope.ts";
import { Warnings, type EdxmlWarning } from "../warnings.ts";
import { XmlTokenizer } from "../xml/tokenizer.ts";
import { elementsOf, type XmlElement } from "../xml/tree.ts";
import { Fields, missing, type UnknownElement } from "./fields.ts";
import { readDocument } from "./document-reader.ts";
import { IncomingAttachments, readManifest } from "./incoming-attachments.ts";
import { Scanner } from "./scanner.ts";
import { readStatusReport } from "./status-reader.ts";

export interface ReadOptions {
  /**
   * Gives the place for one attachment's bytes; absent: they are hashed and dropped. The bytes arrive before the verdict: keep them apart
   * (a quarantine name, an uncommitted blob) until `readEnvelope` has answered, and drop them when it throws.
   * Called once per attachment, not always in document order: zipped ones are opened when they are complete. `info.index` tells which.
   */
  readonly openAttachment?: (info: AttachmentInfo) => Writable;
  /** Absent: every signature that holds is `untrusted`. */
  readonly trust?: Trust;
  readonly limits?: Partial<ReadLimits>;
  /** An existing directory for zipped attachments; nothing stays in it. */
  readonly scratchDirectory: string;
}

interface ReadingCommon {
  readonly messageKind: "document" | "status";
  readonly warnings: readonly EdxmlWarning[];
  /** Elements nobody knows, kept for the record. */
  readonly unknownElements: readonly UnknownElement[];
  readonly attachments: readonly ReadAttachment[];
  /** Bytes of the message as received. Their digest is the source's business: whoever stored them took it, and a third one costs a fifth of the whole. */
  readonly size: number;
}

/**
 * `verified` is what the signature proves: the whole message when intact, and when relayed only what its core covers (contacts, trace and
 * receivers a relay put in are then found in `unverified` alone). Without proof there is only `unverified`.
 */
export type EnvelopeReading = ReadingCommon &
  (
    | { readonly verdict: ProvenVerdict; readonly verified: EdxmlDocument | StatusReport; readonly unverified: EdxmlDocument | StatusReport }
    | { readonly verdict: UnprovenVerdict; readonly verified?: undefined; readonly unverified: EdxmlDocument | StatusReport }
  );

// Measured: decoding base64 in slices of 64 KB is four times as fast as in slices of 256 KB, whose strings no longer fit V8's young generation.
const SLICE = 64 * 1024;
/** Hostile markup costs a hundred times what a long text does, so turns go by the clock: a slice of nothing but tiny CDATA sections takes some 11 ms. */
const LONGEST_TURN_MS = 5;

/** A message scanned and understood, not yet judged. */
export interface ScannedEnvelope {
  readonly scanner: Scanner;
  readonly message: EdxmlDocument | StatusReport;
  readonly attachments: readonly ReadAttachment[];
  readonly warnings: Warnings;
  readonly unknown: readonly UnknownElement[];
  readonly size: number;
}

/**
 * Reads, checks and unpacks one message in a single pass over its bytes, in constant memory. Throws EdxmlError for what cannot be a
 * message; says in `verdict` what the signature is worth and in `warnings` what was odd.
 */
export async function readEnvelope(source: Readable, options: ReadOptions): Promise<EnvelopeReading> {
  const { scanner, message, attachments, warnings, unknown, size } = await scanEnvelope(source, options);
  const evidence = { signature: scanner.signature, namespaceWellFormed: scanner.namespaceWellFormed, envelopeDigest: scanner.envelopeDigest(), message, attachments };
  const { verdict, receivers } = await verifyEnvelope(evidence, options.trust);
  const common = { messageKind: message.kind, warnings: warnings.list, unknownElements: unknown, attachments, size };
  if (verdict.kind === "intact") return { ...common, verdict, verified: message, unverified: message };
  if (verdict.kind === "relayed") {
    // Descriptions are not signed; names and bytes are.
    const proven = attachments.map(({ index, contentId, name, contentType, size: bytes, sha256: digest }) => ({ index, contentId, name, contentType, size: bytes, sha256: digest }));
    return { ...common, attachments: proven, verdict, verified: provenPart(message, receivers), unverified: message };
  }
  return { ...common, verdict, unverified: message };
}

/** The reading pass without a judgement. After an error every sink is destroyed and the source let go. */
export async function scanEnvelope(source: Readable, options: Omit<ReadOptions, "trust">): Promise<ScannedEnvelope> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const warnings = new Warnings();
  const incoming = new IncomingAttachments({ limits, scratchDirectory: options.scratchDirectory, openAttachment: options.openAttachment }, warnings);
  try {
    const scanner = new Scanner(incoming, warnings, limits);
    const size = await scan(source, scanner, limits);
    const unknown: UnknownElement[] = [];
    const message = readMessage(scanner, { warnings, unknown });
    compareManifest(scanner.root, incoming.done, warnings);
    return { scanner, message, attachments: incoming.done, warnings, unknown, size };
  } catch (error) {
    await incoming.abandon();
    source.destroy();
    throw error;
  }
}

async function scan(source: Readable, scanner: Scanner, limits: ReadLimits): Promise<number> {
  const tokenizer = new XmlTokenizer(scanner, limits);
  let size = 0;
  for await (const bytes of bytesOf(source)) {
    size += bytes.length;
    if (size > limits.messageBytes) throw new EdxmlError("message-too-large", `the message is larger than ${limits.messageBytes} bytes`, { limit: limits.messageBytes });
    tokenizer.write(bytes);
    if (scanner.attachments.needsSettling) await scanner.attachments.settle();
  }
  tokenizer.end();
  await scanner.attachments.settle();
  return size;
}

/** The source's bytes in slices, with a turn of the event loop for others between them, however quickly the source gives them. */
export async function* bytesOf(source: Readable | AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let turnedAt = performance.now();
  try {
    for await (const chunk of source) {
      const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : chunk instanceof Uint8Array ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.from(String(chunk));
      for (let start = 0; start < bytes.length; start += SLICE) {
        if (performance.now() - turnedAt > LONGEST_TURN_MS) {
          await nextTurn();
          turnedAt = performance.now();
        }
        yield bytes.subarray(start, start + SLICE);
      }
    }
  } catch (cause) {
    if (cause instanceof EdxmlError) throw cause;
    throw new EdxmlError("source-failed", "the message cannot be read from where it is kept", {}, { cause });
  }
}

/** Values of the message from its scanned header; no trust in any of them yet. */
export function readMessage(scanner: Scanner, findings: { warnings: Warnings; unknown: UnknownElement[] }): EdxmlDocument | StatusReport {
  const root = new Fields(scanner.root, "", findings);
  const header = find(scanner.root, "edXMLEnvelope", "edXMLHeader");
  if (header === undefined) throw missing("edXMLEnvelope/edXMLHeader");
  const own = new Fields(header, "edXMLHeader", findings);
  const bkav = own.one("Status");
  const standard = own.one("MessageHeader");
  const fields = standard ?? bkav;
  if (fields === null || (standard !== null && bkav !== null)) throw missing("edXMLHeader/MessageHeader");
  if (bkav !== null) findings.warnings.add("status-element", "edXMLHeader/Status");
  if (own.one("DigitalSignature") !== null) findings.warnings.add("digital-signature-empty", "edXMLHeader/DigitalSignature");
  const traces = own.one("TraceHeaderList");
  own.leave("Signature");
  const message = fields.text("StatusCode") === "" ? readDocument(fields, traces) : readStatusReport(fields);
  reportUnknown(own, root, scanner.root, findings);
  return message;
}

function reportUnknown(header: Fields, root: Fields, element: XmlElement, findings: { warnings: Warnings; unknown: UnknownElement[] }): void {
  header.finish();
  root.many("edXMLEnvelope");
  root.many("AttachmentEncoded");
  root.finish();
  const envelope = find(element, "edXMLEnvelope");
  if (envelope === undefined) return;
  const fields = new Fields(envelope, "edXMLEnvelope", findings);
  for (const known of ["edXMLHeader", "edXMLBody", "AttachmentEncoded", "edXMLAttachments"]) fields.many(known);
  fields.finish();
}

function find(root: XmlElement, ...path: readonly string[]): XmlElement | undefined {
  let current: XmlElement | undefined = root;
  for (const local of path) current = current && elementsOf(current).find((element) => element.local === local);
  return current;
}

/** Other readers show names from the manifest: tell when it announces something else than what came. */
function compareManifest(root: XmlElement, attachments: readonly ReadAttachment[], warnings: Warnings): void {
  const manifest = readManifest(root);
  const path = "edXMLBody/edXMLManifest";
  if (manifest.length !== attachments.length) warnings.add("manifest-mismatch", path, `${manifest.length} ≠ ${attachments.length}`);
  attachments.forEach((attachment, i) => {
    const reference = manifest.find((candidate) => candidate.contentId === attachment.contentId) ?? manifest[i];
    if (reference === undefined) return;
    if (reference.name !== attachment.name) warnings.add("manifest-mismatch", `${path}/Reference[${i + 1}]/AttachmentName`, reference.name);
    if (reference.contentType !== attachment.contentType) warnings.add("content-type-mismatch", `${path}/Reference[${i + 1}]/ContentType`, reference.contentType);
  });
}
