import { createHash, randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, rename, unlink } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { callbackify } from "node:util";
import { HouseError } from "../core/fault.ts";
import type { BlobDraft } from "../core/ports.ts";
import { together } from "../core/together.ts";
import type { StoredEnvelope } from "../core/stored-file.ts";
import { pathOf } from "./blob-path.ts";
import { errnoOf, fileFault } from "./file-fault.ts";

/** Bytes on their way into the store: hashed while they are written to a file nobody else looks at. */
export class FileDraft implements BlobDraft {
  readonly sink: DraftSink;
  readonly #directory: string;

  /** `mayBegin` throws when the disk has no room for more. */
  constructor(directory: string, incoming: string, mayBegin: () => Promise<void>) {
    this.#directory = directory;
    this.sink = new DraftSink(join(incoming, `${randomUUID()}.tmp`), mayBegin);
  }

  /** Ends the sink if the writer has not. */
  async finish(): Promise<StoredEnvelope & { readonly path: string }> {
    const { sink } = this;
    if (!sink.writableEnded && !sink.destroyed) sink.end();
    try {
      await finished(sink);
    } catch (error) {
      throw fileFault(error, "writing a draft");
    }
    return { ...sink.result(), path: sink.path };
  }

  async commit(): Promise<StoredEnvelope> {
    const { sink } = this;
    const { sha256, size } = await this.finish();
    const stored: StoredEnvelope = { sha256, size };
    const path = pathOf(this.#directory, stored.sha256);
    if (path === null) throw new HouseError("invariant-broken", "a digest was not a digest", { sha256: stored.sha256 });
    try {
      await makeDurable(this.#directory, path.folders);
      // Over a file that is already there, too: the same bytes, and an old damaged copy is healed. Readers keep the one they opened.
      await rename(sink.path, path.file);
      await syncFolder(path.folders[1]);
    } catch (error) {
      await this.discard();
      throw fileFault(error, `storing blob ${stored.sha256}`);
    }
    return stored;
  }

  async discard(): Promise<void> {
    if (!this.sink.closed) {
      const closed = new Promise<void>((resolve) => this.sink.once("close", resolve));
      this.sink.destroy();
      await closed;
    }
    await removeIfThere(this.sink.path);
  }
}

/** A file written once, mode 0600, fsynced before `finish`. Removes itself when it fails. */
class DraftSink extends Writable {
  readonly path: string;
  readonly #hash = createHash("sha256");
  #file: FileHandle | null = null;
  #size = 0;
  #sha256: string | null = null;
  readonly #mayBegin: () => Promise<void>;

  constructor(path: string, mayBegin: () => Promise<void>) {
    super({ highWaterMark: 256 * 1024 });
    this.path = path;
    this.#mayBegin = mayBegin;
    this.on("error", () => undefined); // reported by `commit`; never an uncaught exception
  }

  /** Digest and size of what was written, once finished. */
  result(): StoredEnvelope {
    if (this.#sha256 === null) throw new HouseError("invariant-broken", "a draft was asked for its digest before it was finished");
    return { sha256: this.#sha256, size: this.#size };
  }

  override _construct(callback: (error?: Error | null) => void): void {
    callbackify(() => inHouse("opening a draft", this.#create()))(callback);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    callbackify(() => inHouse("writing a draft", this.#append([chunk])))(callback);
  }

  override _writev(chunks: { readonly chunk: Buffer }[], callback: (error?: Error | null) => void): void {
    callbackify(() => inHouse("writing a draft", this.#append(chunks.map(({ chunk }) => chunk))))(callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    callbackify(() => inHouse("making a draft durable", this.#seal()))(callback);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    callbackify(() => this.#close())(() => callback(error));
  }

  async #create(): Promise<void> {
    await this.#mayBegin();
    this.#file = await open(this.path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close().catch(() => undefined);
    if (this.#sha256 === null) await removeIfThere(this.path);
  }

  async #append(chunks: readonly Buffer[]): Promise<void> {
    for (const chunk of chunks) {
      this.#hash.update(chunk);
      let written = 0;
      while (written < chunk.length) written += (await this.#open().write(chunk, written)).bytesWritten; // a nearly full disk writes short
      this.#size += chunk.length;
    }
  }

  async #seal(): Promise<void> {
    await this.#open().sync();
    this.#sha256 = this.#hash.digest("hex");
  }

  #open(): FileHandle {
    if (this.#file === null) throw new HouseError("invariant-broken", "a draft is written after it was closed");
    return this.#file;
  }
}

async function inHouse(doing: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw fileFault(error, doing);
  }
}

/** Folders this process knows to be on disk. */
const durable = new Set<string>();

async function makeDurable(root: string, [first, second]: readonly [string, string]): Promise<void> {
  if (durable.has(second)) return;
  await mkdir(second, { recursive: true, mode: 0o700 });
  // Another process may have made them a moment ago and not have synced them yet.
  await Promise.all([syncTogether(first), syncTogether(root)]);
  durable.add(second);
}

const syncing = new Map<string, (path: string) => Promise<void>>();

/** Whoever asks while a folder is being synced waits for the next time, together with all others who do. */
async function syncTogether(path: string): Promise<void> {
  const sync = syncing.get(path) ?? together(async (asked: readonly string[]) => await syncFolder(path).then(() => asked.map(() => undefined)), Infinity);
  syncing.set(path, sync);
  await sync(path);
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw fileFault(error, "removing a draft");
  }
}
