import { randomBytes } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { AxisContent } from "../server/desk.ts";
import { SyncedDirectory } from "./synced-directory.ts";

/** A smaller file is read where we are: it lies in the memory of the system, and the way to another thread and back costs more than the reading. */
const SMALL = 256 * 1024;

/** Of a larger one; whole groups of three bytes, as base64 wants them. */
const READ_AT_ONCE = 192 * 1024;

/** The envelopes, one file per message, and the ones still coming in. */
export class ContentStore {
  /** Where files live that no record names yet. */
  readonly incoming: string;
  readonly #kept: SyncedDirectory;

  private constructor(incoming: string, kept: SyncedDirectory) {
    this.incoming = incoming;
    this.#kept = kept;
  }

  /** Removes what a crash left behind: half uploads and files no record names. */
  static async open(directory: string, isKnown: (docId: string) => boolean): Promise<ContentStore> {
    const [incoming, kept] = [join(directory, "incoming"), join(directory, "content")];
    await rm(incoming, { recursive: true, force: true });
    await mkdir(incoming, { recursive: true });
    await mkdir(kept, { recursive: true });
    for (const name of await readdir(kept)) {
      if (!isKnown(name.replace(/\.edxml$/, ""))) await rm(join(kept, name), { force: true });
    }
    return new ContentStore(incoming, await SyncedDirectory.open(kept));
  }

  /** A fresh path among the incoming files. */
  scratch(): string {
    return join(this.incoming, randomBytes(12).toString("hex"));
  }

  async drop(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  /** Gives a file its lasting name by `take`; durable when this resolves. */
  async keep(docId: string, take: (path: string) => Promise<void>): Promise<void> {
    await take(this.#path(docId));
    await this.#kept.sync();
  }

  async forget(docId: string): Promise<void> {
    await rm(this.#path(docId), { force: true });
  }

  /** `size`: as the record says it. */
  content(docId: string, size: number): AxisContent {
    const path = this.#path(docId);
    return { size, ...(size <= SMALL && { whole: () => readFileSync(path) }), open: () => createReadStream(path, { highWaterMark: READ_AT_ONCE }) };
  }

  async close(): Promise<void> {
    await this.#kept.close();
  }

  #path(docId: string): string {
    return join(this.#kept.path, `${docId}.edxml`);
  }
}
