import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import { openRabbitmqQueue } from "#adapters/rabbitmq/rabbitmq-queue";
import type { WorkItem, WorkQueue } from "#adapters/work-queue";
import { WORK_TOPICS, type WorkOrder } from "#src/core/ports";
import { HouseError } from "#src/core/fault";
import { outlast } from "#src/jobs/outlast";
import { startRelay } from "#src/jobs/relay-outbox";
import { openStore } from "#src/storage/open-store";
import { openGate } from "#test/support/gate";
import { testDatabase } from "#test/support/postgres";
import { brokerUrl } from "#test/support/rabbitmq";
import { eventually } from "#test/support/town";
import { deliver } from "../storage/records.ts";
import { SCHEMA, testStore } from "../storage/stores.ts";

const ORDERS = 300;

test("the broker is away: orders pile up in the outbox; it comes back: they leave by urgency, then by age, each once", async (t) => {
  const { store } = await testStore(t);
  const gate = await openGate(t, brokerUrl());
  gate.shut("refused");
  const queue = await openRabbitmqQueue({ url: gate.url, prefix: `away-${randomBytes(5).toString("hex")}.`, topics: WORK_TOPICS, maxDeliveries: 3, redeliveryDelayMs: 200, onDead: async () => await Promise.resolve(), onEvent: () => undefined });
  t.teardown(() => queue.close());
  const published: WorkItem[] = [];
  const watched: WorkQueue = {
    publish: async (items) => {
      await queue.publish(items);
      published.push(...items);
    },
    consume: (topic, handler, options) => queue.consume(topic, handler, options),
    depth: () => queue.depth(),
    isReady: () => queue.isReady(),
    close: () => queue.close(),
  };
  const faults: unknown[] = [];
  const relay = startRelay({ store, queue: watched, onFault: (_name, error) => faults.push(error) });
  t.teardown(() => relay.close());

  const orders = Array.from({ length: ORDERS }, (_, n): WorkOrder => deliver(`đơn ${n}`, (n % 7 === 0 ? 3 : n % 3) as WorkOrder["urgency"]));
  for (const order of orders) await store.write((tx) => tx.addWork(order, 0)); // what one transaction adds is of one age
  await sleep(300);
  t.is(published.length, 0);
  t.is((await store.reader.outbox.depth()).deliver, ORDERS, "all of them are safe");

  gate.open();
  await eventually("all are published", async () => await Promise.resolve(published.length >= ORDERS));
  const taken: string[] = [];
  const consumer = await queue.consume("deliver", async (item) => await Promise.resolve(void taken.push(item.id)), { concurrency: 10 });
  await eventually("all are taken", async () => await Promise.resolve(taken.length >= ORDERS));
  await consumer.close();
  const urgencies = published.map(({ urgency }) => urgency);
  t.deepEqual(urgencies, urgencies.toSorted((a, b) => b - a), "urgent first");
  for (const urgency of [3, 2, 1, 0] as const) {
    t.deepEqual(published.filter((item) => item.urgency === urgency).map(({ ref }) => ref), orders.filter((order) => order.urgency === urgency).map(({ ref }) => ref), `old first among ${urgency}`);
  }
  t.deepEqual([taken.length, new Set(taken).size], [ORDERS, ORDERS]);
  t.deepEqual(faults, []);
});

test("the database is away and the broker is not: work in hand waits for it and is done once, instead of wearing out its deliveries", async (t) => {
  const database = await testDatabase(t, SCHEMA);
  const gate = await openGate(t, database);
  const store = await openStore({ databaseUrl: gate.url, onEvent: () => undefined });
  t.teardown(() => store.close());
  const dead: WorkItem[] = [];
  const queue = await openRabbitmqQueue({ url: brokerUrl(), prefix: `away-${randomBytes(5).toString("hex")}.`, topics: WORK_TOPICS, maxDeliveries: 1, redeliveryDelayMs: 50, onDead: async (item) => await Promise.resolve(void dead.push(item.item)), onEvent: () => undefined });
  t.teardown(() => queue.close());
  gate.shut("starting");
  const order = deliver("việc dở");
  await queue.publish([order]);
  let [tried, done] = [0, 0];
  const consumer = await queue.consume("deliver", (_item, _delivery, signal) => outlast(signal, async () => {
    tried += 1;
    await store.ping();
    done += 1;
  }), { concurrency: 1 });
  await eventually("it met the outage", async () => await Promise.resolve(tried > 1));
  gate.open();
  await eventually("it is done", async () => await Promise.resolve(done > 0));
  await consumer.close();
  t.deepEqual([done, dead.length], [1, 0]);
});

test("what is wrong with the work itself comes out at once, and nobody who was told to stop goes on", async (t) => {
  const stop = new AbortController();
  const broken = new HouseError("invariant-broken", "a bug");
  t.is(await t.throwsAsync(outlast(stop.signal, () => Promise.reject(broken))), broken);
  const away = new HouseError("database-unavailable", "away");
  const working = outlast(stop.signal, () => Promise.reject(away));
  stop.abort();
  t.is(await t.throwsAsync(working), away);
});
