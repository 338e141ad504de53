import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { createDatabase } from "#src/storage/postgres/open";
import { TestSetupError } from "./setup-error.ts";

/** The part of an ava execution context that clean-up needs. */
export interface Teardown {
  teardown(clean: () => Promise<void>): void;
}

/** A schema made once per run and cloned in about 25 ms; the name stands for its content. */
export interface Template {
  readonly name: string;
  readonly build: (url: string) => Promise<void>;
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A fresh database of this test alone, dropped after it. Returns its URL. */
export async function testDatabase(t: Teardown, template?: Template): Promise<string> {
  const database = await createTestDatabase(template);
  t.teardown(async () => await database.drop());
  return database.url;
}

/** The same for a whole test file: make it in `test.before`, drop it in `test.after.always`. */
export async function createTestDatabase(template?: Template): Promise<TestDatabase> {
  const server = serverUrl();
  const name = `test_${randomBytes(8).toString("hex")}`;
  const source = template === undefined ? null : await buildTemplate(server, template);
  await onServer(server, async (client) => {
    await client.query(`create database ${name} ${source === null ? "" : `template ${source}`}`);
  });
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await onServer(server, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
      });
    },
  };
}

/** URL of the test server; its user may create databases. */
export function serverUrl(): string {
  const url = process.env["DATABASE_URL"];
  if (url !== undefined && url !== "") return url;
  throw new TestSetupError("this test needs PostgreSQL: run `node build/test/support/run.js <test files>`, or set DATABASE_URL to a server where databases may be created");
}

async function buildTemplate(server: string, template: Template): Promise<string> {
  const name = `template_${template.name}`;
  await onServer(server, async (client) => {
    // several test files ask at once: one builds, the others wait
    await client.query("select pg_advisory_lock(hashtext($1))", [name]);
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (rowCount !== 0) return;
    const draft = `${name}_${randomBytes(4).toString("hex")}`;
    await template.build(await createDatabase(server, draft));
    await client.query(`alter database ${draft} rename to ${name}`);
  });
  return name;
}

async function onServer(url: string, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}
