import { Client } from "pg";
import type { DispatchRow, JournalRow, PlaceBooks } from "./history.ts";

/** Reads one place's database with SQL of its own: the code that wrote the rows is what is judged. */
export async function readBooks(url: string): Promise<PlaceBooks> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); // one moment of all tables, also while work goes on
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
                (extract(epoch FROM received_at) * 1000)::float8 AS "receivedAt", (extract(epoch FROM effective_at) * 1000)::float8 AS "effectiveAt",
                EXISTS (SELECT FROM status_record s WHERE s.incoming_id = incoming_document.id AND s.status_code = '01') AS reported FROM incoming_document`,
      ),
      outbox: await rows(`SELECT id, topic, ref FROM outbox`),
      journal: await rows<JournalRow>(`SELECT position::int AS position, kind, facts FROM journal ORDER BY position`),
    };
  } finally {
    await client.end();
  }
}

/** How much of a place's work is open, and how far its journal goes: asked often, so only counted. */
export async function readRest(url: string): Promise<{ readonly open: number; readonly last: number }> {
  const [rest] = await ask<{ open: number; last: number }>(
    url,
    `SELECT (SELECT count(*) FROM outbox)::int + (SELECT count(*) FROM transmission WHERE state <> 'entered')::int + (SELECT count(*) FROM inbound_envelope WHERE state NOT IN ('filed', 'duplicate'))::int AS open,
            coalesce((SELECT max(position) FROM journal), 0)::int AS last`,
  );
  return rest ?? { open: 1, last: 0 };
}

/** What a place still has to do and until when it waits, a line each: for whoever asks why there is no rest. */
export async function readOpen(url: string): Promise<readonly string[]> {
  const rows = await ask<{ line: string }>(
    url,
    `SELECT concat_ws(' ', 'order', topic, channel, 'due in', round(extract(epoch FROM due_at - now())), 's, relayed', relayed_at IS NOT NULL, 'turn', turn) AS line FROM outbox
     UNION ALL SELECT concat_ws(' ', 'transmission', channel, message_kind, state, 'attempts', attempts) FROM transmission WHERE state <> 'entered'
     UNION ALL SELECT concat_ws(' ', 'envelope', channel, state, 'attempts', attempts) FROM inbound_envelope WHERE state NOT IN ('filed', 'duplicate')
     UNION ALL SELECT concat_ws(' ', 'channel', channel, 'at once', at_once, 'failures', failures, 'probe in', round(extract(epoch FROM probe_at - now())), 's') FROM channel_flow`,
  );
  return rows.map(({ line }) => line);
}

async function ask<Row extends object>(url: string, sql: string): Promise<readonly Row[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Row & Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
