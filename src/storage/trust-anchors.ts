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

async function filesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch {
    return [];
  }
}
