import { createHash, randomBytes } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { refuse } from "./refusal.ts";

/** An envelope on disk that no record names yet. */
export interface ReceivedFile {
  readonly path: string;
  readonly size: number;
  /** Padded lower-case hex, without the CRLF the client appends. */
  readonly sha256: string;
}

/** Streams a body to a new file, leaves one trailing CRLF out and digests the rest. Refuses more than `limit` bytes, after reading them away. */
export async function receiveBody(body: Readable, directory: string, limit: number): Promise<ReceivedFile> {
  const path = join(directory, randomBytes(12).toString("hex"));
  try {
    const received = await writeBody(body, path, limit);
    return received.size > limit ? refuse("file-too-large", `${limit} byte`) : received;
  } catch (cause) {
    // The sender left in the middle, the disk is full, or it is too long: no half file stays.
    await rm(path, { force: true });
    throw cause;
  }
}

async function writeBody(body: Readable, path: string, limit: number): Promise<ReceivedFile> {
  const hash = createHash("sha256");
  const file = await open(path, "w", 0o600);
  let size = 0;
  // The last two bytes wait until it is known whether they end the body.
  let held: Buffer = Buffer.alloc(0);
  const keep = async (bytes: Buffer): Promise<void> => {
    size += bytes.length;
    if (size > limit || bytes.length === 0) return;
    hash.update(bytes);
    await file.appendFile(bytes);
  };
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      const bytes = Buffer.concat([held, chunk]);
      const ready = bytes.subarray(0, Math.max(0, bytes.length - 2));
      held = bytes.subarray(ready.length);
      await keep(ready);
    }
    if (!held.equals(Buffer.from("\r\n"))) await keep(held);
    await file.datasync();
  } finally {
    await file.close();
  }
  return { path, size, sha256: hash.digest("hex") };
}
