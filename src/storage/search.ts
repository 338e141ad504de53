import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from "typeorm";
import type { EdxmlDocument } from "#edxml";
import { documentQuery, documentTerms } from "../core/search/document-terms.ts";

export const SAVE_TERMS = `INSERT INTO document_search (document_id, terms) VALUES ($1, array_to_tsvector($2::text[])) ON CONFLICT (document_id) DO UPDATE SET terms = excluded.terms`;

/** Makes a document findable by what its message says now. */
export async function saveTerms(db: EntityManager, id: string, message: EdxmlDocument): Promise<void> {
  await db.query(SAVE_TERMS, [id, documentTerms(message)]);
}

/** Only documents with all words of `text`; none when it has no word. */
export function withWords<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, text: string | undefined): void {
  if (text === undefined) return;
  const words = documentQuery(text);
  if (words === null) query.andWhere("false");
  else query.andWhere("r.id IN (SELECT document_id FROM document_search WHERE terms @@ :words::tsquery)", { words });
}
