import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import { Client } from "pg";
import type { SendOutcome } from "#adapters/adapter";
import { openDatabaseQueue } from "#adapters/database-queue/database-queue";
import { WORK_ITEM_SQL } from "#adapters/database-queue/schema";
import { loadFlowSettings } from "#config";
import { newId, type TransmissionId, type WorkOrderId } from "#src/core/ids";
import type { SendingWire } from "#src/core/local/local-channel";
import { WORK_TOPICS, type Blobs } from "#src/core/ports";
import { deliverer } from "#src/jobs/deliver-outgoing";
import { startRelay } from "#src/jobs/relay-outbox";
import { watchFlow } from "#src/jobs/watch-flow";
import { HouseError } from "#src/core/fault";
import { outgoing, transmission } from "../storage/records.ts";
import { testStore } from "../storage/stores.ts";

const never = (): never => {
  throw new HouseError("invariant-broken", "these partners read no bytes");
};
const NO_BLOBS: Blobs = { scratchDirectory: "", draft: never, open: never, has: never, untouched: never, remove: never };

/** A partner that takes so long and then answers so. */
function partner(channel: string, tookMs: number, failing = false): SendingWire & { readonly sent: () => number } {
  let sent = 0;
  return {
    channel,
    sent: () => sent,
    async send(): Promise<SendOutcome> {
      const leftAt = new Date();
      sent += 1;
      await sleep(tookMs);
      if (failing) return { kind: "not-sent", code: "partner-unreachable", reason: "no route" };
      return { kind: "entered", partnerMessageId: `${channel}${sent}`, leftAt, enteredAt: new Date() };
    },
    findSent: async () => await Promise.resolve({ kind: "not-found" }),
  };
}

test("with a deep queue to one dead, one slow and one flooding partner a hỏa tốc document reaches a healthy one in under two seconds, and the dead one is left alone", async (t) => {
  const { store, databaseUrl } = await testStore(t, { extraMigrations: [{ name: "WorkItem1763798400001", sql: WORK_ITEM_SQL }] });
  const faults: unknown[] = [];
  const onFault = (_name: string, error: unknown): void => void faults.push(error);
  const queue = await openDatabaseQueue({ topics: WORK_TOPICS, maxDeliveries: 5, redeliveryDelayMs: 100, closeGraceMs: 10, onDead: async () => await Promise.resolve(), onEvent: () => undefined, databaseUrl });
  t.teardown(() => queue.close());

  const document = outgoing();
  const template = transmission(document, { channel: "template", urgency: 0 });
  await store.write(async (tx) => {
    await tx.addOutgoing(document);
    await tx.addTransmission(template);
  });
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  for (const [channel, count] of [["peer:dead", 1_500], ["peer:slow", 1_500], ["peer:flood", 3_000]] as const) {
    await client.query(
      `WITH added AS (
         INSERT INTO transmission (id, message_kind, channel, from_organ, to_organs, document_id, outgoing_id, envelope_sha256, envelope_size, urgency, state, attempts)
         SELECT gen_random_uuid(), message_kind, $2, from_organ, to_organs, document_id, outgoing_id, envelope_sha256, envelope_size, n % 4, 'queued', 0 FROM transmission, generate_series(1, $3) AS n WHERE id = $1 RETURNING id, urgency)
       INSERT INTO outbox (id, topic, ref, urgency, due_at, channel) SELECT gen_random_uuid(), 'deliver', id, urgency, clock_timestamp(), $2 FROM added`,
      [template.id, channel, count],
    );
  }
  await client.end();

  const wires = [partner("peer:dead", 100, true), partner("peer:slow", 5_000), partner("peer:flood", 150), partner("axis", 5)];
  const flow = loadFlowSettings();
  const running = new Set<TransmissionId>();
  const relay = startRelay({ store, queue, onFault });
  const clock = { now: () => new Date() };
  const watch = watchFlow({ store, clock, flow, random: Math.random, backlog: () => relay.isBehind(), onFault });
  const needs = { store, blobs: NO_BLOBS, clock, adapterFor: (channel: string) => wires.find((wire) => wire.channel === channel) ?? null, random: Math.random, flow, watch, running };
  const deliver = deliverer(needs);
  const consumer = await queue.consume("deliver", (item, _delivery, signal) => deliver(item, signal).finally(() => relay.freed()), { concurrency: 64 });
  await sleep(700); // the breaker opens, every lane is full

  const took: number[] = [];
  for (let i = 0; i < 25; i += 1) {
    const urgent = transmission(document, { channel: "axis", urgency: 3 });
    const begun = performance.now();
    await store.write(async (tx) => {
      await tx.addTransmission(urgent);
      await tx.addWork({ id: newId<WorkOrderId>(), topic: "deliver", ref: urgent.id, urgency: 3 }, 0);
    });
    while ((await store.reader.transmissions.byId(urgent.id))?.state !== "entered") {
      if (performance.now() - begun > 10_000) return t.fail("the urgent document is stuck");
      await sleep(5);
    }
    took.push(performance.now() - begun);
  }
  took.sort((one, other) => one - other);
  t.log(`hỏa tốc: p50 ${took[12]?.toFixed(0)} ms, longest ${took.at(-1)?.toFixed(0)} ms; flooding partner got ${wires[2]?.sent()}`);
  t.true((took.at(-3) ?? Infinity) < 2_000, `${took.at(-3)} ms; the two slowest of 25 belong to a machine that runs other tests`);
  t.truthy((await store.reader.flow.of("peer:dead"))?.pausedAt);
  t.true((wires[0]?.sent() ?? 0) < 40, "while the channel is paused only probes are made");
  t.true((wires[2]?.sent() ?? 0) > 20, "the flooding one is served meanwhile");
  t.deepEqual(faults, []);
  await relay.close();
  await consumer.close();
  await watch.close();
});
