import { createHash } from "node:crypto";
import { Writable, type Readable } from "node:stream";
import { encodeAttachment, type PlannedAttachment } from "../attachment/attachment-writer.ts";
import { extensionOf } from "../attachment/name.ts";
import { Sink } from "../attachment/sink.ts";
import { Spool } from "../attachment/spool.ts";
import type { AttachmentInfo, ReadAttachment } from "../attachment/attachment-reader.ts";
import type { ReadLimits } from "../limits.ts";
import type { EdxmlDocument, Organization, TraceHeader } from "../model/document.ts";
import type { StatusReport } from "../model/status-report.ts";
import { EDXML_NAMESPACE } from "../namespaces.ts";
import { scanEnvelope } from "../read/read-envelope.ts";
import { writeDocumentHeader, writeStatusHeader } from "../write/document-xml.ts";
import { XmlWriter } from "../write/xml-writer.ts";
import type { XmlElement } from "../xml/tree.ts";
import { writeRelayedSignature } from "./relayed-signature.ts";

export interface RelayOptions {
  /** Entries this relay appends: its own, and whatever else it likes (the axis also leaves one without OrganId). */
  readonly traceHeaders: readonly TraceHeader[];
  readonly extraTo?: readonly Organization[];
  readonly scratchDirectory: string;
  readonly limits?: Partial<ReadLimits>;
}

export interface RelayedEnvelope {
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/**
 * What the national axis does to every message (edXML §7, §11): parse and write again in the manner of the official library. CRLF, its
 * order and defaults, unknown and empty elements gone, attachments packed anew, ContentIds prefixed once more, the Signature put into the
 * edXML namespace without KeyValue and Object. For simulators and tests; a gateway of ours never does this to a message.
 */
export async function relayEnvelope(source: Readable, sink: Writable, options: RelayOptions): Promise<RelayedEnvelope> {
  const spools = new Map<number, Spool>();
  const openAttachment = ({ index }: AttachmentInfo): Writable => {
    const spool = new Spool(options.scratchDirectory);
    spools.set(index, spool);
    return spoolWritable(spool);
  };
  const output = new Sink(sink);
  const hash = createHash("sha256");
  let size = 0;
  const put = (bytes: Buffer): void => {
    hash.update(bytes);
    size += bytes.length;
    output.write(bytes);
  };
  try {
    const { message, scanner, attachments } = await scanEnvelope(source, { ...options, openAttachment });
    const isDocument = message.kind === "document";
    put(crlf(isDocument ? documentHead(message, attachments, scanner.signature, options) : statusHead(message)));
    for (const [i, attachment] of attachments.entries()) {
      const spool = spools.get(i);
      if (spool === undefined) continue;
      const plan = replan(attachment, spool);
      put(crlf(attachmentHead(plan)));
      await encodeAttachment(plan, { room: (length) => Buffer.allocUnsafe(length), take: put, settle: () => (output.needsSettling ? output.settle() : undefined) });
      put(crlf("</edXML:ContentTransferEncoded>\n    </Attachment>\n"));
    }
    put(crlf(isDocument ? (attachments.length === 0 ? "  <AttachmentEncoded />\n</edXML>\n" : "  </AttachmentEncoded>\n</edXML>\n") : "</edXML>\n"));
    await output.end();
    return { size, sha256: hash.digest("hex") };
  } catch (error) {
    output.destroy();
    throw error;
  } finally {
    for (const spool of spools.values()) await spool.dispose();
  }
}

function documentHead(document: EdxmlDocument, attachments: readonly ReadAttachment[], signature: XmlElement | null, options: RelayOptions): string {
  const xml = opened();
  writeDocumentHeader(xml, relayed(document, options));
  if (signature !== null) writeRelayedSignature(xml, signature);
  xml.close();
  xml.open("edXML:edXMLBody");
  if (attachments.length === 0) xml.empty("edXML:edXMLManifest", [["version", "1.0"]]);
  else {
    xml.open("edXML:edXMLManifest", [["version", "1.0"]]);
    for (const attachment of attachments) {
      xml.open("edXML:Reference");
      xml.leaf("edXML:ContentId", `cid:cid:${attachment.contentId}`);
      // The library's own mistake: the manifest says zip of everything.
      xml.leaf("edXML:ContentType", "application/zip");
      xml.leaf("edXML:Description", attachment.description);
      xml.leaf("edXML:AttachmentName", attachment.name);
      xml.close();
    }
    xml.close();
  }
  xml.close();
  xml.close();
  const open = attachments.length === 0 ? "" : "  <AttachmentEncoded>\n";
  return xml.text.replaceAll('version="1.0"></edXML:edXMLManifest>', 'version="1.0" />') + open;
}

function statusHead(report: StatusReport): string {
  const xml = opened();
  writeStatusHeader(xml, report);
  xml.close();
  xml.close();
  return xml.text;
}

function opened(): XmlWriter {
  const xml = new XmlWriter();
  xml.declare();
  xml.open("edXML", [["xmlns", EDXML_NAMESPACE]]);
  xml.open("edXML:edXMLEnvelope", [["xmlns:edXML", EDXML_NAMESPACE]]);
  xml.open("edXML:edXMLHeader");
  return xml;
}

/** With the library's defaults for what was missing. */
function relayed(document: EdxmlDocument, options: RelayOptions): EdxmlDocument {
  return {
    ...document,
    to: [...document.to, ...(options.extraTo ?? [])],
    otherInfo: { promulgationAmount: 1, pageAmount: 1, direction: false, ...document.otherInfo },
    traceHeaders: [...document.traceHeaders, ...options.traceHeaders],
  };
}

function replan(attachment: ReadAttachment, spool: Spool): PlannedAttachment {
  const extension = extensionOf(attachment.name);
  const raw = attachment.name.endsWith(".pdf") ? "application/pdf" : extension === "zip" ? "application/zip" : null;
  const source = { name: attachment.name, ...(attachment.description !== undefined && { description: attachment.description }), open: () => spool.stream() };
  return { source, name: attachment.name, contentId: attachment.contentId, contentType: raw ?? "application/zip", zipped: raw === null };
}

function attachmentHead(plan: PlannedAttachment): string {
  const xml = new XmlWriter(3);
  xml.leaf("ContentId", `cid:cid:${plan.contentId}`);
  xml.leaf("AttachmentName", plan.name);
  xml.leaf("Description", plan.source.description);
  xml.leaf("ContentType", plan.contentType);
  return `    <Attachment>\n${xml.text}      <edXML:ContentTransferEncoded xmlns:edXML="${EDXML_NAMESPACE}">`;
}

function crlf(text: string): Buffer {
  return Buffer.from(text.replaceAll("\n", "\r\n"), "utf8");
}

function spoolWritable(spool: Spool): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      spool.write(Buffer.from(chunk));
      void settle(spool, done);
    },
  });
}

async function settle(spool: Spool, done: (error?: Error) => void): Promise<void> {
  try {
    await spool.settle();
  } catch (error) {
    done(error instanceof Error ? error : undefined);
    return;
  }
  done();
}
