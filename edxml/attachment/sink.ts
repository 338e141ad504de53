import type { Writable } from "node:stream";
import { EdxmlError } from "../errors.ts";
import { roomIn } from "./room.ts";

const GATHER = 256 * 1024;

/** A Writable used from synchronous code: writes are handed over at once, `settle` waits when its buffer is full. */
export class Sink {
  readonly #stream: Writable;
  #failure: Error | null = null;
  #full = false;
  #gathered: Buffer[] = [];
  #gatheredBytes = 0;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on("error", (error) => {
      this.#failure ??= error;
    });
  }

  /** The bytes must not change afterwards. */
  write(bytes: Buffer): void {
    this.#gathered.push(bytes);
    this.#gatheredBytes += bytes.length;
    if (this.#gatheredBytes >= GATHER) this.#flush();
  }

  get needsSettling(): boolean {
    return this.#full || this.#failure !== null;
  }

  /** Throws `sink-failed` when the stream failed or was closed by somebody else. */
  async settle(): Promise<void> {
    if (this.#failure === null && this.#full) {
      await roomIn(this.#stream).catch((error: unknown) => {
        throw sinkFailed(error);
      });
    }
    this.#full = false;
    if (this.#failure !== null) throw sinkFailed(this.#failure);
    if (this.#stream.destroyed) throw sinkFailed(undefined);
  }

  /** Ends the stream and waits until it has taken everything. */
  async end(): Promise<void> {
    this.#flush();
    if (this.#failure !== null) throw sinkFailed(this.#failure);
    // The callback of `end` also comes, with an error, when the stream is destroyed instead of finished.
    await new Promise<void>((resolve, reject) => {
      this.#stream.end((error?: Error | null) => (error ? reject(sinkFailed(error)) : resolve()));
    });
    if (this.#failure !== null) throw sinkFailed(this.#failure);
  }

  destroy(): void {
    this.#stream.destroy();
  }

  /** Corked, so that a file takes the pieces in one call. */
  #flush(): void {
    const pieces = this.#gathered;
    this.#gathered = [];
    this.#gatheredBytes = 0;
    if (this.#failure !== null || this.#stream.destroyed) {
      this.#full = true;
      return;
    }
    this.#stream.cork();
    for (const piece of pieces) if (!this.#stream.write(piece)) this.#full = true;
    this.#stream.uncork();
  }
}

function sinkFailed(cause: unknown): EdxmlError {
  return cause instanceof EdxmlError ? cause : new EdxmlError("sink-failed", "the place the bytes go to failed or was closed", {}, { cause });
}
