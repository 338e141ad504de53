import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { HouseError } from "../core/fault.ts";
import { callBack } from "./call-back.ts";
import { errnoOf, fileFault } from "./file-fault.ts";

const CHUNK = 256 * 1024;
const NOTHING = Buffer.alloc(0);

/** Bytes of a blob. A full read is hashed on the way and fails at its end when the digest is another. */
export class BlobReader extends Readable {
  readonly #sha256: string;
  readonly #path: string | null;
  readonly #hash = createHash("sha256");
  readonly #whole: boolean;
  #position: number;
  /** A file gives less than it is asked for only at its end. */
  #over = false;
  /** Exclusive. */
  readonly #end: number;
  #file: FileHandle | null = null;

  constructor(sha256: string, path: string | null, range: { readonly start: number; readonly end: number } | null) {
    super({ highWaterMark: CHUNK });
    this.#sha256 = sha256;
    this.#path = path;
    this.#whole = range === null;
    this.#position = range?.start ?? 0;
    this.#end = range === null ? Infinity : range.end + 1;
    this.on("error", () => undefined); // whoever reads learns it from the stream; never an uncaught exception
  }

  override _construct(callback: (error?: Error | null) => void): void {
    callBack(this.#open(), callback);
  }

  override _read(): void {
    callBack(this.#next(), (error, chunk = null) => {
      if (error) this.destroy(fileFault(error, `reading blob ${this.#sha256}`));
      else this.push(chunk);
    });
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    callBack(this.#close(), () => callback(error));
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }

  async #open(): Promise<void> {
    if (this.#path === null) throw missing(this.#sha256);
    try {
      this.#file = await open(this.#path, "r");
    } catch (error) {
      throw errnoOf(error) === "ENOENT" ? missing(this.#sha256, error) : fileFault(error, `opening blob ${this.#sha256}`);
    }
  }

  async #next(): Promise<Buffer | null> {
    const wanted = Math.min(CHUNK, this.#end - this.#position);
    if (wanted <= 0 || this.#file === null) return null;
    const { bytesRead, buffer } = this.#over ? { bytesRead: 0, buffer: NOTHING } : await this.#file.read(Buffer.allocUnsafe(wanted), 0, wanted, this.#position);
    if (bytesRead === 0) {
      if (this.#whole) this.#check();
      return null;
    }
    this.#over = bytesRead < wanted;
    this.#position += bytesRead;
    const chunk = buffer.subarray(0, bytesRead);
    if (this.#whole) this.#hash.update(chunk);
    return chunk;
  }

  #check(): void {
    const found = this.#hash.digest("hex");
    if (found === this.#sha256) return;
    throw new HouseError("blob-corrupt", `blob ${this.#sha256} is damaged on disk`, { sha256: this.#sha256, found, size: this.#position }, { hint: "restore the file from a backup; submitting the same file again heals it, too" });
  }
}

function missing(sha256: string, cause?: unknown): HouseError {
  return new HouseError("blob-missing", `blob ${sha256} is not in the store`, { sha256 }, { cause, hint: "restore the file from a backup" });
}
