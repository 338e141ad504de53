import type { SelectQueryBuilder } from "typeorm";
import { HouseError } from "../core/fault.ts";
import { asId } from "../core/ids.ts";
import type { Page, PageRequest } from "../core/ports.ts";

/** One page by keyset, newest first: ids are UUIDv7, so the id of the last row is the whole cursor. The table's alias is `r`. */
export async function pageOf<Row extends { id: string }, Found>(query: SelectQueryBuilder<Row>, request: PageRequest, recordOf: (row: Row) => Found): Promise<Page<Found>> {
  if (request.after !== undefined) {
    if (asId(request.after) === null) throw new HouseError("request-invalid", "the cursor is not one of ours", {}, { hint: "pass `next` of the previous page unchanged" });
    query.andWhere("r.id < :after", { after: request.after });
  }
  const rows = await query
    .orderBy("r.id", "DESC")
    .limit(request.limit + 1)
    .getMany();
  const shown = rows.slice(0, request.limit);
  return { rows: shown.map(recordOf), next: rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null };
}
