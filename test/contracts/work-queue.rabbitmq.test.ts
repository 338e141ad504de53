import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "amqplib";
import test from "ava";
import { AdapterError } from "#adapters/errors";
import { RabbitmqConnection } from "#adapters/rabbitmq/connection";
import { openRabbitmqQueue, type RabbitmqQueueOptions } from "#adapters/rabbitmq/rabbitmq-queue";
import type { DeadItem, WorkItem, WorkQueue } from "#adapters/work-queue";
import { CHANNEL_CLOSE_OK, CONNECTION_CLOSE_OK, openBrokerProxy } from "#test/support/broker-proxy";
import { farewell } from "#adapters/rabbitmq/farewell";
import { openSilencingProxy } from "#test/support/silencing-proxy";
import { brokerUrl, startRabbitNode } from "#test/support/rabbitmq";
import { until, untilAsync, workItem, workQueueContract } from "./work-queue.ts";

const prefixes: string[] = [];

workQueueContract(async () => await Promise.resolve({ kind: "rabbitmq", url: brokerUrl(), prefix: newPrefix() }));

test.after.always("the queues of these tests are taken away", async () => {
  await onChannel(async (channel) => {
    for (const prefix of prefixes) {
      for (const topic of ["deliver", "process"]) {
        for (const queue of ["urgent", "normal", "urgent.retry", "normal.retry", "dead"]) await channel.deleteQueue(`${prefix}${topic}.${queue}`);
      }
      await channel.deleteQueue(`${prefix}parked`);
    }
  });
});

test("garbage on the wire is parked where a person can see it, and the work behind it goes on", async (t) => {
  const prefix = newPrefix();
  const events: string[] = [];
  const seen: string[] = [];
  const queue = await openRabbitmqQueue({ ...settings(prefix), onEvent: (event) => events.push(event.kind) });
  t.teardown(async () => await queue.close());
  await queue.consume("deliver", async (item) => void seen.push(await Promise.resolve(item.id)), { concurrency: 1 });
  const garbage = ["", "{", "null", "[1]", '{"id":1}', JSON.stringify({ ...workItem({}), topic: "process" }), Buffer.from([0xff, 0x00, 0xc3])];
  await onChannel(async (channel) => {
    for (const body of garbage) channel.sendToQueue(`${prefix}deliver.normal`, Buffer.from(body));
    await channel.checkQueue(`${prefix}parked`);
  });
  const item = workItem({});
  await queue.publish([item]);
  await until(() => seen.length > 0);
  t.deepEqual(seen, [item.id]);
  await untilAsync(async () => (await countIn(`${prefix}parked`)) === garbage.length);
  t.is(await countIn(`${prefix}parked`), garbage.length);
  t.is(events.filter((kind) => kind === "queue-message-unreadable").length, garbage.length);
});

test("an item the broker itself gave up on reaches onDead", async (t) => {
  const prefix = newPrefix();
  const dead: DeadItem[] = [];
  const queue = await openRabbitmqQueue({ ...settings(prefix), onDead: async (item) => void dead.push(await Promise.resolve(item)) });
  t.teardown(async () => await queue.close());
  const item = workItem({});
  await queue.publish([item]);
  await onChannel(async (channel) => {
    // what the deaths of nine processes would do
    for (let taken = 0; taken < 9; ) {
      const message = await channel.get(`${prefix}deliver.normal`);
      if (message === false) {
        await sleep(20);
        continue;
      }
      channel.nack(message, false, true);
      taken++;
    }
    await channel.checkQueue(`${prefix}deliver.normal`);
  });
  await queue.consume("deliver", async () => await Promise.reject(new RangeError("never called")), { concurrency: 1 });
  await until(() => dead.length > 0);
  t.deepEqual(dead.map((one) => one.item), [item]);
  t.regex(dead[0]?.reason ?? "", /the process ended/);
  await untilAsync(async () => (await countIn(`${prefix}deliver.dead`)) === 0);
  t.is(await countIn(`${prefix}deliver.dead`), 0);
});

test("a queue deleted under us: publishing says so, and the queue is made again", async (t) => {
  const prefix = newPrefix();
  const queue = await openRabbitmqQueue(settings(prefix));
  t.teardown(async () => await queue.close());
  const seen: WorkItem[] = [];
  await queue.consume("deliver", async (item) => void seen.push(await Promise.resolve(item)), { concurrency: 1 });
  await onChannel(async (channel) => void (await channel.deleteQueue(`${prefix}deliver.normal`)));
  const item = workItem({});
  await untilPublished(queue, [item]);
  await until(() => seen.length > 0);
  t.deepEqual(seen, [item]);
});

test("publishing into a lane that is missing is refused although the broker confirms it", async (t) => {
  const prefix = newPrefix();
  const queue = await openRabbitmqQueue(settings(prefix));
  t.teardown(async () => await queue.close());
  await onChannel(async (channel) => void (await channel.deleteQueue(`${prefix}deliver.urgent`)));
  await t.throwsAsync(queue.publish([workItem({ urgency: 3 })]), { code: "queue-publish-unconfirmed" });
});

test("without a broker the queue opens, is not ready, refuses to publish and closes", async (t) => {
  const queue = await openRabbitmqQueue({ ...settings("x."), url: "amqp://guest:guest@127.0.0.1:1" });
  t.false(queue.isReady());
  const consumer = await queue.consume("deliver", async () => await Promise.resolve(), { concurrency: 1 });
  await t.throwsAsync(queue.publish([workItem({})]), { code: "queue-unavailable" });
  await t.throwsAsync(queue.depth(), { code: "queue-unavailable" });
  await consumer.close();
  await queue.close();
});

test("a broker that stops answering while everything is set up is cut off, and the next connection works", async (t) => {
  const proxy = await openSilencingProxy(t, brokerUrl());
  const events: string[] = [];
  const queue = await openRabbitmqQueue({ ...settings(newPrefix()), url: proxy.url, setUpMs: 4_000, onEvent: (event) => events.push(event.kind) });
  t.teardown(async () => await queue.close());
  await until(() => queue.isReady());
  t.true(proxy.connections > 1);
  t.deepEqual([events[0], events.at(-1)], ["queue-away", "queue-connected"]);
  await queue.publish([workItem({})]);
});

test("a set-up that fails on a connection that dies over its goodbye, and one whose channel breaks again, are tried anew", async (t) => {
  const proxy = await openBrokerProxy(t, brokerUrl());
  const events: string[] = [];
  let setUps = 0;
  const connection: RabbitmqConnection = new RabbitmqConnection({
    url: proxy.url,
    name: "farewell",
    kind: "queue",
    onEvent: ({ kind }) => events.push(kind),
    onGone: () => undefined,
    establish: async (model) => {
      setUps += 1;
      if (setUps === 1) proxy.cutAt(CONNECTION_CLOSE_OK);
      if (setUps === 1) throw new AdapterError("queue-unavailable", "a queue has other arguments");
      const channel = connection.onChannel(model, await model.createChannel());
      if (setUps === 2) await channel.close();
    },
  });
  t.teardown(async () => await connection.close());
  await connection.open();
  await until(() => connection.isReady());
  t.deepEqual(events, ["queue-away", "queue-away", "queue-connected"]);

  // amqplib never settles this close: its answer is lost with the connection
  const channel = await connection.model?.createChannel();
  proxy.cutAt(CHANNEL_CLOSE_OK);
  if (channel === undefined) return t.fail();
  const asked = performance.now();
  await farewell(channel);
  t.true(performance.now() - asked < 1_000);
});

test("kill -9 of the broker while publishing and handling: nothing confirmed is lost, nothing runs twice at once, both resume by themselves", async (t) => {
  const directory = await mkdtemp(join(tmpdir(), "lienthong-broker-"));
  const node = await startRabbitNode(directory);
  t.teardown(async () => {
    await node.close();
    await rm(directory, { recursive: true, force: true });
  });
  const queue = await openRabbitmqQueue({ ...settings("restart."), url: node.url, confirmMs: 5_000 });
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
  await sleep(1_500); // RabbitMQ 3.10 loses a quorum queue that is younger than a second when it is killed
  const confirmed: string[] = [];
  let refused = 0;
  const enough = new AbortController();
  const publisher = (async () => {
    while (!enough.signal.aborted) {
      const items = Array.from({ length: 10 }, () => workItem({ urgency: Math.random() < 0.2 ? 3 : 0 }));
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
    await node.kill();
    await until(() => !queue.isReady());
    t.false(queue.isReady());
    await node.start();
    await until(() => queue.isReady());
    t.true(queue.isReady());
  }
  await sleep(500);
  enough.abort();
  await publisher;
  await until(() => confirmed.every((id) => handled.has(id)), 30_000);
  t.log(`${confirmed.length} confirmed, ${refused} batches refused`);
  t.true(refused > 0, "the outage was felt");
  t.deepEqual(confirmed.filter((id) => !handled.has(id)), []);
  t.is(overlaps, 0);
});

function newPrefix(): string {
  const prefix = `test.${randomBytes(6).toString("hex")}.`;
  prefixes.push(prefix);
  return prefix;
}

function settings(prefix: string): RabbitmqQueueOptions {
  return {
    url: process.env["AMQP_URL"] ?? "",
    prefix,
    topics: ["deliver", "process"],
    maxDeliveries: 3,
    redeliveryDelayMs: 100,
    onDead: async () => await Promise.resolve(),
    onEvent: () => undefined,
  };
}

async function onChannel(use: (channel: Awaited<ReturnType<Awaited<ReturnType<typeof connect>>["createChannel"]>>) => Promise<void>): Promise<void> {
  const connection = await connect(brokerUrl());
  connection.on("error", () => undefined);
  const channel = await connection.createChannel();
  channel.on("error", () => undefined);
  try {
    await use(channel);
  } finally {
    await connection.close();
  }
}

async function countIn(queue: string): Promise<number> {
  let count = -1;
  await onChannel(async (channel) => {
    count = (await channel.checkQueue(queue)).messageCount;
  });
  return count;
}

async function untilPublished(queue: WorkQueue, items: readonly WorkItem[]): Promise<void> {
  await untilAsync(
    async () =>
      await queue.publish(items).then(
        () => true,
        () => false,
      ),
  );
}
