import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import test from "ava";
import { Client } from "pg";
import { HouseError } from "#src/core/fault";
import type { TransmissionId } from "#src/core/ids";
import { newId } from "#src/core/ids";
import type { Claim, Store } from "#src/core/ports";
import { submit, T0 } from "./records.ts";
import { testStore } from "./stores.ts";
import { claimOne, settleOne } from "./attempts.ts";

async function claim(store: Store, id: TransmissionId): Promise<Claim> {
  return await store.write((tx) => claimOne(tx, id));
}

async function claimed(store: Store, id: TransmissionId): Promise<Extract<Claim, { kind: "claimed" }>> {
  const answer = await claim(store, id);
  if (answer.kind !== "claimed") throw new HouseError("invariant-broken", `not claimed but ${answer.kind}`);
  return answer;
}

async function terminateLifelines(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'lienthong lifeline'");
  await client.end();
}

test("a transmission is claimed once while its owner lives, then settled, then finished", async (t) => {
  const { store, another } = await testStore(t);
  const other = await another();
  const { carrier } = await submit(store);
  const first = await claimed(store, carrier.id);
  t.is(first.before, "fresh");
  t.deepEqual(first.transmission, { ...carrier, state: "sending", attempts: 1 });
  t.is((await claim(other, carrier.id)).kind, "busy");

  const before = Date.now();
  await store.write((tx) => settleOne(tx, { ...first.transmission, state: "unknown", lastFault: { code: "timeout", reason: "r", at: T0 } }, 60_000));
  const planned = await store.reader.transmissions.byId(carrier.id);
  t.is(planned?.state, "unknown");
  t.true(Math.abs((planned?.nextAttemptAt?.getTime() ?? 0) - before - 60_000) < 5_000);

  const second = await claimed(other, carrier.id);
  t.is(second.before, "outcome-unknown");
  t.is(second.transmission.attempts, 2);
  t.is(second.transmission.nextAttemptAt, null);
  await other.write((tx) => settleOne(tx, { ...second.transmission, state: "entered", enteredAt: T0, leftAt: T0, partnerMessageId: "p" }, null));
  t.deepEqual(await claim(store, carrier.id), { kind: "finished" });
  t.deepEqual(await claim(store, newId<TransmissionId>()), { kind: "finished" });
});

test("of many concurrent claims, one in each process, exactly one succeeds", async (t) => {
  const { store, another } = await testStore(t);
  const stores = [store];
  while (stores.length < 6) stores.push(await another());
  const { carrier } = await submit(store);
  const answers = await Promise.all(stores.map((each) => claim(each, carrier.id)));
  t.is(answers.filter(({ kind }) => kind === "claimed").length, 1);
  t.is(answers.filter(({ kind }) => kind === "busy").length, 5);
});

test("a claim that was rolled back was never made", async (t) => {
  const { store } = await testStore(t);
  const { carrier } = await submit(store);
  await t.throwsAsync(
    store.write(async (tx) => {
      await claimOne(tx, carrier.id);
      throw new HouseError("request-invalid", "changed my mind");
    }),
    { message: "changed my mind" },
  );
  t.is((await claimed(store, carrier.id)).before, "fresh");
});

test("an attempt given up without an outcome is asked about by the next claim of the same process", async (t) => {
  const { store } = await testStore(t);
  const { carrier } = await submit(store);
  await claimed(store, carrier.id);
  t.is((await claimed(store, carrier.id)).before, "outcome-unknown");
});

test("kill -9 of the owner frees its transmissions after the grace, as outcome unknown", async (t) => {
  const { store, databaseUrl } = await testStore(t, { absentMs: 100 });
  const { carrier } = await submit(store);
  const child = fork(fileURLToPath(new URL("claiming-process.js", import.meta.url)), [databaseUrl, carrier.id]);
  const [answer] = await once(child, "message");
  t.is(answer, "claimed");
  t.is((await claim(store, carrier.id)).kind, "busy");
  child.kill("SIGSTOP"); // a process that is merely stopped still counts as living
  t.is((await claim(store, carrier.id)).kind, "busy");
  child.kill("SIGKILL");
  await once(child, "exit");
  const deadline = Date.now() + 5_000;
  let found = await claim(store, carrier.id);
  while (found.kind === "busy" && Date.now() < deadline) found = await claim(store, carrier.id);
  t.like(found, { kind: "claimed", before: "outcome-unknown" });
});

test("when the lifeline breaks for long others take over, and the late outcome is refused", async (t) => {
  const { store, another, databaseUrl } = await testStore(t, { absentMs: 0 });
  const other = await another();
  const { carrier } = await submit(store);
  const first = await claimed(store, carrier.id);
  await terminateLifelines(databaseUrl);
  const taken = await claimed(other, carrier.id);
  t.is(taken.before, "outcome-unknown");
  const late = await t.throwsAsync(store.write((tx) => settleOne(tx, { ...first.transmission, state: "failed" }, null)), { instanceOf: HouseError });
  t.is(late.code, "database-unavailable");
  await other.write((tx) => settleOne(tx, { ...taken.transmission, state: "queued" }, 0));
  t.is((await claimed(store, carrier.id)).before, "fresh");
});

test("after a short loss of the lifeline the owner is present under the same number: nobody takes its transmission over", async (t) => {
  const { store, another, databaseUrl } = await testStore(t, { absentMs: 50 });
  const other = await another();
  const { carrier } = await submit(store);
  const first = await claimed(store, carrier.id);
  await terminateLifelines(databaseUrl);
  t.is((await claim(other, carrier.id)).kind, "busy", "the first look at an absent owner condemns nobody");
  await store.asLeader("back", () => Promise.resolve()); // nothing listens here, so the lifeline is opened by its next use
  await pause(60);
  t.is((await claim(other, carrier.id)).kind, "busy");
  await store.write((tx) => settleOne(tx, { ...first.transmission, state: "entered", enteredAt: T0, leftAt: T0, partnerMessageId: "p" }, null));
  t.deepEqual(await claim(other, carrier.id), { kind: "finished" });
});
