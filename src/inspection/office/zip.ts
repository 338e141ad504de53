import { Readable } from "node:stream";
import { fromRandomAccessReader, RandomAccessReader, type Entry, type ZipFile } from "yauzl";
import { LIMITS } from "../limits.ts";
import type { Source } from "../source.ts";

export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  readonly packedSize: number;
  readonly encrypted: boolean;
  readonly isFolder: boolean;
  readonly raw: Entry;
}

export interface Zip {
  readonly entries: readonly ZipEntry[];
  /** All of them, also those beyond the limit. */
  readonly entryCount: number;
  /** Unpacks at most this many bytes of the entry; what follows is never unpacked. null: it cannot be unpacked. */
  read(entry: ZipEntry, most: number): Promise<Buffer | null>;
}

/** The table of a zip, without unpacking anything. null: it is damaged, or hostile in a way yauzl refuses (names that lead out, sizes that lie). */
export async function openZip(source: Source): Promise<Zip | null> {
  try {
    const zip = await open(source);
    const entries = await list(zip);
    return { entries, entryCount: zip.entryCount, read: (entry, most) => readEntry(zip, entry, most) };
  } catch {
    return null;
  }
}

class SourceReader extends RandomAccessReader {
  readonly #source: Source;

  constructor(source: Source) {
    super();
    this.#source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(pieces(this.#source, start, end));
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null) => void): void {
    this.#source.read(position, length).copy(buffer, offset);
    setImmediate(callback, null);
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }
}

const PIECE = 64 * 1024;

function* pieces(source: Source, start: number, end: number): Generator<Buffer> {
  for (let at = start; at < end; at += PIECE) yield source.read(at, Math.min(PIECE, end - at));
}

function open(source: Source): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromRandomAccessReader(new SourceReader(source), source.size, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) => (error === null ? resolve(zip) : reject(error)));
  });
}

function list(zip: ZipFile): Promise<ZipEntry[]> {
  return new Promise((resolve, reject) => {
    const entries: ZipEntry[] = [];
    zip.on("error", reject);
    zip.on("end", () => resolve(entries));
    zip.on("entry", (raw: Entry) => {
      entries.push({ name: raw.fileName, size: raw.uncompressedSize, packedSize: raw.compressedSize, encrypted: raw.isEncrypted(), isFolder: raw.fileName.endsWith("/"), raw });
      if (entries.length >= LIMITS.zipEntries) resolve(entries);
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

async function readEntry(zip: ZipFile, entry: ZipEntry, most: number): Promise<Buffer | null> {
  try {
    const stream = await new Promise<Readable>((resolve, reject) => zip.openReadStream(entry.raw, (error, opened) => (error === null ? resolve(opened) : reject(error))));
    const parts: Buffer[] = [];
    let length = 0;
    for await (const part of stream) {
      const bytes: Buffer = part;
      parts.push(bytes);
      length += bytes.length;
      if (length >= most) break; // leaving the loop destroys the stream
    }
    return Buffer.concat(parts).subarray(0, most);
  } catch {
    return null;
  }
}
