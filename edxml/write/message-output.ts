import type { FileHandle } from "node:fs/promises";
import { behind, releaseSlabs, SLAB_BYTES, takeSlab } from "../attachment/slabs.ts";
import type { Place } from "./place.ts";
import type { SlabDigest } from "./slab-digest.ts";

/** Slabs in one call: 1 MB. */
const TOGETHER_MOST = 4;
/** Slabs that may wait to be written or digested: 4 MB, which are digested in less time than a thread needs to start. */
const BEHIND_MOST = 16;

interface Block {
  readonly slab: Buffer;
  readonly length: number;
  readonly position: number;
  readonly digested: readonly Promise<void>[];
}

/**
 * The bytes of one message, put together in slabs: each goes into the file, and what is covered to its digest, while the next is filled.
 * A message of less than a slab stays in memory until its end. Always `dispose`.
 */
export class MessageOutput {
  readonly #place: Place;
  readonly #digest: SlabDigest | null;
  #slab = takeSlab();
  #filled = 0;
  /** Where the slab begins in the message. */
  #start = 0;
  #coveredFrom: number | null = null;
  #digested: Promise<void>[] = [];
  #full: Block[] = [];
  #flight: Promise<void> | null = null;

  constructor(place: Place, digest: SlabDigest | null) {
    this.#place = place;
    this.#digest = digest;
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

  /** Whether the bytes from here on are digested. */
  cover(covered: boolean): void {
    this.#digestSlab();
    this.#coveredFrom = covered ? this.#filled : null;
  }

  /** Leaves a place open for `fill`. Until then it holds zeros, which no XML parser takes: a file cut short is never read as unsigned. */
  leave(length: number): number {
    const place = this.size;
    for (let left = length; left > 0; ) {
      if (this.#filled === SLAB_BYTES) this.#retire();
      const filled = Math.min(left, SLAB_BYTES - this.#filled);
      this.#slab.fill(0, this.#filled, this.#filled + filled);
      this.#filled += filled;
      left -= filled;
    }
    return place;
  }

  get needsSettling(): boolean {
    return this.#full.length > (this.#flight === null ? 0 : BEHIND_MOST);
  }

  /** Writes behind: waits only when too much is to be written. Throws `sink-failed`, `scratch-failed`, `signing-failed`. */
  async settle(): Promise<void> {
    while (this.needsSettling) {
      if (this.#flight === null) this.#take();
      else {
        this.#digest?.hurry();
        await this.#flight;
      }
    }
  }

  /** After everything else was written. */
  async fill(place: number, bytes: Buffer): Promise<void> {
    if (place >= this.#start) bytes.copy(this.#slab, place - this.#start);
    else {
      const file = await this.file();
      await this.#put(file, [bytes], place);
    }
  }

  /** The bytes when they never left memory, else null; not after `file`. They are the caller's own. */
  inMemory(): Buffer | null {
    return this.#start === 0 ? Buffer.from(this.#slab.subarray(0, this.#filled)) : null;
  }

  /** Waits until everything is in the file. What is covered must have been digested. */
  async file(): Promise<FileHandle> {
    this.#retire();
    while (this.#flight !== null || this.#full.length > 0) {
      if (this.#flight === null) this.#take();
      await this.#flight;
    }
    return this.#open();
  }

  /** When this returns nothing is under way any more; the digest has been taken, or abandoned. */
  async dispose(): Promise<void> {
    this.#full = [];
    await Promise.allSettled([this.#flight, ...this.#digested]);
    await this.#place.leave();
    releaseSlabs([this.#slab]);
  }

  #digestSlab(): void {
    if (this.#digest === null || this.#coveredFrom === null || this.#coveredFrom === this.#filled) return;
    const digested = this.#digest.take(this.#slab.subarray(this.#coveredFrom, this.#filled));
    digested.catch(() => undefined);
    this.#digested.push(digested);
    this.#coveredFrom = this.#filled;
  }

  #retire(): void {
    if (this.#filled === 0) return;
    this.#digestSlab();
    this.#full.push({ slab: this.#slab, length: this.#filled, position: this.#start, digested: this.#digested });
    this.#start += this.#filled;
    this.#slab = takeSlab();
    this.#filled = 0;
    this.#digested = [];
    if (this.#coveredFrom !== null) this.#coveredFrom = 0;
  }

  /** The next slabs go into the file in one call; when they are there the next are taken. A failure stays, for whoever waits. */
  #take(): void {
    const blocks = this.#full.splice(0, TOGETHER_MOST);
    this.#flight = this.#store(blocks);
    // Heard by the next who waits, not by the process.
    this.#flight.catch(() => undefined);
  }

  async #store(blocks: readonly Block[]): Promise<void> {
    await this.#put(await this.#open(), blocks.map(({ slab, length }) => slab.subarray(0, length)), blocks[0]?.position ?? 0);
    await Promise.all(blocks.flatMap(({ digested }) => digested));
    releaseSlabs(blocks.map(({ slab }) => slab));
    this.#flight = null;
    if (this.#full.length > 0) this.#take();
  }

  async #open(): Promise<FileHandle> {
    try {
      return await this.#place.open();
    } catch (cause) {
      throw this.#place.failed(cause);
    }
  }

  async #put(file: FileHandle, pieces: readonly Buffer[], position: number): Promise<void> {
    let rest = [...pieces];
    let at = position;
    try {
      while (rest.length > 0) {
        const { bytesWritten } = await file.writev(rest, at);
        // A short write happens on a nearly full disk: go on behind it.
        rest = behind(rest, bytesWritten);
        at += bytesWritten;
      }
    } catch (cause) {
      throw this.#place.failed(cause);
    }
  }
}
