import type { EntityManager } from "typeorm";
import type { DispatchState } from "../core/outgoing/dispatch.ts";
import type { IncomingState } from "../core/incoming/incoming-document.ts";
import { outcomeOf, type Outcome } from "../core/reports/exchange-fact.ts";
import { COUNT_KEYS, type Counts, type Dimension, type Direction, type FactQuestion, type Known, type NumberRow, type ReplayRow, type Spread } from "../core/reports/report-ports.ts";
import { factScope } from "./exchange-sums.ts";

/* What a report states, counted one by one from the facts themselves: the sums it was read from (exchange-sums.ts) have no part in it. */

const COUNTED: Readonly<Record<keyof Counts, string>> = {
  documents: "counts_document",
  exchanges: "true",
  sent: "sent_at IS NOT NULL",
  onTime: "sent_at < send_due",
  late: "sent_at >= send_due OR (sent_at IS NULL AND outcome <> 'withdrawn' AND send_due <= $4)",
  answered: "answered_at IS NOT NULL",
  answeredInDay: "answered_at < answer_due",
  accepted: "outcome = 'accepted'",
  refused: "outcome = 'refused'",
  failed: "outcome = 'failed'",
  withdrawn: "outcome = 'withdrawn'",
  waiting: "outcome IN ('waiting', 'sent', 'arrived')",
  recalls: "recall <> 'withdrawn'",
  recallsAgreed: "recall = 'agreed'",
  recallsDeclined: "recall = 'declined'",
  electronicOnly: "electronic_only",
  signed: "signed",
  documentSigned: "document_signed",
};
const SPREADS: Readonly<Record<keyof Spread, string>> = {
  answerP50: "percentile_disc(0.5) WITHIN GROUP (ORDER BY answer_minutes)",
  answerP95: "percentile_disc(0.95) WITHIN GROUP (ORDER BY answer_minutes)",
  decideP50: "percentile_disc(0.5) WITHIN GROUP (ORDER BY decide_minutes)",
  decideP95: "percentile_disc(0.95) WITHIN GROUP (ORDER BY decide_minutes)",
};
const NUMBERS = [...COUNT_KEYS.map((key) => `count(*) FILTER (WHERE ${COUNTED[key]})::int AS "${key}"`), ...Object.entries(SPREADS).map(([key, sql]) => `${sql} AS "${key}"`)].join(", ");

const KEY: Readonly<Record<Dimension | "total", string>> = { total: "$1", agency: "agency_code", peer: "peer_code", type: "document_type", urgency: "urgency::text" };

/** As the facts stood when the report was issued: `factChange` ($5) is the last change it knew. What has changed since is kept in `reported_fact`. */
function factsThen(question: FactQuestion): string {
  const which = `${factScope(question)} AND day BETWEEN $2 AND $3 AND change <= $5`;
  const columns = "id, direction, document_id, agency_code, peer_code, document_type, urgency, counts_document, outcome, signed, document_signed, electronic_only, sent_at, send_due, answered_at, answer_due, recall, answer_minutes, decide_minutes, journal_position, state";
  return `(SELECT ${columns} FROM exchange_fact WHERE ${which} UNION ALL SELECT ${columns} FROM reported_fact WHERE ${which} AND until > $5)`;
}

export async function recountOf(db: EntityManager, question: FactQuestion, { factChange }: Known, dimension: Dimension | "total"): Promise<NumberRow[]> {
  const facts = factsThen(question);
  const grouped =
    dimension === "agency" && question.scope.tree
      ? `SELECT node AS key, direction, ${NUMBERS} FROM ${facts} f JOIN (
           SELECT agency_code, array_to_string(parts[1:up], '.') AS node FROM (SELECT code AS agency_code, string_to_array(code, '.') AS parts FROM (SELECT DISTINCT agency_code AS code FROM ${facts} g) codes) agencies
           CROSS JOIN LATERAL generate_series(cardinality(string_to_array($1, '.')), cardinality(parts)) AS up) nodes USING (agency_code) WHERE $4::timestamptz IS NOT NULL GROUP BY 1, 2`
      : `SELECT ${KEY[dimension]} AS key, direction, ${NUMBERS} FROM ${facts} f WHERE $4::timestamptz IS NOT NULL GROUP BY 1, 2`;
  const rows: ({ key: string; direction: Direction } & Counts & Spread)[] = await db.query(grouped, [question.scope.code, question.from, question.to, question.asOf, factChange]);
  return rows.map(({ key, direction, answerP50, answerP95, decideP50, decideP95, ...counts }) => ({ key, direction, counts, spread: { answerP50, answerP95, decideP50, decideP95 } }));
}

/** The last move of one exchange in the journal; none: it is where it began. A document held and then discarded is refused without a move of its own. */
const TOLD = `
  SELECT f.direction, f.outcome AS counted, coalesce(o.state, i.state) AS state, count(*)::int AS times FROM % f
  LEFT JOIN LATERAL (SELECT j.facts->>'to' AS state FROM journal j WHERE f.direction = 'outgoing' AND j.outgoing_id = f.document_id AND j.kind = 'dispatch.moved' AND j.facts->>'dispatchId' = f.id::text
    AND j.position <= coalesce(f.journal_position, $6) ORDER BY j.position DESC LIMIT 1) o ON true
  LEFT JOIN LATERAL (SELECT CASE WHEN j.kind = 'incoming.discarded' THEN 'refused' ELSE j.facts->>'to' END AS state FROM journal j WHERE f.direction = 'incoming' AND j.incoming_id = f.id AND j.kind IN ('incoming.moved', 'incoming.discarded')
    AND j.position <= coalesce(f.journal_position, $6) ORDER BY j.position DESC LIMIT 1) i ON true
  WHERE $4::timestamptz IS NOT NULL GROUP BY 1, 2, 3`;
const FIRST_STATE: Readonly<Record<Direction, DispatchState | IncomingState>> = { outgoing: "queued", incoming: "arrived" };

export async function replayOf(db: EntityManager, question: FactQuestion, { factChange, journalPosition }: Known): Promise<ReplayRow[]> {
  const rows: { direction: Direction; counted: Outcome; state: DispatchState | IncomingState | null; times: number }[] = await db.query(TOLD.replace("%", factsThen(question)), [
    question.scope.code,
    question.from,
    question.to,
    question.asOf,
    factChange,
    journalPosition,
  ]);
  return rows.map(({ direction, counted, state, times }) => ({ direction, counted, told: outcomeOf(state ?? FIRST_STATE[direction]), times }));
}
