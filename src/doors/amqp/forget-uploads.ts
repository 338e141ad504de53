import { FieldsRefused } from "../../core/fault.ts";
import type { ApiKeyId } from "../../core/ids.ts";
import type { Blobs, Store } from "../../core/ports.ts";
import type { MessageFile } from "./command.ts";

export interface ForgettingNeeds {
  readonly store: Store;
  readonly blobs: Blobs;
}

/**
 * Files wait for the message that names them; when that message says it is secret, nothing of it may stay (QĐ 28/2018 Đ.1.2): they are gone before the
 * refusal is answered. Bytes that a document or another key refers to are not this message's to remove. They are taken however fresh they are: whoever
 * puts the same bytes down at this very moment finds them missing before its document is stored, and repeats.
 */
export async function forgettingSecrets<Result>(needs: ForgettingNeeds, keyId: ApiKeyId, named: readonly MessageFile[], act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof FieldsRefused && error.problems.some(({ code }) => code === "secret-content-forbidden")) await forget(needs, keyId, named);
    throw error;
  }
}

async function forget({ store, blobs }: ForgettingNeeds, keyId: ApiKeyId, named: readonly MessageFile[]): Promise<void> {
  const uploads = named.flatMap(({ upload }) => upload ?? []);
  const own: string[] = [];
  for (const sha256 of uploads) if ((await store.doors.upload(keyId, sha256)) !== null) own.push(sha256);
  if (own.length === 0) return;
  await store.doors.dropUploads(keyId, own);
  const used = new Set(await store.write((tx) => tx.blobsInUse(own)));
  for (const sha256 of own) if (!used.has(sha256)) await blobs.remove(sha256, 0);
}
