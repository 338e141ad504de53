import type { MigrationInterface, QueryRunner } from "typeorm";

/** Bàn giao of the work of a person who has moved. Expands only. */
export class Handovers1763800000027 implements MigrationInterface {
  readonly name = "Handovers1763800000027";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE handover (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES account,
        successor_id uuid NOT NULL REFERENCES account,
        decision text NOT NULL,
        decided_on date NOT NULL,
        opened_at timestamptz(3) NOT NULL,
        opened_by text NOT NULL,
        due_at timestamptz(3) NOT NULL,
        provisional boolean NOT NULL,
        calendar_version text NOT NULL,
        work jsonb NOT NULL,
        done_at timestamptz(3),
        done_by text,
        CHECK ((done_at IS NULL) = (done_by IS NULL)),
        CHECK (account_id <> successor_id)
      )`);
    await runner.query(`CREATE INDEX handover_of_successor ON handover (successor_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE handover`);
  }
}
