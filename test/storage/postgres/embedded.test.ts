import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import test, { type ExecutionContext } from "ava";
import { Client } from "pg";
import { HouseError } from "#src/core/fault";
import { createDatabase, openPostgres, type OpenedPostgres, type PostgresEvent } from "#src/storage/postgres/open";

test.serial("a new data directory has a ready database within seconds, with safe settings, and the last one to leave stops it", async (t) => {
  const directory = await dataDirectory(t);
  const begun = Date.now();
  const server = await open(t, directory);
  t.log(`first start took ${Date.now() - begun} ms`);
  t.true(Date.now() - begun < 20_000, "under 2 s on a quiet machine");
  t.is(server.kind, "embedded");

  const settings = await ask(server.url, "select name, setting from pg_settings where name in ('fsync', 'listen_addresses', 'TimeZone', 'password_encryption')");
  t.deepEqual(Object.fromEntries(settings.map((row) => [row["name"], row["setting"]])), {
    TimeZone: "UTC",
    fsync: "on",
    listen_addresses: "127.0.0.1",
    password_encryption: "scram-sha-256",
  });
  t.deepEqual(await ask(server.url, "select lower('HỎA TỐC Đ') as lower"), [{ lower: "hỏa tốc đ" }]);
  t.is((await stat(join(directory, "postgres/server/password"))).mode & 0o777, 0o600);

  await server.close();
  await t.throwsAsync(ask(server.url, "select 1"), { code: "ECONNREFUSED" });
});

test.serial("the password is needed", async (t) => {
  const server = await open(t, await dataDirectory(t));
  const wrong = new URL(server.url);
  wrong.password = "guessed";
  await t.throwsAsync(ask(wrong.href, "select 1"), { code: "28P01" });
});

test.serial("after kill -9 of the Node process the server goes on and the next one uses it, rows intact", async (t) => {
  const directory = await dataDirectory(t);
  const owner = await startOwner(directory);
  const rows = await writeUntil(owner.url, 50);
  owner.child.kill("SIGKILL");
  await once(owner.child, "exit");

  const events: string[] = [];
  const server = await openPostgres({ dataDirectory: directory, onEvent: (event) => events.push(event.kind) });
  t.deepEqual(events, ["database-reused"]);
  t.is(server.url, owner.url);
  t.deepEqual(await ask(server.url, "select count(*)::int as n from kept"), [{ n: rows }]);
  await server.close();
});

test.serial("after kill -9 of the server and of Node the next start recovers every acknowledged row", async (t) => {
  const directory = await dataDirectory(t);
  const owner = await startOwner(directory);
  owner.child.kill("SIGSTOP"); // so that it does not bring the server back itself
  const rows = await writeUntil(owner.url, 500, async () => process.kill(await postmasterPid(directory), "SIGKILL"));
  owner.child.kill("SIGKILL");

  const server = await open(t, directory);
  const [kept] = await ask(server.url, "select count(*)::int as n from kept");
  t.true(Number(kept?.["n"]) >= rows, `${rows} acknowledged, ${String(kept?.["n"])} kept`);
  t.true(rows > 0);
  await server.close();
});

test.serial("a server that dies while we are here comes back on the same port", async (t) => {
  const directory = await dataDirectory(t);
  const events: PostgresEvent[] = [];
  const server = await openPostgres({ dataDirectory: directory, onEvent: (event) => events.push(event) });
  process.kill(await postmasterPid(directory), "SIGKILL");
  await until(() => events.some((event) => event.kind === "database-restored"));
  t.deepEqual(await ask(server.url, "select 1 as one"), [{ one: 1 }]);
  await server.close();
  await t.throwsAsync(ask(server.url, "select 1"), { code: "ECONNREFUSED" });
});

test.serial("four processes that start at once share one server, and it ends with the last of them", async (t) => {
  const directory = await dataDirectory(t);
  const owners = await Promise.all([1, 2, 3, 4].map(async () => await startOwner(directory)));
  const [first, ...others] = owners;
  t.is(new Set(owners.map((owner) => owner.url)).size, 1);
  await Promise.all(others.map(async (owner) => await leave(owner.child)));
  t.deepEqual(await ask(first?.url ?? "", "select 1 as one"), [{ one: 1 }]);
  if (first !== undefined) await leave(first.child);
  await t.throwsAsync(ask(first?.url ?? "", "select 1"), { code: "ECONNREFUSED" });
});

test.serial("one that comes while the last one leaves gets a running server", async (t) => {
  const directory = await dataDirectory(t);
  for (let round = 0; round < 3; round++) {
    const leaving = await open(t, directory);
    const [, coming] = await Promise.all([leaving.close(), open(t, directory)]);
    t.deepEqual(await ask(coming.url, "select 1 as one"), [{ one: 1 }]);
    await coming.close();
  }
});

test.serial("a pid file whose number now belongs to a stranger does not stop the start", async (t) => {
  const directory = await dataDirectory(t);
  const owner = await startOwner(directory);
  owner.child.kill("SIGSTOP");
  const pid = await postmasterPid(directory);
  const file = join(directory, "postgres/server/data/postmaster.pid");
  const text = await readFile(file, "utf8");
  process.kill(pid, "SIGKILL");
  owner.child.kill("SIGKILL");
  await sleep(200);
  // a process of the server's own user: the case PostgreSQL itself cannot tell from a running server
  const { uid } = await stat(join(directory, "postgres/server/data"));
  const stranger = spawn("sleep", ["60"], process.getuid?.() === 0 ? { uid } : {});
  t.teardown(() => stranger.kill());
  await writeFile(file, text.replace(/^\d+/, String(stranger.pid)));

  const server = await open(t, directory);
  t.deepEqual(await ask(server.url, "select 1 as one"), [{ one: 1 }]);
  await server.close();
});

test.serial("an ordinary user runs its own server", async (t) => {
  if (process.getuid?.() !== 0) {
    t.pass("every other test here runs as an ordinary user already");
    return;
  }
  const directory = await dataDirectory(t);
  await chmod(directory, 0o777);
  const nobody = 65_534;
  const owner = await startOwner(join(directory, "own"), nobody);
  t.deepEqual(await ask(owner.url, "select 1 as one"), [{ one: 1 }]);
  t.is((await stat(join(directory, "own/postgres/server/data"))).uid, nobody);
  await leave(owner.child);

  const asRoot = await open(t, join(directory, "own"));
  t.is(asRoot.url.replace(/:\d+\//, "/"), owner.url.replace(/:\d+\//, "/"));
  await asRoot.close();
});

test.serial("a data directory that the server's user cannot enter still works, with the files elsewhere and its mode unchanged", async (t) => {
  if (process.getuid?.() !== 0) {
    t.pass("only root runs the server as somebody else");
    return;
  }
  const directory = await dataDirectory(t);
  await chmod(directory, 0o700);
  const server = await open(t, directory);
  t.deepEqual(await ask(server.url, "select 1 as one"), [{ one: 1 }]);
  await server.close();
  t.is((await stat(directory)).mode & 0o777, 0o700);
  const home = await readFile(join(directory, "postgres/place"), "utf8");
  t.true(await exists(home));

  // the data directory is deleted: the next one to need such a home takes the forsaken one away
  await rm(directory, { recursive: true });
  await utimes(home, 0, 0);
  const other = await dataDirectory(t);
  await chmod(other, 0o700);
  await (await open(t, other)).close();
  t.false(await exists(home));
  await rm(await readFile(join(other, "postgres/place"), "utf8"), { recursive: true });
});

test.serial("DATABASE_URL is used as it is; when nobody answers there the error names the address but not the password", async (t) => {
  const server = await open(t, await dataDirectory(t));
  const second = await openPostgres({ databaseUrl: server.url, dataDirectory: "/nowhere", onEvent: () => undefined });
  t.is(second.kind, "external");
  await second.close();
  const error = await t.throwsAsync(openPostgres({ databaseUrl: "postgres://u:very-secret@127.0.0.1:1/x", dataDirectory: "/nowhere", onEvent: () => undefined }), {
    instanceOf: HouseError,
  });
  t.is(error.code, "database-unavailable");
  t.regex(error.message, /127\.0\.0\.1:1\/x/);
  t.notRegex(error.message + JSON.stringify(error.facts) + String(error.hint), /very-secret/);
});

test.serial("createDatabase makes a missing database once, also when many ask together", async (t) => {
  const server = await open(t, await dataDirectory(t));
  const urls = await Promise.all([1, 2, 3].map(async () => await createDatabase(server.url, "văn thư")));
  t.is(new Set(urls).size, 1);
  t.deepEqual(await ask(urls[0] ?? "", "select current_database() as name"), [{ name: "văn thư" }]);
});

/** Opened and, whatever the test does, closed. */
async function open(t: ExecutionContext, directory: string): Promise<OpenedPostgres> {
  const server = await openPostgres({ dataDirectory: directory, onEvent: () => undefined });
  t.teardown(async () => await server.close());
  return server;
}

interface Owner {
  readonly child: ChildProcess;
  readonly url: string;
}

async function startOwner(directory: string, uid?: number): Promise<Owner> {
  const program = fileURLToPath(new URL("owner.js", import.meta.url));
  const child = spawn(process.execPath, [program, directory, ...(uid === undefined ? [] : [String(uid)])], { stdio: ["pipe", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const told: unknown = JSON.parse(line);
    if (typeof told === "object" && told !== null && "url" in told) return { child, url: String(told.url) };
  }
  throw new TypeError("the owner process ended without a URL");
}

async function leave(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.stdin?.end();
  await gone;
}

/** Inserts rows one by one and counts the acknowledged; `halfway` happens in the midst of it and may end the server. */
async function writeUntil(url: string, count: number, halfway?: () => Promise<unknown>): Promise<number> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  await client.query("create table kept (n int)");
  let acknowledged = 0;
  try {
    for (; acknowledged < count; acknowledged++) {
      if (acknowledged === Math.floor(count / 2)) void halfway?.();
      await client.query("insert into kept values ($1)", [acknowledged]);
    }
  } catch {
    return acknowledged;
  }
  await client.end();
  return acknowledged;
}

async function ask(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function postmasterPid(directory: string): Promise<number> {
  return Number.parseInt(await readFile(join(directory, "postgres/server/data/postmaster.pid"), "utf8"), 10);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

async function until(done: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !done() && Date.now() < end; ) await sleep(20);
}

async function dataDirectory(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "lienthong-db-"));
  await chmod(directory, 0o711);
  t.teardown(async () => await rm(directory, { recursive: true, force: true }));
  return directory;
}
