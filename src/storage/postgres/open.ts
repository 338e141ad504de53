import { Client, DatabaseError } from "pg";
import { HouseError } from "../../core/fault.ts";
import { openEmbedded, type EmbeddedOptions } from "./embedded.ts";
import { findPrograms } from "./programs.ts";

export type { PostgresEvent } from "./embedded.ts";

export interface OpenPostgresOptions extends EmbeddedOptions {
  /** When set, this database is used and nothing is started. */
  readonly databaseUrl?: string | undefined;
}

export interface OpenedPostgres {
  /** Of the database to use. Holds the password: never log it. */
  readonly url: string;
  readonly kind: "external" | "embedded" | "installed";
  /** Call after every pool on the database is closed. */
  close(): Promise<void>;
}

/** Database of the gateway inside the private server. */
const DATABASE = "lienthong";

/**
 * The database of the house: the one DATABASE_URL names, else a private server of the binaries from npm, else of installed ones.
 * Throws HouseError `database-unavailable` with a hint.
 */
export async function openPostgres(options: OpenPostgresOptions): Promise<OpenedPostgres> {
  const { databaseUrl } = options;
  if (databaseUrl !== undefined && databaseUrl !== "") {
    await askVersion(databaseUrl);
    return { url: databaseUrl, kind: "external", close: async () => await Promise.resolve() };
  }
  const server = await openEmbedded(await findPrograms(), options);
  try {
    return { url: await createDatabase(server.url, DATABASE), kind: server.kind, close: async () => await server.close() };
  } catch (cause) {
    await server.close();
    throw cause;
  }
}

/** Makes a database on the server of `url` when it is missing and returns its URL. Safe when several do it at once. */
export async function createDatabase(url: string, name: string): Promise<string> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (rowCount !== 0) return;
    await client.query(`create database ${client.escapeIdentifier(name)}`).catch((cause: unknown) => {
      // 42P04 duplicate_database, 23505 when two create it in the same moment
      if (!(cause instanceof DatabaseError && (cause.code === "42P04" || cause.code === "23505"))) throw cause;
    });
  });
  const target = new URL(url);
  target.pathname = `/${encodeURIComponent(name)}`;
  return target.href;
}

/** Removes a database on the server of `url`, whoever is connected to it. Nothing happens when there is none. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
  });
}

async function askVersion(url: string): Promise<void> {
  const version = await withClient(url, async (client) => {
    const { rows } = await client.query<{ version: string }>("select current_setting('server_version_num') as version");
    return Number(rows[0]?.version ?? "0");
  });
  if (version >= 150_000) return;
  throw new HouseError("database-unavailable", `the database server is version ${version}, too old`, { version }, { hint: "PostgreSQL 15 or newer is needed" });
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: "lienthong open" });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw new HouseError("database-unavailable", `cannot connect to the database at ${addressOf(url)}`, { address: addressOf(url) }, {
      hint: "is the server running, and are host, port, user, password and database of DATABASE_URL right?",
      cause,
    });
  }
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** Host, port and database of a URL, without user and password. */
function addressOf(url: string): string {
  if (!URL.canParse(url)) return "(not a URL)";
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
