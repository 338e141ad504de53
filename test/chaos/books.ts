import { Client } from "pg";
import type { DispatchRow, JournalRow, PlaceBooks } from "./history.ts";

/** Reads one place's database with SQL of its own: the code that wrote the rows is what is judged. */
export async function readBooks(url: string): Promise<PlaceBooks> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const rows = async <Row>(sql: string): Promise<readonly Row[]> => (await client.query<Row & Record<string, unknown>>(sql)).rows;
  try {
    return {
      outgoing: await rows(`SELECT id, message->>'documentId' AS "documentId", idempotency_key AS key FROM outgoing_document`),
      dispatches: (await rows<Omit<DispatchRow, "instants"> & { readonly instants: readonly (string | null)[] }>(
        `SELECT id, document_id AS "documentId", receiver_code AS receiver, state,
                array[extract(epoch FROM submitted_at) * 1000, extract(epoch FROM left_at) * 1000, extract(epoch FROM entered_at) * 1000, extract(epoch FROM received_at) * 1000, extract(epoch FROM decided_at) * 1000] AS instants
         FROM dispatch`,
      )).map((row) => ({ ...row, instants: row.instants.map((instant) => (instant === null ? null : Number(instant))) })),
      transmissions: await rows(`SELECT id, state FROM transmission`),
      inbound: await rows(`SELECT id, partner_message_id AS "partnerMessageId", state FROM inbound_envelope`),
      incoming: await rows(
        `SELECT id, message->>'documentId' AS "documentId", receiver_code AS receiver, state,
                (extract(epoch FROM received_at) * 1000)::float8 AS "receivedAt", (extract(epoch FROM effective_at) * 1000)::float8 AS "effectiveAt" FROM incoming_document`,
      ),
      outbox: await rows(`SELECT id, topic, ref FROM outbox`),
      journal: await rows<JournalRow>(`SELECT position::int AS position, kind, facts FROM journal ORDER BY position`),
    };
  } finally {
    await client.end();
  }
}
