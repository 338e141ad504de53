import { createHash } from "node:crypto";
import { readFile, readdir, stat } from "node:fs/promises";
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

/** A list of a large authority has a few megabytes. */
const LONGEST_LIST = 64 * 1024 * 1024;

/** Every revocation list (`*.crl`, PEM or DER) in the folders. Their bytes are shared with the threads that look into files, not copied for each file. */
export async function readRevocationLists(directories: readonly string[]): Promise<readonly { readonly sha256: string; readonly bytes: Uint8Array }[]> {
  const lists: { sha256: string; bytes: Uint8Array }[] = [];
  for (const directory of directories) {
    for (const name of (await filesIn(directory)).filter((file) => /\.crl$/i.test(file)).sort()) {
      const file = join(directory, name);
      if ((await stat(file)).size > LONGEST_LIST) continue;
      const content = derOf(await readFile(file));
      const bytes = new Uint8Array(new SharedArrayBuffer(content.length));
      bytes.set(content);
      lists.push({ sha256: createHash("sha256").update(content).digest("hex"), bytes });
    }
  }
  return lists;
}

function derOf(content: Buffer): Buffer {
  const [, body] = /-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/.exec(content.subarray(0, 11).toString("latin1") === "-----BEGIN " ? content.toString("latin1") : "") ?? [];
  return body === undefined ? content : Buffer.from(body, "base64");
}

const LISTS_FRESH_MS = 60_000;

/** The same, read again after a minute at the earliest. */
export function revocationLists(directories: readonly string[]): () => ReturnType<typeof readRevocationLists> {
  return freshFor(LISTS_FRESH_MS, () => readRevocationLists(directories));
}

export const ANCHORS_FRESH_MS = 1_000;

/** The same, read again after a second at the earliest: under load every envelope asks. */
export function trustAnchors(directories: readonly string[]): () => Promise<readonly string[]> {
  return freshFor(ANCHORS_FRESH_MS, () => readTrustAnchors(directories));
}

function freshFor<Found>(ms: number, read: () => Promise<Found>): () => Promise<Found> {
  let known: { readonly found: Promise<Found>; readonly at: number } | null = null;
  return async () => {
    if (known === null || performance.now() - known.at > ms) known = { found: read(), at: performance.now() };
    return await known.found;
  };
}

async function filesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch {
    return [];
  }
}
