import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the AMQP door and the watched folder remember. */
export class Doors1763800000006 implements MigrationInterface {
  readonly name = "Doors1763800000006";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE amqp_door, door_cursor, upload, folder_place");
  }
}

const UP = [
  `CREATE TABLE amqp_door (
    key_id uuid PRIMARY KEY REFERENCES api_key ON DELETE CASCADE,
    opened_at timestamptz(3) NOT NULL
  )`,

  // No foreign key: the place of a folder outlives the key that is renewed under the same name.
  `CREATE TABLE door_cursor (
    door text PRIMARY KEY CHECK (door ~ '^(amqp|folder):'),
    cursor text NOT NULL
  )`,

  `CREATE TABLE upload (
    key_id uuid NOT NULL REFERENCES api_key ON DELETE CASCADE,
    sha256 sha256_hex NOT NULL,
    size bigint NOT NULL CHECK (size >= 0),
    kept_until timestamptz NOT NULL,
    PRIMARY KEY (key_id, sha256)
  )`,
  `CREATE INDEX upload_ending ON upload (kept_until)`,

  `CREATE TABLE folder_place (
    folder text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
    place text NOT NULL,
    document_id uuid NOT NULL,
    PRIMARY KEY (folder, direction, place)
  )`,
  `CREATE INDEX folder_place_of_document ON folder_place (folder, document_id)`,
];
