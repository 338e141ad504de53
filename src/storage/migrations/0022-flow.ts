import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Lanes of the outbox, what all processes know of a channel, and since when a transmission has been tried. Expands only: an older version that still runs
 * adds orders without a lane, which nothing holds back, and takes orders of every lane as it always did.
 */
export class Flow1763800000022 implements MigrationInterface {
  readonly name = "Flow1763800000022";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE channel_flow;
      DROP INDEX outbox_lane;
      DROP INDEX outbox_under_way;
      ALTER TABLE outbox DROP COLUMN channel, DROP COLUMN large;
      ALTER TABLE transmission DROP COLUMN trying_since`);
  }
}

const UP = [
  `CREATE TABLE channel_flow (
    channel text PRIMARY KEY,
    at_once integer NOT NULL CHECK (at_once > 0),
    failures integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
    paused_at timestamptz(3),
    probe_at timestamptz(3),
    probing boolean NOT NULL DEFAULT false,
    probes integer NOT NULL DEFAULT 0 CHECK (probes >= 0),
    last_fault jsonb,
    last_success_at timestamptz(3),
    CHECK ((paused_at IS NULL) = (probe_at IS NULL)),
    CHECK (paused_at IS NOT NULL OR NOT probing)
  )`,
  `ALTER TABLE outbox ADD COLUMN channel text NOT NULL DEFAULT '', ADD COLUMN large boolean NOT NULL DEFAULT false`,
  `UPDATE outbox SET channel = t.channel FROM transmission t WHERE outbox.topic = 'deliver' AND outbox.ref = t.id::text`,
  `CREATE INDEX outbox_lane ON outbox (channel, large, urgency, due_at) WHERE relayed_at IS NULL`,
  `CREATE INDEX outbox_under_way ON outbox (channel, large) WHERE relayed_at IS NOT NULL`,
  `ALTER TABLE transmission ADD COLUMN trying_since timestamptz(3)`,
];
