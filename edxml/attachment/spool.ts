import { randomUUID } from "node:crypto";
import { open, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { EdxmlError } from "../errors.ts";
import { behind, releaseSlabs, SLAB_BYTES, takeSlab } from "./slabs.ts";

const READ_BYTES = 256 * 1024;

/** Bytes kept until they are needed again: in memory while few, else in one file of the scratch directory. Always dispose. */
export class Spool {
  readonly #directory: string;
  #slab: Buffer | null = null;
  #filled = 0;
  #full: Buffer[] = [];
  #size = 0;
  #flight: Promise<void> | null = null;
  #file: { readonly handle: FileHandle; readonly path: string } | null = null;

  constructor(scratchDirectory: string) {
    this.#directory = scratchDirectory;
  }

  get size(): number {
    return this.#size;
  }

  /** Copies the bytes; call `settle` before more than a few slabs are full. */
  write(bytes: Buffer): void {
    this.#size += bytes.length;
    for (let from = 0; from < bytes.length; ) {
      this.#slab ??= takeSlab();
      const copied = bytes.copy(this.#slab, this.#filled, from);
      from += copied;
      this.#filled += copied;
      if (this.#filled === SLAB_BYTES) this.#full.push(this.#takeSlab());
    }
  }

  get needsSettling(): boolean {
    return this.#full.length > 0;
  }

  /** Moves full slabs towards the file. Writes behind: only the slabs before are waited for. */
  async settle(): Promise<void> {
    if (!this.needsSettling) return;
    await this.#landed();
    const slabs = this.#full;
    this.#full = [];
    this.#flight = this.#append(slabs).finally(() => releaseSlabs(slabs));
    // Heard by the next `#landed`, not by the process.
    this.#flight.catch(() => undefined);
  }

  /** All bytes when they never left memory, else null. */
  async inMemory(): Promise<Buffer | null> {
    await this.#landed();
    if (this.#file === null && this.#full.length === 0) return Buffer.from(this.#slab?.subarray(0, this.#filled) ?? []);
    await this.#toFile();
    return null;
  }

  /** The file descriptor once the bytes are on disk; valid until `dispose`. */
  get descriptor(): number | null {
    return this.#file?.handle.fd ?? null;
  }

  /** The bytes from `start` to before `end`. */
  async *blocks(start = 0, end = this.size): AsyncGenerator<Buffer> {
    const bytes = await this.inMemory();
    if (bytes !== null) {
      if (end > start) yield bytes.subarray(start, end);
      return;
    }
    const handle = this.#file?.handle;
    if (handle === undefined) return;
    // A fresh buffer each: the consumer may keep it. The next block is read while the last one is used.
    const read = (position: number): Promise<Buffer> =>
      guard(
        handle.read(Buffer.allocUnsafeSlow(READ_BYTES), 0, Math.min(READ_BYTES, end - position), position).then(({ buffer, bytesRead }) => buffer.subarray(0, bytesRead)),
        this.#directory,
      );
    let position = start;
    let next = read(position);
    for (;;) {
      const block = await next;
      if (block.length === 0) {
        if (position < end) throw new EdxmlError("scratch-failed", "a file of the scratch directory was cut off", { directory: this.#directory });
        return;
      }
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
    await this.#landed().catch(() => undefined);
    releaseSlabs(this.#full);
    this.#full = [];
    if (this.#slab !== null) releaseSlabs([this.#takeSlab()]);
    if (this.#file === null) return;
    const { handle, path } = this.#file;
    this.#file = null;
    await handle.close().catch(() => undefined);
    await rm(path, { force: true }).catch(() => undefined);
  }

  async #toFile(): Promise<void> {
    await this.#landed();
    const slabs = this.#full;
    this.#full = [];
    const filled = this.#filled;
    const last = this.#slab === null ? [] : [this.#takeSlab()];
    await guard(this.#append([...slabs, ...last.map((slab) => slab.subarray(0, filled))]), this.#directory);
    releaseSlabs([...slabs, ...last]);
  }

  async #landed(): Promise<void> {
    const flight = this.#flight;
    this.#flight = null;
    if (flight !== null) await guard(flight, this.#directory);
  }

  #takeSlab(): Buffer {
    const slab = this.#slab ?? Buffer.alloc(0);
    this.#slab = null;
    this.#filled = 0;
    return slab;
  }

  async #append(blocks: Buffer[]): Promise<void> {
    if (this.#file === null) {
      const path = join(this.#directory, `edxml-${randomUUID()}.spool`);
      this.#file = { handle: await open(path, "wx+", 0o600), path };
    }
    let queue = blocks;
    while (queue.length > 0) {
      const { bytesWritten } = await this.#file.handle.writev(queue);
      // A short write happens on a nearly full disk: go on behind it.
      queue = behind(queue, bytesWritten);
    }
  }
}

async function guard<T>(work: Promise<T>, directory: string): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new EdxmlError("scratch-failed", "the scratch directory cannot be written or read", { directory }, { cause });
  }
}
