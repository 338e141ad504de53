import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { HouseError } from "../../core/fault.ts";
import { verifySeals } from "../../core/journal/integrity.ts";
import type { RehearsalFound } from "../../core/backup-runs.ts";
import { migrate, type ExtraMigration } from "../migrate.ts";
import { openStore } from "../open-store.ts";
import { createDatabase, dropDatabase } from "../postgres/open.ts";
import { NAMED_BLOBS } from "../purge.ts";
import { withClient } from "./database-copy.ts";
import type { Manifest } from "./manifest.ts";
import { putRows } from "./restore-backup.ts";
import { blobsOf, verifyBackup, type VerifiedBackup } from "./verify-backup.ts";

export interface RehearsalPlace {
  /** The trial is made beside this database, which is not touched; its account must be allowed to create one. Holds the password: never log it. */
  readonly databaseUrl: string;
  readonly extraMigrations: readonly ExtraMigration[];
}

const CONNECT_TIMEOUT_MS = 10_000;
/** PostgreSQL cuts longer names off. */
const LONGEST_NAME = 63;

/**
 * Phục hồi thử: reads every byte of the backup, fills a database of its own with it, brings that up to date as the next start would, reads its journal against its seals and
 * looks for every file its rows name; then drops it. One at a time beside a database (the caller sees to it): what a rehearsal that was killed left is dropped by the next.
 * `found` is null when files were wrong, for then nothing was filled. Throws `backup-unreadable`, `database-unavailable`, `configuration-invalid`.
 */
export async function rehearseBackup(folder: string, { databaseUrl, extraMigrations }: RehearsalPlace, at: Date, signal: AbortSignal): Promise<VerifiedBackup & { readonly found: RehearsalFound | null }> {
  const verified = await verifyBackup(folder, signal);
  const { manifest, wrong } = verified;
  if (wrong.length > 0) return { ...verified, found: null };
  const name = nameBeside(databaseUrl);
  await dropDatabase(databaseUrl, name);
  const trial = await createDatabase(databaseUrl, name).catch((cause: unknown) => {
    throw cause instanceof HouseError ? cause : new HouseError("configuration-invalid", "the account of the database may not create a database for the trial", {}, { hint: "ALTER ROLE … CREATEDB, or rehearse on another machine", cause });
  });
  try {
    await putRows(folder, manifest, { databaseUrl: trial, extraMigrations }, signal);
    await migrate(trial, extraMigrations, CONNECT_TIMEOUT_MS);
    const journal = await readJournal(trial, at, signal);
    const missing = await countMissing(trial, folder, manifest);
    signal.throwIfAborted();
    const rows = (table: string): number => manifest.tables.find((one) => one.name === table)?.rows ?? 0;
    return { ...verified, found: { tables: manifest.tables.length, rows: manifest.tables.reduce((sum, table) => sum + table.rows, 0), outgoing: rows("outgoing_document"), incoming: rows("incoming_document"), missing, ...journal } };
  } finally {
    await dropDatabase(databaseUrl, name);
  }
}

function nameBeside(databaseUrl: string): string {
  const end = "_phuc_hoi_thu";
  return `${decodeURIComponent(new URL(databaseUrl).pathname.slice(1)).slice(0, LONGEST_NAME - end.length)}${end}`;
}

async function readJournal(databaseUrl: string, at: Date, signal: AbortSignal): Promise<Pick<RehearsalFound, "seals" | "entries" | "broken">> {
  const store = await openStore({ databaseUrl, onEvent: () => undefined, poolSize: 2 });
  try {
    const { seals, entries, broken } = await verifySeals(store.reader, "all", at, signal);
    return { seals, entries, broken: broken.length };
  } finally {
    await store.close();
  }
}

/** Files that rows name and the backup does not hold. */
async function countMissing(databaseUrl: string, folder: string, manifest: Manifest): Promise<number> {
  const lines = async function* (): AsyncGenerator<string> {
    for await (const { sha256 } of blobsOf(folder, manifest)) yield `${sha256}\n`;
  };
  return await withClient(databaseUrl, async (client) => {
    await client.query("CREATE TEMPORARY TABLE held (sha256 text)");
    await pipeline(lines, client.query(copyFrom("COPY held FROM STDIN")));
    await client.query("ANALYZE held");
    const { rows } = await client.query<{ missing: string }>(`SELECT count(*) AS missing FROM (${NAMED_BLOBS} EXCEPT SELECT sha256 FROM held) AS one`);
    return Number(rows[0]?.missing ?? 0);
  });
}
