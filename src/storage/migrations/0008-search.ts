import type { MigrationInterface, QueryRunner } from "typeorm";
import type { EdxmlDocument } from "#edxml";
import { documentTerms } from "../../core/search/document-terms.ts";

/** Words of documents, folded by the house itself: no extension is needed, and rows that never change stay as they are. */
export class Search1763800000008 implements MigrationInterface {
  readonly name = "Search1763800000008";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE document_search (document_id uuid PRIMARY KEY, terms tsvector NOT NULL)`);
    for (const table of ["outgoing_document", "incoming_document"]) await fill(runner, table);
    await runner.query(`CREATE INDEX document_search_terms ON document_search USING gin (terms)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE document_search");
  }
}

const BATCH = 500;

async function fill(runner: QueryRunner, table: string): Promise<void> {
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows: { id: string; message: EdxmlDocument }[] = await runner.query(`SELECT id, message FROM ${table} WHERE id > $1 ORDER BY id LIMIT ${BATCH}`, [after]);
    const given = rows.map(({ id, message }) => ({ id, terms: documentTerms(message) }));
    await runner.query(`INSERT INTO document_search SELECT id, array_to_tsvector(terms) FROM jsonb_to_recordset($1) AS given(id uuid, terms text[])`, [JSON.stringify(given)]);
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    after = last.id;
  }
}
