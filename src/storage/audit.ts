import type { AuditFilter, AuditPage } from "../core/accounts/audit.ts";
import { HouseError } from "../core/fault.ts";
import type { RecordedJournalEntry } from "../core/journal/journal-entry.ts";
import type { Run } from "./database.ts";
import { journalRecord, type JournalRow } from "./entities/journal-entry.ts";

/** As the index `journal_audit` says it, so that it is used. */
const AUDITED = `(actor->>'kind' IN ('person', 'operator') OR kind LIKE 'account.%' OR kind LIKE 'session.%' OR kind LIKE 'access.%')`;
const ENTRY = `SELECT position::text, kind, at, actor, outgoing_id AS "outgoingId", incoming_id AS "incomingId", inbound_id AS "inboundId", facts FROM journal`;

/** Newest first; the position of the last row is the whole cursor. */
export async function auditPage(run: Run, filter: AuditFilter): Promise<AuditPage> {
  if (filter.after !== undefined && !/^\d{1,18}$/.test(filter.after)) throw new HouseError("request-invalid", "the cursor is not one of ours", {}, { hint: "pass `next` of the previous page unchanged" });
  const conditions = [AUDITED];
  const values: unknown[] = [];
  const given = (value: unknown): string => `$${values.push(value)}`;
  if (filter.after !== undefined) conditions.push(`position < ${given(filter.after)}`);
  if (filter.from !== undefined) conditions.push(`at >= ${given(filter.from)}`);
  if (filter.to !== undefined) conditions.push(`at < ${given(filter.to)}`);
  if (filter.kind !== undefined) conditions.push(filter.kind.includes(".") ? `kind = ${given(filter.kind)}` : `starts_with(kind, ${given(`${filter.kind}.`)})`);
  if (filter.account !== undefined) {
    const id = given(filter.account);
    conditions.push(`(actor->>'accountId' = ${id} OR facts->>'accountId' = ${id})`);
  }
  const rows: JournalRow[] = await run((db) => db.query(`${ENTRY} WHERE ${conditions.join(" AND ")} ORDER BY journal.position DESC LIMIT ${given(filter.limit + 1)}`, values));
  const shown: readonly RecordedJournalEntry[] = rows.slice(0, filter.limit).map(journalRecord);
  return { rows: shown, next: rows.length > shown.length ? (shown.at(-1)?.position ?? null) : null };
}
