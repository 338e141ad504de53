import type { EntityManager } from "typeorm";
import { HouseError } from "../core/fault.ts";
import { asId } from "../core/ids.ts";
import type { LogEntry, LogFilter, LogReader } from "../core/reports/exchange-log.ts";
import { statesOf } from "../core/reports/exchange-fact.ts";
import { documentQuery } from "../core/search/document-terms.ts";
import { below } from "./below.ts";
import type { Run } from "./database.ts";
import { notHeld } from "./not-held.ts";

/** Of the few rows of a page only: names, and what may be shown of the document. */
const ENTRY = `
  SELECT f.id, f.direction, f.at, f.agency_code AS "agencyCode", coalesce(own.organization->>'organName', f.agency_code) AS "agencyName",
    f.peer_code AS "peerCode", coalesce(d.receiver_name, r.message->'from'->>'organName', f.peer_code) AS "peerName", f.document_id AS "documentId",
    coalesce(o.code, (r.message->'code'->>'number') || '/' || (r.message->'code'->>'notation'), '') AS code,
    CASE WHEN ${notHeld("o")} AND ${notHeld("r")} THEN coalesce(o.message, r.message)->>'subject' END AS subject,
    f.document_type AS "documentType", coalesce(o.message, r.message)->'promulgation'->>'date' AS "issuedOn", f.urgency, f.state, f.outcome,
    f.sent_at AS "sentAt", f.send_due AS "sendDue", f.answered_at AS "answeredAt", f.answer_due AS "answerDue", f.answer_minutes AS "answerMinutes", f.decide_minutes AS "decideMinutes",
    ${late("f")} AS late, coalesce(f.signed, false) AS signed, f.document_signed AS "documentSigned", f.electronic_only AS "electronicOnly", f.recall, f.change::text AS change
  FROM (%) f
  LEFT JOIN dispatch d ON f.direction = 'outgoing' AND d.id = f.id
  LEFT JOIN outgoing_document o ON f.direction = 'outgoing' AND o.id = f.document_id
  LEFT JOIN incoming_document r ON f.direction = 'incoming' AND r.id = f.id
  LEFT JOIN agency own ON own.code = f.agency_code`;

/** $1 is now. */
function late(alias: string): string {
  return `coalesce(${alias}.sent_at >= ${alias}.send_due OR (${alias}.sent_at IS NULL AND ${alias}.outcome <> 'withdrawn' AND ${alias}.send_due <= $1), false)`;
}

type Row = LogEntry & { readonly change: string };

export function logReads(run: Run): LogReader {
  return {
    list: (filter) =>
      run(async (db) => {
        const { where, parameters, given } = matching(filter);
        const place = filter.after === undefined ? "" : placeAfter(filter.after, given);
        const found = await entries(db, `SELECT * FROM exchange_fact f WHERE ${where}${place} ORDER BY f.at DESC, f.id DESC LIMIT ${filter.limit + 1}`, "f.at DESC, f.id DESC", parameters);
        const shown = found.slice(0, filter.limit);
        const last = shown.at(-1);
        return { rows: shown.map(withoutChange), next: found.length > shown.length && last !== undefined ? `${last.at.getTime()}_${last.id}` : null };
      }),
    changedSince: (filter, tail) =>
      run(async (db) => {
        if (!/^\d{1,18}$/.test(tail)) throw notOurs();
        const { where, parameters, given } = matching(filter);
        const found = await entries(db, `SELECT * FROM exchange_fact f WHERE ${where} AND f.change > ${given(tail)} ORDER BY f.change LIMIT ${filter.limit}`, "f.change", parameters);
        // what was passed over is not looked at again
        return { rows: found.map(withoutChange), tail: found.length < filter.limit ? await newest(db, tail) : (found.at(-1)?.change ?? tail) };
      }),
    tail: () => run((db) => newest(db, "0")),
  };
}

async function entries(db: EntityManager, page: string, order: string, parameters: readonly unknown[]): Promise<Row[]> {
  return await db.query(`${ENTRY.replace("%", page)} ORDER BY ${order}`, [...parameters]);
}

/** Facts are written by one at a time, so the greatest number is also the last that was committed. */
async function newest(db: EntityManager, least: string): Promise<string> {
  const [row]: { change: string }[] = await db.query("SELECT greatest(max(change), $1::bigint)::text AS change FROM exchange_fact", [least]);
  return row?.change ?? least;
}

function withoutChange({ change: _change, ...entry }: Row): LogEntry {
  return entry;
}

/** Every condition is one the planner knows the share of, so that it walks the log in order, or fetches the few there are. */
function matching(filter: LogFilter): { readonly where: string; readonly parameters: unknown[]; readonly given: (value: unknown) => string } {
  const parameters: unknown[] = [filter.asOf];
  const given = (value: unknown): string => `$${parameters.push(value)}`;
  const conditions = ["f.at IS NOT NULL", "$1::timestamptz IS NOT NULL", scopeIn(filter, given)];
  if (filter.direction !== undefined) conditions.push(`f.direction = ${given(filter.direction)}`);
  if (filter.peer !== undefined) conditions.push(`f.peer_code = ${given(filter.peer)}`);
  if (filter.state !== undefined) conditions.push(`f.state = ${given(filter.state)}`);
  if (filter.outcome !== undefined) conditions.push(`f.state = ANY(${given(statesOf(filter.outcome))})`);
  if (filter.type !== undefined) conditions.push(`f.document_type = ${given(filter.type)}`);
  if (filter.urgency !== undefined) conditions.push(`f.urgency = ${given(filter.urgency)}`);
  if (filter.late !== undefined) conditions.push(filter.late ? late("f") : `NOT ${late("f")}`);
  if (filter.from !== undefined) conditions.push(`f.at >= ${given(filter.from)}`);
  if (filter.to !== undefined) conditions.push(`f.at < ${given(filter.to)}`);
  if (filter.words !== undefined) {
    const words = documentQuery(filter.words);
    conditions.push(words === null ? "false" : `f.document_id IN (SELECT document_id FROM document_search WHERE terms @@ ${given(words)}::tsquery)`);
  }
  return { where: conditions.join(" AND "), parameters, given };
}

function scopeIn({ agencies, trees }: LogFilter, given: (value: unknown) => string): string {
  if (agencies === "all") return "true";
  const [only, ...others] = agencies;
  const own = only === undefined ? [] : [others.length === 0 ? `f.agency_code = ${given(only)}` : `f.agency_code = ANY(${given(agencies)})`];
  const under = trees.map((root) => `f.agency_code = ${given(root)} OR f.agency_code LIKE ${given(below(root))}`);
  return [...own, ...under].length === 0 ? "false" : `(${[...own, ...under].join(" OR ")})`;
}

function placeAfter(cursor: string, given: (value: unknown) => string): string {
  const match = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(cursor);
  const id = asId(match?.[2] ?? "");
  if (match === null || id === null) throw notOurs();
  return ` AND (f.at, f.id) < (${given(new Date(Number(match[1])))}::timestamptz, ${given(id)}::uuid)`;
}

function notOurs(): HouseError {
  return new HouseError("request-invalid", "the cursor is not one of ours", {}, { hint: "pass `next` or `tail` of the previous answer unchanged" });
}
