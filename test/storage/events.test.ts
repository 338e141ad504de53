import { setTimeout as pause } from "node:timers/promises";
import test from "ava";
import { Client } from "pg";
import { readFeed } from "#src/core/events/feed";
import { writeCursor } from "#src/core/events/cursor";
import { HouseError } from "#src/core/fault";
import type { OutgoingId } from "#src/core/ids";
import type { JournalEntry } from "#src/core/journal/journal-entry";
import type { Store } from "#src/core/ports";
import { submit, T0 } from "./records.ts";
import { testStore } from "./stores.ts";

const OPERATOR = { actor: { kind: "operator", name: "thử nghiệm" }, agencies: "all" } as const;
const actor = { kind: "gateway", job: "test" } as const;

function alarm(outgoingId: OutgoingId, mark: string): JournalEntry {
  return { kind: "outgoing.duplicate-alarm", at: T0, actor, outgoingId, facts: { identityKey: mark } };
}

const INSERT = `INSERT INTO journal (kind, at, actor, outgoing_id, facts) VALUES ('outgoing.duplicate-alarm', now(), '{"kind":"gateway","job":"test"}', $1, jsonb_build_object('identityKey', $2::text))`;

test("an entry that is written first and committed last is not skipped by a reader that went past it", async (t) => {
  const { store, databaseUrl } = await testStore(t);
  const { document } = await submit(store);
  const slow = new Client({ connectionString: databaseUrl });
  await slow.connect();
  await slow.query("BEGIN");
  await slow.query(INSERT, [document.id, "slow"]);
  await store.write((tx) => tx.append(alarm(document.id, "quick")));

  const first = await readFeed(store, { limit: 10 }, OPERATOR);
  t.deepEqual(first.events.map(({ data }) => data["identityKey"]), ["quick"]);
  await slow.query("COMMIT");
  await slow.end();
  const second = await readFeed(store, { after: first.next, limit: 10 }, OPERATOR);
  t.deepEqual(second.events.map(({ data }) => data["identityKey"]), ["slow"]);
  const marks = (await store.reader.journal.ofOutgoing(document.id)).map(({ facts }) => facts["identityKey"]);
  t.deepEqual(marks, ["slow", "quick"], "by positions of the journal the reader would have missed it");
});

test("readers that follow the feed see every entry of many concurrent writers once, each in the same order", async (t) => {
  const { store, another } = await testStore(t);
  const other = await another();
  const { document } = await submit(store);
  const WRITERS = 6;
  const EACH = 25;
  let writing = true;
  let committed = 0;
  let wentPast = (): void => undefined;
  const others = new Promise<void>((resolve) => (wentPast = resolve));
  const follow = async (from: Store): Promise<string[]> => {
    const seen: string[] = [];
    for (let after = "c0", last = false; ; ) {
      const page = await readFeed(from, { after, limit: 7 }, { ...OPERATOR, agencies: [document.senderCode] });
      seen.push(...page.events.map(({ data }) => String(data["identityKey"])));
      after = page.next;
      if (page.more) continue;
      if (last) return seen;
      last = !writing; // one more look after the writers have ended
      await pause(Math.random() * 3);
    }
  };
  const readers = [store, other, store].map(follow);
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let round = 0; round < EACH; round += 1) {
        await (writer % 2 === 0 ? store : other).write(async (tx) => {
          await tx.append(alarm(document.id, `${writer}.${round}`));
          await tx.reports.head(); // whoever looks finds it written
          await pause(Math.random() * 8); // positions are taken, the commit comes later
          if (writer === 0 && round === 0) await others; // this one long after those of later positions
        });
        committed += 1;
        if (committed === WRITERS * 2) wentPast();
      }
    }),
  );
  writing = false;
  const [one = [], ...rest] = await Promise.all(readers);
  t.is(one.length, WRITERS * EACH);
  t.is(new Set(one).size, one.length);
  for (const seen of rest) t.deepEqual(seen, one);
  const byPosition = (await store.reader.journal.ofOutgoing(document.id)).map(({ facts }) => String(facts["identityKey"]));
  t.notDeepEqual(one, byPosition, "the writers were really concurrent");
});

test("an agency sees its own events only, operators see those of nobody too, and types are chosen", async (t) => {
  const { store } = await testStore(t);
  const ours = await submit(store);
  const theirs = await submit(store, { senderCode: "H49" });
  await store.write(async (tx) => {
    await tx.append(alarm(ours.document.id, "ours"));
    await tx.append(alarm(theirs.document.id, "theirs"));
    await tx.append({ kind: "inbound.kept", at: T0, actor, facts: {} });
    await tx.append({ kind: "work.dead", at: T0, actor, facts: { topic: "deliver", ref: "x", deliveries: 5, reason: "hỏng", secret: "not chosen" } });
  });
  const marks = async (agencies: readonly string[] | "all") => (await readFeed(store, { limit: 10 }, { ...OPERATOR, agencies })).events.map(({ type, data }) => data["identityKey"] ?? type);
  t.deepEqual(await marks([ours.document.senderCode]), ["ours"]);
  t.deepEqual(await marks(["H49", ours.document.senderCode]), ["ours", "theirs"]);
  t.deepEqual(await marks([]), []);
  t.deepEqual(await marks("all"), ["ours", "theirs", "work.dead"]);
  const dead = await readFeed(store, { limit: 10, types: ["work.dead"] }, OPERATOR);
  t.deepEqual(dead.events.map(({ data, agencyCode, subject }) => ({ data, agencyCode, subject })), [{ data: { topic: "deliver", ref: "x", deliveries: 5, reason: "hỏng" }, agencyCode: null, subject: { kind: "gateway" } }]);
});

test("a cursor that is strange, or ahead of the feed, is refused; the end is the end", async (t) => {
  const { store } = await testStore(t);
  const { document } = await submit(store);
  await store.write((tx) => tx.append(alarm(document.id, "one")));
  const end = await readFeed(store, { after: "end", limit: 5 }, OPERATOR);
  t.deepEqual([end.events.length, end.next], [0, writeCursor("1")]);
  await store.write((tx) => tx.append(alarm(document.id, "two")));
  t.deepEqual((await readFeed(store, { after: end.next, limit: 5 }, OPERATOR)).events.map(({ data }) => data["identityKey"]), ["two"]);
  for (const after of ["", "c", "1", "c1;drop", writeCursor("3"), "czzzzzzzzzzzzz"]) {
    const fault = await t.throwsAsync(readFeed(store, { after, limit: 5 }, OPERATOR), { instanceOf: HouseError }, after);
    t.is(fault.code, "request-invalid");
  }
});
