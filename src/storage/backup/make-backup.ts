import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { copyFile, link, mkdir, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Blobs } from "../../core/ports.ts";
import { pathOf } from "../blob-path.ts";
import { syncFolder } from "../blob-draft.ts";
import { fileFault } from "../file-fault.ts";
import { saveDatabase } from "./database-copy.ts";
import { BLOB_LIST, digestOfFile, MANIFEST, MANIFEST_DIGEST, readManifest, type Manifest } from "./manifest.ts";

export interface BackupSource {
  readonly databaseUrl: string;
  readonly blobs: Blobs;
  readonly dataDirectory: string;
  /** Version of the program. */
  readonly program: string;
  /** Folders of keys and roots, and the key of sealed secrets: whoever has the backup has them. */
  readonly secrets: readonly string[];
  /** Stops it between two files. */
  readonly signal?: AbortSignal;
}

export interface MadeBackup {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Of the manifest: names the whole backup. */
  readonly digest: string;
  /** Bytes of blobs that the backup before did not have. */
  readonly newBytes: number;
}

/**
 * A folder of its own under `target`: the database first, then every blob, so that whatever a row of it names is there. Blobs of the backup before are linked, not
 * copied, where the disk allows it; deleting an old folder takes nothing from a newer one. It has its name only when it is whole. Throws `storage-unavailable`, `disk-full`.
 */
export async function makeBackup(source: BackupSource, target: string, now: Date): Promise<MadeBackup> {
  const name = `lienthong-${now.toISOString().replaceAll(/[:.]/g, "")}`;
  const draft = join(target, `.${name}.draft`);
  try {
    await mkdir(draft, { recursive: true, mode: 0o700 });
    const before = await newestIn(target);
    const database = await saveDatabase(source.databaseUrl, draft, source.signal);
    const { blobs, newBytes } = await saveBlobs(source, draft, before);
    const keys = await saveKeys(source, draft);
    const manifest: Manifest = { format: 1, program: source.program, madeAt: now.toISOString(), ...database, blobs, keys };
    const text = JSON.stringify(manifest, null, 1);
    const digest = createHash("sha256").update(text).digest("hex");
    await writeFile(join(draft, MANIFEST), text, { mode: 0o600, flush: true });
    await writeFile(join(draft, MANIFEST_DIGEST), `${digest}\n`, { mode: 0o600, flush: true });
    await syncFolder(draft);
    await rename(draft, join(target, name));
    await syncFolder(target);
    return { folder: join(target, name), manifest, digest, newBytes };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw isFileError(error) ? fileFault(error, "making a backup") : error;
  }
}

/** Names grow with time. null: there is none that can be read. */
async function newestIn(target: string): Promise<string | null> {
  const names = (await readdir(target)).filter((name) => /^lienthong-\d{4}-/.test(name)).toSorted();
  for (const name of names.toReversed()) {
    const folder = join(target, name);
    if (await readManifest(folder).then(() => true, () => false)) return folder;
  }
  return null;
}

async function saveBlobs({ blobs, dataDirectory, signal }: BackupSource, draft: string, before: string | null): Promise<{ readonly blobs: Manifest["blobs"]; readonly newBytes: number }> {
  let [count, bytes, newBytes] = [0, 0, 0];
  const hash = createHash("sha256");
  const [from, to, old] = [join(dataDirectory, "blobs"), join(draft, "blobs"), before === null ? null : join(before, "blobs")];
  const list = async function* (): AsyncGenerator<string> {
    for await (const { sha256, size } of blobs.untouched(0)) {
      signal?.throwIfAborted();
      const saved = await saveBlob(sha256, size, from, to, old);
      if (saved === "gone") continue;
      count += 1;
      bytes += size;
      if (saved === "copied") newBytes += size;
      const line = `${sha256} ${size}\n`;
      hash.update(line);
      yield line;
    }
  };
  await pipeline(list, createGzip(), createWriteStream(join(draft, BLOB_LIST), { mode: 0o600 }));
  return { blobs: { count, bytes, sha256: hash.digest("hex") }, newBytes };
}

async function saveBlob(sha256: string, size: number, from: string, to: string, old: string | null): Promise<"linked" | "copied" | "gone"> {
  const [source, target] = [pathOf(from, sha256), pathOf(to, sha256)];
  if (source === null || target === null) return "gone";
  await mkdir(target.folder, { recursive: true, mode: 0o700 });
  const known = old === null ? null : pathOf(old, sha256);
  if (known !== null && (await stat(known.file).catch(() => null))?.size === size && (await link(known.file, target.file).then(() => true, () => false))) return "linked";
  try {
    await copyFile(source.file, target.file);
  } catch (error) {
    if (isFileError(error) && error.code === "ENOENT") return "gone"; // purged since it was listed
    throw error;
  }
  await syncFile(target.file);
  return "copied";
}

async function saveKeys({ secrets }: BackupSource, draft: string): Promise<Manifest["keys"]> {
  const keys: Manifest["keys"] = [];
  for (const place of secrets) {
    for await (const path of filesUnder(place)) {
      const file = join("keys", basename(place), relative(place, path));
      await mkdir(dirname(join(draft, file)), { recursive: true, mode: 0o700 });
      await copyFile(path, join(draft, file));
      await syncFile(join(draft, file));
      const found = await digestOfFile(join(draft, file));
      if (found !== null) keys.push({ file, sha256: found.sha256 });
    }
  }
  return keys;
}

async function* filesUnder(place: string): AsyncGenerator<string> {
  const found = await stat(place).catch(() => null);
  if (found?.isFile() === true) yield place;
  if (found?.isDirectory() !== true) return;
  for (const name of (await readdir(place)).toSorted()) yield* filesUnder(join(place, name));
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}
