import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { certificatesIn } from "./signing-keys.ts";

/** Every PEM certificate in the folders: the roots we believe. A folder that is not there holds none. */
export async function readTrustAnchors(directories: readonly string[]): Promise<readonly string[]> {
  const anchors: string[] = [];
  for (const directory of directories) {
    for (const name of (await filesIn(directory)).filter((file) => /\.(pem|crt)$/i.test(file)).sort()) {
      anchors.push(...certificatesIn(await readFile(join(directory, name), "utf8")));
    }
  }
  return anchors;
}

export const ANCHORS_FRESH_MS = 1_000;

/** The same, read again after a second at the earliest: under load every envelope asks. */
export function trustAnchors(directories: readonly string[]): () => Promise<readonly string[]> {
  let known: { readonly anchors: Promise<readonly string[]>; readonly at: number } | null = null;
  return async () => {
    if (known === null || performance.now() - known.at > ANCHORS_FRESH_MS) known = { anchors: readTrustAnchors(directories), at: performance.now() };
    return await known.anchors;
  };
}

async function filesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch {
    return [];
  }
}
