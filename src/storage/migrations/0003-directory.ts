import type { MigrationInterface, QueryRunner } from "typeorm";

/** The directory: what each source says of an agency, its history, what it is found by, and partners' lists to compare with. */
export class Directory1763800000003 implements MigrationInterface {
  readonly name = "Directory1763800000003";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE agency_search, agency_change, agency_staging, directory_sync;
      DROP INDEX agency_claimed_aliases, agency_synced_from;
      UPDATE agency SET source = 'axis' WHERE source = 'catalogue';
      ALTER TABLE agency DROP CONSTRAINT agency_source_check, ADD CONSTRAINT agency_source_check CHECK (source IN ('axis', 'manual')),
        DROP COLUMN catalogue, DROP COLUMN synced, DROP COLUMN synced_from, DROP COLUMN manual, DROP COLUMN vanished_at`);
  }
}

const UP = [
  `ALTER TABLE agency
    DROP CONSTRAINT agency_source_check, ADD CONSTRAINT agency_source_check CHECK (source IN ('axis', 'manual', 'catalogue')),
    ADD COLUMN catalogue jsonb,
    ADD COLUMN synced jsonb,
    ADD COLUMN synced_from text,
    ADD COLUMN manual jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN vanished_at timestamptz(3)`,

  // What was known so far was said by the axis or by a person.
  `WITH said AS (
    SELECT a.code, a.source, jsonb_strip_nulls(jsonb_build_object(
      'organId', a.organization->>'organId', 'name', a.organization->>'organName', 'address', a.organization->>'organAdd', 'email', a.organization->>'email',
      'phone', a.organization->>'telephone', 'fax', a.organization->>'fax', 'website', a.organization->>'website', 'inCharge', a.organization->>'organizationInCharge',
      'aliases', (SELECT jsonb_agg(alias ORDER BY alias) FROM agency_alias WHERE agency_code = a.code))) AS layer
    FROM agency a)
  UPDATE agency SET
    synced = CASE WHEN said.source = 'axis' THEN layer END,
    synced_from = CASE WHEN said.source = 'axis' THEN 'axis' END,
    manual = CASE WHEN said.source = 'manual' THEN layer ELSE '{}' END
  FROM said WHERE said.code = agency.code`,
  `CREATE INDEX agency_synced_from ON agency (synced_from, code) WHERE synced_from IS NOT NULL`,
  `CREATE INDEX agency_claimed_aliases ON agency USING gin ((coalesce(manual->'aliases', synced->'aliases', catalogue->'aliases')))`,

  `CREATE TABLE agency_change (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL,
    at timestamptz(3) NOT NULL,
    actor jsonb NOT NULL,
    source text NOT NULL CHECK (source IN ('catalogue', 'sync', 'csv', 'hand')),
    reason text,
    kind text NOT NULL CHECK (kind IN ('added', 'changed', 'vanished', 'returned')),
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    shadowed jsonb NOT NULL,
    sync_id uuid
  )`,
  `CREATE INDEX agency_change_of_agency ON agency_change (code, position DESC)`,
  `CREATE INDEX agency_change_of_sync ON agency_change (sync_id, kind, position) WHERE sync_id IS NOT NULL`,
  `CREATE TRIGGER agency_change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON agency_change EXECUTE FUNCTION refuse_change()`,

  // Slim, so that a query that fits half of the directory is still sorted in memory. Own terms instead of an extension: DATABASE_URL users
  // may not create one. No pending list: a search right after a sync must not read through it.
  `CREATE TABLE agency_search (
    code text PRIMARY KEY REFERENCES agency ON DELETE CASCADE,
    version integer NOT NULL,
    level smallint NOT NULL,
    valid_to date,
    vanished boolean NOT NULL,
    name_key text NOT NULL,
    initials text NOT NULL,
    terms tsvector NOT NULL
  )`,
  `CREATE INDEX agency_search_terms ON agency_search USING gin (terms) WITH (fastupdate = off)`,
  `CREATE INDEX agency_search_terms_high ON agency_search USING gin (terms) WITH (fastupdate = off) WHERE level <= 2`,
  `CREATE INDEX agency_search_code ON agency_search (code text_pattern_ops)`,
  `CREATE INDEX agency_search_closed_tops ON agency_search (code) WHERE level = 1 AND valid_to IS NOT NULL`,
  `CREATE INDEX agency_search_version ON agency_search (version)`,

  `CREATE TABLE directory_sync (
    id uuid PRIMARY KEY,
    channel text NOT NULL,
    started_at timestamptz(3) NOT NULL,
    finished_at timestamptz(3),
    state text NOT NULL CHECK (state IN ('running', 'done', 'held', 'rejected', 'superseded', 'failed')),
    counts jsonb NOT NULL,
    skipped jsonb NOT NULL DEFAULT '{}',
    skipped_rows jsonb NOT NULL DEFAULT '[]',
    hold text,
    fault jsonb,
    decision jsonb,
    CHECK ((state = 'running') = (finished_at IS NULL)),
    CHECK (state <> 'held' OR hold IS NOT NULL),
    CHECK (state <> 'failed' OR fault IS NOT NULL)
  )`,
  `CREATE INDEX directory_sync_open ON directory_sync (channel) WHERE state IN ('running', 'held')`,

  // A list is fetched again if it is lost: not worth the write-ahead log.
  `CREATE UNLOGGED TABLE agency_staging (
    sync_id uuid NOT NULL REFERENCES directory_sync ON DELETE CASCADE,
    position integer GENERATED ALWAYS AS IDENTITY,
    code text NOT NULL,
    organ_id text NOT NULL,
    partner_id text,
    partner_parent_id text,
    layer jsonb NOT NULL
  )`,
  `CREATE INDEX agency_staging_code ON agency_staging (sync_id, code)`,
];
