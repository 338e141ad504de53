import type { EntityManager } from "typeorm";
import type { LocalDate } from "#edxml";
import type { Run } from "./database.ts";
import { addDays } from "../core/calendar/index.ts";
import { periodWith, type Period, type PeriodKind } from "../core/reports/period.ts";
import { COUNT_KEYS, type Counts, type Dimension, type Direction, type FactQuestion, type FailingPeer, type NumberRow, type PointRow, type SeriesStep, type Spread } from "../core/reports/report-ports.ts";

/*
 * Numbers are read from sums the database keeps by triggers on the facts: of every agency and node of the tree by day, week, month, quarter, half and year
 * (`period_sum`, migration 0036); of each peer, type and urgency by month (`exchange_sum`, 0020), where days outside whole months are counted from the facts.
 */

/** Bit of `exchange_fact.counted`, and column of the sums. `late` is told apart by when it was, or was not, sent. */
const SUM_OF: Readonly<Record<Exclude<keyof Counts, "late"> | "sentLate", { readonly column: string; readonly bit: number }>> = {
  documents: { column: "documents", bit: 0 },
  exchanges: { column: "exchanges", bit: 1 },
  sent: { column: "sent", bit: 2 },
  onTime: { column: "on_time", bit: 3 },
  sentLate: { column: "sent_late", bit: 4 },
  answered: { column: "answered", bit: 5 },
  answeredInDay: { column: "answered_in_day", bit: 6 },
  accepted: { column: "accepted", bit: 7 },
  refused: { column: "refused", bit: 8 },
  failed: { column: "failed", bit: 9 },
  withdrawn: { column: "withdrawn", bit: 10 },
  waiting: { column: "waiting", bit: 11 },
  recalls: { column: "recalls", bit: 12 },
  recallsAgreed: { column: "recalls_agreed", bit: 13 },
  recallsDeclined: { column: "recalls_declined", bit: 14 },
  electronicOnly: { column: "electronic_only", bit: 15 },
  signed: { column: "signed", bit: 16 },
  documentSigned: { column: "document_signed", bit: 17 },
};
const COLUMNS = Object.values(SUM_OF);
const columnOf = (key: keyof Counts): string => (key === "late" ? "sent_late" : SUM_OF[key].column);
/** Late as if all that was not sent were due. */
const PERIOD_LATE = "sent_late + unsent";
const summed = (late = "sent_late"): string => COUNT_KEYS.map((key) => `coalesce(sum(${key === "late" ? late : columnOf(key)}), 0)::int AS "${key}"`).join(", ");

const FACT_KEY: Readonly<Record<Exclude<Dimension, "agency">, string>> = { peer: "peer_code", type: "document_type", urgency: "urgency::text" };

/** Has a time to be sent by, and has not been sent; and what of it was due by `asOf` ($4). */
const UNSENT = "sent_at IS NULL AND send_due IS NOT NULL AND outcome <> 'withdrawn'";
const OVERDUE = `${UNSENT} AND send_due <= $4`;

/** Each agency and the nodes above it, down from the agency of the report ($1). */
const WITH_NODES = `CROSS JOIN LATERAL (
  SELECT node FROM (SELECT array_to_string((string_to_array(own.key, '.'))[1:up], '.') AS node FROM generate_series(1, cardinality(string_to_array(own.key, '.'))) AS up) every WHERE node = $1 OR starts_with(node, $1 || '.')) nodes`;

export async function numbersOf(db: EntityManager, question: FactQuestion, dimension: Dimension | "total"): Promise<NumberRow[]> {
  if (dimension === "agency" || dimension === "total") {
    const lines = dimension === "agency" && question.scope.tree;
    const rows = await ofPeriods(db, question, lines);
    const notDue = await notDueYet(db, question, lines ? "node" : "$1");
    return rows.map((row) => withLate(row, -(notDue.get(row.key) ?? 0)));
  }
  const rows = await ofKeys(db, question, dimension);
  const lateOf = await overdueOf(db, question, dimension);
  return rows.map((row) => withLate(row, lateOf.get(row.key) ?? 0));
}

/** Only what goes out has a time to be sent by. */
function withLate(row: NumberRow, more: number): NumberRow {
  return row.direction === "outgoing" ? { ...row, counts: { ...row.counts, late: row.counts.late + more } } : row;
}

/** Of what `period_sum` counts as unsent: how many are not due at the moment of the question, by this key. They are the few of the last days. */
async function notDueYet(db: EntityManager, question: FactQuestion, key: string): Promise<ReadonlyMap<string, number>> {
  const rows: { key: string; times: number }[] = await db.query(
    `SELECT ${key} AS key, count(*)::int AS times FROM (SELECT agency_code AS key, day FROM exchange_fact WHERE ${factScope(question)} AND day BETWEEN $2 AND $3 AND ${UNSENT} AND send_due > $4) own ${key === "node" ? WITH_NODES : ""} GROUP BY 1`,
    [question.scope.code, question.from, question.to, question.asOf],
  );
  return new Map(rows.map((row) => [row.key, row.times]));
}

/** Of an agency, or of it and each node below it: one row of `period_sum` each where the period is one of those kept there, else of the longest that make it up. */
async function ofPeriods(db: EntityManager, { scope, from, to }: FactQuestion, lines: boolean): Promise<NumberRow[]> {
  const spans = periodsOf(from, to);
  const picked = `${lines ? `(node = $1 OR node LIKE ${descendants()}) AND tree` : `node = $1 AND tree = ${scope.tree}`} AND (span, starts) IN (${spans.map(({ span, starts }) => `('${span}', '${starts}'::date)`).join(", ")})`;
  if (spans.length === 1) return (await db.query<WholeRow[]>(`SELECT node AS key, direction, ${whole()} FROM period_sum WHERE ${picked} AND exchanges > 0`, [scope.code])).map(wholeRow);
  const rows: ({ key: string; direction: Direction } & Counts)[] = await db.query(`SELECT node AS key, direction, ${summed(PERIOD_LATE)} FROM period_sum WHERE ${picked} GROUP BY 1, 2 HAVING sum(exchanges) > 0`, [scope.code]);
  const spreads = await spreadsOf(db, { sums: `SELECT node AS key, direction, answer_minutes, decide_minutes FROM period_sum WHERE ${picked}`, facts: null }, [scope.code]);
  return rows.map((row) => withSpread(row, spreads));
}

/** Of each peer, type or urgency. */
async function ofKeys(db: EntityManager, question: FactQuestion, dimension: Exclude<Dimension, "agency">): Promise<NumberRow[]> {
  const parameters = [question.scope.code, question.from, question.to];
  const { sums, facts } = sourcesOf(question, dimension);
  const counted = COLUMNS.map(({ column, bit }) => `sum(n) FILTER (WHERE counted & ${2 ** bit} <> 0) AS ${column}`).join(", ");
  const columns = COLUMNS.map(({ column }) => column).join(", ");
  const rows: ({ key: string; direction: Direction } & Counts)[] = await db.query(
    `SELECT key, direction, ${summed()} FROM (
       SELECT key, direction, ${columns} FROM exchange_sum WHERE ${sums}
       ${facts === null ? "" : `UNION ALL SELECT key, direction, ${counted} FROM (SELECT ${FACT_KEY[dimension]} AS key, direction, counted, count(*) AS n FROM exchange_fact WHERE ${facts} GROUP BY 1, 2, 3) of_days GROUP BY 1, 2`}
     ) both_of_them WHERE $2::date <= $3::date GROUP BY 1, 2 HAVING sum(exchanges) > 0`,
    parameters,
  );
  const spreads = await spreadsOf(
    db,
    {
      sums: `SELECT key, direction, answer_minutes, decide_minutes FROM exchange_sum WHERE ${sums} AND $2::date <= $3::date`,
      facts: facts === null ? null : (column) => `SELECT ${FACT_KEY[dimension]} AS key, direction, ${column} AS minutes, count(*) AS times FROM exchange_fact WHERE ${facts} AND ${column} IS NOT NULL GROUP BY 1, 2, 3`,
    },
    parameters,
  );
  return rows.map((row) => withSpread(row, spreads));
}

function withSpread({ key, direction, ...counts }: { readonly key: string; readonly direction: Direction } & Counts, spreads: ReadonlyMap<string, Spread>): NumberRow {
  return { key, direction, counts, spread: spreads.get(`${direction} ${key}`) ?? NO_SPREAD };
}

/** What is due and was not sent depends on the moment, so it is asked of the facts of each key. */
async function overdueOf(db: EntityManager, question: FactQuestion, dimension: Exclude<Dimension, "agency">): Promise<ReadonlyMap<string, number>> {
  const rows: { key: string; late: number }[] = await db.query(
    `SELECT ${FACT_KEY[dimension]} AS key, count(*)::int AS late FROM exchange_fact WHERE ${factScope(question)} AND day BETWEEN $2 AND $3 AND ${OVERDUE} GROUP BY 1`,
    [question.scope.code, question.from, question.to, question.asOf],
  );
  return new Map(rows.map(({ key, late }) => [key, late]));
}

const STEP_OF: Readonly<Record<SeriesStep, string>> = { day: "day", week: "date_trunc('week', day)::date", month: "date_trunc('month', day)::date" };

/** By day, by week from its Monday, or by month; what has nothing is left out. One row of `period_sum` each; a step that is cut off by the period is added up from its days. */
export async function pointsOf(run: Run, question: FactQuestion, step: SeriesStep): Promise<PointRow[]> {
  const { scope } = question;
  const { from, to, cut } = wholeSteps(question, step);
  const kept: Promise<WholeRow[]> = run((db) => db.query(`SELECT starts::text AS key, direction, ${whole()} FROM period_sum WHERE node = $1 AND tree = ${scope.tree} AND span = '${step}' AND starts BETWEEN $2 AND $3 AND exchanges > 0`, [scope.code, from, to]));
  const edges = cut.map(async (days) => (await run((db) => ofPeriods(db, { ...question, ...days }, false))).map((row) => ({ ...row, key: days.start })));
  const [rows, notDue, ...parts] = await Promise.all([kept, run((db) => notDueYet(db, question, `(${STEP_OF[step]})::text`)), ...edges]);
  return [...rows.map(wholeRow), ...parts.flat()].map((row) => {
    const { key, ...rest } = withLate(row, -(notDue.get(row.key) ?? 0));
    return { start: key as LocalDate, ...rest };
  });
}

/** The steps that lie wholly in the period, by the first days of the first and the last of them, and the one or two that do not. */
function wholeSteps(question: FactQuestion, step: SeriesStep): { readonly from: LocalDate; readonly to: LocalDate; readonly cut: readonly { readonly start: LocalDate; readonly from: LocalDate; readonly to: LocalDate }[] } {
  const { from, to } = checkedDays(question);
  const [first, last] = [periodWith(step, from), periodWith(step, to)];
  const cutOff = (period: Period): boolean => period.from < from || period.to > to;
  const cut = (first.from === last.from ? [first] : [first, last]).filter(cutOff).map((period) => ({ start: period.from, from: period.from < from ? from : period.from, to: period.to > to ? to : period.to }));
  return { from: cutOff(first) ? addDays(first.to, 1) : first.from, to: cutOff(last) ? addDays(last.from, -1) : last.from, cut };
}

/** Periods of `period_sum` that make up these days, the longest there are. */
function periodsOf(begin: LocalDate, end: LocalDate): readonly { readonly span: PeriodKind; readonly starts: LocalDate }[] {
  const { from, to } = checkedDays({ from: begin, to: end });
  const found: { span: PeriodKind; starts: LocalDate }[] = [];
  for (let day = from; day <= to; ) {
    const start = day;
    const longest = LONGEST_FIRST.map((span) => periodWith(span, start)).find((period) => period.from === start && period.to <= to) ?? periodWith("day", start);
    found.push({ span: longest.kind as PeriodKind, starts: start });
    day = addDays(longest.to, 1);
  }
  return found;
}

const LONGEST_FIRST = ["year", "half", "quarter", "month", "week"] as const satisfies readonly PeriodKind[];

type WholeRow = { readonly key: string; readonly direction: Direction; readonly answer: readonly number[] | null; readonly decide: readonly number[] | null } & Counts;

function whole(): string {
  return `${COUNT_KEYS.map((name) => `${name === "late" ? PERIOD_LATE : columnOf(name)} AS "${name}"`).join(", ")}, answer, decide`;
}

function wholeRow({ key, direction, answer, decide, ...counts }: WholeRow): NumberRow {
  return { key, direction, counts, spread: { answerP50: answer?.[0] ?? null, answerP95: answer?.[1] ?? null, decideP50: decide?.[0] ?? null, decideP95: decide?.[1] ?? null } };
}

/** Peers our documents did not reach, most first. */
export async function failingPeersOf(db: EntityManager, question: FactQuestion, limit: number): Promise<FailingPeer[]> {
  const { sums, facts } = sourcesOf(question, "peer");
  return await db.query(
    `SELECT key AS code, sum(exchanges)::int AS exchanges, sum(failed)::int AS failed, sum(refused)::int AS refused, sum(waiting)::int AS waiting FROM (
       SELECT key, exchanges, failed, refused, waiting FROM exchange_sum WHERE ${sums} AND direction = 'outgoing'
       ${facts === null ? "" : `UNION ALL SELECT peer_code, count(*), ${(["failed", "refused", "waiting"] as const).map((name) => `count(*) FILTER (WHERE counted & ${2 ** SUM_OF[name].bit} <> 0)`).join(", ")} FROM exchange_fact WHERE ${facts} AND direction = 'outgoing' GROUP BY 1`}
     ) both_of_them WHERE $2::date <= $3::date GROUP BY 1 HAVING sum(failed) + sum(refused) > 0 ORDER BY sum(failed) DESC, sum(refused) DESC, 1 LIMIT $4`,
    [question.scope.code, question.from, question.to, limit],
  );
}

const NO_SPREAD: Spread = { answerP50: null, answerP95: null, decideP50: null, decideP95: null };

/** The least minutes by which half, and 95 of 100, were done; `C`: keys are compared, not sorted for people. */
async function spreadsOf(db: EntityManager, source: { readonly sums: string; readonly facts: ((column: string) => string) | null }, parameters: readonly unknown[]): Promise<ReadonlyMap<string, Spread>> {
  const told = (column: string, decide: boolean): string => `
    SELECT key COLLATE "C" AS key, direction COLLATE "C" AS direction, ${decide} AS decide, minutes, sum(times::int)::int AS times FROM (
      SELECT key, direction, said.minutes::int AS minutes, said.value::int AS times FROM picked CROSS JOIN LATERAL jsonb_each_text(${column}) AS said(minutes, value)
      ${source.facts === null ? "" : `UNION ALL ${source.facts(column)}`}) both_of_them GROUP BY 1, 2, 4`;
  const rows: ({ key: string; direction: Direction } & Spread)[] = await db.query(
    `WITH picked AS MATERIALIZED (${source.sums}),
      told AS (${told("answer_minutes", false)} UNION ALL ${told("decide_minutes", true)}),
      counted AS (SELECT *, sum(times) OVER (PARTITION BY key, direction, decide ORDER BY minutes) AS so_far, sum(times) OVER (PARTITION BY key, direction, decide) AS total FROM told)
     SELECT key, direction,
       min(minutes) FILTER (WHERE NOT decide AND so_far * 2 >= total) AS "answerP50", min(minutes) FILTER (WHERE NOT decide AND so_far * 100 >= total * 95) AS "answerP95",
       min(minutes) FILTER (WHERE decide AND so_far * 2 >= total) AS "decideP50", min(minutes) FILTER (WHERE decide AND so_far * 100 >= total * 95) AS "decideP95"
     FROM counted GROUP BY key, direction`,
    [...parameters],
  );
  return new Map(rows.map(({ key, direction, ...spread }) => [`${direction} ${key}`, spread]));
}

/** Conditions on the sums by month, and on the facts of the days outside whole months; facts null: there are none. */
function sourcesOf(question: FactQuestion, dimension: Exclude<Dimension, "agency">): { readonly sums: string; readonly facts: string | null } {
  const { scope } = question;
  const months = wholeMonths(question);
  const sums = `dimension = '${dimension}' AND node = $1${scope.tree ? "" : " AND NOT below"} AND span = 'month' AND ${months === null ? "false" : `starts BETWEEN '${months.first}' AND '${months.last}'`}`;
  const days = edgeDays(question, months).map(({ from, to }) => `day BETWEEN '${from}' AND '${to}'`);
  return { sums, facts: days.length === 0 ? null : `${factScope(question)} AND (${days.join(" OR ")})` };
}

/** The first days of the first and of the last month that lie wholly in the period, and the last day of that one. */
function wholeMonths(question: FactQuestion): { readonly first: LocalDate; readonly last: LocalDate; readonly end: LocalDate } | null {
  const { from, to } = checkedDays(question);
  const first = from.endsWith("-01") ? from : nextMonth(from);
  const after = firstOfMonth(addDays(to, 1));
  if (after <= first) return null;
  const end = addDays(after, -1);
  return { first, last: firstOfMonth(end), end };
}

function edgeDays(question: FactQuestion, months: ReturnType<typeof wholeMonths>): readonly { readonly from: LocalDate; readonly to: LocalDate }[] {
  const { from, to } = checkedDays(question);
  if (months === null) return [{ from, to }];
  return [{ from, to: addDays(months.first, -1) }, { from: addDays(months.end, 1), to }].filter((days) => days.from <= days.to);
}

/** Days as this program writes them, whatever was asked: they become part of the statement. */
function checkedDays({ from, to }: Pick<FactQuestion, "from" | "to">): { readonly from: LocalDate; readonly to: LocalDate } {
  return { from: addDays(from, 0), to: addDays(to, 0) };
}

function firstOfMonth(day: LocalDate): LocalDate {
  return `${day.slice(0, 7)}-01` as LocalDate;
}

function nextMonth(day: LocalDate): LocalDate {
  return firstOfMonth(addDays(firstOfMonth(day), 31));
}

/** $1 is the agency of the question. */
export function factScope({ scope }: Pick<FactQuestion, "scope">): string {
  return scope.tree ? `(agency_code = $1 OR agency_code LIKE ${descendants()})` : "agency_code = $1";
}

/** `_` is a letter of a code, not a wildcard. */
function descendants(): string {
  return `replace(replace($1, '\\', '\\\\'), '_', '\\_') || '.%'`;
}
