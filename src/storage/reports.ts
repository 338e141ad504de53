import type { EntityManager } from "typeorm";
import type { FactQuestion, IssuedReport, ReportReader } from "../core/reports/report-ports.ts";
import type { Run } from "./database.ts";
import { recountOf, replayOf } from "./exchange-recount.ts";
import { factScope, failingPeersOf, numbersOf, pointsOf } from "./exchange-sums.ts";

export function reportReads(run: Run): ReportReader {
  return {
    hasFacts: (question) =>
      run(async (db) => {
        const found: unknown[] = await db.query(`SELECT FROM exchange_fact WHERE ${factScope(question)} AND day BETWEEN $2 AND $3 LIMIT 1`, values(question));
        return found.length > 0;
      }),
    numbers: (question, dimension) => inMemory(run, (db) => numbersOf(db, question, dimension)),
    points: (question, step) => pointsOf(run, question, step),
    failingPeers: (question, limit) => run((db) => failingPeersOf(db, question, limit)),
    names: (codes) =>
      run(async (db) => {
        const rows: { code: string; name: string | null }[] = await db.query(`SELECT code, organization->>'organName' AS name FROM agency WHERE code = ANY($1)`, [[...codes]]);
        return new Map(rows.flatMap(({ code, name }) => (name === null ? [] : [[code, name] as const])));
      }),
    recount: (question, known, dimension) => inMemory(run, (db) => recountOf(db, question, known, dimension)),
    replay: (question, known) => run((db) => replayOf(db, question, known)),
    journalDigest: (id, after) =>
      run(async (db) => {
        // written in the transaction of the report, so few entries of others stand between
        const [entry]: { digest: string }[] = await db.query(`SELECT facts->>'digest' AS digest FROM journal WHERE position > $2 AND position <= $2::bigint + 100000 AND kind = 'report.issued' AND facts->>'reportId' = $1 ORDER BY position LIMIT 1`, [id, after]);
        return entry?.digest ?? null;
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

const ISSUED = `id, agency_code AS "agencyCode", agency_name AS "agencyName", tree, kind, period_from::text AS "from", period_to::text AS "to", version, content, digest, journal_position AS "journalPosition", fact_change AS "factChange", issued_at AS "issuedAt", issued_by AS "issuedBy", reason`;

async function issuedRows(query: Promise<unknown>): Promise<IssuedReport[]> {
  return (await query) as IssuedReport[];
}

export async function addIssuedReport(run: Run, report: IssuedReport): Promise<boolean> {
  const rows: unknown[] = await run((db) =>
    db.query(
      `INSERT INTO issued_report (id, agency_code, agency_name, tree, kind, period_from, period_to, version, content, digest, journal_position, fact_change, issued_at, issued_by, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING RETURNING id`,
      [report.id, report.agencyCode, report.agencyName, report.tree, report.kind, report.from, report.to, report.version, report.content, report.digest, report.journalPosition, report.factChange, report.issuedAt, report.issuedBy, report.reason],
    ),
  );
  return rows.length === 1;
}

function values({ scope, from, to }: Omit<FactQuestion, "asOf">): unknown[] {
  return [scope.code, from, to];
}
