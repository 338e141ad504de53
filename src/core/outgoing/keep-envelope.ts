import type { FileHandle } from "node:fs/promises";
import type { Writable } from "node:stream";
import type { WrittenEnvelope } from "#edxml";
import type { Blobs } from "../ports.ts";
import type { StoredEnvelope } from "../stored-file.ts";

/** What an envelope has besides its files, signature and certificates included. */
const AROUND_FILES = 48 * 1024;
const FEW_BYTES = 256 * 1024;

/** Writes an envelope with so many bytes of files into the blob store, in one pass. Nothing is left of a failure. */
export async function keepEnvelope(blobs: Blobs, fileBytes: number, write: (target: FileHandle | Writable) => Promise<WrittenEnvelope>): Promise<{ readonly envelope: StoredEnvelope; readonly attachments: WrittenEnvelope["attachments"] }> {
  const draft = blobs.draft();
  try {
    const { attachments } = await (AROUND_FILES + Math.ceil(fileBytes / 3) * 4 <= FEW_BYTES ? draft.writeFew(write) : draft.write(write));
    return { envelope: await draft.commit(), attachments };
  } catch (error) {
    await draft.discard();
    throw error;
  }
}
