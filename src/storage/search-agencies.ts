import type { EntityManager } from "typeorm";
import type { AgencySearch, SearchQuery } from "../core/directory/index.ts";
import { HouseError } from "../core/fault.ts";

/** Nobody reads further; whoever wants all takes the list by code. */
const DEEPEST = 10_000;
/**
 * How many matches are ranked, beside all of level 1: of level 2 (some 6,000 agencies), of names that begin with the query, and of units
 * below. "xã" alone fits 43,000 of 125,000; to rank them all takes 200 ms, and nobody looks for one of them that way.
 */
const RANKED_HIGH = 1_000;
const RANKED_BEGINNING = 400;
const RANKED_BELOW = 400;
const COLUMNS = "code, level, name_key, initials, vanished, valid_to";

export interface FoundCodes {
  readonly codes: readonly string[];
  readonly next: string | null;
}

/**
 * Codes of one page, best first: the code or the abbreviation itself, level 1, names that begin with the query, active ones, higher units,
 * short names. Without a query: by code.
 */
export async function searchAgencies(db: EntityManager, request: AgencySearch): Promise<FoundCodes> {
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const today = value(request.today);
  // A unit shares the fate of its level-1 agency.
  const inactive = `(vanished OR coalesce(valid_to < ${today}::date, false) OR left(code, 3) IN (SELECT top.code FROM agency_search top WHERE top.level = 1 AND top.valid_to < ${today}::date))`;
  const wanted: string[] = [];
  if (request.under !== undefined) wanted.push(`(code = ${value(request.under)} OR code LIKE ${value(`${likeText(request.under)}.%`)})`);
  if (request.active !== undefined) wanted.push(request.active ? `NOT ${inactive}` : inactive);
  if (request.query === null) return await listByCode(db, request, wanted, values, today);

  const { query } = request;
  const matching = [`terms @@ ${value(tsquery(query))}::tsquery`, ...wanted].join(" AND ");
  const begins = [`name_key LIKE ${value(`${likeText(query.nameKey)}%`)}`, ...wanted].join(" AND ");
  const offset = offsetOf(request.after);
  const wantedHere = offset + request.limit + 1;
  // Materialized: a plan for the whole set uses the text index; one for its first rows would filter along another index, for ever when the
  // words exclude each other. Nothing below can come before `wantedHere` active ones that are above or begin with the query.
  const found: { code: string }[] = await db.query(
    `WITH high AS MATERIALIZED (SELECT ${COLUMNS} FROM agency_search WHERE level <= 2 AND ${matching}),
       below AS MATERIALIZED (SELECT ${COLUMNS} FROM agency_search WHERE level > 2 AND ${matching}),
       first AS MATERIALIZED (
         SELECT ${COLUMNS} FROM agency_search WHERE level = 1 AND ${matching}
         UNION (SELECT * FROM high LIMIT ${RANKED_HIGH})
         UNION (SELECT ${COLUMNS} FROM agency_search WHERE ${begins} ORDER BY name_key USING ~<~ LIMIT ${RANKED_BEGINNING}))
     SELECT code FROM (
       SELECT * FROM first
       UNION (SELECT * FROM below LIMIT (SELECT CASE WHEN count(*) FILTER (WHERE NOT ${inactive}) < ${wantedHere} THEN ${RANKED_BELOW} ELSE 0 END FROM first))
     ) found
     ORDER BY (code = ${value(query.code ?? "")} OR initials = ${value(query.nameKey.replaceAll(" ", ""))} OR name_key = ${value(query.nameKey)}) DESC,
       (level = 1) DESC, (name_key LIKE ${value(`${likeText(query.nameKey)}%`)}) DESC, ${inactive}, level, length(name_key), code
     LIMIT ${request.limit + 1} OFFSET ${offset}`,
    values,
  );
  const reached = offset + request.limit;
  return pageOfCodes(found, request.limit, () => (reached >= DEEPEST ? null : String(reached)));
}

async function listByCode(db: EntityManager, request: AgencySearch, wanted: readonly string[], values: unknown[], today: string): Promise<FoundCodes> {
  const where = [`${today}::date IS NOT NULL`, `code > $${values.push(request.after ?? "")}`, ...wanted].join(" AND ");
  const found: { code: string }[] = await db.query(`SELECT code FROM agency_search WHERE ${where} ORDER BY code LIMIT ${request.limit + 1}`, values);
  return pageOfCodes(found, request.limit, (last) => last);
}

function pageOfCodes(found: readonly { readonly code: string }[], limit: number, cursorAfter: (last: string) => string | null): FoundCodes {
  const codes = found.slice(0, limit).map(({ code }) => code);
  const last = codes.at(-1);
  return { codes, next: found.length <= limit || last === undefined ? null : cursorAfter(last) };
}

/** Terms hold nothing but letters, digits, dots and hyphens, so quoting them is enough. */
function tsquery(query: SearchQuery): string {
  return query.groups.map((group) => `(${group.map(({ term, begins }) => `'${term}'${begins ? ":*" : ""}`).join("|")})`).join("&");
}

function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d{1,5}$/.test(cursor) && Number(cursor) <= DEEPEST) return Number(cursor);
  throw new HouseError("request-invalid", "the cursor is not one of ours", {}, { hint: "pass `next` of the previous page unchanged" });
}
