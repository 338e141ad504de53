import { randomUUID } from "node:crypto";
import { mkdir, opendir, readdir, rename, stat, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Blobs } from "../core/ports.ts";
import { FileDraft, syncFolder } from "./blob-draft.ts";
import { foldersIn, pathOf } from "./blob-path.ts";
import { BlobReader } from "./blob-reader.ts";
import { errnoOf, fileFault } from "./file-fault.ts";
import { lowWaterMark } from "./free-space.ts";
import { openScratch } from "./scratch.ts";
import { SyncedFolders } from "./synced-folders.ts";

const ABANDONED_AFTER_MS = 24 * 3600_000;

/**
 * Opens the blob store in a folder (made 0700 if need be): content-addressed files, written beside and moved into place when they are safely on disk.
 * Several processes may use the same folder. `close` removes this process's scratch files. Throws `disk-full`, `storage-unavailable`.
 * `leastFreeBytes`: with less room on the disk new drafts fail with `disk-full`.
 */
export async function openBlobs(directory: string, { leastFreeBytes = 0 }: { readonly leastFreeBytes?: number } = {}): Promise<Blobs & { close(): Promise<void> }> {
  const incoming = join(directory, "incoming");
  try {
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    await Promise.all(foldersIn(directory).map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })));
    await syncFolder(directory);
    await syncFolder(dirname(resolve(directory)));
    await removeAbandoned(incoming);
    const mayBegin = lowWaterMark(directory, leastFreeBytes);
    const folders = new SyncedFolders();
    const scratch = await openScratch(join(directory, "scratch"));
    return {
      scratchDirectory: scratch.directory,
      draft: () => new FileDraft(directory, incoming, folders, mayBegin),
      open: (sha256, range) => new BlobReader(sha256, pathOf(directory, sha256)?.file ?? null, range ?? null),
      has: (sha256) => has(directory, sha256),
      untouched: (forMs) => untouched(directory, forMs),
      remove: (sha256, untouchedForMs) => remove(directory, incoming, sha256, untouchedForMs),
      close: async () => {
        await folders.close();
        await scratch.close();
      },
    };
  } catch (error) {
    throw fileFault(error, "opening it");
  }
}

async function has(directory: string, sha256: string): Promise<boolean> {
  const path = pathOf(directory, sha256);
  if (path === null) return false;
  try {
    return (await stat(path.file)).isFile();
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return false;
    throw fileFault(error, `looking for blob ${sha256}`);
  }
}

/** One name after the other, so that millions of blobs cost no memory. */
async function* untouched(directory: string, forMs: number): AsyncGenerator<{ readonly sha256: string; readonly size: number }> {
  for (const folder of foldersIn(directory)) {
    for await (const { name: sha256 } of await lookInto(folder)) {
      const path = pathOf(directory, sha256);
      const found = path === null ? null : await stat(path.file).catch(() => null); // purged meanwhile
      if (found !== null && found.isFile() && Date.now() - found.mtimeMs >= forMs) yield { sha256, size: found.size };
    }
  }
}

async function lookInto(folder: string): Promise<AsyncIterable<{ readonly name: string }>> {
  try {
    return await opendir(folder);
  } catch (error) {
    throw fileFault(error, "looking through it");
  }
}

/**
 * Whoever stores the same bytes renames a fresh file over this one before a row refers to it, so a file that was not renamed over for a while
 * has no such row coming. It is looked at again beside its place, where nobody can rename over it.
 */
async function remove(directory: string, incoming: string, sha256: string, untouchedForMs: number): Promise<"removed" | "missing" | "too-young"> {
  const path = pathOf(directory, sha256);
  if (path === null) return "missing";
  const aside = join(incoming, `${sha256}.${randomUUID()}.purge`);
  try {
    if (Date.now() - (await stat(path.file)).mtimeMs < untouchedForMs) return "too-young";
    await rename(path.file, aside);
    if (Date.now() - (await stat(aside)).mtimeMs < untouchedForMs) {
      await rename(aside, path.file);
      return "too-young";
    }
    await unlink(aside);
    await syncFolder(path.folder);
    return "removed";
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return "missing";
    throw fileFault(error, `removing blob ${sha256}`);
  }
}

/** Drafts of processes that died. A living draft is never a day old: every upload is limited in time. */
async function removeAbandoned(incoming: string): Promise<void> {
  const oldest = Date.now() - ABANDONED_AFTER_MS;
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const found = await stat(path).catch(() => null); // another process may clean at the same time
    if (found !== null && found.isFile() && found.mtimeMs < oldest) await unlink(path).catch(() => undefined);
  }
}
