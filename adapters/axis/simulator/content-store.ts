import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { syncDirectory } from "./journal.ts";

/** The envelopes, one file per message, and the ones still coming in. */
export class ContentStore {
  /** Where files live that no record names yet. */
  readonly incoming: string;
  readonly #kept: string;

  private constructor(directory: string) {
    this.incoming = join(directory, "incoming");
    this.#kept = join(directory, "content");
  }

  /** Removes what a crash left behind: half uploads and files no record names. */
  static async open(directory: string, isKnown: (docId: string) => boolean): Promise<ContentStore> {
    const store = new ContentStore(directory);
    await rm(store.incoming, { recursive: true, force: true });
    await mkdir(store.incoming, { recursive: true });
    await mkdir(store.#kept, { recursive: true });
    for (const name of await readdir(store.#kept)) {
      if (!isKnown(name.replace(/\.edxml$/, ""))) await rm(join(store.#kept, name), { force: true });
    }
    return store;
  }

  /** A fresh path among the incoming files. */
  scratch(): string {
    return join(this.incoming, randomBytes(12).toString("hex"));
  }

  async drop(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  /** Gives a file its lasting name; durable when this resolves. */
  async keep(path: string, docId: string): Promise<void> {
    await rename(path, this.#path(docId));
    await syncDirectory(this.#path(docId));
  }

  async forget(docId: string): Promise<void> {
    await rm(this.#path(docId), { force: true });
  }

  read(docId: string): Readable {
    return createReadStream(this.#path(docId), { highWaterMark: 48 * 1024 });
  }

  #path(docId: string): string {
    return join(this.#kept, `${docId}.edxml`);
  }
}
