import type { EntityManager } from "typeorm";
import { COUNT_KEYS, type Counts, type CountRow, type Dimension, type Direction, type FactQuestion, type IssuedReport, type ReportReader, type SpreadRow } from "../core/reports/report-ports.ts";
import type { Run } from "./database.ts";

const KEY_OF: Readonly<Record<Dimension, string>> = { agency: "agency_code", peer: "peer_code", type: "document_type", urgency: "urgency::text" };

/** What each count means. $4 is the moment of the report: what was due by then and is not done is late. */
const COUNT_SQL: Readonly<Record<keyof Counts, string>> = {
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
  recalls: "recall IS NOT NULL AND recall <> 'withdrawn'",
  recallsAgreed: "recall = 'agreed'",
  recallsDeclined: "recall = 'declined'",
  electronicOnly: "electronic_only",
  signed: "signed",
};

const WHERE = `day BETWEEN $2 AND $3`;

function scopeSql({ scope }: FactQuestion): string {
  return scope.tree ? `(agency_code = $1 OR agency_code LIKE $1 || '.%') AND ${WHERE}` : `agency_code = $1 AND ${WHERE}`;
}

export function reportReads(run: Run): ReportReader {
  return {
    agenciesWithFacts: (question) =>
      run(async (db) => {
        const rows: { code: string }[] = await db.query(`SELECT DISTINCT agency_code AS code FROM exchange_fact WHERE ${scopeSql(question)}`, values(question));
        return rows.map(({ code }) => code);
      }),
    counts: (question, dimension) =>
      inMemory(run, async (db) => {
        const sums = COUNT_KEYS.map((key) => `count(*) FILTER (WHERE ${COUNT_SQL[key]})::int AS "${key}"`).join(", ");
        const rows: ({ key: string; direction: Direction } & Counts)[] = await db.query(`SELECT ${KEY_OF[dimension]} AS key, direction, ${sums} FROM exchange_fact WHERE ${scopeSql(question)} AND $4::timestamptz IS NOT NULL GROUP BY 1, 2`, [...values(question), question.asOf]);
        return rows.map(({ key, direction, ...counts }): CountRow => ({ key, direction, counts }));
      }),
    // Minutes are counted before they are spread over the tree, so a tall tree costs little more than a flat one.
    spreads: (question, dimension, edges) =>
      inMemory(run, async (db) => {
        const node = edges === null ? "key" : "node";
        const counted = (column: string, isDecide: 0 | 1): string => `SELECT ${KEY_OF[dimension]} AS key, direction, ${isDecide} AS is_decide, ${column} AS minutes, count(*) AS times FROM exchange_fact WHERE ${scopeSql(question)} AND ${column} IS NOT NULL GROUP BY 1, 2, 4`;
        const rows: SpreadRow[] = await db.query(
          `WITH said AS MATERIALIZED (${counted("answer_minutes", 0)} UNION ALL ${counted("decide_minutes", 1)}),
           spread AS MATERIALIZED (SELECT ${node} COLLATE "C" AS key, direction COLLATE "C" AS direction, is_decide, minutes, sum(times)::bigint AS times FROM said ${edges === null ? "" : "JOIN unnest($4::text[], $5::text[]) AS edge(agency, node) ON edge.agency = said.key"} GROUP BY 1, 2, 3, 4),
           summed AS (SELECT *, sum(times) OVER (PARTITION BY key, direction, is_decide ORDER BY minutes) AS so_far, sum(times) OVER (PARTITION BY key, direction, is_decide) AS total FROM spread)
           SELECT key, direction,
             min(minutes) FILTER (WHERE is_decide = 0 AND so_far >= 0.5 * total) AS "answerP50", min(minutes) FILTER (WHERE is_decide = 0 AND so_far >= 0.95 * total) AS "answerP95",
             min(minutes) FILTER (WHERE is_decide = 1 AND so_far >= 0.5 * total) AS "decideP50", min(minutes) FILTER (WHERE is_decide = 1 AND so_far >= 0.95 * total) AS "decideP95"
           FROM summed GROUP BY key, direction`,
          [...values(question), ...(edges === null ? [] : [edges.map(({ agency }) => agency), edges.map((edge) => edge.node)])],
        );
        return rows;
      }),
    names: (codes) =>
      run(async (db) => {
        const rows: { code: string; name: string | null }[] = await db.query(`SELECT code, organization->>'organName' AS name FROM agency WHERE code = ANY($1)`, [[...codes]]);
        return new Map(rows.flatMap(({ code, name }) => (name === null ? [] : [[code, name] as const])));
      }),
    replay: (question, upTo) =>
      run(async (db) => {
        const scope = question.scope.tree ? "(o.sender_code = $1 OR o.sender_code LIKE $1 || '.%')" : "o.sender_code = $1";
        const rows: { state: string; count: number }[] = await db.query(
          `SELECT coalesce(last.state, 'queued') AS state, count(*)::int AS count
           FROM dispatch d JOIN outgoing_document o ON o.id = d.document_id
           LEFT JOIN LATERAL (SELECT j.facts->>'to' AS state FROM journal j WHERE j.outgoing_id = o.id AND j.kind = 'dispatch.moved' AND j.facts->>'dispatchId' = d.id::text AND j.position <= $4 ORDER BY j.position DESC LIMIT 1) last ON true
           WHERE ${scope} AND (d.submitted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN $2 AND $3 AND EXISTS (SELECT FROM journal j WHERE j.outgoing_id = o.id AND j.position <= $4) GROUP BY 1`,
          [...values(question), upTo],
        );
        return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
      }),
    issued: (id) => run(async (db) => (await issuedRows(db.query(`SELECT ${ISSUED} FROM issued_report WHERE id = $1`, [id])))[0] ?? null),
    listIssued: (filter) =>
      run(async (db) => {
        const rows = await issuedRows(
          db.query(
            `SELECT ${ISSUED} FROM issued_report WHERE ($1::text[] IS NULL OR (agency_code = ANY($1) AND NOT tree) OR EXISTS (SELECT FROM unnest($2::text[]) root WHERE agency_code = root OR agency_code LIKE root || '.%'))
             AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
            [filter.scopes === "all" ? null : [...filter.scopes], [...filter.trees], filter.after ?? null, filter.limit + 1],
          ),
        );
        const shown = rows.slice(0, filter.limit);
        return { rows: shown, next: rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null };
      }),
    latest: (report) =>
      run(
        async (db) =>
          (
            await issuedRows(
              db.query(`SELECT ${ISSUED} FROM issued_report WHERE agency_code = $1 AND tree = $2 AND kind = $3 AND period_from = $4 AND period_to = $5 ORDER BY version DESC LIMIT 1`, [report.agencyCode, report.tree, report.kind, report.from, report.to]),
            )
          )[0] ?? null,
      ),
    head: () =>
      run(async (db) => {
        const [last]: { head: string }[] = await db.query("SELECT coalesce(max(position), 0) AS head FROM journal");
        return last?.head ?? "0";
      }),
  };
}

/** A million rows are counted without writing to disk; the default of 4 MB would spill. */
function inMemory<Result>(run: Run, work: (db: EntityManager) => Promise<Result>): Promise<Result> {
  return run((db) =>
    db.transaction(async (inner) => {
      await inner.query("SET LOCAL work_mem = '64MB'");
      return await work(inner);
    }),
  );
}

const ISSUED = `id, agency_code AS "agencyCode", agency_name AS "agencyName", tree, kind, period_from::text AS "from", period_to::text AS "to", version, content, digest, journal_position AS "journalPosition", issued_at AS "issuedAt", issued_by AS "issuedBy", reason`;

async function issuedRows(query: Promise<unknown>): Promise<IssuedReport[]> {
  return (await query) as IssuedReport[];
}

export async function addIssuedReport(run: Run, report: IssuedReport): Promise<boolean> {
  const rows: unknown[] = await run((db) =>
    db.query(
      `INSERT INTO issued_report (id, agency_code, agency_name, tree, kind, period_from, period_to, version, content, digest, journal_position, issued_at, issued_by, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING RETURNING id`,
      [report.id, report.agencyCode, report.agencyName, report.tree, report.kind, report.from, report.to, report.version, report.content, report.digest, report.journalPosition, report.issuedAt, report.issuedBy, report.reason],
    ),
  );
  return rows.length === 1;
}

function values({ scope, from, to }: FactQuestion): unknown[] {
  return [scope.code, from, to];
}
