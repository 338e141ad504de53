import test from "ava";
import { Client } from "pg";
import { LARGE_ENVELOPE_BYTES } from "#src/core/flow/flow-settings";
import { newFlow, type ChannelFlow } from "#src/core/flow/channel-flow";
import { newId, type WorkOrderId } from "#src/core/ids";
import type { Transmission } from "#src/core/outgoing/transmission";
import type { Store, WorkOrder } from "#src/core/ports";
import { inbound, outgoing, transmission } from "./records.ts";
import { testStore } from "./stores.ts";
import { claimOne, settleOne } from "./attempts.ts";

type Wanted = Pick<Transmission, "channel" | "urgency"> & { readonly large?: true };

/** One document, one transmission and its order for each that is wanted. */
async function queue(store: Store, wanted: readonly Wanted[]): Promise<readonly string[]> {
  const document = outgoing();
  const all = wanted.map(({ channel, urgency, large }) => transmission(document, { channel, urgency, envelope: { ...document.envelope, size: large === true ? LARGE_ENVELOPE_BYTES : 100_000 } }));
  await store.write(async (tx) => {
    await tx.addOutgoing(document);
    for (const each of all) {
      await tx.addTransmission(each);
      await tx.addWork({ id: newId<WorkOrderId>(), topic: "deliver", ref: each.id, urgency: each.urgency }, 0);
    }
  });
  return all.map(({ id }) => id);
}

async function take(store: Store): Promise<{ orders: WorkOrder[]; heldBack: boolean; nextInMs: number | null }> {
  const orders: WorkOrder[] = [];
  const { heldBack, nextInMs } = await store.relayDue(200, async (some) => void orders.push(...some));
  return { orders, heldBack, nextInMs };
}

const many = (count: number, wanted: Wanted): readonly Wanted[] => Array.from({ length: count }, () => wanted);
const finish = (store: Store, orders: readonly WorkOrder[]): Promise<void> => store.write(async (tx) => {
  for (const { id } of orders) await tx.finishWork(id);
});

async function keep(store: Store, channel: string, changes: Partial<ChannelFlow>): Promise<void> {
  await store.write(async (tx) => {
    const { flow } = await tx.lockFlow({ ...newFlow(channel, { concurrency: { start: 8, least: 1, most: 32, slowSeconds: 1, afterOutage: 2 } }), ...changes });
    await tx.saveFlow({ ...flow, ...changes });
  });
}

test("a lane takes as many as it has room for; each degree of urgency has one more place, and large envelopes have a lane of their own", async (t) => {
  const { store } = await testStore(t);
  await queue(store, [...many(20, { channel: "axis", urgency: 0 }), ...many(5, { channel: "axis", urgency: 0, large: true }), ...many(3, { channel: "peer:b", urgency: 0 })]);
  const first = await take(store);
  t.is(first.orders.length, 8 + 2 + 3);
  t.true(first.heldBack);
  t.is((await take(store)).orders.length, 0, "full");

  const [urgent = ""] = await queue(store, [{ channel: "axis", urgency: 3 }, { channel: "axis", urgency: 1 }]);
  t.deepEqual((await take(store)).orders.map(({ ref }) => ref), [urgent], "nine are under way: a place is left for what is more urgent than khẩn");
  await finish(store, first.orders.slice(0, 2));
  t.deepEqual((await take(store)).orders.map(({ urgency }) => urgency), [1], "and the freed place goes to the most urgent that waits");
});

test("orders that are about no channel, and those of a channel that floods us, hold nobody back", async (t) => {
  const { store } = await testStore(t, { lanes: { start: 8, large: 2, incoming: 4 } });
  const kept = Array.from({ length: 10 }, () => inbound({ channel: "peer:flood" }));
  const other = inbound({ channel: "axis" });
  await store.write(async (tx) => {
    await tx.addInbound([...kept, other]);
    await tx.addWorks([...kept, other].map(({ id }) => ({ id: newId<WorkOrderId>(), topic: "process-incoming", ref: id, urgency: 0 })));
    for (let i = 0; i < 30; i += 1) await tx.addWork({ id: newId<WorkOrderId>(), topic: "purge", ref: `p${i}`, urgency: 0 }, 0);
  });
  const { orders } = await take(store);
  t.is(orders.filter(({ topic }) => topic === "purge").length, 30);
  t.is(orders.filter(({ topic }) => topic === "process-incoming").length, 5);
  t.true(orders.some(({ ref }) => ref === other.id));
});

test("a paused channel takes nothing until its probe is due, then one order, once, whenever that was planned for", async (t) => {
  const { store, another } = await testStore(t);
  await queue(store, many(3, { channel: "axis", urgency: 0 }));
  const soon = new Date(Date.now() + 60_000);
  await keep(store, "axis", { pausedAt: new Date(), probeAt: soon });
  const waiting = await take(store);
  t.deepEqual([waiting.orders.length, waiting.heldBack], [0, false]);
  t.true((waiting.nextInMs ?? 0) > 50_000 && (waiting.nextInMs ?? 0) <= 60_000, "it says when the probe is due");

  await store.write(async (tx) => {
    const due = await tx.lockFlow(newFlow("axis", { concurrency: { start: 8, least: 1, most: 32, slowSeconds: 1, afterOutage: 2 } }));
    await tx.saveFlow({ ...due.flow, probeAt: new Date(Date.now() - 1) });
  });
  const [one, other] = await Promise.all([take(store), take(await another())]);
  t.is(one.orders.length + other.orders.length, 1);
  t.like(await store.reader.flow.of("axis"), { probing: true, pausedAt: waiting.nextInMs === null ? null : (await store.reader.flow.of("axis"))?.pausedAt });

  await store.write(async (tx) => {
    await tx.postponeWork([...one.orders, ...other.orders][0]?.id ?? newId<WorkOrderId>(), 3_600_000);
    const { flow } = await tx.lockFlow(newFlow("axis", { concurrency: { start: 8, least: 1, most: 32, slowSeconds: 1, afterOutage: 2 } }));
    await tx.saveFlow({ ...flow, pausedAt: null, probeAt: null, probing: false });
    await tx.bringForward("axis");
  });
  t.is((await take(store)).orders.length, 3, "when it is over, what was planned for later goes now");
});

test("a probe of a paused channel is not spent on what waits for another transmission, however urgent it is", async (t) => {
  const { store } = await testStore(t);
  const document = outgoing();
  const sent = transmission(document, { channel: "axis", urgency: 0 });
  const update = transmission(document, { channel: "axis", urgency: 3, after: sent.id });
  await store.write(async (tx) => {
    await tx.addOutgoing(document);
    for (const { each, inMs } of [{ each: sent, inMs: 600_000 }, { each: update, inMs: 0 }]) {
      await tx.addTransmission(each);
      await tx.addWork({ id: newId<WorkOrderId>(), topic: "deliver", ref: each.id, urgency: each.urgency }, inMs);
    }
  });
  await keep(store, "axis", { pausedAt: new Date(Date.now() - 1_000), probeAt: new Date(Date.now() - 1) });
  t.deepEqual((await take(store)).orders.map(({ ref }) => ref), [sent.id]);
});

test("a transmission a person sends again is claimed again, keeps its number of attempts, and is asked about when it may have left", async (t) => {
  const { store } = await testStore(t);
  const [id = ""] = await queue(store, [{ channel: "axis", urgency: 0 }]);
  const claim = async () => await store.write((tx) => claimOne(tx, id as Transmission["id"]));
  const first = await claim();
  if (first.kind !== "claimed") return t.fail(first.kind);
  t.is(first.before, "fresh");
  await store.write((tx) => settleOne(tx, { ...first.transmission, state: "failed", leftAt: new Date(), lastFault: { code: "partner-timeout", reason: "", at: new Date() } }, null));
  await store.write((tx) => settleOne(tx, { ...first.transmission, state: "queued", leftAt: new Date() }, 0));
  const again = await claim();
  t.like(again, { kind: "claimed", before: "outcome-unknown", transmission: { attempts: 2 } });
});

test("what the version before wrote is still read: an order without a lane goes out, a transmission without the time of its first try is claimed", async (t) => {
  const { store, databaseUrl } = await testStore(t);
  const [id = ""] = await queue(store, [{ channel: "axis", urgency: 0 }]);
  await keep(store, "axis", { pausedAt: new Date(), probeAt: new Date(Date.now() + 60_000) });
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("DELETE FROM outbox");
  await client.query("INSERT INTO outbox (id, topic, ref, urgency, due_at) VALUES (gen_random_uuid(), 'deliver', $1, 0, clock_timestamp())", [id]);
  await client.query("UPDATE transmission SET state = 'unknown', attempts = 3");
  await client.end();
  t.deepEqual((await take(store)).orders.map(({ ref }) => ref), [id]);
  t.like(await store.write((tx) => claimOne(tx, id as Transmission["id"])), { kind: "claimed", before: "outcome-unknown", transmission: { attempts: 4 } });
});
