import type { MigrationInterface, QueryRunner } from "typeorm";

/** Hạn: what is due, where it stands, and how far our clock is from others. Expands only. */
export class Deadlines1763800000016 implements MigrationInterface {
  readonly name = "Deadlines1763800000016";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE clock_measurement, deadline; DROP FUNCTION keep_earlier_due`);
  }
}

const OPEN = "closed_at IS NULL";

const UP = [
  `CREATE TABLE deadline (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('send', 'acknowledge', 'register', 'process', 'recall-answer')),
    side text NOT NULL CHECK (side IN ('outgoing', 'incoming')),
    subject_id uuid NOT NULL,
    document_id uuid NOT NULL,
    agency_code text NOT NULL,
    receiver_code text NOT NULL,
    receiver_name text NOT NULL,
    code text NOT NULL,
    urgency smallint NOT NULL,
    opened_at timestamptz(3) NOT NULL,
    near_at timestamptz(3) NOT NULL,
    due_at timestamptz(3) NOT NULL,
    rule text NOT NULL,
    provisional boolean NOT NULL,
    calendar_id text NOT NULL,
    calendar_version text NOT NULL,
    closed_at timestamptz(3),
    outcome text CHECK (outcome IN ('met', 'missed', 'void')),
    near_told_at timestamptz(3),
    late_told_at timestamptz(3),
    UNIQUE (subject_id, kind),
    CHECK ((closed_at IS NULL) = (outcome IS NULL)),
    CHECK (near_at >= opened_at)
  ) WITH (fillfactor = 80)`,
  `CREATE INDEX deadline_of_document ON deadline (document_id)`,
  // Open ones are few beside those done; every question of the board is one of these.
  `CREATE INDEX deadline_open ON deadline (due_at, id) WHERE ${OPEN}`,
  `CREATE INDEX deadline_open_of_agency ON deadline (agency_code, due_at, id) WHERE ${OPEN}`,
  // All the board counts, so that it never visits the rows themselves.
  `CREATE INDEX deadline_board ON deadline (agency_code, receiver_code, kind) INCLUDE (near_at, due_at, receiver_name, calendar_id) WHERE ${OPEN}`,
  `CREATE INDEX deadline_missed ON deadline (agency_code, due_at, id) WHERE outcome = 'missed'`,
  `CREATE INDEX deadline_near_untold ON deadline (near_at) WHERE ${OPEN} AND near_told_at IS NULL`,
  `CREATE INDEX deadline_late_untold ON deadline (due_at) WHERE late_told_at IS NULL AND (${OPEN} OR outcome = 'missed')`,
  `CREATE FUNCTION keep_earlier_due() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     INSERT INTO earlier_value (subject_id, field, value, explanation, provisional, calendar_version, replaced_by_version)
     VALUES (OLD.id, 'due', OLD.due_at, OLD.rule, OLD.provisional, OLD.calendar_version, NEW.calendar_version);
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER deadline_keeps_due BEFORE UPDATE OF due_at ON deadline FOR EACH ROW WHEN (OLD.due_at IS DISTINCT FROM NEW.due_at) EXECUTE FUNCTION keep_earlier_due()`,

  `CREATE TABLE clock_measurement (
    id uuid PRIMARY KEY,
    at timestamptz(3) NOT NULL,
    source text NOT NULL CHECK (source IN ('ntp', 'axis')),
    server text NOT NULL,
    offset_ms double precision,
    uncertainty_ms double precision,
    over_limit boolean NOT NULL,
    fault text,
    CHECK ((offset_ms IS NULL) = (fault IS NOT NULL))
  )`,
  `CREATE INDEX clock_measurement_of_source ON clock_measurement (source, id DESC)`,
];
