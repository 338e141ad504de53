import { createHash, randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Dialect } from "../dialect.ts";
import { EdxmlError } from "../errors.ts";
import { Base64Encoder } from "./base64.ts";
import { checkedAttachmentName, extensionOf } from "./name.ts";
import { zipOfOne } from "./zip-write.ts";

/** A file to send. */
export interface AttachmentSource {
  readonly name: string;
  readonly description?: string;
  /** Without `cid:`; made up when absent. */
  readonly contentId?: string;
  /** What the file's bytes are known to be; other bytes are refused. */
  readonly known?: KnownBytes;
  /** Called once. */
  open(): Readable;
}

export interface KnownBytes {
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Size and digest are of the file's own bytes, before zipping. */
export interface WrittenAttachment extends KnownBytes {
  readonly name: string;
  readonly contentId: string;
  readonly contentType: string;
}

/** How one file will travel: known from its name, before a byte is read. */
export interface PlannedAttachment {
  readonly source: AttachmentSource;
  readonly name: string;
  readonly contentId: string;
  readonly contentType: string;
  readonly zipped: boolean;
}

/** Names, ids and packing of all files by the rules of edXML §8.4. Throws `attachment-name-invalid`, `attachment-duplicate`. */
export function planAttachments(sources: readonly AttachmentSource[], dialect: Dialect): PlannedAttachment[] {
  const ids = new Set<string>();
  return sources.map((source) => {
    const name = nameOnWire(source.name);
    const contentId = source.contentId?.trim().replace(/^(?:cid:)+/i, "") || randomUUID();
    if (ids.has(contentId)) throw new EdxmlError("attachment-duplicate", `two attachments have content id ${JSON.stringify(contentId.slice(0, 80))}`, { contentId: contentId.slice(0, 80) });
    ids.add(contentId);
    const extension = extensionOf(name);
    const raw = Object.hasOwn(dialect.rawTypes, extension) ? dialect.rawTypes[extension] : undefined;
    return { source, name, contentId, contentType: raw ?? "application/zip", zipped: raw === undefined };
  });
}

/** Old readers take `.ZIP` for something to unzip, and cannot open a file without extension. */
function nameOnWire(given: string): string {
  let name: string;
  try {
    name = checkedAttachmentName(given);
  } catch (cause) {
    throw new EdxmlError("attachment-name-invalid", `attachment name ${JSON.stringify(given.slice(0, 80))} is empty, too long, a path or a device`, { found: given.slice(0, 80) }, { cause });
  }
  const extension = extensionOf(name);
  if (extension === "") throw new EdxmlError("attachment-name-invalid", `attachment name ${JSON.stringify(name)} has no extension`, { found: name });
  return extension === "zip" ? `${name.slice(0, -4)}.zip` : name;
}

// Measured: at 48 KB Node encodes four times as fast as at 255 KB, whose strings no longer fit V8's young generation.
const BLOCK = 48 * 1024;

const BYTES_PER_TURN = 256 * 1024;

/** Where base64 text goes. `settle` is awaited after each block. */
export interface TextTarget {
  /** Memory for a piece of text of this length; `take` gets it filled. */
  room(length: number): Buffer;
  take(text: Buffer): void;
  settle(): Promise<void> | undefined;
}

/** Runs one file through hash, zip and base64. Throws `attachment-unreadable` when it is not what it was known to be. */
export async function encodeAttachment(plan: PlannedAttachment, target: TextTarget): Promise<WrittenAttachment> {
  const hash = createHash("sha256");
  let size = 0;
  await encode(plan, target, (bytes) => {
    size += bytes.length;
    hash.update(bytes);
  });
  const sha256 = hash.digest("hex");
  const { known } = plan.source;
  if (known !== undefined && (known.size !== size || known.sha256 !== sha256))
    throw new EdxmlError("attachment-unreadable", `attachment ${JSON.stringify(plan.name)} does not hold the bytes it should`, { name: plan.name, expected: known.sha256, found: sha256 });
  return { name: plan.name, contentId: plan.contentId, contentType: plan.contentType, sha256, size };
}

async function encode(plan: PlannedAttachment, target: TextTarget, see: (bytes: Buffer) => void): Promise<void> {
  const own = ownBytes(plan, see);
  const encoder = new Base64Encoder((length) => target.room(length));
  let sinceTurn = 0;
  for await (const block of plan.zipped ? zipOfOne(own, `${randomUUID()}.${extensionOf(plan.name)}`) : own) {
    for (let start = 0; start < block.length; start += BLOCK) {
      // A source that is quicker than the event loop must not keep it from others.
      if (sinceTurn >= BYTES_PER_TURN) {
        await nextTurn();
        sinceTurn = 0;
      }
      const piece = block.subarray(start, start + BLOCK);
      sinceTurn += piece.length;
      target.take(encoder.encode(piece));
      const wait = target.settle();
      if (wait !== undefined) await wait;
    }
  }
  target.take(encoder.end());
}

async function* ownBytes(plan: PlannedAttachment, see: (bytes: Buffer) => void): AsyncGenerator<Buffer> {
  let first = true;
  try {
    for await (const block of plan.source.open()) {
      const bytes = asBuffer(block);
      if (first && plan.contentType === "application/pdf" && bytes[0] === 0x50 && bytes[1] === 0x4b)
        throw new EdxmlError("attachment-misnamed", `${JSON.stringify(plan.name)} is a zip archive, not a PDF`, { name: plan.name });
      first = false;
      see(bytes);
      yield bytes;
    }
  } catch (cause) {
    if (cause instanceof EdxmlError) throw cause;
    throw new EdxmlError("attachment-unreadable", `attachment ${JSON.stringify(plan.name)} cannot be read`, { name: plan.name }, { cause });
  }
}

function asBuffer(block: unknown): Buffer {
  if (Buffer.isBuffer(block)) return block;
  if (block instanceof Uint8Array) return Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  return Buffer.from(String(block));
}
