import type { MigrationInterface, QueryRunner } from "typeorm";

/** The registry of systems we exchange with directly, and what we sign in with. Expands only. */
export class Peers1763800000024 implements MigrationInterface {
  readonly name = "Peers1763800000024";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE peer (
    code text PRIMARY KEY CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    name text NOT NULL CHECK (name <> ''),
    kind text NOT NULL CHECK (kind IN ('axis', 'amqp')),
    state text NOT NULL CHECK (state IN ('draft', 'tested', 'active', 'paused', 'retired')),
    endpoint text NOT NULL,
    account text NOT NULL,
    settings jsonb NOT NULL,
    certificate jsonb,
    next_certificate jsonb,
    revision integer NOT NULL CHECK (revision > 0),
    created_at timestamptz(3) NOT NULL,
    changed_at timestamptz(3) NOT NULL,
    tested_at timestamptz(3)
  )`,
  `CREATE TABLE peer_secret (
    id uuid PRIMARY KEY,
    peer_code text NOT NULL REFERENCES peer,
    sealed text NOT NULL CHECK (sealed LIKE 'v1.%'),
    created_at timestamptz(3) NOT NULL,
    ends_at timestamptz(3)
  )`,
  `CREATE INDEX peer_secret_of ON peer_secret (peer_code, created_at DESC)`,
  // Every process builds its channels anew when the registry has changed.
  `CREATE FUNCTION tell_peers_changed() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     PERFORM pg_notify('lienthong_peers', '');
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER peer_changed AFTER INSERT OR UPDATE OR DELETE ON peer FOR EACH STATEMENT EXECUTE FUNCTION tell_peers_changed()`,
  `CREATE TRIGGER peer_secret_changed AFTER INSERT OR UPDATE OR DELETE ON peer_secret FOR EACH STATEMENT EXECUTE FUNCTION tell_peers_changed()`,
];

const DOWN = [`DROP TABLE peer_secret, peer`, `DROP FUNCTION tell_peers_changed`];
