import test, { type ExecutionContext } from "ava";
import * as fc from "fast-check";
import { Client } from "pg";
import type { LocalDate } from "#edxml";
import { newId, type DispatchId } from "#src/core/ids";
import { OUTCOMES } from "#src/core/reports/exchange-fact";
import { periodWith } from "#src/core/reports/period";
import type { Counts, Dimension, FactQuestion, NumberRow, SeriesStep, Spread } from "#src/core/reports/report-ports";
import { testStore } from "./stores.ts";

/* The sums the database keeps say the same as counting every fact by hand, whatever was added, changed and taken out before. */

interface Fact {
  readonly direction: "outgoing" | "incoming";
  readonly day: string;
  readonly agency_code: string;
  readonly peer_code: string;
  readonly document_type: string;
  readonly urgency: number;
  readonly counts_document: boolean;
  readonly outcome: (typeof OUTCOMES)[number];
  readonly signed: boolean | null;
  readonly document_signed: boolean;
  readonly electronic_only: boolean;
  readonly sent_at: string | null;
  readonly send_due: string | null;
  readonly answered_at: string | null;
  readonly answer_due: string | null;
  readonly recall: string | null;
  readonly answer_minutes: number | null;
  readonly decide_minutes: number | null;
}

// a few days around the turns of months, quarters, halves and years, so that whole periods and the days beside them both matter
const DAYS = ["2026-01-01", "2026-07-01", "2026-09-30", "2026-10-01", "2026-10-15", "2026-10-31", "2026-11-01", "2026-11-20", "2026-11-30", "2026-12-01", "2026-12-31"];
const moment = fc.constantFrom(null, "2026-10-15T01:00:00.000Z", "2026-10-15T02:00:00.000Z", "2026-11-20T03:00:00.000Z");
const minutes = fc.constantFrom(null, 0, 30, 45, 480);
const fact: fc.Arbitrary<Fact> = fc.record({
  direction: fc.constantFrom("outgoing", "incoming"),
  day: fc.constantFrom(...DAYS),
  agency_code: fc.constantFrom("H48", "H48.06", "H48.06.01", "H48_1", "H480", "H4801.06", "G22"),
  peer_code: fc.constantFrom("G01", "H49.1", "H50"),
  document_type: fc.constantFrom("", "Công văn", "Tờ trình"),
  urgency: fc.constantFrom(0, 3),
  counts_document: fc.boolean(),
  outcome: fc.constantFrom(...OUTCOMES),
  signed: fc.constantFrom(true, false, null),
  document_signed: fc.boolean(),
  electronic_only: fc.boolean(),
  sent_at: moment,
  send_due: moment,
  answered_at: moment,
  answer_due: moment,
  recall: fc.constantFrom(null, "asked", "agreed", "declined", "withdrawn"),
  answer_minutes: minutes,
  decide_minutes: minutes,
}).map((one) => (one.direction === "incoming" ? { ...one, send_due: null } : one)); // what comes has no time to be sent by
const change = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("set" as const), facts: fc.array(fc.tuple(fc.nat(15), fact), { minLength: 1, maxLength: 8 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove" as const), slots: fc.array(fc.nat(15), { minLength: 1, maxLength: 3 }) }) },
);
const asked = fc.record({
  scope: fc.record({ code: fc.constantFrom("H48", "H48.06", "H48_1", "G22"), tree: fc.boolean(), name: fc.constant("") }),
  days: fc.tuple(fc.constantFrom(...DAYS), fc.constantFrom(...DAYS)),
  asOf: fc.constantFrom("2026-10-15T01:30:00.000Z", "2026-12-31T00:00:00.000Z"),
});

const IDS = Array.from({ length: 16 }, () => newId<DispatchId>());
const COLUMNS = "id, direction, day, agency_code, peer_code, document_type, urgency, counts_document, outcome, signed, document_signed, electronic_only, sent_at, send_due, answered_at, answer_due, recall, answer_minutes, decide_minutes, calendar_version";
const SET = `INSERT INTO exchange_fact (${COLUMNS}) SELECT ${COLUMNS} FROM jsonb_populate_recordset(NULL::exchange_fact, $1) ON CONFLICT (id) DO UPDATE SET ${COLUMNS.split(", ").slice(1).map((column) => `${column} = excluded.${column}`).join(", ")}`;

function inScope(code: string, { code: root, tree }: FactQuestion["scope"]): boolean {
  return code === root || (tree && code.startsWith(`${root}.`));
}

/** What the report says of these facts, counted one by one. */
function countedByHand(facts: readonly Fact[], asOf: string): { readonly counts: Counts; readonly spread: Spread } {
  const many = (is: (one: Fact) => boolean): number => facts.filter(is).length;
  const nth = (key: "answer_minutes" | "decide_minutes", share: number): number | null => {
    const known = facts.flatMap((one) => one[key] ?? []).sort((a, b) => a - b);
    return known[Math.ceil(known.length * share) - 1] ?? null;
  };
  const counts = {
    documents: many((one) => one.counts_document),
    exchanges: facts.length,
    sent: many((one) => one.sent_at !== null),
    onTime: many(({ sent_at: sent, send_due: due }) => sent !== null && due !== null && sent < due),
    late: many(({ sent_at: sent, send_due: due, outcome, direction }) => due !== null && (sent === null ? direction === "outgoing" && outcome !== "withdrawn" && due <= asOf : sent >= due)),
    answered: many((one) => one.answered_at !== null),
    answeredInDay: many(({ answered_at: at, answer_due: due }) => at !== null && due !== null && at < due),
    accepted: many(({ outcome }) => outcome === "accepted"),
    refused: many(({ outcome }) => outcome === "refused"),
    failed: many(({ outcome }) => outcome === "failed"),
    withdrawn: many(({ outcome }) => outcome === "withdrawn"),
    waiting: many(({ outcome }) => ["waiting", "sent", "arrived"].includes(outcome)),
    recalls: many(({ recall }) => recall !== null && recall !== "withdrawn"),
    recallsAgreed: many(({ recall }) => recall === "agreed"),
    recallsDeclined: many(({ recall }) => recall === "declined"),
    electronicOnly: many((one) => one.electronic_only),
    signed: many((one) => one.signed === true),
    documentSigned: many((one) => one.document_signed),
  };
  return { counts, spread: { answerP50: nth("answer_minutes", 0.5), answerP95: nth("answer_minutes", 0.95), decideP50: nth("decide_minutes", 0.5), decideP95: nth("decide_minutes", 0.95) } };
}

function ancestors(code: string): string[] {
  return code.split(".").map((_, at, parts) => parts.slice(0, at + 1).join("."));
}

const KEYS: Readonly<Record<Dimension | "total", (one: Fact, question: FactQuestion) => readonly string[]>> = {
  total: (_one, { scope }) => [scope.code],
  agency: ({ agency_code: code }, { scope }) => ancestors(code).filter((node) => inScope(node, scope)),
  peer: (one) => [one.peer_code],
  type: (one) => [one.document_type],
  urgency: (one) => [String(one.urgency)],
};

function byHand(facts: readonly Fact[], question: FactQuestion, keysOf: (one: Fact) => readonly string[]): unknown[] {
  const groups = new Map<string, Fact[]>();
  for (const one of facts) {
    if (!inScope(one.agency_code, question.scope) || one.day < question.from || one.day > question.to) continue;
    for (const key of keysOf(one)) groups.set(`${one.direction} ${key}`, [...(groups.get(`${one.direction} ${key}`) ?? []), one]);
  }
  return sorted([...groups].map(([place, list]) => ({ place, ...countedByHand(list, question.asOf.toISOString()) })));
}

function sorted<Row extends { readonly place: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (a.place < b.place ? -1 : 1));
}

const placed = ({ direction, counts, spread }: Omit<NumberRow, "key">, key: string) => ({ place: `${direction} ${key}`, counts, spread });

test("sums kept by day, week, month, quarter, half and year up the tree say what counting every fact says, after any additions, changes and removals", async (t) => {
  const { store, databaseUrl } = await testStore(t);
  const client = await connected(t, databaseUrl);
  const kept = new Map<number, Fact>();
  const check = async (question: FactQuestion): Promise<void> => {
    const facts = [...kept.values()];
    for (const dimension of ["total", "agency", "peer", "type", "urgency"] as const) {
      const found = await store.reader.reports.numbers(question, dimension);
      t.deepEqual(sorted(found.map(({ key, ...rest }) => placed(rest, key))), byHand(facts, question, (one) => KEYS[dimension](one, question)), dimension);
    }
    for (const step of ["day", "week", "month"] as const satisfies readonly SeriesStep[]) {
      const found = await store.reader.reports.points(question, step);
      t.deepEqual(sorted(found.map(({ start, ...rest }) => placed(rest, start))), byHand(facts, question, (one) => [periodWith(step, one.day as LocalDate).from]), step);
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), asked, async (changes, { scope, days, asOf }) => {
      for (const made of changes) {
        if (made.kind === "remove") {
          for (const slot of made.slots) kept.delete(slot);
          await client.query("DELETE FROM exchange_fact WHERE id = ANY($1)", [made.slots.map((slot) => IDS[slot])]);
        } else {
          const given = new Map(made.facts);
          for (const [slot, one] of given) kept.set(slot, one);
          await client.query(SET, [JSON.stringify([...given].map(([slot, one]) => ({ ...one, id: IDS[slot], calendar_version: "1" })))]);
        }
      }
      const [from = "", to = ""] = days.toSorted();
      await check({ scope, from: from as LocalDate, to: to as LocalDate, asOf: new Date(asOf) });
    }),
    { numRuns: 40, endOnFailure: true },
  );
  const both = async (): Promise<unknown[]> => [
    (await client.query("SELECT * FROM exchange_sum WHERE exchanges > 0 ORDER BY node, dimension, span, starts, key, below, direction")).rows,
    (await client.query("SELECT * FROM period_sum WHERE exchanges > 0 ORDER BY node, tree, span, starts, direction")).rows,
  ];
  const before = await both();
  await client.query("CALL sum_facts_anew()");
  t.deepEqual(before, await both(), "made anew, they are the same");
});

async function connected(t: ExecutionContext, connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  t.teardown(async () => await client.end());
  return client;
}
