import type { MigrationInterface, QueryRunner } from "typeorm";
import { NAMES } from "./0020-exchange-log.ts";

/** All sums made anew in steps the planner knows the sizes of: in one statement it joined them row by row, and a million facts never came to an end. */
export class SumsAnew1763800000029 implements MigrationInterface {
  readonly name = "SumsAnew1763800000029";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE OR REPLACE PROCEDURE sum_facts_anew() LANGUAGE plpgsql AS $$ BEGIN ${STEPS.join(";\n")}; END $$`);
    // what was missed anywhere, soonest due first: sorted anew for each page it took 159 ms at a million documents
    await runner.query(`CREATE INDEX deadline_missed_by_due ON deadline (due_at, id) WHERE outcome = 'missed'`);
  }

  /** The sums stay what they are, however they were made. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX IF EXISTS deadline_missed_by_due");
  }
}

const MONTH = "date_trunc('month', day)::date";
/** What is summed by month beside all: dimension and key. */
const BY_MONTH = [
  ["peer", "peer_code"],
  ["type", "document_type"],
  ["urgency", "urgency::text"],
] as const;
const PLACE = "dimension, key, span, starts, direction";
const COUNTS = NAMES.map((name, bit) => `count(*) FILTER (WHERE counted & ${2 ** bit} <> 0) AS ${name}`).join(", ");
const TOTALS = NAMES.map((name) => `sum(${name})::bigint AS ${name}`).join(", ");
const MINUTES = [
  ["false", "answer_minutes"],
  ["true", "decide_minutes"],
] as const;

/** Keys are compared as bytes: sorted by the rules of a language they cost ten times as much. */
const bytes = (value: string): string => `${value} COLLATE "C"`;
const placed = (dimension: string, key: string, span: string, starts: string): string =>
  `${bytes("agency_code")} AS agency_code, ${bytes(`'${dimension}'::text`)} AS dimension, ${bytes(`(${key})::text`)} AS key, ${bytes(`'${span}'::text`)} AS span, ${starts} AS starts, ${bytes("direction")} AS direction`;
const own = (dimension: string, key: string, span: string, starts: string): string =>
  `SELECT ${placed(dimension, key, span, starts)}, ${COUNTS} FROM exchange_fact GROUP BY agency_code, ${[...new Set([key, starts])].filter((column) => column !== "''").join(", ")}, direction`;
const told = (dimension: string, key: string, span: string, starts: string): string =>
  MINUTES.map(
    ([decide, column]) =>
      `SELECT ${placed(dimension, key, span, starts)}, ${decide} AS decide, ${column} AS minutes, count(*)::bigint AS times FROM exchange_fact WHERE ${column} IS NOT NULL GROUP BY agency_code, ${[...new Set([key, starts])].filter((part) => part !== "''").join(", ")}, direction, ${column}`,
  ).join(" UNION ALL ");

const STEPS = [
  "LOCK TABLE exchange_fact IN SHARE MODE",
  "DROP TABLE IF EXISTS anew_own, anew_told, anew_edge, anew_spread",
  `CREATE TEMP TABLE anew_own ON COMMIT DROP AS ${own("all", "''", "day", "day")}`,
  `CREATE TEMP TABLE anew_told ON COMMIT DROP AS ${told("all", "''", "day", "day")}`,
  `INSERT INTO anew_own SELECT agency_code, dimension, key, 'month' COLLATE "C", date_trunc('month', starts)::date, direction, ${TOTALS} FROM anew_own GROUP BY 1, 2, 3, 4, 5, 6`,
  `INSERT INTO anew_told SELECT agency_code, dimension, key, 'month' COLLATE "C", date_trunc('month', starts)::date, direction, decide, minutes, sum(times)::bigint FROM anew_told GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`,
  ...BY_MONTH.flatMap(([dimension, key]) => [`INSERT INTO anew_own ${own(dimension, key, "month", MONTH)}`, `INSERT INTO anew_told ${told(dimension, key, "month", MONTH)}`]),
  `CREATE TEMP TABLE anew_edge ON COMMIT DROP AS SELECT agency_code, array_to_string(parts[1:up], '.') COLLATE "C" AS node, up < cardinality(parts) AS below
    FROM (SELECT DISTINCT agency_code, string_to_array(agency_code, '.') AS parts FROM anew_own) agencies CROSS JOIN LATERAL generate_series(1, cardinality(parts)) AS up`,
  "ANALYZE anew_own, anew_told, anew_edge",
  `CREATE TEMP TABLE anew_spread ON COMMIT DROP AS
    SELECT node, below, ${PLACE}, jsonb_object_agg(minutes, times) FILTER (WHERE NOT decide) AS answer, jsonb_object_agg(minutes, times) FILTER (WHERE decide) AS decide
    FROM (SELECT node, below, ${PLACE}, decide, minutes, sum(times)::bigint AS times FROM anew_told JOIN anew_edge USING (agency_code) GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9) summed GROUP BY 1, 2, 3, 4, 5, 6, 7`,
  "ANALYZE anew_spread",
  "DELETE FROM exchange_sum",
  `INSERT INTO exchange_sum (node, below, ${PLACE}, ${NAMES.join(", ")}, answer_minutes, decide_minutes)
    SELECT counted.*, coalesce(answer, '{}'), coalesce(decide, '{}') FROM (SELECT node, below, ${PLACE}, ${TOTALS} FROM anew_own JOIN anew_edge USING (agency_code) GROUP BY 1, 2, 3, 4, 5, 6, 7) counted
    LEFT JOIN anew_spread USING (node, below, ${PLACE}) ORDER BY node, dimension, span, starts, key, below, direction`,
  "DROP TABLE anew_own, anew_told, anew_edge, anew_spread",
];
