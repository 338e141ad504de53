import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import { openRabbitmqQueue } from "#adapters/rabbitmq/rabbitmq-queue";
import type { WorkItem, WorkQueue } from "#adapters/work-queue";
import { WORK_TOPICS, type WorkOrder } from "#src/core/ports";
import { startRelay } from "#src/jobs/relay-outbox";
import { openGate } from "#test/support/gate";
import { brokerUrl } from "#test/support/rabbitmq";
import { eventually } from "#test/support/town";
import { deliver } from "../storage/records.ts";
import { testStore } from "../storage/stores.ts";

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
  await store.write(async (tx) => {
    for (const order of orders) await tx.addWork(order, 0);
  });
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
