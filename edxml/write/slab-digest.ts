import { createHash } from "node:crypto";
import { ThreadHash } from "./thread-hash.ts";

/** SHA-256 of pieces of slabs, in order. They wait, and are digested at the end when they stayed few; a thread takes them as soon as somebody cannot wait. */
export class SlabDigest {
  readonly #waiting: { readonly bytes: Buffer; readonly done: (when?: Promise<void>) => void }[] = [];
  #thread: ThreadHash | null = null;

  /** Resolves when the bytes may change again. Throws `signing-failed`. */
  async take(bytes: Buffer): Promise<void> {
    if (this.#thread !== null) return this.#thread.update(bytes);
    return new Promise((resolve) => this.#waiting.push({ bytes, done: resolve }));
  }

  /** The slabs are needed: from now on a thread digests. */
  hurry(): void {
    if (this.#thread !== null || this.#waiting.length === 0) return;
    const thread = (this.#thread = new ThreadHash());
    for (const { bytes, done } of this.#waiting.splice(0)) done(thread.update(bytes));
  }

  /** Call once. */
  async digest(): Promise<Buffer> {
    const thread = this.#thread;
    this.#thread = null;
    if (thread !== null) return thread.digest();
    const hash = createHash("sha256");
    for (const { bytes, done } of this.#waiting.splice(0)) {
      hash.update(bytes);
      done();
    }
    return hash.digest();
  }

  /** After an error instead of `digest`; after that nothing is left to do. */
  abandon(): void {
    for (const { done } of this.#waiting.splice(0)) done();
    this.#thread?.digest().catch(() => undefined);
    this.#thread = null;
  }
}
