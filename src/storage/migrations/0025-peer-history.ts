import type { MigrationInterface, QueryRunner } from "typeorm";

/** What was done to a peer is found without reading the whole journal. Expands only. */
export class PeerHistory1763800000025 implements MigrationInterface {
  readonly name = "PeerHistory1763800000025";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX journal_of_peer ON journal ((facts->>'peer'), position) WHERE kind LIKE 'peer.%'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX journal_of_peer`);
  }
}
