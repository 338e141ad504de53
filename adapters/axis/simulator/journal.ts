import { constants } from "node:fs";
import { open, readFile, rename, truncate } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { AdapterError } from "../../errors.ts";
import type { JournalEntry } from "./records.ts";

/** To the end of the file, and every write is durable when it returns: a write and its fdatasync in one. */
const DURABLE = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_DSYNC;

interface Waiting {
  readonly entry: JournalEntry;
  readonly onDurable: () => void;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * The memory of the simulator: one JSON line per change, on disk before anybody is told of it. Many changes share one fsync.
 * A line torn by a crash was never confirmed and is cut off at the next start.
 */
export class Journal {
  readonly #path: string;
  #file: FileHandle;
  #lines: number;
  /** Up to here every line is whole and durable. */
  #size: number;
  #torn = false;
  #waiting: Waiting[] = [];
  #compaction: (() => Iterable<JournalEntry>) | null = null;
  #working: Promise<void> | null = null;

  private constructor(path: string, file: FileHandle, lines: number, size: number) {
    this.#path = path;
    this.#file = file;
    this.#lines = lines;
    this.#size = size;
  }

  /** Opens or creates the file and hands every entry to `apply`. Throws `simulator-state-unreadable` for a damaged line that is not the last. */
  static async open(path: string, apply: (entry: JournalEntry) => void): Promise<Journal> {
    const bytes = await readFile(path).catch((cause: unknown) => missing(cause));
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) await truncate(path, whole);
    let lines = 0;
    for (let at = 0; at < whole; ) {
      const end = bytes.indexOf(0x0a, at);
      lines += 1;
      apply(entryOf(bytes.toString("utf8", at, end), path, lines));
      at = end + 1;
    }
    const file = await open(path, DURABLE);
    await syncDirectory(path);
    return new Journal(path, file, lines, whole);
  }

  get lines(): number {
    return this.#lines;
  }

  /** Resolves when the entry survives a crash. `onDurable` runs at that moment, before any later entry or compaction. */
  append(entry: JournalEntry, onDurable: () => void): Promise<void> {
    const durable = new Promise<void>((resolve, reject) => this.#waiting.push({ entry, onDurable, resolve, reject }));
    this.#start();
    return durable;
  }

  /** Soon replaces the whole file by `entries`; what is appended meanwhile waits. The old file stays until the new one is complete. */
  compact(entries: () => Iterable<JournalEntry>): void {
    this.#compaction = entries;
    this.#start();
  }

  async close(): Promise<void> {
    while (this.#working !== null) await this.#working;
    await this.#file.close();
  }

  #start(): void {
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    // One turn later, so that the assignment in #start stands and appends of this turn share the first fsync.
    await Promise.resolve();
    while (this.#waiting.length > 0 || this.#compaction !== null) {
      if (this.#waiting.length > 0) await this.#write(this.#waiting.splice(0));
      const entries = this.#compaction;
      this.#compaction = null;
      if (entries !== null) await this.#replace(entries);
    }
    this.#working = null;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    const lines = Buffer.from(batch.map(({ entry }) => `${JSON.stringify(entry)}\n`).join(""));
    try {
      // What a full disk left of the batch before must not become the beginning of this one.
      if (this.#torn) await this.#file.truncate(this.#size);
      this.#torn = true;
      await this.#file.appendFile(lines);
      this.#torn = false;
    } catch (cause) {
      for (const { reject } of batch) reject(cause);
      return;
    }
    this.#size += lines.length;
    this.#lines += batch.length;
    for (const { onDurable, resolve } of batch) {
      onDurable();
      resolve();
    }
  }

  async #replace(entries: () => Iterable<JournalEntry>): Promise<void> {
    const next = `${this.#path}.next`;
    const file = await open(next, "w");
    let [lines, size] = [0, 0];
    let block = "";
    for (const entry of entries()) {
      block += `${JSON.stringify(entry)}\n`;
      lines += 1;
      if (block.length < 65_536) continue;
      size += await append(file, block);
      block = "";
    }
    size += await append(file, block);
    await file.datasync();
    await file.close();
    await rename(next, this.#path);
    await syncDirectory(this.#path);
    await this.#file.close();
    this.#file = await open(this.#path, DURABLE);
    this.#lines = lines;
    this.#size = size;
  }
}

async function append(file: FileHandle, text: string): Promise<number> {
  const bytes = Buffer.from(text);
  await file.appendFile(bytes);
  return bytes.length;
}

function entryOf(line: string, path: string, number: number): JournalEntry {
  try {
    return JSON.parse(line) as JournalEntry;
  } catch (cause) {
    throw new AdapterError("simulator-state-unreadable", `line ${number} of ${path} is damaged`, { path, line: number }, { hint: "restore the file, or start with an empty data directory", cause });
  }
}

/** A new name in a directory is durable only when the directory is. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(dirname(path), "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function missing(cause: unknown): Buffer {
  if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return Buffer.alloc(0);
  throw cause;
}
