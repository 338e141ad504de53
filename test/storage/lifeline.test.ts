import { setTimeout as pause } from "node:timers/promises";
import test from "ava";
import { Client } from "pg";
import { PRESENCE_LOCK } from "#src/storage/advisory-locks";
import { Lifeline } from "#src/storage/lifeline";
import { openGate } from "#test/support/gate";
import { testDatabase } from "#test/support/postgres";

test("a lifeline that went silent comes back under its number, which the server still gives to the session before; leadership is lost", async (t) => {
  const databaseUrl = await testDatabase(t);
  const gate = await openGate(t, databaseUrl);
  const lifeline = new Lifeline({ url: gate.url, heartbeatMs: 50, connectTimeoutMs: 500, absentMs: 0, onEvent: () => undefined });
  t.teardown(() => lifeline.close());
  const before = await lifeline.instance();
  const hold = await lifeline.hold("pull:axis");
  gate.silence();
  while (hold?.lost.aborted === false) await pause(10);
  t.is(await lifeline.instance(), before);
  const led = await lifeline.hold("pull:axis");
  t.not(led, null, "the session before is ended, and its leadership with it");
  t.false(led?.lost.aborted);
});

test("a number that cannot be had is given up for another", async (t) => {
  const databaseUrl = await testDatabase(t);
  const gate = await openGate(t, databaseUrl);
  const lifeline = new Lifeline({ url: gate.url, heartbeatMs: 5_000, connectTimeoutMs: 1_000, absentMs: 0, onEvent: () => undefined });
  t.teardown(() => lifeline.close());
  const before = await lifeline.instance();
  const hold = await lifeline.hold("lost");
  gate.shut("refused");
  while (hold?.lost.aborted === false) await pause(10);
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  t.teardown(() => client.end());
  await client.query("SELECT pg_advisory_lock_shared($1, $2)", [PRESENCE_LOCK, before]); // one that looks, and was stopped meanwhile
  gate.open();
  t.not(await lifeline.instance(), before);
});
