import type { MigrationInterface, QueryRunner } from "typeorm";

/** Accounts of QLVB systems that speak the axis protocol to us, and what they have not acknowledged yet. */
export class AxisDoor1763800000004 implements MigrationInterface {
  readonly name = "AxisDoor1763800000004";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE axis_packet, axis_key");
  }
}

const UP = [
  `CREATE TABLE axis_key (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    system_id text NOT NULL UNIQUE,
    sealed_secret text NOT NULL CHECK (sealed_secret LIKE 'v1.%'),
    agencies text[] NOT NULL CHECK (cardinality(agencies) > 0),
    created_at timestamptz(3) NOT NULL,
    revoked_at timestamptz(3),
    last_used_at timestamptz(3)
  )`,
  `CREATE INDEX axis_key_agencies ON axis_key USING gin (agencies)`,

  // A status has a row from the moment it is recorded, when its agency ever had an account; a document only when something was said
  // about it, because \`fetched_at\` already tells whether it waits.
  `CREATE TABLE axis_packet (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('document', 'status')),
    agency_code text NOT NULL,
    from_organ text NOT NULL,
    inbound_id uuid NOT NULL REFERENCES inbound_envelope DEFERRABLE INITIALLY DEFERRED,
    state text NOT NULL CHECK (state IN ('initial', 'processing', 'fail', 'done')),
    description text NOT NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX axis_packet_waiting ON axis_packet (agency_code, id) WHERE kind = 'status' AND state <> 'done'`,
];
