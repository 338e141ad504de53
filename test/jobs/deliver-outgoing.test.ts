import test, { type ExecutionContext } from "ava";
import { Client } from "pg";
import { loadFlowSettings } from "#config";
import { HouseError } from "#src/core/fault";
import type { Store } from "#src/core/ports";
import { deliverer } from "#src/jobs/deliver-outgoing";
import { gatewayOf, send } from "#test/support/letters";
import { openTown } from "#test/support/town";
import { claimOne } from "../storage/attempts.ts";
import { deliver as orderTo, submit } from "../storage/records.ts";
import { testStore } from "../storage/stores.ts";

interface Delivered {
  readonly sent: number;
  readonly asked: number;
  readonly state: string | undefined;
  readonly entered: number;
}

/** One document is sent; the first transaction after that meets a database that is away, before or after it committed. */
async function deliver(t: ExecutionContext, away: "before" | "after"): Promise<Delivered> {
  const town = await openTown(t, { gateways: { vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] } }, others: { quangngai: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] }, run: [] });
  const { house } = gatewayOf(town, "vpcp");
  await send(gatewayOf(town, "vpcp"));
  const database = new Client({ connectionString: house.databaseUrl });
  await database.connect();
  t.teardown(() => database.end());
  const { rows: [order] } = await database.query<{ id: string; ref: string }>("SELECT id, ref FROM outbox WHERE topic = 'deliver'");
  const calls = { sent: 0, asked: 0 };
  let isAway = false;
  const store: Store = {
    ...house.store,
    reader: house.store.reader,
    write: async (work) => {
      if (!isAway) return await house.store.write(work);
      isAway = false;
      if (away === "after") await house.store.write(work);
      throw new HouseError("database-unavailable", "the database cannot be used now");
    },
  };
  const run = deliverer({
    ...house,
    store,
    adapterFor: () => ({
      channel: "axis",
      send: () => {
        calls.sent += 1;
        isAway = true;
        return Promise.resolve({ kind: "entered", partnerMessageId: "m-1", leftAt: house.clock.now(), enteredAt: house.clock.now() });
      },
      findSent: () => {
        calls.asked += 1;
        return Promise.resolve({ kind: "cannot-tell", reason: "no list" });
      },
    }),
    random: () => 0.5,
    flow: loadFlowSettings(null),
    watch: { note: () => undefined },
    running: new Set(),
  });
  await run({ id: order?.id ?? "", topic: "deliver", ref: order?.ref ?? "", urgency: 0 }, new AbortController().signal);
  const { rows: [after] } = await database.query<{ state: string; entered: number }>("SELECT state, (SELECT count(*)::int FROM journal WHERE kind = 'transmission.entered') AS entered FROM transmission WHERE id = $1", [order?.ref]);
  return { ...calls, state: after?.state, entered: after?.entered ?? 0 };
}

test("a database that is away when the partner's yes is written down does not make it forgotten: nothing is asked or sent again", async (t) => {
  t.deepEqual(await deliver(t, "before"), { sent: 1, asked: 0, state: "entered", entered: 1 });
});

test("a commit of the partner's yes that was not confirmed is not written twice", async (t) => {
  t.deepEqual(await deliver(t, "after"), { sent: 1, asked: 0, state: "entered", entered: 1 });
});

test("who loses the claim while it asks the partner sends nothing", async (t) => {
  const { store } = await testStore(t);
  const { carrier } = await submit(store);
  const order = orderTo(carrier.id);
  const claim = (): Promise<unknown> => store.write((tx) => claimOne(tx, carrier.id));
  await store.write((tx) => tx.addWork(order, 0));
  await claim(); // an attempt that left no outcome
  const never = (): never => {
    throw new HouseError("invariant-broken", "no bytes are read here");
  };
  let sent = 0;
  const run = deliverer({
    store,
    blobs: { scratchDirectory: "", draft: never, open: never, has: never, untouched: never, remove: never },
    clock: { now: () => new Date() },
    adapterFor: () => ({
      channel: carrier.channel,
      send: () => {
        sent += 1;
        return Promise.resolve({ kind: "not-sent", code: "partner-unreachable", reason: "no route" });
      },
      findSent: async () => {
        await claim(); // somebody takes it over
        return { kind: "not-found" };
      },
    }),
    random: () => 0.5,
    flow: loadFlowSettings(null),
    watch: { note: () => undefined },
    running: new Set(),
  });
  await run(order, new AbortController().signal);
  t.is(sent, 0);
  t.like(await store.reader.transmissions.byId(carrier.id), { state: "sending", attempts: 3 });
});
