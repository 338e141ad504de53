import type { Handover, OpenWork } from "../core/accounts/handover.ts";
import type { AccountReader, AccountWrites } from "../core/accounts/ports.ts";
import type { Run } from "./database.ts";

const HANDOVER = `
  SELECT h.id, h.account_id AS "accountId", moved.full_name AS "fullName", h.successor_id AS "successorId", successor.full_name AS "successorName", h.decision, to_char(h.decided_on, 'YYYY-MM-DD') AS "decidedOn",
    h.opened_at AS "openedAt", h.opened_by AS "openedBy", h.due_at AS "dueAt", h.provisional, h.calendar_version AS "calendarVersion", h.work, h.done_at AS "doneAt", h.done_by AS "doneBy"
  FROM handover h JOIN account moved ON moved.id = h.account_id JOIN account successor ON successor.id = h.successor_id`;

/** What this person has dealt with, as the journal says, and is not finished. */
const OPEN_WORK = `
  WITH mine AS (SELECT DISTINCT incoming_id, outgoing_id FROM journal WHERE actor->>'kind' = 'person' AND actor->>'accountId' = $1 AND (incoming_id IS NOT NULL OR outgoing_id IS NOT NULL))
  SELECT 'incoming' AS direction, d.id, d.receiver_code AS "agencyCode", concat_ws('/', d.message->'code'->>'number', d.message->'code'->>'notation') AS code, d.state
  FROM incoming_document d JOIN mine ON mine.incoming_id = d.id WHERE d.receiver_code = ANY($2) AND d.state IN ('arrived', 'accepted', 'assigned', 'processing')
  UNION
  SELECT 'outgoing', o.id, o.sender_code, o.code, min(p.state) FROM outgoing_document o JOIN mine ON mine.outgoing_id = o.id JOIN dispatch p ON p.document_id = o.id
  WHERE o.sender_code = ANY($2) AND p.state IN ('held', 'queued', 'sending', 'unknown', 'failed', 'expired', 'sent') GROUP BY o.id, o.sender_code, o.code
  ORDER BY id LIMIT 5000`;

export function handoverReads(run: Run): Pick<AccountReader, "handover" | "handovers" | "openWork"> {
  return {
    handover: async (id) => (await run((db) => db.query<Handover[]>(`${HANDOVER} WHERE h.id = $1`, [id])))[0] ?? null,
    handovers: (successor) => run((db) => db.query<Handover[]>(`${HANDOVER} WHERE $1::uuid IS NULL OR h.successor_id = $1 ORDER BY h.done_at IS NOT NULL, h.due_at, h.id LIMIT 500`, [successor])),
    openWork: (id, agencies) => run((db) => db.query<OpenWork[]>(OPEN_WORK, [id, [...agencies]])),
  };
}

export function handoverWrites(run: Run): Pick<AccountWrites, "addHandover" | "finishHandover"> {
  return {
    addHandover: async (h) => {
      await run((db) =>
        db.query("INSERT INTO handover (id, account_id, successor_id, decision, decided_on, opened_at, opened_by, due_at, provisional, calendar_version, work) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", [
          h.id, h.accountId, h.successorId, h.decision, h.decidedOn, h.openedAt, h.openedBy, h.dueAt, h.provisional, h.calendarVersion, JSON.stringify(h.work),
        ]), // prettier-ignore
      );
    },
    finishHandover: async (id, at, by) => {
      const rows: unknown[] = await run((db) => db.query("WITH done AS (UPDATE handover SET done_at = $2, done_by = $3 WHERE id = $1 AND done_at IS NULL RETURNING id) SELECT id FROM done", [id, at, by]));
      return rows.length === 1;
    },
  };
}
