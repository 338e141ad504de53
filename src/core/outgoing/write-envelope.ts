import { STANDARD_DIALECT, writeDocument, type Dialect, type EdxmlDocument } from "#edxml";
import type { Blobs, SigningKeys } from "../ports.ts";
import type { StoredEnvelope, StoredFile } from "../stored-file.ts";
import { keepEnvelope } from "./keep-envelope.ts";

export interface WritingNeeds {
  readonly blobs: Blobs;
  readonly keys: SigningKeys;
}

/** A file in the blob store on its way into an envelope. */
export type FileToWrite = Pick<StoredFile, "name" | "sha256" | "size" | "description" | "contentId">;

/** Writes and signs a message with its files into the blob store, streamed. Nothing is left of a failure. Throws `signing-key-missing`. */
export async function writeEnvelope(needs: WritingNeeds, message: EdxmlDocument, files: readonly FileToWrite[], dialect: Dialect = STANDARD_DIALECT): Promise<{ readonly envelope: StoredEnvelope; readonly files: readonly StoredFile[] }> {
  const signer = await needs.keys.signerFor(message.from.organId);
  // Read as a range: the format digests the file anyway, and refuses it when it is not what it is known to be.
  const sources = files.map(({ name, contentId, description, sha256, size }) => ({ name, contentId, ...(description !== null && { description }), known: { sha256, size }, open: () => needs.blobs.open(sha256, { start: 0, end: size - 1 }) }));
  const { envelope, attachments } = await keepEnvelope(needs.blobs, files.reduce((sum, { size }) => sum + size, 0), (target) => writeDocument(message, sources, target, { signer, scratchDirectory: needs.blobs.scratchDirectory, dialect }));
  return { envelope, files: attachments.map((attachment, index) => ({ ...attachment, description: files[index]?.description ?? null })) };
}
