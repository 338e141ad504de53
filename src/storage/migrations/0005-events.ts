import type { MigrationInterface, QueryRunner } from "typeorm";

/** The feed of events: entries of the journal in the order in which they were committed. */
export class Events1763800000005 implements MigrationInterface {
  readonly name = "Events1763800000005";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER journal_is_fresh ON journal;
      DROP FUNCTION note_fresh_entries;
      DROP TABLE journal_fresh, event`);
  }
}

const UP = [
  // Entries that have no place in the feed yet. Written by the database itself, so that no writer of the journal can forget it.
  `CREATE TABLE journal_fresh (position bigint PRIMARY KEY)`,
  `CREATE FUNCTION note_fresh_entries() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     INSERT INTO journal_fresh SELECT position FROM added;
     PERFORM pg_notify('lienthong_journal', '');
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER journal_is_fresh AFTER INSERT ON journal REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_fresh_entries()`,
  `INSERT INTO journal_fresh SELECT position FROM journal`,

  `CREATE TABLE event (
    place bigint PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    journal_position bigint NOT NULL UNIQUE,
    type text NOT NULL,
    at timestamptz(3) NOT NULL,
    agency_code text,
    lane uuid NOT NULL,
    subject jsonb NOT NULL,
    data jsonb NOT NULL
  )`,
  `CREATE INDEX event_of_agency ON event (agency_code, place)`,
  `CREATE TRIGGER event_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON event EXECUTE FUNCTION refuse_change()`,
];
