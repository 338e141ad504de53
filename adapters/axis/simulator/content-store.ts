import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { syncDirectory } from "./journal.ts";
import { refuse } from "./refusal.ts";

/** An envelope on disk that no record names yet. */
export interface ReceivedFile {
  readonly path: string;
  readonly size: number;
  /** Padded lower-case hex, without the CRLF the client appends. */
  readonly sha256: string;
}

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

  /** Streams a body to disk, leaves one trailing CRLF out and digests the rest. Refuses more than `limit` bytes, after reading them away. */
  async receive(body: Readable, limit: number): Promise<ReceivedFile> {
    const path = this.scratch();
    try {
      const received = await writeBody(body, path, limit);
      return received.size > limit ? refuse("file-too-large", `${limit} byte`) : received;
    } catch (cause) {
      // The sender left in the middle, the disk is full, or it is too long: no half file stays.
      await this.drop(path);
      throw cause;
    }
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

async function writeBody(body: Readable, path: string, limit: number): Promise<ReceivedFile> {
  const hash = createHash("sha256");
  const file = await open(path, "w");
  let size = 0;
  // The last two bytes wait until it is known whether they end the body.
  let held: Buffer = Buffer.alloc(0);
  const keep = async (bytes: Buffer): Promise<void> => {
    size += bytes.length;
    if (size > limit || bytes.length === 0) return;
    hash.update(bytes);
    await file.appendFile(bytes);
  };
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      const bytes = Buffer.concat([held, chunk]);
      const ready = bytes.subarray(0, Math.max(0, bytes.length - 2));
      held = bytes.subarray(ready.length);
      await keep(ready);
    }
    if (!held.equals(Buffer.from("\r\n"))) await keep(held);
    await file.datasync();
  } finally {
    await file.close();
  }
  return { path, size, sha256: hash.digest("hex") };
}
