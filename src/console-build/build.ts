import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { brotliCompress, constants, gzip } from "node:zlib";
import { packageRoot } from "#config";
import { HouseError } from "../core/fault.ts";

/** Where the pages lie once they are built: what the web door serves. */
export function consoleDirectory(): string {
  return join(packageRoot(), "build", "console");
}

const STAMP = ".stamp";
/** Below this a packed copy saves nothing. */
const PACK_FROM_BYTES = 1024;

/**
 * Builds the web console into `build/console`, unless it is there already from the same sources and packages.
 * Resolves with whether it built. The old pages stay until the new ones are whole.
 */
export async function buildConsole(): Promise<boolean> {
  const target = consoleDirectory();
  const stamp = await stampOf(join(packageRoot(), "src", "console"));
  if ((await readStamp(target)) === stamp) return false;
  const fresh = `${target}-${randomUUID()}.tmp`;
  try {
    await bundle(fresh);
    await packAll(fresh);
    await writeFile(join(fresh, STAMP), stamp);
    await putInPlace(fresh, target, stamp);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return true;
}

/**
 * Makes `fresh` the pages that are served, unless the same are there: a gateway reads the names of its pages once, when it opens, so what
 * somebody else built at the same time is never taken away under it.
 */
export async function putInPlace(fresh: string, target: string, stamp: string): Promise<void> {
  // a directory is renamed onto one that is not there, or not at all
  while (!(await renamedUnless(["ENOTEMPTY", "EEXIST"], fresh, target))) {
    if ((await readStamp(target)) === stamp) return;
    const old = `${target}-${randomUUID()}.tmp`;
    if (await renamedUnless(["ENOENT"], target, old)) await rm(old, { recursive: true });
  }
}

async function renamedUnless(codes: readonly string[], from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && codes.includes(String(error.code))) return false;
    throw error;
  }
}

async function readStamp(directory: string): Promise<string> {
  return await readFile(join(directory, STAMP), "utf8").catch(() => "");
}

async function stampOf(sources: string): Promise<string> {
  const hash = createHash("sha256");
  const names = await readdir(sources, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of [...files.sort(), join(packageRoot(), "package-lock.json")]) {
    hash.update(file.slice(packageRoot().length)).update("\0").update(await readFile(file));
  }
  return hash.digest("hex");
}

async function bundle(outDir: string): Promise<void> {
  const worker = new Worker(new URL("./bundle.js", import.meta.url), { workerData: outDir, env: { NODE_ENV: "production" } });
  const [code] = (await once(worker, "exit")) as [number]; // `once` throws what the thread threw
  if (code !== 0) throw new HouseError("invariant-broken", `building the console ended with ${code}`, { code });
}

/** Packs once what would otherwise be packed for every visitor. */
async function packAll(directory: string): Promise<void> {
  const assets = join(directory, "assets");
  const names = (await readdir(assets)).filter((name) => /\.(?:js|mjs|css|svg)$/.test(name));
  await Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(assets, name));
      if (bytes.length < PACK_FROM_BYTES) return;
      const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } };
      await writeFile(join(assets, `${name}.br`), await promisify(brotliCompress)(bytes, quality));
      await writeFile(join(assets, `${name}.gz`), await promisify(gzip)(bytes, { level: 9 }));
    }),
  );
}
