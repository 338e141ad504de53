import type { EntityManager } from "typeorm";
import { factOf, type ExchangeFact, type ExchangeSource } from "../core/reports/exchange-fact.ts";
import type { FactKeeper } from "../core/reports/report-ports.ts";
import { FACTS_LOCK } from "./advisory-locks.ts";
import type { Database, Run } from "./database.ts";

/** One batch at a time in the whole house: an older state can never be written over a newer one. */
export function factKeeper(database: Database): FactKeeper {
  return {
    refresh: (calendars, limit) =>
      database.transaction(async (run) => {
        await run((db) => db.query("SELECT pg_advisory_xact_lock($1, 0)", [FACTS_LOCK]));
        return await run(async (db) => {
          const fresh: { seq: string; direction: string; id: string }[] = await db.query("SELECT seq, direction, id FROM exchange_fresh ORDER BY seq LIMIT $1", [limit]);
          if (fresh.length === 0) return 0;
          const ids = (direction: string): string[] => [...new Set(fresh.filter((row) => row.direction === direction).map(({ id }) => id))];
          const sources = [...(await outgoingSources(db, ids("outgoing"))), ...(await incomingSources(db, ids("incoming")))];
          await saveFacts(db, sources.map((source) => factOf(source, calendars)));
          await db.query("DELETE FROM exchange_fresh WHERE seq = ANY($1)", [fresh.map(({ seq }) => seq)]);
          return fresh.length;
        });
      }),
    replan: (version, limit) =>
      database.once(async (db) => {
        const planned: unknown[] = await db.query(
          `WITH stale AS (UPDATE exchange_fact SET calendar_version = $1 WHERE id IN (SELECT id FROM exchange_fact WHERE calendar_version <> $1 LIMIT $2) RETURNING direction, id)
           INSERT INTO exchange_fresh (direction, id) SELECT direction, id FROM stale RETURNING seq`,
          [version, limit],
        );
        return planned.length;
      }),
  };
}

const SENT_AT = `CASE WHEN d.control_model = 'shared' THEN d.submitted_at WHEN d.entered_at IS NOT NULL THEN coalesce(d.left_at, d.entered_at) END`;
/** A signature counts when it is proven and still about the file as it is (QĐ 28/2018 Đ.4.1, 9.1; NĐ 23/2025 Đ.15, 16), as in `countsForEffect`. */
const SAID = `coalesce(%.message->'documentType'->>'typeName', '') AS "documentType", coalesce((%.message->'otherInfo'->>'priority')::int, 0) AS urgency, %.message->'promulgation'->>'date' AS "issuedOn", coalesce((%.message->'business'->>'paper')::boolean, false) AS paper,
  EXISTS (SELECT FROM jsonb_array_elements(coalesce(%.findings->0->'signatures', '[]')) mark WHERE mark->>'kind' = 'agency' AND mark->'check'->>'kind' = 'valid' AND mark->>'later' <> 'changed') AS "documentSigned"`;

/** The first of a document by NOT EXISTS: asked for with ORDER BY id LIMIT 1 the planner walks the primary key from the start, 97 ms for each of 50,000 dispatches. */
async function outgoingSources(db: EntityManager, ids: readonly string[]): Promise<ExchangeSource[]> {
  if (ids.length === 0) return [];
  return await db.query(
    `SELECT d.id, d.document_id AS "documentId", 'outgoing' AS direction, o.sender_code AS "agencyCode", d.receiver_code AS "peerCode", ${SAID.replaceAll("%", "o")},
       NOT EXISTS (SELECT FROM dispatch f WHERE f.document_id = d.document_id AND f.id < d.id) AS "countsDocument", d.state, true AS signed,
       d.submitted_at AS "submittedAt", ${SENT_AT} AS "sentAt", d.received_at AS "receivedAt", d.effective_at AS "effectiveAt", d.acknowledged_at AS "acknowledgedAt", d.decided_at AS "decidedAt", d.recall->>'state' AS recall,
       (SELECT max(j.position) FROM journal j WHERE j.outgoing_id = o.id) AS "journalPosition"
     FROM dispatch d JOIN outgoing_document o ON o.id = d.document_id WHERE d.id = ANY($1)`,
    [ids],
  );
}

async function incomingSources(db: EntityManager, ids: readonly string[]): Promise<ExchangeSource[]> {
  if (ids.length === 0) return [];
  return await db.query(
    `SELECT r.id, r.id AS "documentId", 'incoming' AS direction, r.receiver_code AS "agencyCode", r.sender_code AS "peerCode", ${SAID.replaceAll("%", "r")},
       true AS "countsDocument", r.state, coalesce(r.verdict->>'kind' IN ('intact', 'relayed'), false) AS signed,
       r.received_at AS "submittedAt", NULL AS "sentAt", r.received_at AS "receivedAt", r.effective_at AS "effectiveAt", NULL AS "acknowledgedAt", r.decided_at AS "decidedAt", r.recall->>'state' AS recall,
       (SELECT max(j.position) FROM journal j WHERE j.incoming_id = r.id) AS "journalPosition"
     FROM incoming_document r WHERE r.id = ANY($1)`,
    [ids],
  );
}

/** Until the end of the transaction nobody makes facts anew. */
export async function stillFacts(run: Run): Promise<string> {
  return await run(async (db) => {
    await db.query("SELECT pg_advisory_xact_lock($1, 0)", [FACTS_LOCK]);
    const [last]: { change: string }[] = await db.query("SELECT coalesce(max(change), 0)::text AS change FROM exchange_fact");
    return last?.change ?? "0";
  });
}

const COLUMNS = "id, document_id, at, state, direction, day, agency_code, peer_code, document_type, urgency, counts_document, outcome, signed, document_signed, electronic_only, sent_at, send_due, answered_at, answer_due, recall, answer_minutes, decide_minutes, calendar_version, journal_position";

async function saveFacts(db: EntityManager, facts: readonly ExchangeFact[]): Promise<void> {
  const rows = facts.map((fact) => ({
    id: fact.id,
    document_id: fact.documentId,
    at: fact.at,
    state: fact.state,
    direction: fact.direction,
    day: fact.day,
    agency_code: fact.agencyCode,
    peer_code: fact.peerCode,
    document_type: fact.documentType,
    urgency: fact.urgency,
    counts_document: fact.countsDocument,
    outcome: fact.outcome,
    signed: fact.signed,
    document_signed: fact.documentSigned,
    electronic_only: fact.electronicOnly,
    sent_at: fact.sentAt,
    send_due: fact.sendDue,
    answered_at: fact.answeredAt,
    answer_due: fact.answerDue,
    recall: fact.recall,
    answer_minutes: fact.answerMinutes,
    decide_minutes: fact.decideMinutes,
    calendar_version: fact.calendarVersion,
    journal_position: fact.journalPosition,
  }));
  const columns = COLUMNS.split(", ").slice(1);
  const row = (of: string): string => columns.filter((column) => column !== "journal_position").map((column) => `${of}.${column}`).join(", ");
  const changes = columns.map((column) => `${column} = excluded.${column}`).join(", ");
  // one that stays as it was is not written: it would be news to whoever follows the log
  await db.query(
    `INSERT INTO exchange_fact AS kept (${COLUMNS}) SELECT ${COLUMNS} FROM jsonb_populate_recordset(NULL::exchange_fact, $1)
     ON CONFLICT (id) DO UPDATE SET ${changes}, change = DEFAULT WHERE (${row("kept")}) IS DISTINCT FROM (${row("excluded")})`,
    [JSON.stringify(rows)],
  );
}
