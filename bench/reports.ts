import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { Client } from "pg";
import type { LocalDate } from "#edxml";
import { boundsOf, periodWith } from "#src/core/reports/period";
import { reportContent } from "#src/core/reports/report-content";
import { seriesOf } from "#src/core/reports/series";
import type { LogFilter } from "#src/core/reports/exchange-log";
import { REGISTER_KINDS } from "#src/core/registers/register-kind";
import { DIMENSIONS, SERIES_STEPS, type FactQuestion } from "#src/core/reports/report-ports";
import type { IncomingFilter, OutgoingFilter, PageRequest, Reader, Store } from "#src/core/ports";
import { openStore } from "#src/storage/open-store";
import { createDatabase, openPostgres } from "#src/storage/postgres/open";
import { AS_OF, fillLog, fillYear } from "./reports/fill.ts";

/*
 * `npm run bench:reports [-- exchanges]`: fills a PostgreSQL with a year of a province (560 agencies, 800 peers, 29 types; 1,000,000 documents unless told),
 * then asks for what supervisors look at: the whole report of the year up the tree and each kind of report, time series, the deadline board, registers, the
 * log of exchanges by its filters. `-- log [rows]` (10,000,000 unless told): the log alone. The floor is one plain count over the same rows in the same run.
 * Exit code 1 when something takes longer than its gate: a report 5 s, a call behind a page 100 ms, a search of the log 300 ms (p95).
 */

const LOG_ONLY = process.argv[2] === "log";
const TOTAL = Number((LOG_ONLY ? process.argv[3] : process.argv[2]) ?? (LOG_ONLY ? 10_000_000 : 1_000_000));
const GATES = { report: 5_000, page: 100, log: 300 } as const;
type Gate = keyof typeof GATES;

const YEAR = periodWith("year", "2026-06-01" as LocalDate);
const MONTH = periodWith("month", "2026-06-01" as LocalDate);
const SCOPE = { code: "H48", name: "UBND tỉnh", tree: true };
const ONE_AGENCY = { code: "H48.07", name: "Sở Tài chính", tree: false };

let floor = 1;
const slow: string[] = [];

async function main(): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "lienthong-bench-"));
  const closing: (() => Promise<void>)[] = [() => rm(directory, { recursive: true, force: true })];
  try {
    const given = process.env["DATABASE_URL"];
    const postgres = await openPostgres({ ...(given !== undefined && { databaseUrl: given }), dataDirectory: join(directory, "database"), settings: { durable: false }, onEvent: () => undefined });
    closing.unshift(() => postgres.close());
    const databaseUrl = await createDatabase(postgres.url, `bench_reports_${randomBytes(4).toString("hex")}`);
    const store = await openStore({ databaseUrl, onEvent: () => undefined });
    closing.unshift(() => store.close());
    const filled = await timed(() => (LOG_ONLY ? fillLog(databaseUrl, TOTAL) : fillYear(databaseUrl, TOTAL)));
    floor = await timed(() => plainCount(databaseUrl));
    console.log(`${TOTAL.toLocaleString("en")} exchanges, filled in ${(filled / 1000).toFixed(0)} s; floor, one plain count: ${floor.toFixed(0)} ms`);
    if (!LOG_ONLY) await measureReports(store);
    if (!LOG_ONLY) await measurePages(store.reader);
    await measureLog(store.reader);
    console.log(slow.length === 0 ? "every gate is kept" : `too slow: ${slow.join(", ")}`);
    return slow.length === 0 ? 0 : 1;
  } finally {
    for (const close of closing) await close();
  }
}

/** Whole reports are made by people who wait for them; charts are behind pages. */
async function measureReports({ reader }: Store): Promise<void> {
  const reports = { ...reader.reports, operations: (question: FactQuestion) => reader.notices.operations(question), asked: "together" as const };
  await p95("report", "the whole report of the year", 3, () => reportContent(reports, SCOPE, YEAR, AS_OF));
  await p95("report", "the whole report of a month", 3, () => reportContent(reports, SCOPE, MONTH, AS_OF));
  for (const dimension of DIMENSIONS) await p95("report", `the year by ${dimension}`, 3, () => reportContent(reports, SCOPE, YEAR, AS_OF, [dimension]));
  await p95("page", "a month by agency", 10, () => reportContent(reports, SCOPE, MONTH, AS_OF, ["agency"]));
  for (const kind of ["day", "week", "quarter", "half", "year"] as const) await p95("page", `a ${kind} by agency`, 10, () => reportContent(reports, SCOPE, periodWith(kind, "2026-06-01" as LocalDate), AS_OF, ["agency"]));
  await p95("page", "totals of the year", 10, () => reportContent(reports, SCOPE, YEAR, AS_OF, []));
  for (const step of SERIES_STEPS) await p95("page", `series of the year by ${step}`, 10, () => seriesOf(reader.reports, SCOPE, YEAR, AS_OF, step));
  await p95("page", "series of a month by day", 10, () => seriesOf(reader.reports, SCOPE, MONTH, AS_OF, "day"));
  await p95("page", "series of the year by day, one agency", 10, () => seriesOf(reader.reports, ONE_AGENCY, YEAR, AS_OF, "day"));
}

const DOCUMENTS: Readonly<Record<string, Partial<OutgoingFilter>>> = {
  newest: {},
  "not sent yet": { states: ["queued", "sending", "sent"] },
  troubled: { states: ["refused", "failed", "expired", "unknown", "held"] },
  "unknown, of which there is none": { states: ["unknown"] },
  "to one receiver": { receiver: "G77" },
  "of one number": { code: "4711/UBND-KTTH" },
  "in March": { submittedFrom: new Date("2026-03-01T00:00:00+07:00"), submittedTo: new Date("2026-04-01T00:00:00+07:00") },
  "refused in March": { states: ["refused"], submittedFrom: new Date("2026-03-01T00:00:00+07:00"), submittedTo: new Date("2026-04-01T00:00:00+07:00") },
  "words of every document": { words: "rà soát số liệu" },
  "words of a thousandth": { words: "số liệu tu77" },
  "the number of one": { words: "n4711" },
  "recall refused, of which there is none": { recall: "declined" },
};
const INCOMING: Readonly<Record<string, Partial<IncomingFilter>>> = {
  newest: {},
  arrived: { state: "arrived" },
  "recall asked, of which there is none": { recall: "asked" },
  "from one sender": { sender: "G77" },
  refused: { state: "refused" },
  "in March": { receivedFrom: new Date("2026-03-01T00:00:00+07:00"), receivedTo: new Date("2026-04-01T00:00:00+07:00") },
  "words of a thousandth": { words: "số liệu tu77" },
};

async function measurePages(reader: Reader): Promise<void> {
  const asked = { agencies: "all", now: AS_OF, limit: 100 } as const;
  await p95("page", "deadline board", 10, () => reader.deadlines.board(asked));
  await p95("page", "deadline board of an agency", 10, () => reader.deadlines.board({ ...asked, agencies: ["H48.07"] }));
  for (const state of ["open", "late", "near", "on-time", "missed"] as const) await p95("page", `deadlines: ${state}`, 10, () => reader.deadlines.list({ ...asked, state, limit: 50 }));
  for (const [who, senders] of [["a clerk", ["H48.07"]], ["everybody", "all"]] as const) {
    for (const [name, filter] of Object.entries(DOCUMENTS)) await p95("page", `documents of ${who}: ${name}`, 10, () => reader.outgoing.list({ senders, limit: 50, ...filter }));
    for (const [name, filter] of Object.entries(INCOMING)) await p95("page", `incoming of ${who}: ${name}`, 10, () => reader.incoming.list({ receivers: senders, limit: 50, ...filter }));
  }
  for (const kind of REGISTER_KINDS) {
    const { start, end } = boundsOf(YEAR);
    await p95("page", `register ${kind}: first page, tree, year`, 10, () => reader.registers.page(kind, { scope: SCOPE, start, end, limit: 50 }));
    await p95("page", `register ${kind}: first page, one agency, month`, 10, () => reader.registers.page(kind, { scope: ONE_AGENCY, ...boundsOf(MONTH), limit: 50 }));
    await p95("report", `register ${kind}: cover, tree, year`, 3, () => reader.registers.span(kind, { scope: SCOPE, start, end }));
  }
}

const ASKED: Readonly<Record<string, Partial<LogFilter>>> = {
  everything: {},
  "one agency": { agencies: ["H48.07"], trees: [] },
  "an agency and below": { trees: ["H48.12"] },
  "one peer": { peer: "G77" },
  "an agency and a peer": { agencies: ["H48.03"], trees: [], peer: "G5" },
  incoming: { direction: "incoming" },
  failed: { outcome: "failed" },
  "failed and very urgent": { outcome: "failed", urgency: 3 },
  "very urgent": { urgency: 3 },
  late: { late: true },
  "late at one agency": { late: true, agencies: ["H48.07"], trees: [] },
  "a rare type": { type: "Loại 28" },
  "a rare type at one agency, refused": { type: "Loại 28", outcome: "refused", agencies: ["H48.07"], trees: [] },
  "a week of March": { from: new Date("2026-03-02T00:00:00+07:00"), to: new Date("2026-03-09T00:00:00+07:00") },
  "failed in a week of March": { outcome: "failed", from: new Date("2026-03-02T00:00:00+07:00"), to: new Date("2026-03-09T00:00:00+07:00") },
  "one peer in a week of March, an agency and below": { trees: ["H48.12"], peer: "G77", from: new Date("2026-03-02T00:00:00+07:00"), to: new Date("2026-03-09T00:00:00+07:00") },
  "not late, incoming, one peer": { late: false, direction: "incoming", peer: "G77" },
  "refused at an agency and below, in a month": { outcome: "refused", trees: ["H48.12"], from: new Date("2026-03-01T00:00:00+07:00"), to: new Date("2026-04-01T00:00:00+07:00") },
  waiting: { outcome: "waiting" },
  "very urgent and late, a rare type": { urgency: 3, late: true, type: "Loại 28" },
  "everybody, as an operator": { agencies: "all", trees: [] },
  nothing: { peer: "G1", type: "Không có", agencies: ["H48.03"], trees: [] },
};
const EVERY = { words: "rà soát số liệu" };
const WORDS: Readonly<Record<string, Partial<LogFilter>>> = { "words of every document": EVERY, "words of a thousandth": { words: "số liệu tu77" }, "the number of one": { words: "n4711" } };
const MORE_WORDS: Readonly<Record<string, Partial<LogFilter>>> = {
  "words of every document": EVERY,
  "words of a tenth": { words: "số liệu tenth7" },
  "words of a hundredth": { words: "số liệu hundredth77" },
  "words of a thousandth": { words: "số liệu thousandth777" },
  "the number of one": { words: "n4711" },
  "the number of one, unfinished": { words: "n47113" },
  "words nobody wrote": { words: "khong co tu nay" },
  "words of a hundredth at one agency": { words: "hundredth77", agencies: ["H48.07"], trees: [] },
  "words of a thousandth, failed": { words: "thousandth777", outcome: "failed" },
  "words of a thousandth in a week of March": { words: "thousandth777", from: new Date("2026-03-02T00:00:00+07:00"), to: new Date("2026-03-09T00:00:00+07:00") },
  "words of every document in a week of March": { ...EVERY, from: new Date("2026-03-02T00:00:00+07:00"), to: new Date("2026-03-09T00:00:00+07:00") },
  "words of every document, one peer, refused": { ...EVERY, peer: "G77", outcome: "refused" },
};

/** Two pages for each filter. */
async function measureLog(reader: Reader): Promise<void> {
  for (const [name, filter] of Object.entries({ ...ASKED, ...(LOG_ONLY ? MORE_WORDS : WORDS) })) {
    let after: string | null = null;
    await p95("log", `log: ${name}`, 20, async () => {
      const request: LogFilter & PageRequest = { agencies: [], trees: ["H48"], asOf: AS_OF, ...filter, limit: 50, ...(after !== null && { after }) };
      const { next } = await reader.exchangeLog.list(request);
      after = after === null ? next : null;
    });
  }
}

/** Of so many times after the first, which is told apart: it fills caches. */
async function p95(gate: Gate, what: string, times: number, work: () => Promise<unknown>): Promise<void> {
  const first = await timed(work);
  const all: number[] = [];
  for (let time = 0; time < times; time += 1) all.push(await timed(work));
  const sorted = all.toSorted((a, b) => a - b);
  const value = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
  const over = value >= GATES[gate];
  if (over) slow.push(what);
  console.log(`${what.padEnd(58)}${value.toFixed(0).padStart(7)} ms  first ${first.toFixed(0).padStart(6)} ms  ${(value / floor).toFixed(2).padStart(6)} × floor${over ? `  OVER ${GATES[gate]} ms` : ""}`);
}

async function plainCount(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("SELECT count(*) FROM exchange_fact WHERE day BETWEEN '2026-01-01' AND '2026-12-31' AND (agency_code = 'H48' OR agency_code LIKE 'H48.%')");
  } finally {
    await client.end();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

process.exitCode = await main();
