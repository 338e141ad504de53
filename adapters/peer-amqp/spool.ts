import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readManifest, type Manifest } from "./message.ts";

/** A whole parcel on our disk, and when it was whole. */
export interface Arrival {
  readonly manifest: Manifest;
  readonly at: Date;
}

/** Parcels written at the same time; a sender sends a few beside each other. */
const MOST_OPEN = 32;
const UNFINISHED_FOR_MS = 48 * 60 * 60 * 1000;

/**
 * Parcels on their way into the house: `<id>.part` while bytes come, `<id>.json` beside it once it is whole and durable. Any process of the
 * gateway sees them; only the one that is the active reader of the inbox writes.
 */
export class Spool {
  readonly #directory: string;
  readonly #open = new Map<string, FileHandle>();
  #last = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async prepare(): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
  }

  /** Puts bytes into their place. Repeating it is harmless. */
  async write(id: string, offset: number, bytes: Buffer): Promise<void> {
    const file = this.#open.get(id) ?? (await this.#openPart(id));
    for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done, bytes.length - done, offset + done)).bytesWritten;
  }

  /** Everything written so far is on the disk. */
  async flush(): Promise<void> {
    for (const file of this.#open.values()) await file.datasync();
  }

  /** True when the parcel is whole: size and digest are those it was announced with. */
  async isWhole({ id, size }: Manifest): Promise<boolean> {
    await this.#closePart(id);
    const path = this.#path(id, "part");
    if ((await stat(path).catch(absent))?.size !== size) return false;
    const hash = createHash("sha256");
    await pipeline(createReadStream(path), hash);
    return hash.digest("hex") === id;
  }

  /** The parcel waits from now on, also after a crash. */
  async keep(manifest: Manifest, now: Date): Promise<Arrival> {
    this.#last = Math.max(now.getTime(), this.#last + 1);
    const arrival: Arrival = { manifest, at: new Date(this.#last) };
    const draft = this.#path(manifest.id, "json.draft");
    await syncFile(this.#path(manifest.id, "part"));
    await writeFile(draft, JSON.stringify(arrival), { mode: 0o600, flush: true });
    await rename(draft, this.#path(manifest.id, "json"));
    await syncFile(this.#directory);
    return arrival;
  }

  /** null: not whole, or not here. */
  async find(id: string): Promise<Arrival | null> {
    const text = await readFile(this.#path(id, "json"), "utf8").catch(absent);
    return text === null ? null : readArrival(text);
  }

  /** Oldest first. */
  async list(): Promise<readonly Arrival[]> {
    const names = (await readdir(this.#directory).catch(absent)) ?? [];
    const arrivals: Arrival[] = [];
    for (const name of names) {
      const arrival = name.endsWith(".json") ? await this.find(name.slice(0, -".json".length)) : null;
      if (arrival !== null) arrivals.push(arrival);
    }
    return arrivals.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  }

  read(id: string): Readable {
    return createReadStream(this.#path(id, "part"));
  }

  /** Gone, or never there: the same. */
  async drop(id: string): Promise<void> {
    await this.#closePart(id);
    await rm(this.#path(id, "json"), { force: true });
    await rm(this.#path(id, "part"), { force: true });
  }

  /** Bytes of parcels that are not whole yet. */
  async unfinishedBytes(): Promise<number> {
    let bytes = 0;
    for (const { size } of await this.#unfinished()) bytes += size;
    return bytes;
  }

  /** Parcels nobody finished for two days. */
  async sweep(now: number): Promise<void> {
    for (const { id, changedAt } of await this.#unfinished()) if (now - changedAt > UNFINISHED_FOR_MS) await this.drop(id);
  }

  async close(): Promise<void> {
    for (const id of this.#open.keys()) await this.#closePart(id);
  }

  async #unfinished(): Promise<{ readonly id: string; readonly size: number; readonly changedAt: number }[]> {
    const names = new Set((await readdir(this.#directory).catch(absent)) ?? []);
    const found: { id: string; size: number; changedAt: number }[] = [];
    for (const name of names) {
      const id = name.slice(0, -".part".length);
      if (!name.endsWith(".part") || names.has(`${id}.json`)) continue;
      const file = await stat(this.#path(id, "part")).catch(absent);
      if (file !== null) found.push({ id, size: file.size, changedAt: file.mtimeMs });
    }
    return found;
  }

  async #openPart(id: string): Promise<FileHandle> {
    const path = this.#path(id, "part");
    const file = await open(path, "r+", 0o600).catch(async (error: unknown) => absent(error) ?? (await open(path, "w+", 0o600)));
    this.#open.set(id, file);
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST_OPEN && oldest !== undefined) {
      await this.#open.get(oldest)?.datasync();
      await this.#closePart(oldest);
    }
    return file;
  }

  async #closePart(id: string): Promise<void> {
    const file = this.#open.get(id);
    this.#open.delete(id);
    await file?.close();
  }

  #path(id: string, kind: "part" | "json" | "json.draft"): string {
    return join(this.#directory, `${id}.${kind}`);
  }
}

function readArrival(text: string): Arrival | null {
  const stored: unknown = JSON.parse(text);
  if (typeof stored !== "object" || stored === null || !("manifest" in stored) || !("at" in stored)) return null;
  const manifest = readManifest(Buffer.from(JSON.stringify(stored.manifest)));
  return manifest === null ? null : { manifest, at: new Date(String(stored.at)) };
}

/** File or folder. */
async function syncFile(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function absent(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
}
