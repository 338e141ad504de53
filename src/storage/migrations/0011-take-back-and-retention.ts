import type { MigrationInterface, QueryRunner } from "typeorm";

/** Lấy lại is kept as what it was; events may be swept, since the journal keeps what they tell. Expands only. */
export class TakeBackAndRetention1763800000011 implements MigrationInterface {
  readonly name = "TakeBackAndRetention1763800000011";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE amendment DROP CONSTRAINT amendment_kind_check, ADD CONSTRAINT amendment_kind_check CHECK (kind IN ('recall', 'take-back', 'update'))`,
  `DROP TRIGGER event_never_changes ON event`,
  `CREATE TRIGGER event_never_changes BEFORE UPDATE OR TRUNCATE ON event EXECUTE FUNCTION refuse_change()`,
  // for the sweep: deleting an event asks whether a delivery refers to it
  `CREATE INDEX webhook_delivery_place ON webhook_delivery (place)`,
];
const DOWN = [
  `DROP INDEX webhook_delivery_place`,
  `DROP TRIGGER event_never_changes ON event`,
  `CREATE TRIGGER event_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON event EXECUTE FUNCTION refuse_change()`,
  `ALTER TABLE amendment DISABLE TRIGGER amendment_never_changes`,
  `UPDATE amendment SET kind = 'recall' WHERE kind = 'take-back'`,
  `ALTER TABLE amendment ENABLE TRIGGER amendment_never_changes`,
  `ALTER TABLE amendment DROP CONSTRAINT amendment_kind_check, ADD CONSTRAINT amendment_kind_check CHECK (kind IN ('recall', 'update'))`,
];
