import test from "ava";
import { Client } from "pg";
import { DEADLINE_STATES, type Deadline } from "#src/core/deadlines/deadline";
import { newId, type DispatchId, type OutgoingId } from "#src/core/ids";
import { testStore } from "./stores.ts";

const now = new Date("2026-11-20T09:00:00+07:00");
const hours = (count: number): Date => new Date(now.getTime() + count * 3_600_000);
const LONG_AGO = new Date(0);

function deadline(change: Partial<Deadline> = {}): Deadline {
  return {
    kind: "send",
    side: "outgoing",
    subjectId: newId<DispatchId>(),
    documentId: newId<OutgoingId>(),
    agencyCode: "G22",
    receiverCode: "H48",
    receiverName: "UBND tỉnh Quảng Ngãi",
    code: "1/CV",
    urgency: 0,
    openedAt: hours(-5),
    nearAt: hours(1),
    dueAt: hours(3),
    rule: "Đ6.2 QĐ 28/2018",
    provisional: false,
    calendarId: "VN",
    calendarVersion: "v1",
    closedAt: null,
    outcome: null,
    ...change,
  };
}

async function withSql<Result>(databaseUrl: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

test("BG-5.3c, KD-4.2a: deadlines are listed by state, agency, receiver and kind, soonest first, page after page", async (t) => {
  const { store } = await testStore(t);
  const given = [
    deadline({ dueAt: hours(-1), nearAt: hours(-2), kind: "acknowledge" }),
    deadline({ dueAt: hours(2), nearAt: hours(-1) }),
    deadline({ dueAt: hours(9), nearAt: hours(7), agencyCode: "G09" }),
    deadline({ dueAt: hours(10), nearAt: hours(8), receiverCode: "H49" }),
    deadline({ dueAt: hours(-20), nearAt: hours(-5), closedAt: hours(-2), outcome: "missed" }),
    deadline({ dueAt: hours(-1), nearAt: hours(-3), closedAt: hours(-2), outcome: "met" }),
  ];
  await store.write(async (tx) => {
    for (const one of given) await tx.keepDeadlines([one.documentId], [one], LONG_AGO);
  });
  const list = async (filter: object) => (await store.reader.deadlines.list({ agencies: "all", now, limit: 50, ...filter })).rows.map(({ subjectId }) => given.findIndex((one) => one.subjectId === subjectId));
  t.deepEqual(await list({}), [0, 1, 2, 3]);
  t.deepEqual(await Promise.all(DEADLINE_STATES.map((state) => list({ state }))), [[2, 3], [1], [0], [5], [4], []]);
  t.deepEqual(await list({ agencies: ["G22"] }), [0, 1, 3]);
  t.deepEqual(await list({ agencies: [] }), []);
  t.deepEqual(await list({ agency: "G09" }), [2]);
  t.deepEqual(await list({ receiver: "H49" }), [3]);
  t.deepEqual(await list({ kind: "acknowledge" }), [0]);
  const cutoffs = new Map([["VN", hours(9)]]);
  t.deepEqual(await list({ state: "near", cutoffs }), [1, 2]);
  t.deepEqual(await list({ state: "on-time", cutoffs }), [3]);
  const first = await store.reader.deadlines.list({ agencies: "all", now, limit: 3 });
  t.is(first.rows.length, 3);
  const second = await store.reader.deadlines.list({ agencies: "all", now, limit: 3, after: first.next ?? "" });
  t.deepEqual(second.rows.map(({ dueAt }) => dueAt), [hours(10)]);
  t.is(second.next, null);
  await t.throwsAsync(store.reader.deadlines.list({ agencies: "all", now, limit: 3, after: "1' OR true" }), { message: /cursor/ });
  const board = await store.reader.deadlines.board({ agencies: ["G22"], now, limit: 10 });
  t.deepEqual(board.map(({ receiverCode, kind, onTime, near, late }) => [receiverCode, kind, onTime, near, late]), [["H48", "acknowledge", 0, 0, 1], ["H48", "send", 0, 1, 0], ["H49", "send", 1, 0, 0]]);
});

test("near and late are taken once each by whoever asks first, and a due instant moved into the future is told anew", async (t) => {
  const { store, another } = await testStore(t);
  const stores = [store, await another(), await another()];
  const late = deadline({ dueAt: hours(-1), nearAt: hours(-2) });
  const near = deadline({ dueAt: hours(2), nearAt: hours(-1) });
  const doneTooLate = deadline({ dueAt: hours(-3), nearAt: hours(-4), closedAt: hours(-2), outcome: "missed" });
  const done = deadline({ dueAt: hours(-3), nearAt: hours(-4), closedAt: hours(-4), outcome: "met" });
  await store.write(async (tx) => {
    for (const one of [late, near, doneTooLate, done]) await tx.keepDeadlines([one.documentId], [one], LONG_AGO);
  });
  const taken = await Promise.all(stores.flatMap((each) => [each.write((tx) => tx.takeLate(now, 10)), each.write((tx) => tx.takeNear(now, 10))]));
  t.deepEqual(taken.flat().map(({ subjectId }) => subjectId).sort(), [late.subjectId, near.subjectId, doneTooLate.subjectId].sort());
  await store.write((tx) => tx.keepDeadlines([late.documentId], [late], LONG_AGO));
  t.deepEqual(await store.write((tx) => tx.takeLate(now, 10)), [], "keeping it again tells nothing");

  const moved = { ...late, dueAt: hours(5), calendarVersion: "v1.c1" };
  await store.write((tx) => tx.keepDeadlines([late.documentId], [moved], LONG_AGO));
  t.deepEqual(await store.write((tx) => tx.takeLate(now, 10)), []);
  t.is((await store.write((tx) => tx.takeLate(hours(6), 10))).length, 2, "it and the other one became late");
  const [kept] = await store.reader.deadlines.ofDocument(late.documentId);
  const [earlier] = await store.reader.calendar.earlierValues(kept?.id ?? "");
  t.like(earlier, { field: "due", value: hours(-1), calendarVersion: "v1", replacedByVersion: "v1.c1" });
});

test("what was due long before it is first seen is history: nobody is told", async (t) => {
  const { store } = await testStore(t);
  const old = deadline({ openedAt: hours(-9_000), nearAt: hours(-8_001), dueAt: hours(-8_000) });
  await store.write((tx) => tx.keepDeadlines([old.documentId], [old], hours(-800)));
  t.deepEqual(await store.write((tx) => tx.takeLate(now, 10)), []);
  t.is((await store.reader.deadlines.list({ agencies: "all", now, limit: 5, state: "late" })).rows.length, 1, "but it is on the board");
});

test("corrections, versions and earlier values never change", async (t) => {
  const { store, databaseUrl } = await testStore(t);
  const one = deadline();
  await store.write((tx) => tx.keepDeadlines([one.documentId], [one], LONG_AGO));
  await store.write((tx) => tx.keepDeadlines([one.documentId], [{ ...one, dueAt: hours(4) }], LONG_AGO));
  await store.write((tx) => tx.keepVersion({ version: "v1", officeHours: [], receiptRules: [], days: [], overrides: [], years: [] }, now));
  await withSql(databaseUrl, async (client) => {
    await t.throwsAsync(client.query("UPDATE earlier_value SET value = now()"), { message: /never change/ });
    await t.throwsAsync(client.query("DELETE FROM earlier_value"), { message: /never change/ });
    await t.throwsAsync(client.query("UPDATE calendar_version SET data = '{}'"), { message: /never change/ });
    await t.throwsAsync(client.query("TRUNCATE calendar_correction CASCADE"), { message: /never change/ });
  });
});

test("every question of the board goes by an index of open deadlines, however many are done", async (t) => {
  const { databaseUrl } = await testStore(t);
  await withSql(databaseUrl, async (client) => {
    await client.query(`INSERT INTO deadline (id, kind, side, subject_id, document_id, agency_code, receiver_code, receiver_name, code, urgency, opened_at, near_at, due_at, rule, provisional, calendar_id, calendar_version, closed_at, outcome)
      SELECT gen_random_uuid(), 'send', 'outgoing', gen_random_uuid(), gen_random_uuid(), 'G' || i % 40, 'H' || i % 63, 'tên', '1/CV', 0, now(), now(), now() + i * interval '1 s', 'Đ', false, 'VN', 'v1',
        CASE WHEN i % 50 > 0 THEN now() END, CASE WHEN i % 50 > 0 THEN 'met' END FROM generate_series(1, 20000) i`);
    await client.query("ANALYZE deadline");
    const plan = async (sql: string): Promise<string> => (await client.query<{ "QUERY PLAN": string }>(`EXPLAIN ${sql}`)).rows.map((row) => row["QUERY PLAN"]).join("\n");
    t.regex(await plan("SELECT * FROM deadline WHERE closed_at IS NULL AND due_at <= now() ORDER BY due_at, id LIMIT 51"), /Index (Only )?Scan using deadline_open\b/);
    t.regex(await plan("SELECT * FROM deadline WHERE agency_code = ANY('{G3}') AND closed_at IS NULL AND due_at > now() ORDER BY due_at, id LIMIT 51"), /deadline_(open|board)/);
    t.regex(await plan("SELECT id FROM deadline WHERE near_told_at IS NULL AND closed_at IS NULL AND near_at <= now() ORDER BY near_at LIMIT 200"), /deadline_near_untold/);
    t.regex(await plan("SELECT id FROM deadline WHERE late_told_at IS NULL AND (closed_at IS NULL OR outcome = 'missed') AND due_at <= now() ORDER BY due_at LIMIT 200"), /deadline_late_untold/);
  });
});
