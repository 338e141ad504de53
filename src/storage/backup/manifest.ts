import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { HouseError } from "../../core/fault.ts";

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What a backup holds, with a digest for every file. Its own digest stands beside it. */
export const manifestSchema = z.object({
  format: z.literal(1),
  program: z.string(),
  madeAt: z.iso.datetime(),
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string().regex(/^[a-z_]+$/), columns: z.array(z.string().regex(/^[a-z_0-9]+$/)), rows: z.int(), file: z.string().regex(/^database\/[a-z_]+\.copy\.gz$/), sha256: digest })),
  sequences: z.array(z.object({ name: z.string().regex(/^[a-z_]+$/), last: z.string().regex(/^\d+$/) })),
  /** `blobs.txt.gz`: one digest a line, and the size. */
  blobs: z.object({ count: z.int(), bytes: z.int(), sha256: digest }),
  /** Keys, roots and the key of sealed secrets, under `keys/`. */
  keys: z.array(z.object({ file: z.string(), sha256: digest })),
});
export type Manifest = z.output<typeof manifestSchema>;

export const MANIFEST = "manifest.json";
export const MANIFEST_DIGEST = "manifest.sha256";
export const BLOB_LIST = "blobs.txt.gz";

/** Throws `backup-unreadable` when it is none, or was changed. */
export async function readManifest(folder: string): Promise<{ readonly manifest: Manifest; readonly digest: string }> {
  try {
    const [text, written] = await Promise.all([readFile(join(folder, MANIFEST)), readFile(join(folder, MANIFEST_DIGEST), "utf8")]);
    const found = createHash("sha256").update(text).digest("hex");
    if (found !== written.trim()) throw unreadable(folder, "its manifest was changed after it was made");
    return { manifest: manifestSchema.parse(JSON.parse(text.toString("utf8"))), digest: found };
  } catch (cause) {
    throw cause instanceof HouseError ? cause : unreadable(folder, "it has no manifest that can be read", cause);
  }
}

/** null: it is not there. */
export async function digestOfFile(path: string): Promise<{ readonly sha256: string; readonly bytes: number } | null> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch {
    return null;
  }
  return { sha256: hash.digest("hex"), bytes };
}

export function unreadable(folder: string, why: string, cause?: unknown): HouseError {
  return new HouseError("backup-unreadable", `the backup in ${folder} cannot be used: ${why}`, { folder }, { hint: "lienthong backup verify names every file that is wrong", cause });
}
