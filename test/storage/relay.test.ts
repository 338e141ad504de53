import { EventEmitter, once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import test from "ava";
import { HouseError } from "#src/core/fault";
import type { Store, WorkOrder } from "#src/core/ports";
import { deliver } from "./records.ts";
import { testStore } from "./stores.ts";
import { workIsOpen } from "./attempts.ts";

async function add(store: Store, orders: readonly WorkOrder[], dueInMs = 0): Promise<void> {
  await store.write(async (tx) => {
    for (const order of orders) await tx.addWork(order, dueInMs);
  });
}

async function relayed(store: Store, limit = 100): Promise<WorkOrder[]> {
  const seen: WorkOrder[] = [];
  await store.relayDue(limit, async (orders) => void seen.push(...orders));
  return seen;
}

test("due orders go out urgent first, then old first, once", async (t) => {
  const { store } = await testStore(t);
  const orders = [deliver("a", 0), deliver("b", 3), deliver("c", 0), deliver("d", 1)];
  for (const order of orders) await add(store, [order]);
  await add(store, [deliver("later", 3)], 3_600_000);
  t.deepEqual((await relayed(store, 3)).map(({ ref }) => ref), ["b", "d", "a"]);
  t.deepEqual(await relayed(store), [orders[2]]);
  t.deepEqual(await relayed(store), []);
  t.deepEqual(await store.reader.outbox.depth(), { deliver: 5, "process-incoming": 0, purge: 0 });
});

test("an order is open until it is finished; postponed it goes out again under the same id", async (t) => {
  const { store } = await testStore(t);
  const order = deliver("a");
  await add(store, [order]);
  t.deepEqual(await relayed(store), [order]);
  await store.write((tx) => tx.postponeWork(order.id, 300));
  t.deepEqual(await relayed(store), []);
  await pause(350);
  t.deepEqual(await relayed(store), [order]);
  t.true(await store.write((tx) => workIsOpen(tx, order.id)));
  await store.write((tx) => tx.finishWork(order.id));
  t.false(await store.write((tx) => workIsOpen(tx, order.id)));
});

test("there is one open order per topic and ref: a second brings the first forward", async (t) => {
  const { store } = await testStore(t);
  const order = deliver("a", 0);
  await add(store, [order], 3_600_000);
  await add(store, [deliver("a", 2)]);
  t.deepEqual(await relayed(store), [{ ...order, urgency: 2 }]);
});

test("a rolled back order was never added", async (t) => {
  const { store } = await testStore(t);
  await t.throwsAsync(
    store.write(async (tx) => {
      await tx.addWork(deliver("a"), 0);
      throw new HouseError("request-invalid", "no");
    }),
  );
  t.deepEqual(await relayed(store), []);
});

test("several relays at once publish every order exactly once", async (t) => {
  const { store, another } = await testStore(t);
  const stores = [store, await another(), await another()];
  const orders = Array.from({ length: 600 }, (_, index) => deliver(`r${index}`, index % 4 === 0 ? 3 : 0));
  await add(store, orders);
  const published: string[] = [];
  const relay = async (one: Store): Promise<void> => {
    for (;;) {
      const { count } = await one.relayDue(20, async (batch) => {
        await pause(Math.random() * 5);
        published.push(...batch.map(({ id }) => id));
      });
      if (count === 0) return;
    }
  };
  await Promise.all(stores.flatMap((one) => [relay(one), relay(one)]));
  t.is(published.length, 600);
  t.is(new Set(published).size, 600);
});

test("when publishing fails the orders are due again at once", async (t) => {
  const { store } = await testStore(t);
  const order = deliver("a");
  await add(store, [order]);
  await t.throwsAsync(
    store.relayDue(10, () => Promise.reject(new HouseError("shutting-down", "broker away"))),
    { message: "broker away" },
  );
  t.deepEqual(await relayed(store), [order]);
});

test("orders that could not be published keep their age: nothing that came later overtakes them", async (t) => {
  const { store } = await testStore(t);
  for (const ref of ["a", "b", "c"]) await add(store, [deliver(ref)]);
  await t.throwsAsync(store.relayDue(2, () => Promise.reject(new HouseError("database-unavailable", "the queue is away"))));
  t.deepEqual((await relayed(store, 2)).map(({ ref }) => ref), ["a", "b"]);
});

test("orders of a relay that died between publishing and confirming go out again, and its late confirmation changes nothing (DN-21.4)", async (t) => {
  const { store, another } = await testStore(t, { takenForMs: 300 });
  const other = await another();
  const order = deliver("a");
  await add(store, [order]);
  const hang = new EventEmitter();
  const dying = store.relayDue(10, async () => void (await once(hang, "confirmed")));
  await pause(100);
  t.deepEqual(await relayed(other), [], "still taken");
  await pause(300);
  t.deepEqual(await relayed(other), [order]);
  await other.write((tx) => tx.postponeWork(order.id, 200));
  hang.emit("confirmed");
  await dying;
  await pause(300);
  t.deepEqual(await relayed(other), [order], "the plan of the handler stands");
});

test("an order finished while it is being relayed stays finished", async (t) => {
  const { store } = await testStore(t);
  const order = deliver("a");
  await add(store, [order]);
  await store.relayDue(10, async () => await store.write((tx) => tx.finishWork(order.id)));
  t.deepEqual(await store.reader.outbox.depth(), { deliver: 0, "process-incoming": 0, purge: 0 });
});

test("orders the queue lost are relayed again, but a long queue is not flooded", async (t) => {
  const { store, events } = await testStore(t, { overdueAfterMs: 400 });
  await add(store, Array.from({ length: 300 }, (_, index) => deliver(`r${index}`)));
  t.is((await relayed(store, 1000)).length, 300);
  await pause(450);
  t.is((await relayed(store, 1000)).length, 50, "without knowing more, only probes");
  t.is((await relayed(store, 1000)).length, 0, "and only once per period");
  await pause(450);
  const depths = (deliver: number) => () => Promise.resolve({ deliver });
  const again = async (held: number): Promise<number> => {
    let count = 0;
    await store.relayDue(1000, async (orders) => void (count += orders.length), depths(held));
    return count;
  };
  t.is(await again(300), 50, "the queue has them all: it is merely long");
  await pause(450);
  t.true((await again(0)) >= 250, "the queue is empty: they were lost");
  t.true(events.some(({ kind }) => kind === "outbox.relayed-again"));
});

test("an order that is kept is not taken for lost; one that was planned anew stays planned", async (t) => {
  const { store } = await testStore(t, { overdueAfterMs: 800 });
  const [kept, lost, planned] = [deliver("kept"), deliver("lost"), deliver("planned")];
  await add(store, [kept, lost, planned]);
  t.is((await relayed(store)).length, 3);
  await store.write((tx) => tx.postponeWork(planned.id, 0));
  await pause(500);
  await store.keepWork("deliver", [kept.ref, planned.ref]);
  await pause(400);
  t.deepEqual((await relayed(store)).map(({ ref }) => ref).toSorted(), ["lost", "planned"]);
});

test("whoever listens is woken by work of another process, and stops when told to", async (t) => {
  const { store, another } = await testStore(t);
  const other = await another();
  const bell = new EventEmitter();
  let woken = 0;
  const up = once(bell, "work");
  const stop = store.onWork(() => {
    woken += 1;
    bell.emit("work");
  });
  await up; // a new listener is called once when the lifeline is there
  const start = performance.now();
  await Promise.all([once(bell, "work"), add(other, [deliver("a")])]);
  t.true(performance.now() - start < 1_000);
  stop();
  await add(other, [deliver("b")]);
  await pause(100);
  t.is(woken, 2);
});
