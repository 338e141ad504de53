import type { ObjectLiteral, SelectQueryBuilder } from "typeorm";
import { documentQuery } from "../core/search/document-terms.ts";

/** Only documents with all words of `text`; none when it has no word. */
export function withWords<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, text: string | undefined): void {
  if (text === undefined) return;
  const words = documentQuery(text);
  if (words === null) query.andWhere("false");
  else query.andWhere("r.id IN (SELECT document_id FROM document_search WHERE terms @@ :words::tsquery)", { words });
}
