import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The directory's search by level and by beginning of the name. The text index is split in two, so that no row is in two of them, and new
 * rows wait in a short pending list: a first sync of 125,000 agencies writes a quarter of the log, and a search reads at most 64 pages more.
 */
export class DirectoryIndexes1763800000012 implements MigrationInterface {
  readonly name = "DirectoryIndexes1763800000012";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `DROP INDEX agency_search_terms, agency_search_terms_high`,
  `CREATE INDEX agency_search_terms_high ON agency_search USING gin (terms) WITH (fastupdate = on, gin_pending_list_limit = 512) WHERE level <= 2`,
  `CREATE INDEX agency_search_terms_below ON agency_search USING gin (terms) WITH (fastupdate = on, gin_pending_list_limit = 512) WHERE level > 2`,
  `CREATE INDEX agency_search_tops ON agency_search (code) WHERE level = 1`,
  `CREATE INDEX agency_search_name ON agency_search (name_key text_pattern_ops)`,
];
const DOWN = [
  `DROP INDEX agency_search_name, agency_search_tops, agency_search_terms_below, agency_search_terms_high`,
  `CREATE INDEX agency_search_terms ON agency_search USING gin (terms) WITH (fastupdate = off)`,
  `CREATE INDEX agency_search_terms_high ON agency_search USING gin (terms) WITH (fastupdate = off) WHERE level <= 2`,
];
