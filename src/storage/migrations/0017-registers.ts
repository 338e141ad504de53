import type { MigrationInterface, QueryRunner } from "typeorm";

/** Registers, notices of incidents and maintenance, paper sent instead, and what happened on paper meanwhile. Expands only. */
export class Registers1763800000017 implements MigrationInterface {
  readonly name = "Registers1763800000017";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE backfill_entry, paper_fallback, notice;
      DROP INDEX incoming_document_register, outgoing_document_register;
      ALTER TABLE api_key DROP supervises`);
  }
}

const UP = [
  `ALTER TABLE api_key ADD supervises text[] NOT NULL DEFAULT '{}'`,
  `CREATE INDEX outgoing_document_register ON outgoing_document (sender_code text_pattern_ops, submitted_at, id)`,
  `CREATE INDEX incoming_document_register ON incoming_document (receiver_code text_pattern_ops, effective_at, id)`,

  // Its contents never change; only its end is added once. A correction is another notice.
  `CREATE TABLE notice (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('incident', 'maintenance')),
    agency_code text NOT NULL,
    number text NOT NULL,
    what text NOT NULL,
    suspended_from timestamptz(3) NOT NULL,
    resumes_at timestamptz(3),
    temporary_measures text NOT NULL,
    backfill_measures text NOT NULL,
    agencies text[] NOT NULL,
    contacts text[] NOT NULL,
    signer text NOT NULL,
    issued_at timestamptz(3) NOT NULL,
    issued_by text NOT NULL,
    resumed_at timestamptz(3),
    ended_by text,
    remedy text,
    CHECK (resumes_at IS NULL OR resumes_at > suspended_from),
    CHECK (resumed_at IS NULL OR resumed_at >= suspended_from),
    CHECK ((resumed_at IS NULL) = (ended_by IS NULL)),
    CHECK (kind <> 'maintenance' OR issued_at < suspended_from)
  )`,
  `CREATE INDEX notice_of_agency ON notice USING gin (agencies)`,

  `CREATE TABLE paper_fallback (
    id uuid PRIMARY KEY,
    dispatch_id uuid NOT NULL UNIQUE REFERENCES dispatch DEFERRABLE INITIALLY DEFERRED,
    notice_id uuid REFERENCES notice,
    sender_code text NOT NULL,
    reason text NOT NULL,
    sent_at timestamptz(3) NOT NULL,
    person text NOT NULL,
    recorded_at timestamptz(3) NOT NULL,
    recorded_by text NOT NULL
  )`,
  `CREATE INDEX paper_fallback_register ON paper_fallback (sender_code text_pattern_ops, sent_at, id)`,

  // What went or came on paper while the gateway did not work, entered afterwards; joined to the electronic document once there is one.
  `CREATE TABLE backfill_entry (
    id uuid PRIMARY KEY,
    notice_id uuid NOT NULL REFERENCES notice,
    agency_code text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
    code text NOT NULL,
    issued_on date NOT NULL,
    type_name text NOT NULL,
    subject text NOT NULL,
    peer_code text,
    peer_name text NOT NULL,
    happened_at timestamptz(3) NOT NULL,
    person text NOT NULL,
    recorded_at timestamptz(3) NOT NULL,
    recorded_by text NOT NULL,
    UNIQUE (agency_code, direction, code, issued_on, peer_name)
  )`,
  `CREATE INDEX backfill_entry_register ON backfill_entry (agency_code text_pattern_ops, happened_at, id)`,
];
