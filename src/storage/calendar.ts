import type { Correction } from "../core/calendar/corrections.ts";
import type { CalendarData } from "../core/calendar/data.ts";
import type { CalendarReader, CalendarWrites, EarlierValue, KeptReceipt, TouchedDays } from "../core/calendar/ports.ts";
import { RECEIPT_LOOKS_AHEAD_DAYS } from "../core/calendar/rederive.ts";
import type { DispatchId, IncomingId } from "../core/ids.ts";
import { CALENDAR_LOCK } from "./advisory-locks.ts";
import type { Run } from "./database.ts";

const CORRECTIONS = `
  SELECT c.position, c.at, actor, reason, rows, scope, to_char(from_day, 'YYYY-MM-DD') AS "from", to_char(to_day, 'YYYY-MM-DD') AS "to", version, r.at AS "rederivedAt"
  FROM calendar_correction c LEFT JOIN calendar_rederived r USING (position) ORDER BY c.position`;

/** Received on one of the days, or so shortly before that the search for office hours could have come to them. */
const SPAN = `
  received_at >= ($1::date - ${RECEIPT_LOOKS_AHEAD_DAYS})::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AND ($2::date IS NULL OR received_at < ($2::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh')
  AND id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000') ORDER BY id LIMIT $4`;
const INCOMING = `SELECT id, receiver_code AS "receiverCode", received_at AS "receivedAt", effective_at AS "effectiveAt", effective_provisional AS provisional FROM incoming_document WHERE ${SPAN}`;
const DISPATCHES = `SELECT id, receiver_code AS "receiverCode", received_at AS "receivedAt", effective_at AS "effectiveAt", effective_provisional AS provisional FROM dispatch WHERE ${SPAN}`;

const EARLIER = `
  SELECT field, value, explanation, provisional, calendar_version AS "calendarVersion", replaced_at AS "replacedAt", replaced_by_version AS "replacedByVersion"
  FROM earlier_value WHERE subject_id = $1 ORDER BY position`;

export function calendarReads(run: Run): CalendarReader {
  const rows = async <Row>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> => await run((db) => db.query<Row[]>(sql, [...parameters]));
  const spanOf = ({ from, to, after, limit }: TouchedDays): readonly unknown[] => [from, to, after, limit];
  return {
    lastPosition: async () => (await rows<{ last: string | null }>("SELECT max(position)::text AS last FROM calendar_correction"))[0]?.last ?? null,
    corrections: () => rows<Correction>(CORRECTIONS),
    version: async (version) => (await rows<{ data: CalendarData }>("SELECT data FROM calendar_version WHERE version = $1", [version]))[0]?.data ?? null,
    earlierValues: (subjectId) => rows<EarlierValue>(EARLIER, [subjectId]),
    incomingReceipts: (days) => rows<KeptReceipt<IncomingId>>(INCOMING, spanOf(days)),
    dispatchReceipts: (days) => rows<KeptReceipt<DispatchId>>(DISPATCHES, spanOf(days)),
  };
}

export function calendarWrites(run: Run): CalendarWrites {
  const change = async (sql: string, parameters: readonly unknown[]): Promise<void> => {
    await run((db) => db.query(sql, [...parameters]));
  };
  return {
    lockCalendar: () => change("SELECT pg_advisory_xact_lock($1, 0)", [CALENDAR_LOCK]),
    nextPosition: async () => {
      const [row]: { next: string }[] = await run((db) => db.query("SELECT (coalesce(max(position), 0) + 1)::text AS next FROM calendar_correction"));
      return row?.next ?? "1";
    },
    addCorrection: ({ position, at, actor, reason, rows, scope, from, to, version }) =>
      change("INSERT INTO calendar_correction (position, at, actor, reason, rows, scope, from_day, to_day, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", [position, at, JSON.stringify(actor), reason, JSON.stringify(rows), scope, from, to, version]),
    keepVersion: (data, at) => change("INSERT INTO calendar_version (version, data, kept_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [data.version, JSON.stringify(data), at]),
    markRederived: (position, at) => change("INSERT INTO calendar_rederived (position, at) VALUES ($1, $2) ON CONFLICT DO NOTHING", [position, at]),
    renewIncomingReceipt: (id, receipt) => change(renewal("incoming_document"), [id, receipt.effectiveAt, receipt.explanation, receipt.provisional, receipt.calendarVersion]),
    renewDispatchReceipt: (id, receipt) => change(renewal("dispatch"), [id, receipt.effectiveAt, receipt.explanation, receipt.provisional, receipt.calendarVersion]),
  };
}

function renewal(table: "incoming_document" | "dispatch"): string {
  return `UPDATE ${table} SET effective_at = $2, effective_explanation = $3, effective_provisional = $4, calendar_version = $5 WHERE id = $1`;
}
