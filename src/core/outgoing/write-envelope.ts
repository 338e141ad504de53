import { STANDARD_DIALECT, writeDocument, type Dialect, type EdxmlDocument, type WrittenEnvelope } from "#edxml";
import type { Blobs, SigningKeys } from "../ports.ts";
import type { StoredEnvelope, StoredFile } from "../stored-file.ts";

export interface WritingNeeds {
  readonly blobs: Blobs;
  readonly keys: SigningKeys;
}

/** A file in the blob store on its way into an envelope. */
export type FileToWrite = Pick<StoredFile, "name" | "sha256" | "size" | "description" | "contentId">;

/** Writes and signs a message with its files into the blob store, streamed. Nothing is left of a failure. Throws `signing-key-missing`. */
export async function writeEnvelope(needs: WritingNeeds, message: EdxmlDocument, files: readonly FileToWrite[], dialect: Dialect = STANDARD_DIALECT): Promise<{ readonly envelope: StoredEnvelope; readonly files: readonly StoredFile[] }> {
  const signer = await needs.keys.signerFor(message.from.organId);
  const sources = files.map(({ name, contentId, description, sha256, size }) => ({ name, contentId, ...(description !== null && { description }), known: { sha256, size }, open: () => needs.blobs.open(sha256) }));
  const draft = needs.blobs.draft();
  let written: WrittenEnvelope;
  try {
    written = await writeDocument(message, sources, draft.sink, { signer, scratchDirectory: needs.blobs.scratchDirectory, dialect });
  } catch (error) {
    await draft.discard();
    throw error;
  }
  const envelope = await draft.commit();
  return { envelope, files: written.attachments.map((attachment, index) => ({ ...attachment, description: files[index]?.description ?? null })) };
}
