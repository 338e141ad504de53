import type { MigrationInterface, QueryRunner } from "typeorm";

/** Reports that were issued never change and are never removed, but those of the sample agencies go with them. Expands only. */
export class SamplesGoWhole1763800000037 implements MigrationInterface {
  readonly name = "SamplesGoWhole1763800000037";

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await runner.query(`DROP TRIGGER ${table}_never_changes ON ${table}`);
      await runner.query(`CREATE TRIGGER ${table}_never_changes BEFORE UPDATE OR TRUNCATE ON ${table} EXECUTE FUNCTION refuse_change()`);
      await runner.query(`CREATE TRIGGER ${table}_is_never_removed BEFORE DELETE ON ${table} FOR EACH ROW WHEN (OLD.agency_code <> 'Y99' AND NOT starts_with(OLD.agency_code, 'Y99.')) EXECUTE FUNCTION refuse_change()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await runner.query(`DROP TRIGGER ${table}_is_never_removed ON ${table}`);
      await runner.query(`DROP TRIGGER ${table}_never_changes ON ${table}`);
      await runner.query(`CREATE TRIGGER ${table}_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table} EXECUTE FUNCTION refuse_change()`);
    }
  }
}

const TABLES = ["issued_report", "reported_fact"] as const;
