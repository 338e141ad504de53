import type { MigrationInterface, QueryRunner } from "typeorm";

/** The tables of the two roads. States are text with a check, so that a new one is a small migration. */
export class FirstRoad1763800000001 implements MigrationInterface {
  readonly name = "FirstRoad1763800000001";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE outbox, api_key, agency_certificate, agency_alias, agency, journal, status_record, incoming_document, inbound_envelope, dispatch, transmission, outgoing_document CASCADE;
      DROP FUNCTION refuse_change;
      DROP DOMAIN sha256_hex`);
  }
}

const UP = [
  `CREATE DOMAIN sha256_hex AS text CHECK (VALUE ~ '^[0-9a-f]{64}$')`,

  // Values of rows that never change are protected by the database itself: the journal wholly, documents and statuses against rewriting.
  `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION '% on % is refused: its rows never change', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
   END $$`,

  `CREATE TABLE outgoing_document (
    id uuid PRIMARY KEY,
    sender_code text NOT NULL,
    identity_key text NOT NULL,
    code text NOT NULL,
    message jsonb NOT NULL,
    files jsonb NOT NULL,
    envelope_sha256 sha256_hex NOT NULL,
    envelope_size bigint NOT NULL CHECK (envelope_size > 0),
    content_digest text NOT NULL,
    idempotency_scope text,
    idempotency_key text,
    submitted_at timestamptz(3) NOT NULL,
    submitted_by text NOT NULL,
    CHECK ((idempotency_scope IS NULL) = (idempotency_key IS NULL))
  )`,
  `CREATE UNIQUE INDEX outgoing_document_idempotency ON outgoing_document (idempotency_scope, idempotency_key) WHERE idempotency_key IS NOT NULL`,
  `CREATE UNIQUE INDEX outgoing_document_identity ON outgoing_document (identity_key)`,
  `CREATE INDEX outgoing_document_sender ON outgoing_document (sender_code, id DESC)`,
  `CREATE INDEX outgoing_document_code ON outgoing_document (code, id DESC)`,
  `CREATE INDEX outgoing_document_submitted ON outgoing_document (submitted_at)`,
  `CREATE TRIGGER outgoing_document_never_changes BEFORE UPDATE OR TRUNCATE ON outgoing_document EXECUTE FUNCTION refuse_change()`,

  `CREATE TABLE transmission (
    id uuid PRIMARY KEY,
    message_kind text NOT NULL CHECK (message_kind IN ('document', 'status')),
    channel text NOT NULL,
    from_organ text NOT NULL,
    to_organs jsonb NOT NULL CHECK (jsonb_array_length(to_organs) > 0),
    document_id text NOT NULL,
    outgoing_id uuid REFERENCES outgoing_document DEFERRABLE INITIALLY DEFERRED,
    status_id uuid,
    incoming_id uuid,
    envelope_sha256 sha256_hex NOT NULL,
    envelope_size bigint NOT NULL CHECK (envelope_size > 0),
    urgency integer NOT NULL CHECK (urgency BETWEEN 0 AND 3),
    state text NOT NULL CHECK (state IN ('queued', 'sending', 'unknown', 'entered', 'failed')),
    attempts integer NOT NULL CHECK (attempts >= 0),
    owner integer,
    next_attempt_at timestamptz(3),
    partner_message_id text,
    left_at timestamptz(3),
    entered_at timestamptz(3),
    last_fault jsonb,
    CHECK (num_nonnulls(outgoing_id, status_id) = 1),
    CHECK ((status_id IS NULL) = (incoming_id IS NULL)),
    CHECK ((state = 'sending') = (owner IS NOT NULL)),
    CHECK (state <> 'entered' OR entered_at IS NOT NULL)
  )`,
  `CREATE INDEX transmission_unsettled ON transmission (id DESC) WHERE state <> 'entered'`,
  `CREATE INDEX transmission_of_outgoing ON transmission (outgoing_id) WHERE outgoing_id IS NOT NULL`,

  `CREATE TABLE dispatch (
    id uuid PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES outgoing_document DEFERRABLE INITIALLY DEFERRED,
    transmission_id uuid NOT NULL REFERENCES transmission DEFERRABLE INITIALLY DEFERRED,
    receiver text NOT NULL,
    receiver_code text NOT NULL,
    receiver_name text NOT NULL,
    channel text NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'sending', 'unknown', 'failed', 'sent', 'arrived', 'accepted', 'refused', 'assigned', 'processing', 'completed')),
    control_model text NOT NULL CHECK (control_model IN ('sender_owned', 'shared')),
    submitted_at timestamptz(3) NOT NULL,
    left_at timestamptz(3),
    entered_at timestamptz(3),
    received_at timestamptz(3),
    effective_at timestamptz(3),
    effective_explanation text,
    acknowledged_at timestamptz(3),
    decided_at timestamptz(3),
    refusal jsonb,
    UNIQUE (document_id, receiver_code)
  )`,
  `CREATE INDEX dispatch_of_transmission ON dispatch (transmission_id)`,
  `CREATE INDEX dispatch_receiver ON dispatch (receiver_code, document_id DESC)`,
  `CREATE INDEX dispatch_state ON dispatch (state, document_id DESC) WHERE state <> 'completed'`,

  `CREATE TABLE inbound_envelope (
    id uuid PRIMARY KEY,
    channel text NOT NULL,
    partner_message_id text NOT NULL,
    message_kind text NOT NULL CHECK (message_kind IN ('document', 'status')),
    stated_from text,
    stated_to text,
    envelope_sha256 sha256_hex NOT NULL,
    envelope_size bigint NOT NULL CHECK (envelope_size >= 0),
    received_at timestamptz(3) NOT NULL,
    acknowledged_at timestamptz(3),
    state text NOT NULL CHECK (state IN ('kept', 'waiting', 'filed', 'duplicate', 'quarantined')),
    attempts integer NOT NULL CHECK (attempts >= 0),
    verdict text CHECK (verdict IN ('intact', 'relayed', 'altered', 'untrusted', 'invalid', 'unsigned')),
    fault jsonb,
    UNIQUE (channel, partner_message_id),
    CHECK (state NOT IN ('waiting', 'quarantined') OR fault IS NOT NULL)
  )`,
  `CREATE INDEX inbound_envelope_open ON inbound_envelope (state, id DESC) WHERE state IN ('kept', 'waiting', 'quarantined')`,

  `CREATE TABLE incoming_document (
    id uuid PRIMARY KEY,
    inbound_id uuid NOT NULL REFERENCES inbound_envelope DEFERRABLE INITIALLY DEFERRED,
    channel text NOT NULL,
    receiver_code text NOT NULL,
    sender_code text NOT NULL,
    identity_key text NOT NULL,
    message jsonb NOT NULL,
    files jsonb NOT NULL,
    envelope_sha256 sha256_hex NOT NULL,
    envelope_size bigint NOT NULL CHECK (envelope_size > 0),
    verdict jsonb NOT NULL,
    warnings jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('arrived', 'accepted', 'refused', 'assigned', 'processing', 'completed')),
    received_at timestamptz(3) NOT NULL,
    effective_at timestamptz(3) NOT NULL,
    effective_explanation text NOT NULL,
    effective_provisional boolean NOT NULL,
    calendar_version text NOT NULL,
    fetched_at timestamptz(3),
    decided_at timestamptz(3),
    refusal jsonb,
    UNIQUE (receiver_code, sender_code, identity_key),
    CHECK (effective_at >= received_at)
  )`,
  `CREATE INDEX incoming_document_inbox ON incoming_document (receiver_code, id DESC)`,
  `CREATE INDEX incoming_document_unfetched ON incoming_document (receiver_code, id DESC) WHERE fetched_at IS NULL`,
  `CREATE INDEX incoming_document_sender ON incoming_document (sender_code, id DESC)`,
  `CREATE INDEX incoming_document_received ON incoming_document (received_at)`,
  `CREATE INDEX incoming_document_of_inbound ON incoming_document (inbound_id)`,

  `CREATE TABLE status_record (
    id uuid PRIMARY KEY,
    status_code text NOT NULL CHECK (status_code IN ('01', '02', '03', '04', '05', '06', '13', '15', '16')),
    incoming_id uuid REFERENCES incoming_document DEFERRABLE INITIALLY DEFERRED,
    transmission_id uuid REFERENCES transmission DEFERRABLE INITIALLY DEFERRED,
    dispatch_id uuid REFERENCES dispatch DEFERRABLE INITIALLY DEFERRED,
    inbound_id uuid REFERENCES inbound_envelope DEFERRABLE INITIALLY DEFERRED,
    effect text CHECK (effect IN ('moved', 'implied', 'noted', 'contradiction')),
    staff jsonb,
    description text,
    stated_at timestamptz(3) NOT NULL,
    recorded_at timestamptz(3) NOT NULL,
    CHECK ((num_nonnulls(incoming_id, transmission_id) = 2 AND num_nonnulls(dispatch_id, inbound_id, effect) = 0)
        OR (num_nonnulls(incoming_id, transmission_id) = 0 AND num_nonnulls(dispatch_id, inbound_id, effect) = 3))
  )`,
  `CREATE INDEX status_record_of_incoming ON status_record (incoming_id, id) WHERE incoming_id IS NOT NULL`,
  `CREATE UNIQUE INDEX status_record_of_dispatch ON status_record (dispatch_id, inbound_id, status_code) WHERE dispatch_id IS NOT NULL`,
  `ALTER TABLE transmission
    ADD FOREIGN KEY (status_id) REFERENCES status_record DEFERRABLE INITIALLY DEFERRED,
    ADD FOREIGN KEY (incoming_id) REFERENCES incoming_document DEFERRABLE INITIALLY DEFERRED`,
  `CREATE TRIGGER status_record_never_changes BEFORE UPDATE OR TRUNCATE ON status_record EXECUTE FUNCTION refuse_change()`,

  // No foreign keys: evidence is never refused because of what it points at.
  `CREATE TABLE journal (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind ~ '^[a-z]+\\.[a-z-]+$'),
    at timestamptz(3) NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor jsonb NOT NULL,
    outgoing_id uuid,
    incoming_id uuid,
    inbound_id uuid,
    facts jsonb NOT NULL
  )`,
  `CREATE INDEX journal_of_outgoing ON journal (outgoing_id, position) WHERE outgoing_id IS NOT NULL`,
  `CREATE INDEX journal_of_incoming ON journal (incoming_id, position) WHERE incoming_id IS NOT NULL`,
  `CREATE INDEX journal_of_inbound ON journal (inbound_id, position) WHERE inbound_id IS NOT NULL`,
  `CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal EXECUTE FUNCTION refuse_change()`,

  `CREATE TABLE agency (
    code text PRIMARY KEY,
    organization jsonb NOT NULL,
    source text NOT NULL CHECK (source IN ('axis', 'manual')),
    hosting jsonb,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
  )`,
  `CREATE INDEX agency_hosted ON agency (code) WHERE hosting IS NOT NULL`,
  `CREATE TABLE agency_alias (
    alias text PRIMARY KEY,
    agency_code text NOT NULL REFERENCES agency ON DELETE CASCADE
  )`,
  `CREATE INDEX agency_alias_of_agency ON agency_alias (agency_code)`,

  // No foreign key to agency: a key may be registered before the directory was ever fetched.
  `CREATE TABLE agency_certificate (
    agency_code text NOT NULL,
    fingerprint sha256_hex NOT NULL,
    certificate_pem text NOT NULL,
    registered_at timestamptz(3) NOT NULL,
    registered_by text NOT NULL,
    revoked_at timestamptz(3),
    PRIMARY KEY (agency_code, fingerprint)
  )`,

  `CREATE TABLE api_key (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    secret_hash text NOT NULL UNIQUE,
    agencies text[] NOT NULL,
    created_at timestamptz(3) NOT NULL,
    revoked_at timestamptz(3),
    last_used_at timestamptz(3)
  )`,

  // Open orders only: a finished one is deleted. `turn` grows whenever the order is taken or planned anew, so that a late
  // confirmation of an earlier relay changes nothing.
  `CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    topic text NOT NULL,
    ref text NOT NULL,
    urgency integer NOT NULL CHECK (urgency BETWEEN 0 AND 3),
    added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    due_at timestamptz NOT NULL,
    relayed_at timestamptz,
    relays integer NOT NULL DEFAULT 0,
    turn integer NOT NULL DEFAULT 0,
    UNIQUE (topic, ref)
  ) WITH (fillfactor = 70)`,
  `CREATE INDEX outbox_due ON outbox (urgency, due_at) WHERE relayed_at IS NULL`,
  `CREATE INDEX outbox_relayed ON outbox (topic, relayed_at) WHERE relayed_at IS NOT NULL`,
];
