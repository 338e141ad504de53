import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import test, { type ExecutionContext } from "ava";
import type { DeadItem, QueueDepth, WorkItem, WorkQueue, WorkQueueOptions } from "#adapters/work-queue";
import { openQueue, TOPICS, type QueuePlace } from "./queue-place.ts";

/** What every work queue must do. `place` makes an empty one that nobody else uses, for one test. */
export function workQueueContract(place: (t: ExecutionContext) => Promise<QueuePlace>): void {
  const open = async (t: ExecutionContext, where: QueuePlace, options: Partial<WorkQueueOptions> = {}): Promise<WorkQueue> => {
    const queue = await openQueue(where, { closeGraceMs: 500, ...options });
    t.teardown(async () => await queue.close());
    return queue;
  };

  test("published items outlive the publisher and are handled once each", async (t) => {
    const where = await place(t);
    const items = Array.from({ length: 300 }, (_, n) => workItem({ ref: `row-${n}`, urgency: n % 10 === 0 ? 3 : 0 }));
    const publisher = await openQueue(where);
    await publisher.publish(items);
    await publisher.close();

    const seen: WorkItem[] = [];
    const handler = async (item: WorkItem): Promise<void> => {
      await sleep(1);
      seen.push(item);
    };
    for (let n = 0; n < 2; n++) await (await open(t, where)).consume("deliver", handler, { concurrency: 8 });
    await until(() => seen.length >= items.length);
    await sleep(300);
    t.is(seen.length, items.length);
    const byRef = (a: WorkItem, b: WorkItem): number => a.ref.localeCompare(b.ref);
    t.deepEqual([...seen].sort(byRef), [...items].sort(byRef));
  });

  test("an item is there until its handler resolved, then gone", async (t) => {
    const queue = await open(t, await place(t));
    const gate = new Gate();
    const item = workItem({});
    await queue.publish([item]);
    await untilAsync(async () => (await depthOf(queue)).ready === 1);
    await queue.consume("deliver", async () => await gate.opened, { concurrency: 2 });
    await untilAsync(async () => (await depthOf(queue)).running === 1);
    t.deepEqual(await depthOf(queue), { topic: "deliver", ready: 0, running: 1 });
    gate.open();
    await untilAsync(async () => (await depthOf(queue)).running === 0);
    t.deepEqual(await queue.depth(), TOPICS.map((topic) => ({ topic, ready: 0, running: 0 })));
  });

  test("a handler that throws gets the item again after the pause; after the last failure it goes to onDead and is gone", async (t) => {
    const dead: DeadItem[] = [];
    const queue = await open(t, await place(t), { maxDeliveries: 3, redeliveryDelayMs: 300, onDead: async (item) => void dead.push(await Promise.resolve(item)) });
    const times: number[] = [];
    const deliveries: number[] = [];
    await queue.consume(
      "deliver",
      async (_item, delivery) => {
        times.push(performance.now());
        deliveries.push(delivery);
        await sleep(1);
        throw new RangeError("the partner is away");
      },
      { concurrency: 4 },
    );
    const item = workItem({ urgency: 2 });
    await queue.publish([item]);
    await until(() => dead.length > 0);
    await sleep(500);
    t.deepEqual(deliveries, [1, 2, 3]);
    t.deepEqual(dead, [{ item, deliveries: 3, reason: "the partner is away" }]);
    const pauses = times.slice(1).map((time, n) => time - (times[n] ?? 0));
    t.true(pauses.every((pause) => pause >= 290), `pauses ${pauses.join(", ")}`);
    t.deepEqual(await depthOf(queue), { topic: "deliver", ready: 0, running: 0 });
  });

  test("a dead item that onDead does not take is brought up until it does, without its handler", async (t) => {
    let offers = 0;
    let calls = 0;
    const queue = await open(t, await place(t), {
      maxDeliveries: 1,
      redeliveryDelayMs: 100,
      onDead: async () => {
        offers++;
        await sleep(1);
        if (offers < 3) throw new RangeError("the database is away");
      },
    });
    await queue.consume(
      "deliver",
      async () => {
        calls++;
        await sleep(1);
        throw new RangeError("no");
      },
      { concurrency: 1 },
    );
    await queue.publish([workItem({})]);
    await until(() => offers === 3);
    await sleep(400);
    t.is(offers, 3);
    t.is(calls, 1);
    t.deepEqual(await depthOf(queue), { topic: "deliver", ready: 0, running: 0 });
  });

  test("kill -9 of the process that handles an item gives it to another one within 30 s", async (t) => {
    const where = await place(t);
    const queue = await open(t, where);
    const item = workItem({});
    const child = spawn(process.execPath, [fileURLToPath(new URL("consumer-process.js", import.meta.url)), JSON.stringify(where)], { stdio: ["ignore", "pipe", "inherit"] });
    t.teardown(() => child.kill("SIGKILL"));
    await queue.publish([item]);
    for await (const line of createInterface({ input: child.stdout })) if (line === `started ${item.id}`) break;

    const begun: { item: WorkItem; delivery: number }[] = [];
    await queue.consume("deliver", async (taken, delivery) => void begun.push(await Promise.resolve({ item: taken, delivery })), { concurrency: 1 });
    await sleep(1_000);
    t.deepEqual(begun, [], "not while the process lives");
    const killed = Date.now();
    child.kill("SIGKILL");
    await until(() => begun.length > 0, 30_000);
    t.log(`given back after ${Date.now() - killed} ms`);
    t.deepEqual(begun, [{ item, delivery: 2 }]);
  });

  test("nobody else gets the item while its handler runs, however long that is", async (t) => {
    const where = await place(t);
    const queues = [await open(t, where), await open(t, where), await open(t, where)];
    let starts = 0;
    let ends = 0;
    for (const queue of queues) {
      await queue.consume(
        "deliver",
        async () => {
          starts++;
          await sleep(6_000); // longer than the lease of the tests
          ends++;
        },
        { concurrency: 2 },
      );
    }
    await queues[0]?.publish([workItem({})]);
    await until(() => ends === 1, 20_000);
    await sleep(1_500);
    t.is(starts, 1);
  });

  test("an urgent item overtakes the normal ones that wait", async (t) => {
    const where = await place(t);
    const queue = await open(t, where);
    const urgent = workItem({ urgency: 3 });
    await queue.publish(Array.from({ length: 30 }, () => workItem({})));
    await queue.publish([urgent]);
    const order: string[] = [];
    await queue.consume(
      "deliver",
      async (item) => {
        await sleep(20);
        order.push(item.id);
      },
      { concurrency: 1 },
    );
    await until(() => order.includes(urgent.id));
    t.true(order.indexOf(urgent.id) <= 2, `came as number ${order.indexOf(urgent.id) + 1}`);
  });

  test("slow normal work leaves a place for an urgent item", async (t) => {
    const queue = await open(t, await place(t), { closeGraceMs: 0 });
    const gate = new Gate();
    t.teardown(() => gate.open());
    let urgentDone = false;
    let normal = 0;
    await queue.consume(
      "deliver",
      async (item) => {
        if (item.urgency >= 2) {
          urgentDone = true;
          return;
        }
        normal++;
        await gate.opened;
      },
      { concurrency: 4 },
    );
    await queue.publish(Array.from({ length: 10 }, () => workItem({ urgency: 1 })));
    await until(() => normal === 3);
    await sleep(300);
    t.is(normal, 3);
    await queue.publish([workItem({ urgency: 2 })]);
    await until(() => urgentDone);
    t.true(urgentDone);
  });

  test("an order relayed again and again while it runs keeps nothing else out, and runs once more at most", async (t) => {
    const queue = await open(t, await place(t));
    const gate = new Gate();
    const item = workItem({});
    const other = workItem({});
    const seen: string[] = [];
    await queue.consume(
      "deliver",
      async ({ id }) => {
        seen.push(id);
        if (id === item.id) await gate.opened;
      },
      { concurrency: 3 },
    );
    await queue.publish([item]);
    await until(() => seen.length === 1);
    for (let copy = 0; copy < 6; copy++) await queue.publish([item]);
    await queue.publish([other]);
    await until(() => seen.length === 2, 3_000);
    t.deepEqual(seen, [item.id, other.id]);
    gate.open();
    await untilAsync(async () => (await depthOf(queue)).running + (await depthOf(queue)).ready === 0);
    t.true(seen.length <= 3, `ran ${seen.length - 1} times`);
  });

  test("close waits for the running handler and takes nothing new", async (t) => {
    const where = await place(t);
    const queue = await open(t, where, { closeGraceMs: 10_000 });
    const started: string[] = [];
    let finished = 0;
    const consumer = await queue.consume(
      "deliver",
      async (item) => {
        started.push(item.id);
        await sleep(700);
        finished++;
      },
      { concurrency: 1 },
    );
    await queue.publish([workItem({}), workItem({}), workItem({})]);
    await until(() => started.length === 1);
    await consumer.close();
    t.is(finished, started.length);
    t.is(finished, 1);
    await sleep(500);
    t.is(started.length, 1);
    await untilAsync(async () => (await depthOf(queue)).ready === 2);
    t.deepEqual(await depthOf(queue), { topic: "deliver", ready: 2, running: 0 });
  });

  test("a handler that outlasts the grace time is told to stop and its item is given back as if never tried", async (t) => {
    const where = await place(t);
    const first = await open(t, where, { closeGraceMs: 200 });
    const item = workItem({});
    let aborted = false;
    let started = false;
    await first.consume(
      "deliver",
      async (_item, _delivery, signal) => {
        started = true;
        await sleep(60_000, undefined, { signal }).catch((cause: unknown) => {
          aborted = signal.aborted;
          throw cause;
        });
      },
      { concurrency: 1 },
    );
    await first.publish([item]);
    await until(() => started);
    await first.close();
    t.true(aborted);

    const again: { item: WorkItem; delivery: number }[] = [];
    const second = await open(t, where);
    await second.consume("deliver", async (taken, delivery) => void again.push(await Promise.resolve({ item: taken, delivery })), { concurrency: 1 });
    await until(() => again.length > 0);
    t.deepEqual(again, [{ item, delivery: 1 }]);
  });

  test("an item no queue can carry is refused, and nothing of its batch is published", async (t) => {
    const queue = await open(t, await place(t));
    for (const wrong of [{ id: "not-a-uuid" }, { topic: "unheard-of" }, { ref: "" }]) {
      await t.throwsAsync(queue.publish([workItem({}), { ...workItem({}), ...wrong }]), { code: "work-item-invalid" });
    }
    t.deepEqual(await depthOf(queue), { topic: "deliver", ready: 0, running: 0 });
  });

  test("one poisonous item does not keep the others waiting", async (t) => {
    const queue = await open(t, await place(t), { redeliveryDelayMs: 30_000 });
    const done: string[] = [];
    const poison = workItem({ urgency: 3 });
    const good = Array.from({ length: 20 }, () => workItem({}));
    await queue.consume(
      "deliver",
      async (item) => {
        await sleep(1);
        if (item.id === poison.id) throw new RangeError("poison");
        done.push(item.id);
      },
      { concurrency: 1 },
    );
    await queue.publish([poison, ...good]);
    await until(() => done.length === good.length);
    t.is(done.length, good.length);
    await untilAsync(async () => (await depthOf(queue)).ready === 1);
    t.is((await depthOf(queue)).ready, 1, "the poison waits for its next try");
  });
}

/** An item of the topic `deliver`, normal unless told. */
export function workItem(some: Partial<WorkItem>): WorkItem {
  return { id: randomUUID(), topic: "deliver", ref: "dispatch-1", urgency: 0, ...some };
}

export async function until(done: () => boolean, patienceMs = 15_000): Promise<void> {
  await untilAsync(async () => await Promise.resolve(done()), patienceMs);
}

/** Waits until the condition holds, or the patience is over: the assertion after it then tells. */
export async function untilAsync(done: () => Promise<boolean>, patienceMs = 15_000): Promise<void> {
  for (const end = Date.now() + patienceMs; Date.now() < end && !(await done()); ) await sleep(20);
}

async function depthOf(queue: WorkQueue): Promise<QueueDepth> {
  return (await queue.depth()).find((depth) => depth.topic === "deliver") ?? { topic: "none", ready: -1, running: -1 };
}

/** Something a test opens when it wants a handler to go on. */
class Gate {
  readonly opened: Promise<void>;
  #open: () => void = () => undefined;

  constructor() {
    this.opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open();
  }
}
