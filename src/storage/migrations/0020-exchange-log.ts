import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Facts say which exchange they are of, so that they are a log to search; and their sums are kept by day and month for every node of the tree of agencies.
 * Expands only.
 */
export class ExchangeLog1763800000020 implements MigrationInterface {
  readonly name = "ExchangeLog1763800000020";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const SIGNED = `EXISTS (SELECT FROM jsonb_array_elements(coalesce(%.findings->0->'signatures', '[]')) s WHERE s->>'kind' = 'agency' AND s->>'covers' <> 'broken')`;

/**
 * What is counted: its column in the sums, and which facts it counts. The place in this list is the bit of `counted` that says so for one fact.
 * Late is only what was sent late: what is not sent is asked of the facts, as that depends on the moment.
 */
const SUMS: readonly (readonly [name: string, counts: string])[] = [
  ["documents", "counts_document"],
  ["exchanges", "true"],
  ["sent", "sent_at IS NOT NULL"],
  ["on_time", "sent_at < send_due"],
  ["sent_late", "sent_at >= send_due"],
  ["answered", "answered_at IS NOT NULL"],
  ["answered_in_day", "answered_at < answer_due"],
  ["accepted", "outcome = 'accepted'"],
  ["refused", "outcome = 'refused'"],
  ["failed", "outcome = 'failed'"],
  ["withdrawn", "outcome = 'withdrawn'"],
  ["waiting", "outcome IN ('waiting', 'sent', 'arrived')"],
  ["recalls", "recall <> 'withdrawn'"],
  ["recalls_agreed", "recall = 'agreed'"],
  ["recalls_declined", "recall = 'declined'"],
  ["electronic_only", "electronic_only"],
  ["signed", "signed"],
  ["document_signed", "document_signed"],
];
/** Columns of the sums; the place of each is its bit in `counted`. */
export const NAMES = SUMS.map(([name]) => name);

const COUNTED = SUMS.map(([, counts], bit) => `CASE WHEN ${counts} THEN ${2 ** bit} ELSE 0 END`).join(" + ");

/** All a sum is made of: a fact that changed in nothing else leaves the sums alone. */
const SUMMED = ["day", "direction", "agency_code", "peer_code", "document_type", "urgency", "counted", "answer_minutes", "decide_minutes"];

/** What a fact is summed by: of all by day and by month, of each peer, type and urgency by month. */
const PLACES = `LATERAL (SELECT date_trunc('month', f.day)::date AS month) first, LATERAL (VALUES ('all', '', 'day', f.day), ('all', '', 'month', month), ('peer', f.peer_code, 'month', month), ('type', f.document_type, 'month', month), ('urgency', f.urgency::text, 'month', month)) AS places(dimension, key, span, starts)`;
const PLACE = "dimension, key, span, starts, direction";

/** Adds facts (`sign` 1) to the sums of their agency and of every node above it, or takes them out (-1). They are summed by agency first, so that a tall tree costs little more than a flat one. */
function adding(facts: string): string {
  return `
    WITH own AS MATERIALIZED (
        SELECT agency_code, ${PLACE}, ${NAMES.map((name, bit) => `coalesce(sum(sign) FILTER (WHERE counted & ${2 ** bit} <> 0), 0) AS ${name}`).join(", ")} FROM (${facts}) f, ${PLACES} GROUP BY 1, 2, 3, 4, 5, 6),
      told AS MATERIALIZED (
        SELECT agency_code, ${PLACE}, decide, minutes, sum(sign) AS times FROM (${facts}) f, LATERAL (VALUES (false, f.answer_minutes), (true, f.decide_minutes)) AS both_of_them(decide, minutes), ${PLACES}
        WHERE minutes IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8),
      edges AS MATERIALIZED (
        SELECT agency_code, array_to_string(parts[1:up], '.') AS node, up < cardinality(parts) AS below
        FROM (SELECT DISTINCT agency_code, string_to_array(agency_code, '.') AS parts FROM own) agencies CROSS JOIN LATERAL generate_series(1, cardinality(parts)) AS up),
      counted AS (SELECT node, below, ${PLACE}, ${NAMES.map((name) => `sum(${name}) AS ${name}`).join(", ")} FROM own JOIN edges USING (agency_code) GROUP BY 1, 2, 3, 4, 5, 6, 7),
      spread AS (
        SELECT node, below, ${PLACE}, jsonb_object_agg(minutes, times) FILTER (WHERE NOT decide) AS answer, jsonb_object_agg(minutes, times) FILTER (WHERE decide) AS decide
        FROM (SELECT node, below, ${PLACE}, decide, minutes, sum(times) AS times FROM told JOIN edges USING (agency_code) GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(times) <> 0) summed GROUP BY 1, 2, 3, 4, 5, 6, 7)
    INSERT INTO exchange_sum AS kept (node, below, ${PLACE}, ${NAMES.join(", ")}, answer_minutes, decide_minutes)
    SELECT counted.*, coalesce(answer, '{}'), coalesce(decide, '{}') FROM counted LEFT JOIN spread USING (node, below, ${PLACE})
    ON CONFLICT (node, dimension, span, starts, key, below, direction) DO UPDATE SET
      ${NAMES.map((name) => `${name} = kept.${name} + excluded.${name}`).join(", ")},
      answer_minutes = times_added(kept.answer_minutes, excluded.answer_minutes), decide_minutes = times_added(kept.decide_minutes, excluded.decide_minutes)`;
}

const triggerOf = (name: string, facts: string): string => `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${adding(facts)}; RETURN NULL; END $$`;
const of = (alias: string): string => SUMMED.map((column) => `${alias}.${column}`).join(", ");
const CHANGED = `FROM new_facts n JOIN old_facts o ON o.id = n.id WHERE (${of("n")}) IS DISTINCT FROM (${of("o")})`;

const UP = [
  `ALTER TABLE exchange_fact
    ADD document_id uuid,
    ADD at timestamptz(3),
    ADD state text,
    ADD document_signed boolean NOT NULL DEFAULT false,
    ADD change bigint GENERATED BY DEFAULT AS IDENTITY,
    ADD counted integer NOT NULL GENERATED ALWAYS AS (${COUNTED}) STORED`,
  `UPDATE exchange_fact f SET document_id = d.document_id, at = d.submitted_at, state = d.state, signed = true, document_signed = ${SIGNED.replaceAll("%", "o")} FROM dispatch d JOIN outgoing_document o ON o.id = d.document_id WHERE f.direction = 'outgoing' AND d.id = f.id`,
  `UPDATE exchange_fact f SET document_id = r.id, at = r.received_at, state = r.state, document_signed = ${SIGNED.replaceAll("%", "r")} FROM incoming_document r WHERE f.direction = 'incoming' AND r.id = f.id`,

  // One for each way people look at the log, newest first.
  `CREATE INDEX exchange_log ON exchange_fact (at DESC, id DESC)`,
  `CREATE INDEX exchange_log_agency ON exchange_fact (agency_code, at DESC, id DESC)`,
  `CREATE INDEX exchange_log_peer ON exchange_fact (peer_code, at DESC, id DESC)`,
  `CREATE INDEX exchange_log_state ON exchange_fact (state, at DESC, id DESC)`,
  `CREATE INDEX exchange_log_type ON exchange_fact (document_type, at DESC, id DESC)`,
  `CREATE INDEX exchange_log_document ON exchange_fact (document_id)`,
  `CREATE INDEX exchange_log_change ON exchange_fact (change)`,
  `CREATE INDEX exchange_fact_unsent ON exchange_fact (day, agency_code) INCLUDE (send_due, peer_code, document_type, urgency) WHERE sent_at IS NULL AND send_due IS NOT NULL AND outcome <> 'withdrawn'`,
  `ALTER TABLE exchange_fact ALTER agency_code SET STATISTICS 1000, ALTER peer_code SET STATISTICS 1000`,

  // Numbers of one agency (\`below\` false) and of all under it (true), by day and by month, so that a year of a province is a few rows.
  `CREATE TABLE exchange_sum (
    node text NOT NULL,
    below boolean NOT NULL,
    dimension text NOT NULL CHECK (dimension IN ('all', 'peer', 'type', 'urgency')),
    key text NOT NULL,
    span text NOT NULL CHECK (span IN ('day', 'month')),
    starts date NOT NULL,
    direction text NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
    ${NAMES.map((name) => `${name} integer NOT NULL`).join(",\n    ")},
    answer_minutes jsonb NOT NULL,
    decide_minutes jsonb NOT NULL,
    PRIMARY KEY (node, dimension, span, starts, key, below, direction)
  ) WITH (fillfactor = 80)`,
  `CREATE INDEX exchange_sum_tree ON exchange_sum (span, node text_pattern_ops, starts) WHERE dimension = 'all'`,
  `CREATE FUNCTION times_added(a jsonb, b jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
     SELECT CASE WHEN b = '{}' THEN a WHEN a = '{}' THEN b ELSE (SELECT coalesce(jsonb_object_agg(minutes, times), '{}') FROM (
       SELECT key AS minutes, sum(value::int) AS times FROM (SELECT * FROM jsonb_each_text(a) UNION ALL SELECT * FROM jsonb_each_text(b)) both_of_them GROUP BY key HAVING sum(value::int) <> 0) summed) END $$`,
  triggerOf("add_new_facts", `SELECT 1 AS sign, ${of("n")} FROM new_facts n`),
  triggerOf("add_changed_facts", `SELECT 1 AS sign, ${of("n")} ${CHANGED} UNION ALL SELECT -1, ${of("o")} ${CHANGED}`),
  triggerOf("take_out_facts", `SELECT -1 AS sign, ${of("o")} FROM old_facts o`),
  `CREATE TRIGGER fact_is_added AFTER INSERT ON exchange_fact REFERENCING NEW TABLE AS new_facts FOR EACH STATEMENT EXECUTE FUNCTION add_new_facts()`,
  `CREATE TRIGGER fact_has_changed AFTER UPDATE ON exchange_fact REFERENCING OLD TABLE AS old_facts NEW TABLE AS new_facts FOR EACH STATEMENT EXECUTE FUNCTION add_changed_facts()`,
  `CREATE TRIGGER fact_is_gone AFTER DELETE ON exchange_fact REFERENCING OLD TABLE AS old_facts FOR EACH STATEMENT EXECUTE FUNCTION take_out_facts()`,
  // all of them anew: sums are worth no more than the facts they are of
  `CREATE PROCEDURE sum_facts_anew() LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE exchange_fact IN SHARE MODE; DELETE FROM exchange_sum; ${adding(`SELECT 1 AS sign, ${of("f")} FROM exchange_fact f`)}; END $$`,
  `CALL sum_facts_anew()`,
];

const DOWN = [
  `DROP TRIGGER fact_is_added ON exchange_fact`,
  `DROP TRIGGER fact_has_changed ON exchange_fact`,
  `DROP TRIGGER fact_is_gone ON exchange_fact`,
  `DROP PROCEDURE sum_facts_anew`,
  `DROP FUNCTION add_new_facts, add_changed_facts, take_out_facts, times_added`,
  `DROP TABLE exchange_sum`,
  `DROP INDEX exchange_fact_unsent`,
  `ALTER TABLE exchange_fact DROP counted, DROP document_id, DROP at, DROP state, DROP document_signed, DROP change`,
];
