import type { FileHandle } from "node:fs/promises";
import type { WrittenEnvelope } from "#edxml";
import type { Blobs } from "../ports.ts";
import type { StoredEnvelope } from "../stored-file.ts";

/** Writes an envelope into the blob store, in one pass. Nothing is left of a failure. */
export async function keepEnvelope(blobs: Blobs, write: (file: FileHandle) => Promise<WrittenEnvelope>): Promise<{ readonly envelope: StoredEnvelope; readonly attachments: WrittenEnvelope["attachments"] }> {
  const draft = blobs.draft();
  try {
    const { attachments } = await draft.write(write);
    return { envelope: await draft.commit(), attachments };
  } catch (error) {
    await draft.discard();
    throw error;
  }
}
