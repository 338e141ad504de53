import { open, type FileHandle } from "node:fs/promises";

/** A directory whose new names are made durable by one fsync for all who ask meanwhile. */
export class SyncedDirectory {
  readonly path: string;
  readonly #handle: FileHandle;
  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  static async open(path: string): Promise<SyncedDirectory> {
    return new SyncedDirectory(path, await open(path, "r"));
  }

  /** Resolves when every name given before the call is durable: an fsync that had begun before is not enough. */
  async sync(): Promise<void> {
    if (this.#running === null) return await this.#begin();
    this.#next ??= this.#running.catch(() => undefined).then(() => this.#begin());
    await this.#next;
  }

  /** Call when nobody asks any more. */
  async close(): Promise<void> {
    await this.#handle.close();
  }

  #begin(): Promise<void> {
    this.#next = null;
    this.#running = this.#handle.sync().finally(() => {
      if (this.#next === null) this.#running = null;
    });
    return this.#running;
  }
}
