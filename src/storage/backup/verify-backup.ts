import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { pathOf } from "../blob-path.ts";
import { BLOB_LIST, digestOfFile, readManifest, unreadable, type Manifest } from "./manifest.ts";

export interface VerifiedBackup {
  readonly manifest: Manifest;
  readonly digest: string;
  readonly files: number;
  readonly bytes: number;
  /** Files that are missing or not as they were; the first ones. */
  readonly wrong: readonly { readonly file: string; readonly what: "missing" | "changed" }[];
}

const MOST_WRONG = 100;

/** Reads every byte of the backup and compares it with the digests. Throws `backup-unreadable` when there is no manifest to compare with. */
export async function verifyBackup(folder: string, signal?: AbortSignal): Promise<VerifiedBackup> {
  const { manifest, digest } = await readManifest(folder);
  const wrong: { file: string; what: "missing" | "changed" }[] = [];
  let [files, bytes] = [0, 0];
  const look = async (file: string, sha256: string): Promise<void> => {
    signal?.throwIfAborted();
    const found = await digestOfFile(join(folder, file));
    files += 1;
    bytes += found?.bytes ?? 0;
    if (found?.sha256 !== sha256 && wrong.length < MOST_WRONG) wrong.push({ file, what: found === null ? "missing" : "changed" });
  };
  for (const { file, sha256 } of [...manifest.tables, ...manifest.keys]) await look(file, sha256);
  for await (const { sha256 } of blobsOf(folder, manifest)) await look(`blobs/${pathOf("", sha256)?.file ?? ""}`, sha256);
  return { manifest, digest, files, bytes, wrong };
}

/** Throws `backup-unreadable` when the list is not the one that was written. */
export async function* blobsOf(folder: string, { blobs }: Manifest): AsyncGenerator<{ readonly sha256: string; readonly size: number }> {
  const hash = createHash("sha256");
  const packed = createReadStream(join(folder, BLOB_LIST));
  const lines = createInterface({ input: packed.on("error", () => undefined).pipe(createGunzip()).on("error", () => undefined), crlfDelay: Infinity });
  let count = 0;
  for await (const line of lines) {
    hash.update(`${line}\n`);
    const [sha256 = "", size = "0"] = line.split(" ");
    count += 1;
    yield { sha256, size: Number(size) };
  }
  if (count !== blobs.count || hash.digest("hex") !== blobs.sha256) throw unreadable(folder, "its list of blobs is not the one that was written");
}
