import type { MigrationInterface, QueryRunner } from "typeorm";

/** What reports count: one narrow row for each exchange, kept up to date from a queue of changed ones, and the reports that were issued. Expands only. */
export class Reports1763800000018 implements MigrationInterface {
  readonly name = "Reports1763800000018";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER dispatch_is_fresh ON dispatch;
      DROP TRIGGER dispatch_has_moved ON dispatch;
      DROP TRIGGER incoming_is_fresh ON incoming_document;
      DROP TRIGGER incoming_has_moved ON incoming_document;
      DROP FUNCTION note_fresh_dispatch, note_fresh_incoming;
      DROP TABLE issued_report, exchange_fact, exchange_fresh`);
  }
}

const UP = [
  // Written by the database itself, so that no writer can forget it. A queue, not a watermark: a late commit is not skipped.
  `CREATE TABLE exchange_fresh (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, direction text NOT NULL, id uuid NOT NULL)`,
  `CREATE FUNCTION note_fresh_dispatch() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     INSERT INTO exchange_fresh (direction, id) SELECT 'outgoing', id FROM changed;
     RETURN NULL;
   END $$`,
  `CREATE FUNCTION note_fresh_incoming() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     INSERT INTO exchange_fresh (direction, id) SELECT 'incoming', id FROM changed;
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER dispatch_is_fresh AFTER INSERT ON dispatch REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_fresh_dispatch()`,
  `CREATE TRIGGER dispatch_has_moved AFTER UPDATE ON dispatch REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_fresh_dispatch()`,
  `CREATE TRIGGER incoming_is_fresh AFTER INSERT ON incoming_document REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_fresh_incoming()`,
  `CREATE TRIGGER incoming_has_moved AFTER UPDATE ON incoming_document REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_fresh_incoming()`,
  `INSERT INTO exchange_fresh (direction, id) SELECT 'outgoing', id FROM dispatch UNION ALL SELECT 'incoming', id FROM incoming_document`,

  // Instants instead of verdicts: what is late today was not late yesterday.
  `CREATE TABLE exchange_fact (
    id uuid PRIMARY KEY,
    direction text NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
    day date NOT NULL,
    agency_code text NOT NULL,
    peer_code text NOT NULL,
    document_type text NOT NULL,
    urgency smallint NOT NULL,
    counts_document boolean NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('waiting', 'sent', 'arrived', 'accepted', 'refused', 'failed', 'withdrawn')),
    signed boolean,
    electronic_only boolean NOT NULL,
    sent_at timestamptz(3),
    send_due timestamptz(3),
    answered_at timestamptz(3),
    answer_due timestamptz(3),
    recall text,
    answer_minutes integer,
    decide_minutes integer,
    calendar_version text NOT NULL
  )`,
  `CREATE INDEX exchange_fact_day ON exchange_fact (day, agency_code)`,
  `CREATE INDEX exchange_fact_agency ON exchange_fact (agency_code text_pattern_ops, day)`,
  `CREATE INDEX exchange_fact_calendar ON exchange_fact (calendar_version)`,

  `CREATE TABLE issued_report (
    id uuid PRIMARY KEY,
    agency_code text NOT NULL,
    agency_name text NOT NULL,
    tree boolean NOT NULL,
    kind text NOT NULL CHECK (kind IN ('day', 'week', 'month', 'quarter', 'half', 'year', 'range')),
    period_from date NOT NULL,
    period_to date NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    content text NOT NULL,
    digest sha256_hex NOT NULL,
    journal_position bigint NOT NULL,
    issued_at timestamptz(3) NOT NULL,
    issued_by text NOT NULL,
    reason text,
    UNIQUE (agency_code, tree, kind, period_from, period_to, version)
  )`,
  `CREATE TRIGGER issued_report_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON issued_report EXECUTE FUNCTION refuse_change()`,
];
