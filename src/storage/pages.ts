import type { SelectQueryBuilder } from "typeorm";
import { HouseError } from "../core/fault.ts";
import { asId } from "../core/ids.ts";
import type { Page, PageRequest } from "../core/ports.ts";

/** An instant of rows that has an index. */
export interface InTime {
  readonly table: string;
  readonly property: string;
  readonly column: string;
}

/**
 * One page by keyset, newest first: ids are UUIDv7, so the id of the last row is the whole cursor. The table's alias is `r`.
 * `by`: the instant rows of some days are asked by. Then they are read in its order: in that of the ids, the days before and after
 * would be read too, 600 ms for a month of a million documents.
 */
export async function pageOf<Row extends { id: string }, Found>(query: SelectQueryBuilder<Row>, request: PageRequest, recordOf: (row: Row) => Found, by: InTime | null = null): Promise<Page<Found>> {
  if (request.after !== undefined) {
    if (asId(request.after) === null) throw new HouseError("request-invalid", "the cursor is not one of ours", {}, { hint: "pass `next` of the previous page unchanged" });
    query.andWhere(by === null ? "r.id < :after" : `(r.${by.property}, r.id) < (SELECT last.${by.column}, last.id FROM ${by.table} last WHERE last.id = :after)`, { after: request.after });
  }
  if (by !== null) query.orderBy(`r.${by.property}`, "DESC");
  const rows = await query
    .addOrderBy("r.id", "DESC")
    .limit(request.limit + 1)
    .getMany();
  const shown = rows.slice(0, request.limit);
  return { rows: shown.map(recordOf), next: rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null };
}
