import { createHash, randomBytes, type Hash } from "node:crypto";
import { constants } from "node:fs";
import { open, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { refuse } from "./refusal.ts";

/** An envelope on disk that no record names yet. */
export interface ReceivedFile {
  readonly path: string;
  readonly size: number;
  /** Padded lower-case hex, without the CRLF the client appends. */
  readonly sha256: string;
  /** Its first bytes, at most 64 KB: who wants to know where it goes need not open the file. */
  readonly head: Buffer;
}

/** Most envelopes are smaller: they are written in one go, durable at once. Larger ones are written in pieces of about this size. */
const AT_ONCE = 256 * 1024;
const HEAD = 64 * 1024;
const LINE_END = Buffer.from("\r\n");
const { O_CREAT, O_DSYNC, O_EXCL, O_WRONLY } = constants;

/** Streams a body to a new file, leaves one trailing CRLF out and digests the rest. Refuses more than `limit` bytes, after reading them away. */
export async function receiveBody(body: Readable, directory: string, limit: number): Promise<ReceivedFile> {
  const path = join(directory, randomBytes(12).toString("hex"));
  try {
    const received = await writeBody(body, new Written(path, limit));
    return received.size > limit ? refuse("file-too-large", `${limit} byte`) : received;
  } catch (cause) {
    // The sender left in the middle, the disk is full, or it is too long: no half file stays.
    await rm(path, { force: true });
    throw cause;
  }
}

async function writeBody(body: Readable, written: Written): Promise<ReceivedFile> {
  try {
    let [waiting, bytes]: [Buffer[], number] = [[], 0];
    for await (const chunk of body as AsyncIterable<Buffer>) {
      waiting.push(chunk);
      bytes += chunk.length;
      if (bytes < AT_ONCE) continue;
      // The last two bytes wait until it is known whether they end the body.
      const held = takeEnd(waiting);
      await written.add(waiting);
      [waiting, bytes] = [[held], held.length];
    }
    const held = takeEnd(waiting);
    return await written.end(held.equals(LINE_END) ? waiting : [...waiting, held]);
  } finally {
    await written.close();
  }
}

/** The last two bytes of all, which may have come in two chunks; they are taken away from the chunks. */
function takeEnd(chunks: Buffer[]): Buffer {
  let held: Buffer = Buffer.alloc(0);
  while (held.length < LINE_END.length && chunks.length > 0) {
    const last = chunks.pop() ?? held;
    const cut = Math.max(0, last.length - (LINE_END.length - held.length));
    held = Buffer.concat([last.subarray(cut), held]);
    if (cut > 0) chunks.push(last.subarray(0, cut));
  }
  return held;
}

/** What goes to the file is counted and digested; of what is over the limit only the size. */
class Written {
  readonly #path: string;
  readonly #limit: number;
  readonly #hash: Hash = createHash("sha256");
  #file: FileHandle | null = null;
  #size = 0;
  #head: Buffer | null = null;

  constructor(path: string, limit: number) {
    this.#path = path;
    this.#limit = limit;
  }

  /** More will follow. */
  async add(chunks: readonly Buffer[]): Promise<void> {
    const length = this.#count(chunks);
    if (length === 0) return;
    this.#file ??= await open(this.#path, O_WRONLY | O_CREAT | O_EXCL, 0o600);
    await writeAll(this.#file, chunks, length);
  }

  /** The last of it; durable when this resolves. */
  async end(chunks: readonly Buffer[]): Promise<ReceivedFile> {
    const length = this.#count(chunks);
    if (this.#file !== null) {
      if (length > 0) await writeAll(this.#file, chunks, length);
      await this.#file.datasync();
    } else {
      this.#file = await open(this.#path, O_WRONLY | O_CREAT | O_EXCL | O_DSYNC, 0o600);
      if (length > 0) await writeAll(this.#file, chunks, length);
    }
    return { path: this.#path, size: this.#size, sha256: this.#hash.digest("hex"), head: this.#head ?? Buffer.alloc(0) };
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  /** How many bytes are to be written. */
  #count(chunks: readonly Buffer[]): number {
    const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    this.#size += length;
    if (this.#size > this.#limit) return 0;
    for (const chunk of chunks) this.#hash.update(chunk);
    this.#head ??= chunks[0]?.subarray(0, HEAD) ?? null;
    return length;
  }
}

async function writeAll(file: FileHandle, chunks: readonly Buffer[], length: number): Promise<void> {
  const { bytesWritten } = await file.writev(chunks);
  if (bytesWritten < length) await file.appendFile(Buffer.concat(chunks).subarray(bytesWritten)); // a disk that is nearly full
}
