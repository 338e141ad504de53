import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { syncFolder } from "./blob-draft.ts";

/** Files of a signing key, by name. */
export type KeyFiles = Readonly<Record<string, string | Uint8Array>>;

/** Writes a key folder as a whole, readable by its owner only: a crash leaves either no folder or a complete one. `replace` keeps the old one beside it. */
export async function keepKeyFolder(folder: string, files: KeyFiles, replaceAt: Date | null = null): Promise<void> {
  const draft = `${folder}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  for (const [name, content] of Object.entries(files)) await writeDurably(join(draft, name), content);
  if (replaceAt !== null && (await exists(folder))) await rename(folder, `${folder}.replaced-${replaceAt.toISOString().replaceAll(/[:.]/g, "")}`);
  await rename(draft, folder);
  await syncFolder(dirname(folder));
}

/**
 * A process that died between the two steps of a replacement left an agency without a key: what was to take its place does so now, or the last one
 * comes back. Called before anybody signs.
 */
export async function mendKeyFolders(directory: string): Promise<void> {
  if (!(await exists(directory))) return;
  const names = (await readdir(directory)).toSorted().toReversed(); // the latest replacement first
  for (const key of new Set(names.flatMap((name) => /^(.+)\.replaced-[0-9TZ]+$/.exec(name)?.[1] ?? []))) {
    if (names.includes(key)) continue;
    const heir = [`${key}.next`, `${key}.draft`].find((name) => names.includes(name)) ?? names.find((name) => name.startsWith(`${key}.replaced-`));
    if (heir === undefined) continue;
    await rename(join(directory, heir), join(directory, key));
    await syncFolder(directory);
  }
}

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
