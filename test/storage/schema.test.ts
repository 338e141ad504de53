import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import test from "ava";
import { Client } from "pg";
import { DataSource } from "typeorm";
import { HouseError } from "#src/core/fault";
import { MIGRATIONS } from "#src/storage/migrations/index";
import { testDatabase } from "#test/support/postgres";
import { dispatch, inbound, incoming, outgoing, submit, T0, transmission } from "./records.ts";
import { testStore } from "./stores.ts";

test("four processes that start at once migrate once, and what is no digest is refused", async (t) => {
  const databaseUrl = await testDatabase(t);
  const children = Array.from({ length: 4 }, () => fork(fileURLToPath(new URL("migrating-process.js", import.meta.url)), [databaseUrl]));
  const endings = await Promise.all(children.map((child) => once(child, "exit")));
  t.deepEqual(endings.map(([code]) => code), [0, 0, 0, 0]);
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  t.is((await client.query("SELECT FROM schema_migration")).rowCount, MIGRATIONS.length + 1);
  for (const none of ["", "ab", "A".repeat(64), `${"a".repeat(63)} `, "a".repeat(65)]) await t.throwsAsync(client.query("SELECT $1::sha256_hex", [none]), { message: /sha256_hex_check/ });
  t.is((await client.query("SELECT $1::sha256_hex AS digest", ["0123456789abcdef".repeat(4)])).rows.length, 1);
  await client.end();
});

test("every migration can be taken back", async (t) => {
  const source = new DataSource({ type: "postgres", url: await testDatabase(t), migrations: MIGRATIONS, migrationsTableName: "schema_migration", installExtensions: false });
  await source.initialize();
  try {
    await source.runMigrations({ transaction: "all" });
    for (const _ of MIGRATIONS) await source.undoLastMigration({ transaction: "all" });
    t.deepEqual(await source.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migration'"), []);
  } finally {
    await source.destroy();
  }
});

test("the journal is read in order and refuses to be changed; documents and statuses refuse to be rewritten (BG-9.5, DN-16.1)", async (t) => {
  const { store, databaseUrl } = await testStore(t);
  const { document } = await submit(store);
  const envelope = inbound();
  const filed = incoming(envelope);
  const actor = { kind: "gateway", job: "test" } as const;
  const entries = [
    { kind: "outgoing.submitted", at: T0, actor, outgoingId: document.id, facts: { files: 1, names: ["a"], none: null } },
    { kind: "inbound.kept", at: T0, actor, inboundId: envelope.id, facts: {} },
    { kind: "incoming.filed", at: T0, actor, inboundId: envelope.id, incomingId: filed.id, facts: {} },
    { kind: "outgoing.duplicate-alarm", at: T0, actor, outgoingId: document.id, facts: {} },
  ] as const;
  await store.write(async (tx) => {
    await tx.addInbound([envelope]);
    await tx.addIncoming(filed);
    for (const entry of entries) await tx.append(entry);
  });
  const ofOutgoing = await store.reader.journal.ofOutgoing(document.id);
  t.deepEqual(ofOutgoing, [
    { ...entries[0], position: ofOutgoing[0]?.position ?? "" },
    { ...entries[3], position: ofOutgoing[1]?.position ?? "" },
  ]);
  t.true(BigInt(ofOutgoing[0]?.position ?? 0) < BigInt(ofOutgoing[1]?.position ?? 0));
  t.deepEqual((await store.reader.journal.ofIncoming(filed.id)).map(({ kind }) => kind), ["inbound.kept", "incoming.filed"]);

  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  for (const statement of ["UPDATE journal SET facts = '{}'", "DELETE FROM journal", "TRUNCATE journal", "UPDATE outgoing_document SET code = 'x'", "TRUNCATE outgoing_document CASCADE", "UPDATE status_record SET description = ''"]) {
    await t.throwsAsync(client.query(statement), { message: /its rows never change/ }, statement);
  }
  await client.end();
});

test("a second document with the same identity or idempotency key is not added, also when both come at once", async (t) => {
  const { store } = await testStore(t);
  const first = outgoing({ idempotency: { scope: "s", key: "k" } });
  const sameKey = outgoing({ idempotency: { scope: "s", key: "k" } });
  const sameIdentity = outgoing({ identityKey: first.identityKey });
  const added = await Promise.all([first, sameKey, first, sameKey].map((document) => store.write((tx) => tx.addOutgoing(document))));
  t.is(added.filter(Boolean).length, 1);
  const winner = (await store.reader.outgoing.earlier({ identityKey: "", idempotency: { scope: "s", key: "k" } })).byKey?.id;
  t.true(winner === first.id || winner === sameKey.id);
  t.is(await store.write((tx) => tx.addOutgoing(sameIdentity)), winner !== first.id);
  t.true(await store.write((tx) => tx.addOutgoing(outgoing({ idempotency: { scope: "other", key: "k" } }))));
});

test("of twenty copies of one inbound envelope, and of one incoming document, one is added", async (t) => {
  const { store } = await testStore(t);
  const envelope = inbound();
  const copies = Array.from({ length: 20 }, () => inbound({ partnerMessageId: envelope.partnerMessageId }));
  const kept = await Promise.all(copies.map((copy) => store.write((tx) => tx.addInbound([copy]))));
  t.deepEqual(kept.flatMap((ids) => [...ids]).length, 1);
  const owner = copies[kept.findIndex((ids) => ids.size === 1)];
  const document = incoming(owner ?? envelope);
  const filed = await Promise.all(Array.from({ length: 20 }, () => store.write((tx) => tx.addIncoming(incoming(owner ?? envelope, { identityKey: document.identityKey })))));
  t.is(filed.filter(Boolean).length, 1);
});

test("a dispatch is moved only from the state it was decided on", async (t) => {
  const { store } = await testStore(t);
  const { document, carrier, sent } = await submit(store);
  await store.write(async (tx) => {
    const [locked] = await tx.lockDispatchesOf([carrier.id]);
    t.deepEqual(locked, sent);
    t.deepEqual(await tx.lockDispatch({ documentIdentityKey: document.identityKey, senderCode: document.senderCode, receiverCode: "G22" }), sent);
    t.is(await tx.lockDispatch({ documentIdentityKey: document.identityKey, senderCode: "H49", receiverCode: "G22" }), null);
    await tx.moveDispatch(sent, { ...sent, state: "sending", instants: { ...sent.instants, leftAt: T0 } });
  });
  const fault = await t.throwsAsync(store.write((tx) => tx.moveDispatch(sent, { ...sent, state: "sent" })), { instanceOf: HouseError });
  t.is(fault.code, "invariant-broken");
  t.deepEqual((await store.reader.dispatches.byId(sent.id))?.state, "sending");
  t.deepEqual((await store.reader.dispatches.byId(sent.id))?.instants.leftAt, T0);
});

test("the database itself refuses what cannot be: a dangling dispatch, an entered transmission without instant, a text it cannot store", async (t) => {
  const { store } = await testStore(t);
  const document = outgoing();
  const carrier = transmission(document);
  const dangling = await t.throwsAsync(store.write((tx) => tx.addDispatches([dispatch(document, carrier)])), { instanceOf: HouseError });
  t.is(dangling.code, "invariant-broken");
  t.is(dangling.facts["sqlState"], "23503");
  const entered = await t.throwsAsync(
    store.write(async (tx) => {
      await tx.addOutgoing(document);
      await tx.addTransmission({ ...carrier, state: "entered" });
    }),
    { instanceOf: HouseError },
  );
  t.is(entered.facts["sqlState"], "23514");
  const unstorable = await t.throwsAsync(store.write((tx) => tx.addOutgoing(outgoing({ submittedBy: "a\u0000b" }))), { instanceOf: HouseError });
  t.is(unstorable.code, "request-invalid");
  t.false(unstorable.message.includes("a\u0000b"));
});
