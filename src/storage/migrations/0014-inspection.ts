import type { MigrationInterface, QueryRunner } from "typeorm";

/** What was found in the files of a document, the legal effect that follows, and the hold of one that bears a stamp of secrecy. Expands only. */
export class Inspection1763800000014 implements MigrationInterface {
  readonly name = "Inspection1763800000014";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const STATES = "'queued', 'sending', 'unknown', 'failed', 'sent', 'arrived', 'accepted', 'refused', 'assigned', 'processing', 'completed', 'expired', 'withdrawn'";

const UP = [
  `ALTER TABLE outgoing_document
    ADD findings jsonb NOT NULL DEFAULT '[]',
    ADD legal_effect jsonb,
    ADD hold jsonb,
    ADD purged_at timestamptz(3)`,
  // a document of ours still never changes, but while a person has to decide about it
  `DROP TRIGGER outgoing_document_never_changes ON outgoing_document`,
  `CREATE TRIGGER outgoing_document_never_changes BEFORE UPDATE ON outgoing_document FOR EACH ROW WHEN (coalesce(OLD.hold->>'state', '') <> 'held') EXECUTE FUNCTION refuse_change()`,
  `CREATE TRIGGER outgoing_document_never_emptied BEFORE TRUNCATE ON outgoing_document EXECUTE FUNCTION refuse_change()`,
  `CREATE INDEX outgoing_document_held ON outgoing_document (id DESC) WHERE hold->>'state' = 'held'`,
  `ALTER TABLE incoming_document
    ADD findings jsonb NOT NULL DEFAULT '[]',
    ADD legal_effect jsonb,
    ADD hold jsonb`,
  `CREATE INDEX incoming_document_held ON incoming_document (id DESC) WHERE hold->>'state' = 'held'`,
  `ALTER TABLE dispatch
    DROP CONSTRAINT dispatch_state_check,
    ADD CONSTRAINT dispatch_state_check CHECK (state IN (${STATES}, 'held'))`,
];
const DOWN = [
  `DROP TRIGGER outgoing_document_never_changes ON outgoing_document`,
  `DROP TRIGGER outgoing_document_never_emptied ON outgoing_document`,
  `CREATE TRIGGER outgoing_document_never_changes BEFORE UPDATE OR TRUNCATE ON outgoing_document EXECUTE FUNCTION refuse_change()`,
  `UPDATE dispatch SET state = 'withdrawn' WHERE state = 'held'`,
  `ALTER TABLE dispatch DROP CONSTRAINT dispatch_state_check, ADD CONSTRAINT dispatch_state_check CHECK (state IN (${STATES}))`,
  `ALTER TABLE incoming_document DROP findings, DROP legal_effect, DROP hold`,
  `ALTER TABLE outgoing_document DROP findings, DROP legal_effect, DROP hold, DROP purged_at`,
];
