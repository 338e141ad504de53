import type { MigrationInterface, QueryRunner } from "typeorm";

/** What an issued report was counted from stays, so that every number of it can be counted again. Expands only. */
export class ReportProof1763800000028 implements MigrationInterface {
  readonly name = "ReportProof1763800000028";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER reported_fact_has_changed ON exchange_fact;
      DROP TRIGGER reported_fact_is_gone ON exchange_fact;
      DROP FUNCTION keep_changed_facts, keep_removed_facts;
      DROP TABLE reported_fact;
      ALTER TABLE issued_report DROP fact_change;
      ALTER TABLE exchange_fact DROP journal_position;
      ALTER TABLE notice DROP ended_at`);
  }
}

const COLUMNS =
  "id, direction, day, agency_code, peer_code, document_type, urgency, counts_document, outcome, signed, document_signed, electronic_only, sent_at, send_due, answered_at, answer_due, recall, answer_minutes, decide_minutes, document_id, at, state, change, journal_position";
const TARGET = `INSERT INTO reported_fact (${COLUMNS}, until)`;
const OLD = COLUMNS.replaceAll(/\w+/g, "o.$&");
/** Reports that counted it; those that are younger than its last change are few. */
const WAS_REPORTED = `EXISTS (SELECT FROM issued_report r WHERE r.fact_change >= o.change AND o.day BETWEEN r.period_from AND r.period_to)`;

const UP = [
  // where the journal stood when the fact was made: up to there it must tell the same
  `ALTER TABLE exchange_fact ADD journal_position bigint`,
  // null: issued before
  `ALTER TABLE issued_report ADD fact_change bigint`,
  `CREATE INDEX issued_report_change ON issued_report (fact_change)`,
  `ALTER TABLE notice ADD ended_at timestamptz(3)`,
  `UPDATE notice SET ended_at = resumed_at WHERE resumed_at IS NOT NULL`,

  `CREATE TABLE reported_fact AS SELECT ${COLUMNS}, change AS until FROM exchange_fact WITH NO DATA`,
  `ALTER TABLE reported_fact ADD PRIMARY KEY (id, change), ALTER until SET NOT NULL`,
  `CREATE INDEX reported_fact_day ON reported_fact (day, agency_code)`,
  `CREATE TRIGGER reported_fact_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON reported_fact EXECUTE FUNCTION refuse_change()`,
  `CREATE FUNCTION keep_changed_facts() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     ${TARGET} SELECT ${OLD}, n.change FROM old_facts o JOIN new_facts n ON n.id = o.id WHERE n.change <> o.change AND ${WAS_REPORTED} ON CONFLICT DO NOTHING;
     RETURN NULL;
   END $$`,
  `CREATE FUNCTION keep_removed_facts() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     ${TARGET} SELECT ${OLD}, nextval(pg_get_serial_sequence('exchange_fact', 'change')) FROM old_facts o WHERE ${WAS_REPORTED} ON CONFLICT DO NOTHING;
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER reported_fact_has_changed AFTER UPDATE ON exchange_fact REFERENCING OLD TABLE AS old_facts NEW TABLE AS new_facts FOR EACH STATEMENT EXECUTE FUNCTION keep_changed_facts()`,
  // a signature that is not proven is none: those that were counted are looked at again
  `INSERT INTO exchange_fresh (direction, id) SELECT direction, id FROM exchange_fact WHERE document_signed`,
  `CREATE TRIGGER reported_fact_is_gone AFTER DELETE ON exchange_fact REFERENCING OLD TABLE AS old_facts FOR EACH STATEMENT EXECUTE FUNCTION keep_removed_facts()`,
];
