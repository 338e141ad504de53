import type { DocumentSince, DocumentsSince, SinceReader } from "../core/restore-plan.ts";
import type { Run } from "./database.ts";

const OUTGOING = `
  SELECT d.submitted_at AS at, d.code, d.sender_code AS sender, array(SELECT x.receiver_code FROM dispatch x WHERE x.document_id = d.id ORDER BY 1) AS receivers
  FROM outgoing_document d WHERE d.submitted_at >= $1 ORDER BY d.submitted_at DESC, d.id DESC LIMIT $2`;
const INCOMING = `
  SELECT d.received_at AS at, concat(d.message #>> '{code,number}', '/', d.message #>> '{code,notation}') AS code, d.sender_code AS sender, ARRAY[d.receiver_code] AS receivers
  FROM incoming_document d WHERE d.received_at >= $1 ORDER BY d.received_at DESC, d.id DESC LIMIT $2`;
/** As the index `journal_audit` says it, so that it is used. */
const AUDITED = `(actor->>'kind' IN ('person', 'operator') OR kind LIKE 'account.%' OR kind LIKE 'session.%' OR kind LIKE 'access.%')`;
/** From the end of the journal back to the first act before the instant: as long as what happened since, not as the journal. */
const ACTS = `
  SELECT count(*)::int AS count FROM journal
  WHERE ${AUDITED} AND kind NOT LIKE 'session.%' AND kind NOT LIKE 'backup.%'
    AND position > coalesce((SELECT position FROM journal WHERE ${AUDITED} AND at < $1 ORDER BY position DESC LIMIT 1), 0)`;

/** What a restore would take away; all by the index of the instant. */
export function sinceReads(run: Run): SinceReader {
  const documents = async (table: string, column: string, query: string, since: Date, limit: number): Promise<DocumentsSince> => {
    const [counted, newest]: [[{ count: number }], DocumentSince[]] = await Promise.all([run((db) => db.query(`SELECT count(*)::int AS count FROM ${table} WHERE ${column} >= $1`, [since])), run((db) => db.query(query, [since, limit]))]);
    return { count: counted[0].count, newest };
  };
  return {
    outgoing: (since, limit) => documents("outgoing_document", "submitted_at", OUTGOING, since, limit),
    incoming: (since, limit) => documents("incoming_document", "received_at", INCOMING, since, limit),
    acts: async (since) => {
      const [counted]: [{ count: number }] = await run((db) => db.query(ACTS, [since]));
      return counted.count;
    },
  };
}
