import type { MigrationInterface, QueryRunner } from "typeorm";

/** Corrections of the calendar, the versions they made, and every derived value that a later one replaced. Expands only. */
export class Calendar1763800000015 implements MigrationInterface {
  readonly name = "Calendar1763800000015";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE calendar_correction (
    position bigint PRIMARY KEY,
    at timestamptz(3) NOT NULL,
    actor jsonb NOT NULL,
    reason text NOT NULL,
    rows jsonb NOT NULL CHECK (jsonb_array_length(rows) > 0),
    scope text NOT NULL,
    from_day date NOT NULL,
    to_day date,
    version text NOT NULL UNIQUE
  )`,
  `CREATE TRIGGER calendar_correction_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON calendar_correction EXECUTE FUNCTION refuse_change()`,
  // Beside the correction, which never changes.
  `CREATE TABLE calendar_rederived (
    position bigint PRIMARY KEY REFERENCES calendar_correction,
    at timestamptz(3) NOT NULL
  )`,
  // All rows of a version: a value can be computed again with the calendar it was computed with, whatever files a later release has.
  `CREATE TABLE calendar_version (
    version text PRIMARY KEY,
    data jsonb NOT NULL,
    kept_at timestamptz(3) NOT NULL
  )`,
  `CREATE TRIGGER calendar_version_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON calendar_version EXECUTE FUNCTION refuse_change()`,

  `CREATE TABLE earlier_value (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject_id uuid NOT NULL,
    field text NOT NULL CHECK (field IN ('effective-receipt', 'due')),
    value timestamptz(3) NOT NULL,
    explanation text,
    provisional boolean NOT NULL,
    calendar_version text,
    replaced_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    replaced_by_version text NOT NULL
  )`,
  `CREATE INDEX earlier_value_of_subject ON earlier_value (subject_id, position)`,
  `CREATE TRIGGER earlier_value_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON earlier_value EXECUTE FUNCTION refuse_change()`,

  `ALTER TABLE dispatch ADD effective_provisional boolean, ADD calendar_version text`,
  // The database keeps the earlier value itself, so that no writer can forget it.
  `CREATE FUNCTION keep_earlier_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     INSERT INTO earlier_value (subject_id, field, value, explanation, provisional, calendar_version, replaced_by_version)
     VALUES (OLD.id, 'effective-receipt', OLD.effective_at, OLD.effective_explanation, coalesce(OLD.effective_provisional, false), OLD.calendar_version, NEW.calendar_version);
     RETURN NEW;
   END $$`,
  ...["incoming_document", "dispatch"].map(
    (table) => `CREATE TRIGGER ${table}_keeps_receipt BEFORE UPDATE OF effective_at, effective_explanation, effective_provisional, calendar_version ON ${table} FOR EACH ROW
      WHEN (OLD.effective_at IS NOT NULL AND (OLD.effective_at, OLD.effective_explanation, OLD.effective_provisional, OLD.calendar_version) IS DISTINCT FROM (NEW.effective_at, NEW.effective_explanation, NEW.effective_provisional, NEW.calendar_version))
      EXECUTE FUNCTION keep_earlier_receipt()`,
  ),
  `CREATE INDEX dispatch_received ON dispatch (received_at) WHERE received_at IS NOT NULL`,
];

const DOWN = [
  `DROP INDEX dispatch_received`,
  `DROP TRIGGER incoming_document_keeps_receipt ON incoming_document`,
  `DROP TRIGGER dispatch_keeps_receipt ON dispatch`,
  `DROP FUNCTION keep_earlier_receipt`,
  `ALTER TABLE dispatch DROP effective_provisional, DROP calendar_version`,
  `DROP TABLE earlier_value, calendar_version, calendar_rederived, calendar_correction`,
];
