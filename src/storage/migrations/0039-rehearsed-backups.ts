import type { MigrationInterface, QueryRunner } from "typeorm";

/** A backup that was restored for trial is found at once, too. A version before looks for fewer kinds, which this index serves as well. */
export class RehearsedBackups1763800000039 implements MigrationInterface {
  readonly name = "RehearsedBackups1763800000039";

  async up(runner: QueryRunner): Promise<void> {
    await index(runner, "'backup.made', 'backup.verified', 'backup.rehearsed', 'backup.restored', 'journal.verified'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await index(runner, "'backup.made', 'backup.verified', 'backup.restored', 'journal.verified'");
  }
}

async function index(runner: QueryRunner, kinds: string): Promise<void> {
  await runner.query(`DROP INDEX journal_of_upkeep`);
  await runner.query(`CREATE INDEX journal_of_upkeep ON journal (position DESC) WHERE kind IN (${kinds})`);
}
