import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { HouseError } from "../../core/fault.ts";
import { pathOf } from "../blob-path.ts";
import { fileFault } from "../file-fault.ts";
import { migrate, type ExtraMigration } from "../migrate.ts";
import { MIGRATIONS } from "../migrations/index.ts";
import { fillDatabase, isEmpty } from "./database-copy.ts";
import { unreadable, type Manifest } from "./manifest.ts";
import { blobsOf, verifyBackup, type VerifiedBackup } from "./verify-backup.ts";

export interface RestoreTarget {
  readonly databaseUrl: string;
  readonly dataDirectory: string;
  /** Where what lay under `keys/<first part>` belongs. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly extraMigrations: readonly ExtraMigration[];
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Puts a backup that was verified byte by byte into an empty database and an empty data directory. The schema is made as it was when the backup was made; the next start
 * brings it up to date. Throws `backup-unreadable`, `move-illegal` when something is there already, `storage-unavailable`.
 */
export async function restoreBackup(folder: string, target: RestoreTarget): Promise<VerifiedBackup> {
  const verified = await verifyBackup(folder);
  const { manifest, wrong } = verified;
  if (wrong.length > 0) throw unreadable(folder, `${wrong.length} of its files are missing or changed, the first is ${wrong[0]?.file ?? ""}`);
  if (!(await isEmpty(target.databaseUrl))) throw new HouseError("move-illegal", "the database is not empty", {}, { hint: "restore into a new database, or a data directory that is not there yet" });
  await putRows(folder, manifest, target);
  await putFiles(folder, manifest, target);
  return verified;
}

/** The schema as it was, then the rows, into an empty database. Throws `backup-unreadable`. */
export async function putRows(folder: string, manifest: Manifest, { databaseUrl, extraMigrations }: Pick<RestoreTarget, "databaseUrl" | "extraMigrations">, signal?: AbortSignal): Promise<void> {
  const known = new Set([...MIGRATIONS.map((migration) => new migration().name), ...extraMigrations.map(({ name }) => name)]);
  const newer = manifest.migrations.filter((name) => !known.has(name));
  if (newer.length > 0) throw unreadable(folder, `it was made by a newer version of the program (${manifest.program})`);
  await migrate(databaseUrl, extraMigrations, CONNECT_TIMEOUT_MS, new Set(manifest.migrations));
  await fillDatabase(databaseUrl, folder, manifest, signal);
}

async function putFiles(folder: string, manifest: Manifest, { dataDirectory, secrets }: RestoreTarget): Promise<void> {
  try {
    for await (const { sha256 } of blobsOf(folder, manifest)) {
      const [source, place] = [pathOf(join(folder, "blobs"), sha256), pathOf(join(dataDirectory, "blobs"), sha256)];
      if (source === null || place === null) throw unreadable(folder, "its list of blobs is not the one that was written");
      await mkdir(place.folder, { recursive: true, mode: 0o700 });
      await copyFile(source.file, place.file);
    }
    for (const { file } of manifest.keys) {
      const [, root = "", ...rest] = file.split("/");
      const home = secrets[root];
      if (home === undefined || rest.includes("..")) continue;
      const place = rest.length === 0 ? home : join(home, ...rest);
      await mkdir(dirname(place), { recursive: true, mode: 0o700 });
      await copyFile(join(folder, file), place);
    }
  } catch (error) {
    throw error instanceof HouseError ? error : fileFault(error, "putting back a backup");
  }
}
