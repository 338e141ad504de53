import type { MigrationInterface, QueryRunner } from "typeorm";

/** The life of a document: recalls, updates, replacements, threads, and the purge of what was recalled. Expands only. */
export class Life1763800000002 implements MigrationInterface {
  readonly name = "Life1763800000002";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const ROAD_STATES = "'queued', 'sending', 'unknown', 'failed', 'sent', 'arrived', 'accepted', 'refused', 'assigned', 'processing', 'completed'";

const UP = [
  `CREATE TABLE amendment (
    id uuid PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES outgoing_document DEFERRABLE INITIALLY DEFERRED,
    kind text NOT NULL CHECK (kind IN ('recall', 'update')),
    reason text NOT NULL,
    receivers jsonb NOT NULL CHECK (jsonb_array_length(receivers) > 0),
    message jsonb NOT NULL,
    asked_at timestamptz(3) NOT NULL,
    asked_by text NOT NULL,
    UNIQUE (document_id, asked_at)
  )`,
  `CREATE TRIGGER amendment_never_changes BEFORE UPDATE OR TRUNCATE ON amendment EXECUTE FUNCTION refuse_change()`,

  `ALTER TABLE transmission
    ADD amendment_id uuid REFERENCES amendment DEFERRABLE INITIALLY DEFERRED,
    ADD after_id uuid REFERENCES transmission DEFERRABLE INITIALLY DEFERRED,
    ADD CHECK (amendment_id IS NULL OR outgoing_id IS NOT NULL),
    DROP CONSTRAINT transmission_state_check,
    ADD CONSTRAINT transmission_state_check CHECK (state IN ('queued', 'sending', 'unknown', 'entered', 'failed', 'withdrawn'))`,
  `CREATE INDEX transmission_following ON transmission (after_id) WHERE after_id IS NOT NULL`,
  `CREATE INDEX transmission_envelope ON transmission (envelope_sha256)`,

  `ALTER TABLE dispatch
    ADD recall jsonb,
    ADD update_request jsonb,
    DROP CONSTRAINT dispatch_state_check,
    ADD CONSTRAINT dispatch_state_check CHECK (state IN (${ROAD_STATES}, 'expired', 'withdrawn'))`,
  `CREATE INDEX dispatch_recall ON dispatch ((recall->>'state'), (recall->>'answerDueAt')) WHERE recall IS NOT NULL`,

  // What it brought or waits for; its bytes may be given up when that document is recalled.
  `ALTER TABLE inbound_envelope ADD about text[] NOT NULL DEFAULT '{}', ADD purged_at timestamptz(3)`,
  `CREATE INDEX inbound_envelope_about ON inbound_envelope USING gin (about)`,
  `CREATE INDEX inbound_envelope_envelope ON inbound_envelope (envelope_sha256) WHERE purged_at IS NULL`,

  `ALTER TABLE incoming_document
    ADD recall jsonb,
    ADD stated_at timestamptz(3),
    ADD versions jsonb NOT NULL DEFAULT '[]',
    ADD purged_at timestamptz(3)`,
  `CREATE INDEX incoming_document_recall ON incoming_document ((recall->>'state'), id DESC) WHERE recall IS NOT NULL`,

  // For the question whether anybody still refers to a blob.
  `CREATE INDEX incoming_document_envelope ON incoming_document (envelope_sha256) WHERE purged_at IS NULL`,
  `CREATE INDEX incoming_document_files ON incoming_document USING gin (files jsonb_path_ops) WHERE purged_at IS NULL`,
  `CREATE INDEX outgoing_document_envelope ON outgoing_document (envelope_sha256)`,
  `CREATE INDEX outgoing_document_files ON outgoing_document USING gin (files jsonb_path_ops)`,

  // Which document answers or replaces which, by identity: the other one may come later, or never.
  `CREATE TABLE document_link (
    document_id uuid NOT NULL,
    direction text NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
    relation text NOT NULL CHECK (relation IN ('answers', 'replaces')),
    identity_key text NOT NULL,
    PRIMARY KEY (document_id, relation, identity_key)
  )`,
  `CREATE INDEX document_link_to ON document_link (identity_key)`,
  `CREATE INDEX incoming_document_identity ON incoming_document (identity_key)`,
];

const DOWN = [
  `DROP TABLE document_link`,
  `ALTER TABLE incoming_document DROP recall, DROP stated_at, DROP versions, DROP purged_at`,
  `DROP INDEX IF EXISTS incoming_document_identity, incoming_document_envelope, incoming_document_files, outgoing_document_envelope, outgoing_document_files, transmission_envelope, inbound_envelope_envelope`,
  `ALTER TABLE inbound_envelope DROP about, DROP purged_at`,
  `ALTER TABLE dispatch DROP recall, DROP update_request, DROP CONSTRAINT dispatch_state_check, ADD CONSTRAINT dispatch_state_check CHECK (state IN (${ROAD_STATES}))`,
  `ALTER TABLE transmission DROP amendment_id, DROP after_id, DROP CONSTRAINT transmission_state_check,
    ADD CONSTRAINT transmission_state_check CHECK (state IN ('queued', 'sending', 'unknown', 'entered', 'failed'))`,
  `DROP TABLE amendment`,
];
