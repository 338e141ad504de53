import type { MigrationInterface, QueryRunner } from "typeorm";

/** Own rules of agencies, what a policy said of a document that came, and paper that was promised. Expands only. */
export class Policies1763800000013 implements MigrationInterface {
  readonly name = "Policies1763800000013";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE policy_override (
    id uuid PRIMARY KEY,
    scope text NOT NULL CHECK (scope <> ''),
    version integer NOT NULL CHECK (version > 0),
    profile text,
    rules jsonb NOT NULL CHECK (jsonb_typeof(rules) = 'array'),
    decision jsonb NOT NULL CHECK (decision->>'number' <> ''),
    valid_from date NOT NULL,
    valid_to date CHECK (valid_to >= valid_from),
    reason text NOT NULL,
    recorded_at timestamptz(3) NOT NULL,
    actor jsonb NOT NULL,
    UNIQUE (scope, version)
  )`,
  `CREATE TRIGGER policy_override_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_override EXECUTE FUNCTION refuse_change()`,

  `CREATE TABLE policy_check (
    incoming_id uuid PRIMARY KEY REFERENCES incoming_document DEFERRABLE INITIALLY DEFERRED,
    profile text NOT NULL,
    data_version text NOT NULL,
    findings jsonb NOT NULL CHECK (jsonb_typeof(findings) = 'array'),
    checked_at timestamptz(3) NOT NULL
  )`,

  // One row for each end we keep: what our agency promised to each receiver, and what was promised to our agency.
  `CREATE TABLE paper_copy (
    direction text NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
    document_id uuid NOT NULL,
    receiver_code text NOT NULL,
    sender_code text NOT NULL,
    identity_key text NOT NULL,
    state text NOT NULL CHECK (state IN ('promised', 'matched', 'mismatched')),
    promised_at timestamptz(3) NOT NULL,
    decided_at timestamptz(3),
    decided_by jsonb,
    person text,
    note text,
    PRIMARY KEY (direction, document_id, receiver_code),
    CHECK ((state = 'promised') = (decided_at IS NULL))
  )`,
  `CREATE INDEX paper_copy_open ON paper_copy (promised_at, document_id) WHERE state <> 'matched'`,
  `CREATE INDEX paper_copy_identity ON paper_copy (identity_key)`,
];

const DOWN = [`DROP TABLE paper_copy`, `DROP TABLE policy_check`, `DROP TABLE policy_override`];
