import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { Client } from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { HouseError } from "../../core/fault.ts";
import { houseErrorOf } from "../database-fault.ts";
import type { Manifest } from "./manifest.ts";

type Saved = Pick<Manifest, "migrations" | "tables" | "sequences">;

const TABLES = `
  SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'schema_migration' GROUP BY c.relname ORDER BY c.relname`;
/** Tables refer to each other in circles, so that no order of filling them would do. */
const REFERENCES = `
  SELECT conrelid::regclass::text AS "table", quote_ident(conname) AS name, pg_get_constraintdef(f.oid) AS definition
  FROM pg_constraint f JOIN pg_namespace n ON n.oid = f.connamespace WHERE f.contype = 'f' AND n.nspname = 'public'`;
const SEQUENCES = `SELECT sequencename AS name, last_value::text AS last FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY sequencename`;

/**
 * Every table as PostgreSQL's own COPY writes it, all of one instant (repeatable read), while the gateway goes on. Needs no programs of PostgreSQL, and what
 * is saved from one version of it can be filled into another. Throws `database-unavailable`, `storage-unavailable`.
 */
export async function saveDatabase(url: string, folder: string, signal?: AbortSignal): Promise<Saved> {
  await mkdir(join(folder, "database"), { recursive: true, mode: 0o700 });
  return await withClient(url, async (client) => {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    const migrations = await client.query<{ name: string }>("SELECT name FROM schema_migration ORDER BY id");
    const tables = await client.query<{ name: string; columns: string[] }>(TABLES);
    const saved: Manifest["tables"] = [];
    for (const { name, columns } of tables.rows) {
      const file = `database/${name}.copy.gz`;
      const hash = createHash("sha256");
      const rows = client.query(copyTo(`COPY ${quoted(name)} (${columns.map(quoted).join(", ")}) TO STDOUT`));
      await pipeline(rows, createGzip({ level: 3 }), hashing(hash), createWriteStream(join(folder, file), { mode: 0o600 }));
      saved.push({ name, columns, rows: rows.rowCount, file, sha256: hash.digest("hex") });
    }
    const sequences = await client.query<{ name: string; last: string }>(SEQUENCES); // not of the instant: ahead at most
    await client.query("COMMIT");
    return { migrations: migrations.rows.map(({ name }) => name), tables: saved, sequences: sequences.rows };
  }, signal);
}

/** Fills an empty database whose schema is the saved one, all or nothing. */
export async function fillDatabase(url: string, folder: string, { tables, sequences }: Saved, signal?: AbortSignal): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("BEGIN");
    const all = (await client.query<{ name: string }>(TABLES)).rows.map(({ name }) => quoted(name));
    const references = await client.query<{ table: string; name: string; definition: string }>(REFERENCES);
    for (const { table, name } of references.rows) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
    for (const name of all) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
    await client.query(`TRUNCATE ${all.join(", ")}`); // what migrations put there
    for (const { name, columns, rows, file } of tables) {
      signal?.throwIfAborted();
      const filled = client.query(copyFrom(`COPY ${quoted(name)} (${columns.map(quoted).join(", ")}) FROM STDIN`));
      await pipeline(createReadStream(join(folder, file)), createGunzip(), filled);
      if (filled.rowCount !== rows) throw new HouseError("backup-unreadable", `table ${name} has ${filled.rowCount} rows instead of ${rows}`, { table: name });
    }
    for (const { name, last } of sequences) await client.query("SELECT setval($1::regclass, $2)", [quoted(name), last]);
    for (const name of all) await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
    for (const { table, name, definition } of references.rows) await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`); // looks at every row
    await client.query("COMMIT");
    await client.query("ANALYZE");
  }, signal);
}

/** Whether anything was ever kept in it. */
export async function isEmpty(url: string): Promise<boolean> {
  return await withClient(url, async (client) => (await client.query("SELECT FROM pg_tables WHERE schemaname = 'public' LIMIT 1")).rowCount === 0);
}

/** Statements may take hours, so none has a limit: a server that vanished is noticed by the wire, and `signal` breaks off whatever is under way. */
export async function withClient<Result>(url: string, use: (client: Client) => Promise<Result>, signal?: AbortSignal): Promise<Result> {
  const client = new Client({ connectionString: url, application_name: "lienthong backup", connectionTimeoutMillis: 10_000, keepAlive: true, keepAliveInitialDelayMillis: 10_000 });
  client.on("error", () => undefined); // the statement that needed the connection reports it
  const breakOff = (): void => void client.end();
  try {
    await client.connect();
    signal?.throwIfAborted();
    signal?.addEventListener("abort", breakOff);
    return await use(client);
  } catch (error) {
    throw error instanceof HouseError ? error : houseErrorOf(error);
  } finally {
    signal?.removeEventListener("abort", breakOff);
    await client.end();
  }
}

function hashing(hash: ReturnType<typeof createHash>): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
