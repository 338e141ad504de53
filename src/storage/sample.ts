import type { SampleReader, SampleStanding, SampleWrites } from "../core/sample/sample-ports.ts";
import { SAMPLE_PROVINCE } from "../core/sample/sample-codes.ts";
import { SAMPLE_PEOPLE } from "../core/sample/story.ts";
import type { Run } from "./database.ts";

/** Whether a column holds the code of a sample agency. Nothing else is ever written into the statements. */
const isSample = (column: string): string => `(${column} = '${SAMPLE_PROVINCE}' OR ${column} LIKE '${SAMPLE_PROVINCE}.%')`;
const NAMES = SAMPLE_PEOPLE.map(({ userName }) => userName);

const STANDING = `
  SELECT
    EXISTS (SELECT FROM outgoing_document WHERE NOT ${isSample("sender_code")})
      OR EXISTS (SELECT FROM incoming_document WHERE NOT ${isSample("receiver_code")})
      OR EXISTS (SELECT FROM inbound_envelope WHERE channel <> 'local') AS real,
    ARRAY(SELECT code FROM agency WHERE ${isSample("code")} ORDER BY code) AS agencies,
    ARRAY(SELECT user_name FROM account WHERE user_name = ANY($1) ORDER BY user_name) AS accounts,
    (SELECT count(*)::int FROM outgoing_document WHERE ${isSample("sender_code")}) AS outgoing,
    (SELECT count(*)::int FROM incoming_document WHERE ${isSample("receiver_code")}) AS incoming`;

const OUTGOING = `SELECT id FROM outgoing_document WHERE ${isSample("sender_code")}`;
const INCOMING = `SELECT id FROM incoming_document WHERE ${isSample("receiver_code")}`;
const SENT = `SELECT id FROM transmission WHERE ${isSample("from_organ")}`;
const DISPATCHED = `SELECT id FROM dispatch WHERE document_id IN (${OUTGOING})`;
const BROUGHT = `SELECT id FROM inbound_envelope WHERE ${isSample("stated_from")}`;
const NOTICED = `SELECT id FROM notice WHERE ${isSample("agency_code")}`;
const PEOPLE = `SELECT id FROM account WHERE user_name = ANY($1)`;

/** What stands on others before what they stand on. */
const REMOVE: readonly string[] = [
  `DELETE FROM outbox WHERE ref IN (SELECT id::text FROM (${SENT} UNION ALL ${BROUGHT}) AS one)`,
  `DELETE FROM deadline WHERE ${isSample("agency_code")}`,
  `DELETE FROM issued_report WHERE ${isSample("agency_code")}`,
  `DELETE FROM exchange_fact WHERE ${isSample("agency_code")}`,
  `DELETE FROM reported_fact WHERE ${isSample("agency_code")}`,
  `DELETE FROM policy_check WHERE incoming_id IN (${INCOMING})`,
  `DELETE FROM paper_copy WHERE ${isSample("sender_code")}`,
  `DELETE FROM document_link WHERE document_id IN (${OUTGOING} UNION ALL ${INCOMING})`,
  `DELETE FROM document_search WHERE document_id IN (${OUTGOING} UNION ALL ${INCOMING})`,
  `DELETE FROM notice_mail WHERE notice_id IN (${NOTICED})`,
  `DELETE FROM paper_fallback WHERE dispatch_id IN (${DISPATCHED})`,
  `DELETE FROM backfill_entry WHERE notice_id IN (${NOTICED}) OR ${isSample("agency_code")}`,
  `DELETE FROM notice WHERE ${isSample("agency_code")}`,
  `DELETE FROM status_record WHERE incoming_id IN (${INCOMING}) OR dispatch_id IN (${DISPATCHED}) OR transmission_id IN (${SENT})`,
  `DELETE FROM dispatch WHERE document_id IN (${OUTGOING})`,
  `DELETE FROM transmission WHERE ${isSample("from_organ")}`,
  `DELETE FROM amendment WHERE document_id IN (${OUTGOING})`,
  `DELETE FROM outgoing_document WHERE ${isSample("sender_code")}`,
  `DELETE FROM incoming_document WHERE ${isSample("receiver_code")}`,
  `DELETE FROM inbound_envelope WHERE ${isSample("stated_from")}`,
  `DELETE FROM agency_certificate WHERE ${isSample("agency_code")}`,
  `DELETE FROM agency WHERE ${isSample("code")}`,
];
const REMOVE_PEOPLE: readonly string[] = [
  `DELETE FROM handover WHERE account_id IN (${PEOPLE}) OR successor_id IN (${PEOPLE})`,
  `DELETE FROM session WHERE account_id IN (${PEOPLE})`,
  `DELETE FROM account WHERE user_name = ANY($1)`,
];

export function sampleReads(run: Run): SampleReader {
  return { standing: async () => await run((db) => standingOf(db)) };
}

export function sampleWrites(run: Run): SampleWrites {
  return {
    removeSamples: async () =>
      await run(async (db) => {
        const { outgoing, incoming } = await standingOf(db);
        for (const statement of REMOVE) await db.query(statement);
        for (const statement of REMOVE_PEOPLE) await db.query(statement, [NAMES]);
        return { outgoing, incoming };
      }),
  };
}

async function standingOf(db: { query(sql: string, parameters: readonly unknown[]): Promise<unknown> }): Promise<SampleStanding> {
  const [standing] = (await db.query(STANDING, [NAMES])) as SampleStanding[];
  return standing ?? { real: true, agencies: [], accounts: [], outgoing: 0, incoming: 0 };
}
