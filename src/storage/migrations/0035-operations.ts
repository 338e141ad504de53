import type { MigrationInterface, QueryRunner } from "typeorm";

/** Channels held by a person, seals of the journal, and its entries about backups and checks found at once. Expands only. */
export class Operations1763800000035 implements MigrationInterface {
  readonly name = "Operations1763800000035";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX journal_of_upkeep;
      DROP TABLE journal_seal;
      ALTER TABLE channel_flow DROP COLUMN held`);
  }
}

const UP = [
  `ALTER TABLE channel_flow ADD COLUMN held jsonb`,
  // Entries up to `last_position` that no earlier seal covers. `digest` is over theirs and the digest before, so a seal vouches for everything before it.
  `CREATE TABLE journal_seal (
    number bigint PRIMARY KEY CHECK (number > 0),
    last_position bigint NOT NULL UNIQUE,
    entries integer NOT NULL CHECK (entries > 0),
    digest sha256_hex NOT NULL,
    sealed_at timestamptz(3) NOT NULL
  )`,
  `CREATE TRIGGER journal_seal_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_seal EXECUTE FUNCTION refuse_change()`,
  `CREATE INDEX journal_of_upkeep ON journal (position DESC) WHERE kind IN ('backup.made', 'backup.verified', 'backup.restored', 'journal.verified')`,
];
