import { randomUUID } from "node:crypto";
import { open, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { EdxmlError } from "../errors.ts";

const MEMORY_BYTES = 256 * 1024;
const READ_BYTES = 256 * 1024;

/** Bytes kept until they are needed again: in memory while few, else in one file of the scratch directory. Always dispose. */
export class Spool {
  readonly #directory: string;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #written = 0;
  #flight: Promise<void> | null = null;
  #file: { readonly handle: FileHandle; readonly path: string } | null = null;

  constructor(scratchDirectory: string) {
    this.#directory = scratchDirectory;
  }

  get size(): number {
    return this.#written + this.#pendingBytes;
  }

  /** Keeps the bytes (not copied); call `settle` before more than a few blocks are pending. */
  write(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
  }

  get needsSettling(): boolean {
    return this.#pendingBytes > MEMORY_BYTES;
  }

  /** Moves pending bytes towards the file once they are too many for memory. Writes behind: only the block before is waited for. */
  async settle(): Promise<void> {
    if (!this.needsSettling) return;
    await this.#landed();
    this.#flight = this.#append(this.#takePending());
    // Heard by the next `#landed`, not by the process.
    this.#flight.catch(() => undefined);
  }

  /** All bytes when they never left memory, else null. */
  async inMemory(): Promise<Buffer | null> {
    await this.#landed();
    if (this.#file === null) return Buffer.concat(this.#pending);
    await this.#toFile();
    return null;
  }

  /** The file descriptor once the bytes are on disk; valid until `dispose`. */
  get descriptor(): number | null {
    return this.#file?.handle.fd ?? null;
  }

  async *blocks(): AsyncGenerator<Buffer> {
    await this.#landed();
    if (this.#file === null) {
      yield* this.#pending;
      return;
    }
    await this.#toFile();
    const handle = this.#file.handle;
    // A fresh buffer each: the consumer may keep it. The next block is read while the last one is used.
    const read = (position: number): Promise<Buffer> =>
      guard(
        handle.read(Buffer.allocUnsafeSlow(READ_BYTES), 0, READ_BYTES, position).then(({ buffer, bytesRead }) => buffer.subarray(0, bytesRead)),
        this.#directory,
      );
    let position = 0;
    let next = read(position);
    for (;;) {
      const block = await next;
      if (block.length === 0) return;
      position += block.length;
      next = read(position);
      // Nobody waits for it when the consumer stops early.
      next.catch(() => undefined);
      yield block;
    }
  }

  stream(): Readable {
    return Readable.from(this.blocks(), { objectMode: false });
  }

  async dispose(): Promise<void> {
    this.#takePending();
    await this.#landed().catch(() => undefined);
    if (this.#file === null) return;
    const { handle, path } = this.#file;
    this.#file = null;
    await handle.close().catch(() => undefined);
    await rm(path, { force: true }).catch(() => undefined);
  }

  async #toFile(): Promise<void> {
    await this.#landed();
    if (this.#pendingBytes > 0) await guard(this.#append(this.#takePending()), this.#directory);
  }

  async #landed(): Promise<void> {
    const flight = this.#flight;
    this.#flight = null;
    if (flight !== null) await guard(flight, this.#directory);
  }

  #takePending(): Buffer[] {
    const blocks = this.#pending;
    this.#pending = [];
    this.#written += this.#pendingBytes;
    this.#pendingBytes = 0;
    return blocks;
  }

  async #append(blocks: Buffer[]): Promise<void> {
    if (this.#file === null) {
      const path = join(this.#directory, `edxml-${randomUUID()}.spool`);
      this.#file = { handle: await open(path, "wx+", 0o600), path };
    }
    let left = blocks.reduce((sum, block) => sum + block.length, 0);
    let offset = 0;
    let queue = blocks;
    while (left > 0) {
      const { bytesWritten } = await this.#file.handle.writev(queue);
      left -= bytesWritten;
      offset = bytesWritten;
      // A short write happens on a nearly full disk: go on behind it.
      if (left > 0) queue = skip(queue, offset);
    }
  }
}

function skip(blocks: Buffer[], bytes: number): Buffer[] {
  const rest = [...blocks];
  let left = bytes;
  while (rest[0] !== undefined && left >= rest[0].length) {
    left -= rest[0].length;
    rest.shift();
  }
  if (rest[0] !== undefined && left > 0) rest[0] = rest[0].subarray(left);
  return rest;
}

async function guard<T>(work: Promise<T>, directory: string): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new EdxmlError("scratch-failed", "the scratch directory cannot be written or read", { directory }, { cause });
  }
}
