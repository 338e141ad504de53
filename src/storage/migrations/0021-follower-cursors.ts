import type { MigrationInterface, QueryRunner } from "typeorm";

/** Jobs of the gateway follow the feed as doors do and must be able to say where they stand: the deadlines began from the start at every round. Expands only. */
export class FollowerCursors1763800000021 implements MigrationInterface {
  readonly name = "FollowerCursors1763800000021";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE door_cursor DROP CONSTRAINT door_cursor_door_check;
      ALTER TABLE door_cursor ADD CONSTRAINT door_cursor_door_check CHECK (door ~ '^(amqp|folder|gateway):')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM door_cursor WHERE door LIKE 'gateway:%';
      ALTER TABLE door_cursor DROP CONSTRAINT door_cursor_door_check;
      ALTER TABLE door_cursor ADD CONSTRAINT door_cursor_door_check CHECK (door ~ '^(amqp|folder):')`);
  }
}
