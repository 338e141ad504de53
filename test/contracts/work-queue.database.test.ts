import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import { Client } from "pg";
import { openDatabaseQueue, type DatabaseQueueOptions } from "#adapters/database-queue/database-queue";
import { WORK_ITEM_DOWN_SQL, WORK_ITEM_SQL } from "#adapters/database-queue/schema";
import { openPostgres } from "#src/storage/postgres/open";
import { testDatabase } from "#test/support/postgres";
import { until, workItem, workQueueContract } from "./work-queue.ts";

const TABLES = { name: "work_item", build: async (url: string) => await execute(url, WORK_ITEM_SQL) };

workQueueContract(async (t) => ({ kind: "database", url: await testDatabase(t, TABLES), leaseMs: 3_000 }));

test("publishWithin takes part in the caller's transaction", async (t) => {
  const url = await testDatabase(t, TABLES);
  const queue = await openDatabaseQueue(settings(url));
  t.teardown(async () => await queue.close());
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("begin");
  await queue.publishWithin(client, [workItem({})]);
  await client.query("rollback");
  t.is((await queue.depth())[0]?.ready, 0);
  await client.query("begin");
  await queue.publishWithin(client, [workItem({})]);
  await client.query("commit");
  await client.end();
  t.is((await queue.depth())[0]?.ready, 1);
});

test("the same id published again while it waits is one item", async (t) => {
  const queue = await openDatabaseQueue(settings(await testDatabase(t, TABLES)));
  t.teardown(async () => await queue.close());
  const item = workItem({});
  await queue.publish([item]);
  await queue.publish([item]);
  t.is((await queue.depth())[0]?.ready, 1);
});

test("the tables can be made twice and taken back", async (t) => {
  const url = await testDatabase(t);
  await execute(url, WORK_ITEM_SQL);
  await execute(url, WORK_ITEM_SQL);
  await execute(url, WORK_ITEM_DOWN_SQL);
  t.pass();
});

test("without a database it says so at once", async (t) => {
  await t.throwsAsync(openDatabaseQueue(settings("postgres://u:p@127.0.0.1:1/x")), { code: "queue-unavailable" });
});

test("kill -9 of the database while publishing and handling: what was confirmed is handled, and nothing runs twice at once", async (t) => {
  const directory = await mkdtemp(join(tmpdir(), "lienthong-queue-"));
  await chmod(directory, 0o711);
  t.teardown(async () => await rm(directory, { recursive: true, force: true }));
  const events: string[] = [];
  const server = await openPostgres({ dataDirectory: directory, onEvent: () => undefined });
  t.teardown(async () => await server.close());
  await execute(server.url, WORK_ITEM_SQL);
  const queue = await openDatabaseQueue({ ...settings(server.url), onEvent: (event) => events.push(event.kind) });
  t.teardown(async () => await queue.close());

  const running = new Set<string>();
  const handled = new Set<string>();
  let overlaps = 0;
  await queue.consume(
    "deliver",
    async (item) => {
      if (running.has(item.id)) overlaps++;
      running.add(item.id);
      await sleep(5);
      running.delete(item.id);
      handled.add(item.id);
    },
    { concurrency: 8 },
  );
  const confirmed: string[] = [];
  let refused = 0;
  const publishing = (async () => {
    for (const end = Date.now() + 6_000; Date.now() < end; ) {
      const items = Array.from({ length: 10 }, () => workItem({}));
      try {
        await queue.publish(items);
        confirmed.push(...items.map((item) => item.id));
        await sleep(5);
      } catch {
        refused++;
        await sleep(50);
      }
    }
  })();
  for (let kill = 0; kill < 2; kill++) {
    await sleep(1_500);
    process.kill(Number.parseInt(await readFile(join(directory, "postgres/server/data/postmaster.pid"), "utf8"), 10), "SIGKILL");
  }
  await publishing;
  await until(() => confirmed.every((id) => handled.has(id)), 30_000);
  t.log(`${confirmed.length} confirmed, ${refused} batches refused`);
  t.true(refused > 0, "the outage was felt");
  t.true(events.includes("queue-restored"));
  t.deepEqual(confirmed.filter((id) => !handled.has(id)), []);
  t.is(overlaps, 0);
});

function settings(databaseUrl: string): DatabaseQueueOptions {
  return {
    databaseUrl,
    topics: ["deliver"],
    maxDeliveries: 3,
    redeliveryDelayMs: 100,
    onDead: async () => await Promise.resolve(),
    onEvent: () => undefined,
  };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}
