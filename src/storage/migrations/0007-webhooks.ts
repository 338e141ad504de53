import type { MigrationInterface, QueryRunner } from "typeorm";

/** Addresses that events are pushed to, and what still has to be pushed. */
export class Webhooks1763800000007 implements MigrationInterface {
  readonly name = "Webhooks1763800000007";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE webhook_delivery, webhook_secret, webhook");
  }
}

const UP = [
  `CREATE TABLE webhook (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    url text NOT NULL,
    agencies text[],
    types text[],
    key_id uuid REFERENCES api_key,
    created_at timestamptz(3) NOT NULL,
    created_by text NOT NULL,
    paused_at timestamptz(3),
    place bigint NOT NULL CHECK (place >= 0),
    failures integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
    probe_at timestamptz(3),
    last_success_at timestamptz(3),
    last_failure_at timestamptz(3),
    last_error text
  )`,

  `CREATE TABLE webhook_secret (
    webhook_id uuid NOT NULL REFERENCES webhook ON DELETE CASCADE,
    sealed text NOT NULL,
    created_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3)
  )`,
  `CREATE INDEX webhook_secret_of_webhook ON webhook_secret (webhook_id)`,

  // Waiting and given-up deliveries only: what was taken is deleted.
  `CREATE TABLE webhook_delivery (
    webhook_id uuid NOT NULL REFERENCES webhook ON DELETE CASCADE,
    place bigint NOT NULL REFERENCES event,
    lane uuid NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz(3) NOT NULL,
    first_failed_at timestamptz(3),
    given_up_at timestamptz(3),
    PRIMARY KEY (webhook_id, place)
  ) WITH (fillfactor = 80)`,
  `CREATE INDEX webhook_delivery_lane ON webhook_delivery (webhook_id, lane, place) WHERE given_up_at IS NULL`,
  `CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, due_at) WHERE given_up_at IS NULL`,
];
