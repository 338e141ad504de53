import type { MigrationInterface, QueryRunner } from "typeorm";
import { NAMES } from "./0020-exchange-log.ts";

/**
 * Numbers of each agency alone and with all below it, by day, week, month, quarter, half and year, with the minutes by which half and 95 of 100 were done
 * beside them: a page reads one row for each point or line. `exchange_sum` stays as it is for the program before this one. Expands only.
 */
export class PeriodSums1763800000036 implements MigrationInterface {
  readonly name = "PeriodSums1763800000036";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

/** First day of the period of each kind that holds the day. */
const FIRST_DAY = {
  day: "%",
  week: "date_trunc('week', %)::date",
  month: "date_trunc('month', %)::date",
  quarter: "date_trunc('quarter', %)::date",
  half: "(date_trunc('year', %) + CASE WHEN extract(month FROM %) > 6 THEN interval '6 months' ELSE interval '0' END)::date",
  year: "date_trunc('year', %)::date",
} as const;
type Span = keyof typeof FIRST_DAY;
const SPANS = Object.keys(FIRST_DAY) as Span[];
const firstDay = (span: Span, of: string): string => FIRST_DAY[span].replaceAll("%", of);

const PLACES = `LATERAL (VALUES ${SPANS.map((span) => `('${span}', ${firstDay(span, "f.day")})`).join(", ")}) AS places(span, starts)`;
const SUMMED = ["day", "direction", "agency_code", "counted", "answer_minutes", "decide_minutes"];
/** Has a time to be sent by, and was not sent: with those not due yet taken away (few, and asked of the facts), what is late at any moment. */
const unsent = (alias: string): string => `(${alias}.sent_at IS NULL AND ${alias}.send_due IS NOT NULL AND ${alias}.outcome <> 'withdrawn')`;
const compared = (alias: string): string => [...SUMMED.map((column) => `${alias}.${column}`), unsent(alias)].join(", ");
const of = (alias: string): string => `${compared(alias)} AS is_unsent`;
/** Columns of the sums. */
const KEPT = [...NAMES, "unsent"];
/** Each agency alone, and every node of the tree it counts for, itself included. */
const edgesOf = (agencies: string): string => `
  SELECT agency_code, array_to_string(parts[1:up], '.') COLLATE "C" AS node, true AS tree FROM (SELECT DISTINCT agency_code, string_to_array(agency_code, '.') AS parts FROM ${agencies}) a CROSS JOIN LATERAL generate_series(1, cardinality(parts)) AS up
  UNION ALL SELECT DISTINCT agency_code, agency_code COLLATE "C", false FROM ${agencies}`;

/** Adds facts (`sign` 1) to the sums of their agency and of every node above it, or takes them out (-1); as for `exchange_sum` (migration 0020). */
function adding(facts: string): string {
  return `
    WITH given AS MATERIALIZED (${facts}),
      own AS MATERIALIZED (
        SELECT agency_code, span, starts, direction, ${NAMES.map((name, bit) => `coalesce(sum(sign) FILTER (WHERE counted & ${2 ** bit} <> 0), 0) AS ${name}`).join(", ")}, coalesce(sum(sign) FILTER (WHERE is_unsent), 0) AS unsent FROM given f, ${PLACES} GROUP BY 1, 2, 3, 4),
      told AS MATERIALIZED (
        SELECT agency_code, span, starts, direction, decide, minutes, sum(sign) AS times FROM given f, LATERAL (VALUES (false, f.answer_minutes), (true, f.decide_minutes)) AS both_of_them(decide, minutes), ${PLACES}
        WHERE minutes IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6),
      edges AS MATERIALIZED (${edgesOf("own")}),
      counted AS (SELECT node, tree, span, starts, direction, ${KEPT.map((name) => `sum(${name}) AS ${name}`).join(", ")} FROM own JOIN edges USING (agency_code) GROUP BY 1, 2, 3, 4, 5),
      spread AS (
        SELECT node, tree, span, starts, direction, jsonb_object_agg(minutes, times) FILTER (WHERE NOT decide) AS answer, jsonb_object_agg(minutes, times) FILTER (WHERE decide) AS decide
        FROM (SELECT node, tree, span, starts, direction, decide, minutes, sum(times) AS times FROM told JOIN edges USING (agency_code) GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(times) <> 0) summed GROUP BY 1, 2, 3, 4, 5)
    INSERT INTO period_sum AS kept (node, tree, span, starts, direction, ${KEPT.join(", ")}, answer_minutes, decide_minutes)
    SELECT counted.*, coalesce(answer, '{}'), coalesce(decide, '{}') FROM counted LEFT JOIN spread USING (node, tree, span, starts, direction)
    ON CONFLICT (node, tree, span, starts, direction) DO UPDATE SET
      ${KEPT.map((name) => `${name} = kept.${name} + excluded.${name}`).join(", ")},
      answer_minutes = times_added(kept.answer_minutes, excluded.answer_minutes), decide_minutes = times_added(kept.decide_minutes, excluded.decide_minutes)`;
}

const CHANGED = `FROM new_facts n JOIN old_facts o ON o.id = n.id WHERE (${compared("n")}) IS DISTINCT FROM (${compared("o")})`;
const triggerOf = (name: string, facts: string): string => `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${adding(facts)}; RETURN NULL; END $$`;

const TOTALS = KEPT.map((name) => `sum(${name})::bigint AS ${name}`).join(", ");
/** Each longer span is added up from one that it is made of. */
const MADE_OF: readonly (readonly [span: Span, parts: Span])[] = [
  ["week", "day"],
  ["month", "day"],
  ["quarter", "month"],
  ["half", "quarter"],
  ["year", "half"],
];

/** From the facts, in steps the planner knows the sizes of; keys compared as bytes (as migration 0029). */
const ANEW = [
  "LOCK TABLE exchange_fact IN SHARE MODE",
  "DROP TABLE IF EXISTS anew_edge, anew_counted, anew_told, anew_spread",
  `CREATE TEMP TABLE anew_edge ON COMMIT DROP AS ${edgesOf("exchange_fact")}`,
  "ANALYZE anew_edge",
  `CREATE TEMP TABLE anew_counted ON COMMIT DROP AS SELECT node, tree, 'day' COLLATE "C" AS span, starts, direction, ${TOTALS} FROM (
     SELECT agency_code, day AS starts, direction COLLATE "C" AS direction, ${NAMES.map((name, bit) => `count(*) FILTER (WHERE counted & ${2 ** bit} <> 0) AS ${name}`).join(", ")}, count(*) FILTER (WHERE ${unsent("exchange_fact")}) AS unsent FROM exchange_fact GROUP BY 1, 2, 3) own JOIN anew_edge USING (agency_code) GROUP BY 1, 2, 3, 4, 5`,
  `CREATE TEMP TABLE anew_told ON COMMIT DROP AS SELECT node, tree, 'day' COLLATE "C" AS span, starts, direction, decide, minutes, sum(times)::bigint AS times FROM (
     ${[["false", "answer_minutes"], ["true", "decide_minutes"]].map(([decide, column]) => `SELECT agency_code, day AS starts, direction COLLATE "C" AS direction, ${decide} AS decide, ${column} AS minutes, count(*) AS times FROM exchange_fact WHERE ${column} IS NOT NULL GROUP BY 1, 2, 3, 5`).join(" UNION ALL ")}
   ) own JOIN anew_edge USING (agency_code) GROUP BY 1, 2, 3, 4, 5, 6, 7`,
  ...MADE_OF.flatMap(([span, parts]) => [
    `INSERT INTO anew_counted SELECT node, tree, '${span}', ${firstDay(span, "starts")}, direction, ${TOTALS} FROM anew_counted WHERE span = '${parts}' GROUP BY 1, 2, 4, 5`,
    `INSERT INTO anew_told SELECT node, tree, '${span}', ${firstDay(span, "starts")}, direction, decide, minutes, sum(times)::bigint FROM anew_told WHERE span = '${parts}' GROUP BY 1, 2, 4, 5, 6, 7`,
  ]),
  `CREATE TEMP TABLE anew_spread ON COMMIT DROP AS
     SELECT node, tree, span, starts, direction, jsonb_object_agg(minutes, times) FILTER (WHERE NOT decide) AS answer, jsonb_object_agg(minutes, times) FILTER (WHERE decide) AS decide FROM anew_told GROUP BY 1, 2, 3, 4, 5`,
  "ANALYZE anew_counted, anew_spread",
  "DELETE FROM period_sum",
  `INSERT INTO period_sum (node, tree, span, starts, direction, ${KEPT.join(", ")}, answer_minutes, decide_minutes)
     SELECT counted.*, coalesce(answer, '{}'), coalesce(decide, '{}') FROM anew_counted counted LEFT JOIN anew_spread USING (node, tree, span, starts, direction) ORDER BY node, tree, span, starts, direction`,
  "DROP TABLE anew_edge, anew_counted, anew_told, anew_spread",
];

const UP = [
  // the least minutes by which half, and 95 of 100, were done; null where none was
  `CREATE FUNCTION times_spread(times jsonb) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
     SELECT CASE WHEN times <> '{}' THEN (SELECT ARRAY[min(minutes) FILTER (WHERE so_far * 2 >= total), min(minutes) FILTER (WHERE so_far * 100 >= total * 95)] FROM (
       SELECT minutes, sum(times) OVER (ORDER BY minutes) AS so_far, sum(times) OVER () AS total FROM (SELECT key::int AS minutes, value::int AS times FROM jsonb_each_text(times)) told) running) END $$`,
  // \`tree\`: with all below it; otherwise the agency alone
  `CREATE TABLE period_sum (
    node text COLLATE "C" NOT NULL,
    tree boolean NOT NULL,
    span text COLLATE "C" NOT NULL CHECK (span IN (${SPANS.map((span) => `'${span}'`).join(", ")})),
    starts date NOT NULL,
    direction text COLLATE "C" NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
    ${KEPT.map((name) => `${name} integer NOT NULL`).join(",\n    ")},
    answer_minutes jsonb NOT NULL,
    decide_minutes jsonb NOT NULL,
    answer integer[] GENERATED ALWAYS AS (times_spread(answer_minutes)) STORED,
    decide integer[] GENERATED ALWAYS AS (times_spread(decide_minutes)) STORED,
    PRIMARY KEY (node, tree, span, starts, direction)
  ) WITH (fillfactor = 80)`,
  `CREATE INDEX period_sum_of_trees ON period_sum (span, starts, node) WHERE tree`,
  triggerOf("periods_of_new_facts", `SELECT 1 AS sign, ${of("n")} FROM new_facts n`),
  triggerOf("periods_of_changed_facts", `SELECT 1 AS sign, ${of("n")} ${CHANGED} UNION ALL SELECT -1, ${of("o")} ${CHANGED}`),
  triggerOf("periods_of_removed_facts", `SELECT -1 AS sign, ${of("o")} FROM old_facts o`),
  `CREATE TRIGGER fact_is_added_to_periods AFTER INSERT ON exchange_fact REFERENCING NEW TABLE AS new_facts FOR EACH STATEMENT EXECUTE FUNCTION periods_of_new_facts()`,
  `CREATE TRIGGER fact_has_changed_in_periods AFTER UPDATE ON exchange_fact REFERENCING OLD TABLE AS old_facts NEW TABLE AS new_facts FOR EACH STATEMENT EXECUTE FUNCTION periods_of_changed_facts()`,
  `CREATE TRIGGER fact_is_gone_from_periods AFTER DELETE ON exchange_fact REFERENCING OLD TABLE AS old_facts FOR EACH STATEMENT EXECUTE FUNCTION periods_of_removed_facts()`,
  `CREATE PROCEDURE sum_periods_anew() LANGUAGE plpgsql AS $$ BEGIN ${ANEW.join(";\n")}; END $$`,
  `ALTER PROCEDURE sum_facts_anew() RENAME TO sum_keys_anew`,
  `CREATE PROCEDURE sum_facts_anew() LANGUAGE plpgsql AS $$ BEGIN CALL sum_keys_anew(); CALL sum_periods_anew(); END $$`,
  `CALL sum_periods_anew()`,
  `CREATE INDEX exchange_fact_not_due_yet ON exchange_fact (send_due) INCLUDE (day, agency_code) WHERE ${unsent("exchange_fact").replaceAll("exchange_fact.", "")}`,

  // of one agency, what went wrong or is under way: among ten million exchanges a rare type an agency refused was looked for through all of that agency's
  `CREATE INDEX exchange_log_agency_open ON exchange_fact (agency_code, state, at DESC, id DESC) WHERE state IN ('queued', 'sending', 'unknown', 'held', 'failed', 'expired', 'withdrawn', 'sent', 'arrived', 'refused')`,

  // what waits for a clerk, or was refused: few among all that came, and asked for on the first page of every morning
  `CREATE INDEX incoming_document_undecided ON incoming_document (state, receiver_code, id DESC) WHERE state IN ('arrived', 'refused') AND purged_at IS NULL`,
];

const DOWN = [
  `DROP INDEX incoming_document_undecided`,
  `DROP INDEX exchange_log_agency_open`,
  `DROP INDEX exchange_fact_not_due_yet`,
  `DROP TRIGGER fact_is_added_to_periods ON exchange_fact`,
  `DROP TRIGGER fact_has_changed_in_periods ON exchange_fact`,
  `DROP TRIGGER fact_is_gone_from_periods ON exchange_fact`,
  `DROP FUNCTION periods_of_new_facts, periods_of_changed_facts, periods_of_removed_facts`,
  `DROP PROCEDURE sum_facts_anew, sum_periods_anew`,
  `ALTER PROCEDURE sum_keys_anew() RENAME TO sum_facts_anew`,
  `DROP TABLE period_sum`,
  `DROP FUNCTION times_spread`,
];
