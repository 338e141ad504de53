import { createHash, randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { open, rename, unlink } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { EdxmlError } from "#edxml";
import { HouseError } from "../core/fault.ts";
import type { BlobDraft } from "../core/ports.ts";
import type { StoredEnvelope } from "../core/stored-file.ts";
import { pathOf } from "./blob-path.ts";
import { callBack } from "./call-back.ts";
import { errnoOf, fileFault } from "./file-fault.ts";
import type { SyncedFolders } from "./synced-folders.ts";

/** Bytes on their way into the store, in a file nobody else looks at: a stream is digested while it is written, a file when it is finished. */
export class FileDraft implements BlobDraft {
  readonly #directory: string;
  readonly #path: string;
  readonly #folders: SyncedFolders;
  readonly #mayBegin: () => Promise<void>;
  #sink: DraftSink | null = null;
  #file: FileHandle | null = null;
  #finished: Promise<StoredEnvelope> | null = null;

  /** `mayBegin` throws when the disk has no room for more. */
  constructor(directory: string, incoming: string, folders: SyncedFolders, mayBegin: () => Promise<void>) {
    this.#directory = directory;
    this.#folders = folders;
    this.#path = join(incoming, `${randomUUID()}.tmp`);
    this.#mayBegin = mayBegin;
  }

  get sink(): DraftSink {
    this.#sink ??= new DraftSink(this.#path, this.#mayBegin);
    return this.#sink;
  }

  async writeFew<Written>(write: (sink: Writable) => Promise<Written>): Promise<Written> {
    return await asFileFault(write(this.sink));
  }

  async write<Written>(write: (file: FileHandle) => Promise<Written>): Promise<Written> {
    await this.#mayBegin();
    try {
      this.#file = await open(this.#path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
    } catch (error) {
      throw fileFault(error, "opening a draft");
    }
    return await asFileFault(write(this.#file));
  }

  /** Ends the sink if the writer has not. */
  async finish(): Promise<StoredEnvelope & { readonly path: string }> {
    this.#finished ??= this.#file === null ? finishSink(this.sink) : this.#finishFile(this.#file);
    return { ...(await this.#finished), path: this.#path };
  }

  async #finishFile(file: FileHandle): Promise<StoredEnvelope> {
    try {
      const [stored] = await Promise.all([digestOf(file), file.sync()]);
      return stored;
    } catch (error) {
      throw fileFault(error, "making a draft durable");
    } finally {
      this.#file = null;
      await file.close().catch(() => undefined);
    }
  }

  async commit(): Promise<StoredEnvelope> {
    const { sha256, size } = await this.finish();
    const stored: StoredEnvelope = { sha256, size };
    const path = pathOf(this.#directory, stored.sha256);
    if (path === null) throw new HouseError("invariant-broken", "a digest was not a digest", { sha256: stored.sha256 });
    try {
      // Over a file that is already there, too: the same bytes, and an old damaged copy is healed. Readers keep the one they opened.
      await rename(this.#path, path.file);
      await this.#folders.sync(path.folder);
    } catch (error) {
      await this.discard();
      throw fileFault(error, `storing blob ${stored.sha256}`);
    }
    return stored;
  }

  async discard(): Promise<void> {
    const sink = this.#sink;
    if (sink !== null && !sink.closed) {
      const closed = new Promise<void>((resolve) => sink.once("close", resolve));
      sink.destroy();
      await closed;
    }
    await this.#file?.close().catch(() => undefined);
    this.#file = null;
    await removeIfThere(this.#path);
  }
}

/** A writer that could not go on for want of the file says why in the words of the store. */
async function asFileFault<Written>(writing: Promise<Written>): Promise<Written> {
  try {
    return await writing;
  } catch (error) {
    throw error instanceof EdxmlError && (error.code === "sink-failed" || error.code === "scratch-failed") ? fileFault(error.cause, "writing a draft") : error;
  }
}

async function finishSink(sink: DraftSink): Promise<StoredEnvelope> {
  if (!sink.writableEnded && !sink.destroyed) sink.end();
  try {
    await finished(sink);
  } catch (error) {
    throw fileFault(error, "writing a draft");
  }
  return sink.result();
}

const READ_BYTES = 256 * 1024;

/** Its first bytes may have been written last, so a file is digested from its beginning when it is whole: out of the page cache, each block read while the last is digested. */
async function digestOf(file: FileHandle): Promise<StoredEnvelope> {
  const hash = createHash("sha256");
  let size = 0;
  let next = file.read(Buffer.allocUnsafeSlow(READ_BYTES), 0, READ_BYTES, 0);
  let spare = Buffer.allocUnsafeSlow(READ_BYTES);
  for (;;) {
    const { bytesRead, buffer } = await next;
    if (bytesRead === 0) return { sha256: hash.digest("hex"), size };
    size += bytesRead;
    next = file.read(spare, 0, READ_BYTES, size);
    hash.update(buffer.subarray(0, bytesRead));
    spare = buffer;
  }
}

/** So much is held before there is a file: most of what passes is small, and a file made, written and synced at once costs half. */
const HELD_BYTES = 256 * 1024;

/** A file written once, mode 0600, fsynced before `finish`. Removes itself when it fails. */
class DraftSink extends Writable {
  readonly path: string;
  readonly #hash = createHash("sha256");
  #file: FileHandle | null = null;
  #held: Buffer[] = [];
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
    callBack(inHouse("opening a draft", this.#mayBegin()), callback);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    callBack(inHouse("writing a draft", this.#append([chunk])), callback);
  }

  override _writev(chunks: { readonly chunk: Buffer }[], callback: (error?: Error | null) => void): void {
    callBack(inHouse("writing a draft", this.#append(chunks.map(({ chunk }) => chunk))), callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    callBack(inHouse("making a draft durable", this.#seal()), callback);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    callBack(this.#close(), () => callback(error));
  }

  /** The file, with what was held so far in it. `durable`: each write is on the disk when it returns, for what is written at once. */
  async #opened(durable = 0): Promise<FileHandle> {
    if (this.#file !== null) return this.#file;
    this.#file = await open(this.path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | durable, 0o600);
    const held = this.#held;
    this.#held = [];
    if (held.length > 0) await writeAll(this.#file, held);
    return this.#file;
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close().catch(() => undefined);
    if (this.#sha256 === null) await removeIfThere(this.path);
  }

  async #append(chunks: readonly Buffer[]): Promise<void> {
    for (const chunk of chunks) this.#hash.update(chunk);
    this.#size += sizeOf(chunks);
    if (this.#file === null && this.#size <= HELD_BYTES) this.#held.push(...chunks.map((chunk) => Buffer.from(chunk))); // who wrote them may use them again
    else await writeAll(await this.#opened(), chunks);
  }

  async #seal(): Promise<void> {
    if (this.#file !== null || this.#size === 0) await (await this.#opened()).sync();
    else await this.#opened(constants.O_DSYNC);
    this.#sha256 = this.#hash.digest("hex");
  }
}

async function writeAll(file: FileHandle, chunks: readonly Buffer[]): Promise<void> {
  const size = sizeOf(chunks);
  let { bytesWritten } = await file.writev(chunks);
  if (bytesWritten === size) return;
  const all = Buffer.concat(chunks);
  while (bytesWritten < size) bytesWritten += (await file.write(all, bytesWritten)).bytesWritten; // a nearly full disk writes short
}

function sizeOf(chunks: readonly Buffer[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

async function inHouse(doing: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw fileFault(error, doing);
  }
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
