import type { FileHandle } from "node:fs/promises";
import { EdxmlError } from "../errors.ts";
import { releaseSlabs, SLAB_BYTES, takeSlab } from "./slabs.ts";

/** As much as a file stream of Node with 1 MiB of buffer. */
const UNDERWAY_MOST = 4;

interface Block {
  readonly slab: Buffer;
  readonly length: number;
  readonly position: number;
}

/**
 * An open, empty file to write to, from its beginning; unlike a stream it can be written into behind, too. Bytes are put together in slabs,
 * which are written while the next one is filled. The file stays the caller's: it is neither synced nor closed. Always `end` or `abandon`.
 */
export class FileOutput {
  readonly #file: FileHandle;
  #slab = takeSlab();
  #filled = 0;
  /** Where the slab begins in the file. */
  #start = 0;
  #full: Block[] = [];
  #flight: Promise<void> = Promise.resolve();
  #underway = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Bytes so far, places left open included. */
  get size(): number {
    return this.#start + this.#filled;
  }

  /** Memory for at most a slab, where `write` will find its bytes without copying them. */
  room(length: number): Buffer {
    if (this.#filled + length > SLAB_BYTES) this.#retire();
    return this.#slab.subarray(this.#filled, this.#filled + length);
  }

  /** Takes the bytes at once. */
  write(bytes: Buffer): void {
    if (bytes.buffer === this.#slab.buffer && bytes.byteOffset === this.#slab.byteOffset + this.#filled) {
      this.#filled += bytes.length;
      return;
    }
    for (let from = 0; from < bytes.length; ) {
      if (this.#filled === SLAB_BYTES) this.#retire();
      const copied = bytes.copy(this.#slab, this.#filled, from);
      from += copied;
      this.#filled += copied;
    }
  }

  /** Leaves a place open for `fill`. Until then it holds zeros, which no XML parser takes: a file cut short is never read as unsigned. */
  leave(length: number): number {
    const place = this.size;
    this.#retire();
    this.#start += length;
    return place;
  }

  get needsSettling(): boolean {
    return this.#full.length > 0;
  }

  /** Writes behind: waits only when more than a few slabs are under way. Throws `sink-failed`. */
  async settle(): Promise<void> {
    const blocks = this.#full;
    this.#full = [];
    this.#underway += blocks.length;
    this.#flight = this.#flight.then(() => this.#append(blocks));
    // Heard by the next who waits, not by the process.
    this.#flight.catch(() => undefined);
    if (this.#underway > UNDERWAY_MOST) await this.#flight;
  }

  /** Waits until everything is in the file. */
  async end(): Promise<void> {
    this.#retire();
    await this.settle();
    await this.#flight;
    releaseSlabs([this.#slab]);
  }

  /** After `end`. */
  async fill(place: number, bytes: Buffer): Promise<void> {
    await this.#put(bytes, place);
  }

  /** After an error: what is still under way has ended when this returns. */
  async abandon(): Promise<void> {
    await this.#flight.catch(() => undefined);
  }

  #retire(): void {
    if (this.#filled === 0) return;
    this.#full.push({ slab: this.#slab, length: this.#filled, position: this.#start });
    this.#start += this.#filled;
    this.#slab = takeSlab();
    this.#filled = 0;
  }

  async #append(blocks: readonly Block[]): Promise<void> {
    for (const { slab, length, position } of blocks) {
      await this.#put(slab.subarray(0, length), position);
      releaseSlabs([slab]);
      this.#underway -= 1;
    }
  }

  async #put(bytes: Buffer, position: number): Promise<void> {
    try {
      // A short write happens on a nearly full disk: go on behind it.
      for (let written = 0; written < bytes.length; ) written += (await this.#file.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
    } catch (cause) {
      throw new EdxmlError("sink-failed", "the file the message is written to failed or was closed", {}, { cause });
    }
  }
}
