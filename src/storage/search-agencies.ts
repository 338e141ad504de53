import type { EntityManager } from "typeorm";
import type { AgencySearch, SearchQuery } from "../core/directory/index.ts";
import { HouseError } from "../core/fault.ts";

/** Nobody reads further; whoever wants all takes the list by code. */
const DEEPEST = 10_000;
/** Levels whose matches are all ranked: a few thousand agencies. */
const HIGH_LEVELS = 2;
/** Of the units below, so many matches are ranked. "xã" alone fits 43,000 of 125,000 and would take 200 ms; nobody looks for one of them that way. */
const RANKED_BELOW = 1_000;

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
  const columns = "code, level, name_key, initials, vanished, valid_to";
  const offset = offsetOf(request.after);
  const found: { code: string }[] = await db.query(
    `SELECT code FROM (
       (SELECT ${columns} FROM agency_search WHERE level <= ${HIGH_LEVELS} AND ${matching})
       UNION ALL (SELECT ${columns} FROM agency_search WHERE level > ${HIGH_LEVELS} AND ${matching} ORDER BY code LIMIT ${RANKED_BELOW})
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
