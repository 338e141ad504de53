import { setTimeout as pause } from "node:timers/promises";
import test from "ava";
import { Client } from "pg";
import { HouseError } from "#src/core/fault";
import { openStore } from "#src/storage/open-store";
import { submit, outgoing, deliver } from "./records.ts";
import { testStore } from "./stores.ts";

const silent = (): void => undefined;

async function terminateAll(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
  await client.end();
}

async function eventually(what: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  while (!what() && performance.now() < giveUpAt) await pause(10);
}

test("after all connections were cut reads and writes simply go on", async (t) => {
  const { store, databaseUrl } = await testStore(t);
  const { document } = await submit(store);
  await Promise.all(Array.from({ length: 5 }, () => store.ping()));
  await terminateAll(databaseUrl);
  t.is((await store.reader.outgoing.byId(document.id))?.id, document.id);
  await pause(50); // the pool has heard of the others
  await submit(store);
});

test("a transaction cut in the middle is database-unavailable, and nothing of it stays", async (t) => {
  const { store, databaseUrl } = await testStore(t);
  const document = outgoing();
  const fault = await t.throwsAsync(
    store.write(async (tx) => {
      await tx.addOutgoing(document);
      await terminateAll(databaseUrl);
      await tx.addWork(deliver("a"), 0);
    }),
    { instanceOf: HouseError },
  );
  t.like(fault, { code: "database-unavailable", blame: "infrastructure", retry: "later" });
  t.truthy(fault.cause);
  t.is(await store.reader.outgoing.byId(document.id), null);
});

test("a database that is not there is database-unavailable; a wrong password or name is configuration-invalid", async (t) => {
  const { databaseUrl } = await testStore(t);
  const nobody = new URL(databaseUrl);
  nobody.port = "1";
  const away = await t.throwsAsync(openStore({ databaseUrl: nobody.href, onEvent: silent, startTimeoutMs: 300 }), { instanceOf: HouseError });
  t.is(away.code, "database-unavailable");
  const nameless = new URL(databaseUrl);
  nameless.pathname = "/no_such_database";
  const wrong = await t.throwsAsync(openStore({ databaseUrl: nameless.href, onEvent: silent }), { instanceOf: HouseError });
  t.is(wrong.code, "configuration-invalid");
  t.falsy(wrong.message.includes(nobody.password) && nobody.password !== "");
});

test("when every connection is busy a caller waits for a while and then gets database-unavailable", async (t) => {
  const { store } = await testStore(t, { poolSize: 1, connectTimeoutMs: 200 });
  const fault = await store.write(async () => await t.throwsAsync(store.ping(), { instanceOf: HouseError }));
  t.is(fault?.code, "database-unavailable");
  await store.ping();
});

test("two transactions that lock each other out both succeed in the end", async (t) => {
  const { store } = await testStore(t);
  const one = await submit(store);
  const other = await submit(store);
  let runs = 0;
  let held = 0;
  const both = async (first: typeof one, second: typeof one): Promise<void> =>
    await store.write(async (tx) => {
      runs += 1;
      await tx.lockDispatchesOf([first.carrier.id]);
      held += 1;
      await eventually(() => held > 1); // both hold their first
      await tx.lockDispatchesOf([second.carrier.id]);
    });
  await Promise.all([both(one, other), both(other, one)]);
  t.true(runs > 2, "one of them was chosen as the victim and ran again");
});

test("what the work throws comes out as it is, and undoes the transaction", async (t) => {
  const { store } = await testStore(t);
  const document = outgoing();
  const own = new HouseError("duplicate-document", "own reason");
  const thrown = await t.throwsAsync(
    store.write(async (tx) => {
      await tx.addOutgoing(document);
      throw own;
    }),
  );
  t.is(thrown, own);
  t.is(await store.reader.outgoing.byId(document.id), null);
});

test("one process leads at a time; leadership passes on when the job ends", async (t) => {
  const { store, another } = await testStore(t);
  const other = await another();
  const answer = await store.asLeader("pull:axis", async (signal) => {
    t.false(signal.aborted);
    t.is(await other.asLeader("pull:axis", () => Promise.resolve(1)), null);
    t.is(await store.asLeader("pull:axis", () => Promise.resolve(1)), null, "nor a second time in the same process");
    t.is(await other.asLeader("pull:lgsp", () => Promise.resolve(2)), 2);
    return 3;
  });
  t.is(answer, 3);
  t.is(await other.asLeader("pull:axis", () => Promise.resolve(4)), 4);
  await t.throwsAsync(other.asLeader("pull:axis", () => Promise.reject(new HouseError("shutting-down", "enough"))), { message: "enough" });
  t.is(await store.asLeader("pull:axis", () => Promise.resolve(5)), 5);
});

test("a leader whose connection breaks is told so, and another may lead", async (t) => {
  const { store, another, databaseUrl } = await testStore(t);
  const other = await another();
  const told = await store.asLeader("pull:axis", async (signal) => {
    await terminateAll(databaseUrl);
    await eventually(() => signal.aborted);
    t.is(await other.asLeader("pull:axis", () => Promise.resolve("led")), "led");
    return signal.aborted;
  });
  t.true(told);
});

test("listening goes on after the connection was cut, and wakes once for what may have been missed", async (t) => {
  const { store, another, databaseUrl, events } = await testStore(t);
  const other = await another();
  let woken = 0;
  store.onWork(() => (woken += 1));
  await eventually(() => woken === 1);
  await terminateAll(databaseUrl);
  await eventually(() => woken === 2);
  t.true(events.some(({ kind }) => kind === "database.lifeline-lost"));
  await other.write((tx) => tx.addWork(deliver("a"), 0)).catch(() => other.write((tx) => tx.addWork(deliver("a"), 0)));
  await eventually(() => woken === 3);
  t.is(woken, 3);
});

test("a closed store says that it is shutting down", async (t) => {
  const { store } = await testStore(t);
  await store.asLeader("x", () => Promise.resolve());
  await store.close();
  await store.close();
  for (const use of [() => store.ping(), () => store.write(() => Promise.resolve()), () => store.asLeader("x", () => Promise.resolve())]) {
    t.is((await t.throwsAsync(use(), { instanceOf: HouseError })).code, "shutting-down");
  }
});
