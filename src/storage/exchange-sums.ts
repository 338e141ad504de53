import type { EntityManager } from "typeorm";
import type { LocalDate } from "#edxml";
import type { Run } from "./database.ts";
import { addDays } from "../core/calendar/index.ts";
import { COUNT_KEYS, type Counts, type Dimension, type Direction, type FactQuestion, type FailingPeer, type NumberRow, type PointRow, type SeriesStep, type Spread } from "../core/reports/report-ports.ts";

/*
 * Numbers are read from sums the database keeps by triggers on the facts (migration 0020): for every node of the tree of agencies, of all by day and by month,
 * of each peer, type and urgency by month. Days outside whole months are counted from the facts themselves.
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
const summed = (): string => COUNT_KEYS.map((key) => `coalesce(sum(${key === "late" ? "sent_late" : SUM_OF[key].column}), 0)::int AS "${key}"`).join(", ");

const FACT_KEY: Readonly<Record<Dimension | "total", string>> = { total: "$1", agency: "agency_code", peer: "peer_code", type: "document_type", urgency: "urgency::text" };

/** What is due by `asOf` ($4) and has not been sent. */
const OVERDUE = "sent_at IS NULL AND send_due IS NOT NULL AND outcome <> 'withdrawn' AND send_due <= $4";

/** Each agency and the nodes above it, down from the agency of the report ($1). */
const WITH_NODES = `CROSS JOIN LATERAL (
  SELECT node FROM (SELECT array_to_string((string_to_array(own.key, '.'))[1:up], '.') AS node FROM generate_series(1, cardinality(string_to_array(own.key, '.'))) AS up) every WHERE node = $1 OR starts_with(node, $1 || '.')) nodes`;

export async function numbersOf(db: EntityManager, question: FactQuestion, dimension: Dimension | "total"): Promise<NumberRow[]> {
  const parameters = [question.scope.code, question.from, question.to, question.asOf];
  const { sums, facts } = sourcesOf(question, dimension);
  const counted = COLUMNS.map(({ column, bit }) => `sum(n) FILTER (WHERE counted & ${2 ** bit} <> 0) AS ${column}`).join(", ");
  const columns = COLUMNS.map(({ column }) => column).join(", ");
  const counts: ({ key: string; direction: Direction } & Counts)[] = await db.query(
    `SELECT key, direction, ${summed()} FROM (
       SELECT ${keyOfSums(dimension)} AS key, direction, ${columns} FROM exchange_sum WHERE ${sums}
       ${facts === null ? "" : `UNION ALL SELECT key, direction, ${counted} FROM (SELECT ${FACT_KEY[dimension]} AS key, direction, counted, count(*) AS n FROM exchange_fact WHERE ${facts} GROUP BY 1, 2, 3) of_days GROUP BY 1, 2`}
     ) both_of_them WHERE $2::date <= $3::date AND $4::timestamptz IS NOT NULL GROUP BY 1, 2 HAVING sum(exchanges) > 0`,
    parameters,
  );
  const unsent = `SELECT ${FACT_KEY[dimension]} AS key, count(*) AS late FROM exchange_fact WHERE ${factScope(question)} AND day BETWEEN $2 AND $3 AND ${OVERDUE} GROUP BY 1`;
  const overdue: { key: string; late: number }[] = await db.query(
    dimension === "agency" && question.scope.tree ? `SELECT node AS key, sum(late)::int AS late FROM (${unsent}) own ${WITH_NODES} GROUP BY 1` : `SELECT key, late::int FROM (${unsent}) own`,
    parameters,
  );
  const lateOf = new Map(overdue.map(({ key, late }) => [key, late]));
  const spreads = await spreadsOf(db, question, {
    sums: `SELECT ${keyOfSums(dimension)} AS key, direction, answer_minutes, decide_minutes FROM exchange_sum WHERE ${sums}`,
    facts: facts === null ? null : (column) => `SELECT ${FACT_KEY[dimension]} AS key, direction, ${column} AS minutes, count(*) AS times FROM exchange_fact WHERE ${facts} AND ${column} IS NOT NULL GROUP BY 1, 2, 3`,
  });
  return counts.map(({ key, direction, ...rest }) => ({ key, direction, counts: direction === "outgoing" ? { ...rest, late: rest.late + (lateOf.get(key) ?? 0) } : rest, spread: spreads.get(`${direction} ${key}`) ?? NO_SPREAD }));
}

const STEP_OF: Readonly<Record<SeriesStep, string>> = { day: "starts", week: "date_trunc('week', starts)::date", month: "date_trunc('month', starts)::date" };

/**
 * Of all under the scope, by day, by week from its Monday, or by month; what has nothing is left out. A year of days is some fifteen hundred rows whose
 * minutes are added up here, while the database counts what is overdue.
 */
export async function pointsOf(run: Run, question: FactQuestion, step: SeriesStep): Promise<PointRow[]> {
  const parameters = [question.scope.code, question.from, question.to];
  const spans = step === "month" ? spansSql(question) : "(span = 'day' AND starts BETWEEN $2 AND $3)";
  const where = `dimension = 'all' AND node = $1 ${question.scope.tree ? "" : "AND NOT below"} AND ${spans}`;
  const key = `(${STEP_OF[step]})::text`;
  const summed: Promise<({ key: LocalDate; direction: Direction; answer: Times; decide: Times } & Counts)[]> = run((db) =>
    db.query(`SELECT ${key} AS key, direction, ${COUNT_KEYS.map((name) => `${name === "late" ? "sent_late" : SUM_OF[name].column} AS "${name}"`).join(", ")}, answer_minutes AS answer, decide_minutes AS decide FROM exchange_sum WHERE ${where} AND $2::date <= $3::date AND exchanges > 0`, parameters),
  );
  const overdue: Promise<{ key: string; late: number }[]> = run((db) => db.query(`SELECT ${key.replaceAll("starts", "day")} AS key, count(*)::int AS late FROM exchange_fact WHERE ${factScope(question)} AND day BETWEEN $2 AND $3 AND ${OVERDUE} GROUP BY 1`, [...parameters, question.asOf]));
  const [sums, late] = await Promise.all([summed, overdue]);
  const lateOf = new Map(late.map((row) => [row.key, row.late]));
  const points = new Map<string, Adding>();
  for (const { key: start, direction, answer, decide, ...counts } of sums) {
    const place = `${direction} ${start}`;
    const point = points.get(place) ?? { start, direction, counts: {}, answer: {}, decide: {} };
    points.set(place, point);
    for (const name of COUNT_KEYS) point.counts[name] = (point.counts[name] ?? 0) + counts[name];
    addTimes(point.answer, answer);
    addTimes(point.decide, decide);
  }
  return [...points.values()].map(({ start, direction, counts, answer, decide }) => {
    const all = (counts.late ?? 0) + (direction === "outgoing" ? (lateOf.get(start) ?? 0) : 0);
    return { start, direction, counts: { ...(counts as Counts), late: all }, spread: { answerP50: least(answer, 50), answerP95: least(answer, 95), decideP50: least(decide, 50), decideP95: least(decide, 95) } };
  });
}

/** How often by minutes. */
type Times = Record<string, number>;
interface Adding {
  readonly start: LocalDate;
  readonly direction: Direction;
  readonly counts: Partial<Record<keyof Counts, number>>;
  readonly answer: Times;
  readonly decide: Times;
}

function addTimes(into: Times, times: Times): void {
  for (const minutes in times) into[minutes] = (into[minutes] ?? 0) + (times[minutes] ?? 0);
}

/** The least minutes by which so many of a hundred were done. Whole numbers come in ascending order out of an object. */
function least(times: Times, percent: number): number | null {
  let total = 0;
  for (const minutes in times) total += times[minutes] ?? 0;
  let soFar = 0;
  for (const minutes in times) {
    soFar += times[minutes] ?? 0;
    if (soFar > 0 && soFar * 100 >= total * percent) return Number(minutes);
  }
  return null;
}

/** Peers our documents did not reach, most first. */
export async function failingPeersOf(db: EntityManager, question: FactQuestion, limit: number): Promise<FailingPeer[]> {
  const { sums, facts } = sourcesOf(question, "peer");
  return await db.query(
    `SELECT key AS code, sum(exchanges)::int AS exchanges, sum(failed)::int AS failed, sum(refused)::int AS refused FROM (
       SELECT key, exchanges, failed, refused FROM exchange_sum WHERE ${sums} AND direction = 'outgoing'
       ${facts === null ? "" : `UNION ALL SELECT peer_code, count(*), count(*) FILTER (WHERE outcome = 'failed'), count(*) FILTER (WHERE outcome = 'refused') FROM exchange_fact WHERE ${facts} AND direction = 'outgoing' GROUP BY 1`}
     ) both_of_them WHERE $2::date <= $3::date GROUP BY 1 HAVING sum(failed) + sum(refused) > 0 ORDER BY sum(failed) DESC, sum(refused) DESC, 1 LIMIT $4`,
    [question.scope.code, question.from, question.to, limit],
  );
}

const NO_SPREAD: Spread = { answerP50: null, answerP95: null, decideP50: null, decideP95: null };

/** The least minutes by which half, and 95 of 100, were done; `C`: keys are compared, not sorted for people. */
async function spreadsOf(db: EntityManager, { scope, from, to }: FactQuestion, source: { readonly sums: string; readonly facts: ((column: string) => string) | null }): Promise<ReadonlyMap<string, Spread>> {
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
     FROM counted WHERE $2::date <= $3::date GROUP BY key, direction`,
    [scope.code, from, to],
  );
  return new Map(rows.map(({ key, direction, ...spread }) => [`${direction} ${key}`, spread]));
}

function keyOfSums(dimension: Dimension | "total"): string {
  return dimension === "agency" || dimension === "total" ? "node" : "key";
}

/** Conditions on the sums, and on the facts of the days the sums do not have; facts null: there are none. */
function sourcesOf(question: FactQuestion, dimension: Dimension | "total"): { readonly sums: string; readonly facts: string | null } {
  const { scope } = question;
  if (dimension === "agency" || dimension === "total") {
    const node = dimension === "total" && scope.tree ? "node = $1" : scope.tree ? `(node = $1 OR node LIKE ${descendants()})` : "node = $1 AND NOT below";
    return { sums: `dimension = 'all' AND ${node} AND ${spansSql(question)}`, facts: null };
  }
  const months = wholeMonths(question);
  const node = `node = $1${scope.tree ? "" : " AND NOT below"}`;
  const sums = `dimension = '${dimension}' AND ${node} AND span = 'month' AND ${months === null ? "false" : `starts BETWEEN '${months.first}' AND '${months.last}'`}`;
  const days = edgeDays(question, months).map(({ from, to }) => `day BETWEEN '${from}' AND '${to}'`);
  return { sums, facts: days.length === 0 ? null : `${factScope(question)} AND (${days.join(" OR ")})` };
}

/** Whole months by month, the days before and after them by day. */
function spansSql(question: FactQuestion): string {
  const months = wholeMonths(question);
  const spans = edgeDays(question, months).map(({ from, to }) => `(span = 'day' AND starts BETWEEN '${from}' AND '${to}')`);
  if (months !== null) spans.push(`(span = 'month' AND starts BETWEEN '${months.first}' AND '${months.last}')`);
  return `(${spans.join(" OR ")})`;
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
function checkedDays({ from, to }: FactQuestion): { readonly from: LocalDate; readonly to: LocalDate } {
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
