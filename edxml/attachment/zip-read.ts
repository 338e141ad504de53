import type { Readable } from "node:stream";
import { fromBuffer, fromFd, type Entry, type Options, type ZipFile } from "yauzl";
import { EdxmlError } from "../errors.ts";
import type { ReadLimits } from "../limits.ts";
import { isArchive, isZipBased } from "./name.ts";
import type { Spool } from "./spool.ts";

/** What to do with bytes that begin like a zip: hand out the one file inside, or keep them; `oddity` when that deserves a word. */
export type ZipDecision = { readonly kind: "unzip"; readonly open: () => Promise<Readable> } | { readonly kind: "keep"; readonly oddity: "zip-unreadable" | "zip-kept" | null };

// Names are not decoded: yauzl would refuse the whole file for one it finds unsafe, and we use none.
const OPTIONS: Options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true };
// Blank pictures and tables fold a thousand times and are honest; only what would also fill a disk is suspect.
const RATIO_FLOOR = 256 * 1024 * 1024;
const LOOK_AT_ENTRIES = 1000;
const OFFICE_MARKERS = new Set(["[Content_Types].xml", "mimetype"]);

/**
 * The reading rule of edXML §8.4. A zip with one entry is a transport wrapping, unless the attachment is an archive by name or an
 * office file whose own marker entry stands inside. Entry names are never used. Declared sizes are checked against the limits here,
 * real ones by whoever reads the stream.
 */
export async function decideZip(spool: Spool, extension: string, contentType: string, limits: ReadLimits): Promise<ZipDecision> {
  if (isArchive(extension) || (isZipBased(extension) && contentType !== "application/zip")) return { kind: "keep", oddity: null };
  const zip = await openZip(spool).catch(() => null);
  if (zip === null) return { kind: "keep", oddity: "zip-unreadable" };
  const first = await firstEntry(zip, isZipBased(extension)).catch(() => null);
  if (first === "office") return { kind: "keep", oddity: null };
  if (first === null || zip.entryCount !== 1 || nameOf(first).endsWith("/") || first.isEncrypted()) return { kind: "keep", oddity: "zip-kept" };
  checkDeclaredSize(first, limits);
  return { kind: "unzip", open: () => openEntry(zip, first) };
}

function checkDeclaredSize(entry: Entry, limits: ReadLimits): void {
  const { uncompressedSize, compressedSize } = entry;
  if (uncompressedSize > limits.attachmentBytes)
    throw new EdxmlError("attachment-too-large", `a zipped attachment unfolds to ${uncompressedSize} bytes, more than ${limits.attachmentBytes}`, { limit: limits.attachmentBytes, found: uncompressedSize });
  if (uncompressedSize > RATIO_FLOOR && uncompressedSize > compressedSize * limits.zipRatio)
    throw new EdxmlError("attachment-too-large", `a zipped attachment unfolds ${limits.zipRatio} times and more`, { limit: limits.zipRatio, found: uncompressedSize });
}

async function openZip(spool: Spool): Promise<ZipFile> {
  const bytes = await spool.inMemory();
  const descriptor = spool.descriptor;
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, zip: ZipFile): void => (error === null ? resolve(zip) : reject(error));
    if (bytes !== null) fromBuffer(bytes, OPTIONS, done);
    else fromFd(descriptor ?? -1, OPTIONS, done);
  });
}

/** The first entry; "office" when a marker of an office document is among the entries. */
function firstEntry(zip: ZipFile, lookForOffice: boolean): Promise<Entry | "office" | null> {
  return new Promise((resolve, reject) => {
    let first: Entry | null = null;
    let seen = 0;
    zip.on("error", reject);
    zip.on("end", () => resolve(first));
    zip.on("entry", (entry: Entry) => {
      first ??= entry;
      seen += 1;
      if (lookForOffice && OFFICE_MARKERS.has(nameOf(entry))) resolve("office");
      else if (!lookForOffice || seen >= LOOK_AT_ENTRIES) resolve(first);
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

/** yauzl's types say string; without decoding it is a Buffer. */
function nameOf(entry: Entry): string {
  const name: unknown = entry.fileName;
  return Buffer.isBuffer(name) ? name.toString("latin1") : String(name);
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error === null ? resolve(stream) : reject(error)));
  });
}
