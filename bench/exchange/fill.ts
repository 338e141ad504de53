import { Client } from "pg";
import { HouseError } from "#src/core/fault";
import { bulk, step } from "../reports/bulk.ts";
import { copyRows, older, withoutTriggers, type Copied } from "./copies.ts";
import type { Town } from "./town.ts";

/** Entries of a copied document stand before all others of the journal and of the feed: sealed and read long ago. */
const BEFORE_ALL = "(n - 10000000) * 100 + r.k";
const OF_ITS_JOURNAL: readonly Copied[] = [
  { table: "journal", where: "%", instead: { position: BEFORE_ALL } },
  { table: "event", where: "journal_position IN (SELECT position FROM journal WHERE %)", instead: { place: BEFORE_ALL, journal_position: BEFORE_ALL } },
];
const FOLLOWING: readonly Copied[] = [
  { table: "document_search", where: "document_id = $1" },
  { table: "exchange_fact", where: "document_id = $1" },
  // an open one would be told as late a million times
  { table: "deadline", where: "document_id = $1", instead: { closed_at: older("coalesce(r.closed_at, r.opened_at)"), outcome: "coalesce(r.outcome, 'met')" } },
];

const ITS_STATUS = "(SELECT s.inbound_id FROM status_record s JOIN dispatch d ON d.id = s.dispatch_id WHERE d.document_id = $1)";
const SENT: readonly Copied[] = [
  { table: "outgoing_document", where: "id = $1" },
  { table: "transmission", where: "outgoing_id = $1" },
  ...journalOf(`outgoing_id = $1 OR inbound_id IN ${ITS_STATUS}`),
  { table: "inbound_envelope", where: `id IN ${ITS_STATUS}` },
  { table: "status_record", where: "dispatch_id IN (SELECT id FROM dispatch WHERE document_id = $1)" },
  { table: "dispatch", where: "document_id = $1" },
  ...FOLLOWING,
];
const ITS_ENVELOPE = "(SELECT inbound_id FROM incoming_document WHERE id = $1)";
const RECEIVED: readonly Copied[] = [
  ...journalOf(`incoming_id = $1 OR inbound_id = ${ITS_ENVELOPE}`),
  { table: "inbound_envelope", where: `id = ${ITS_ENVELOPE}` },
  { table: "incoming_document", where: "id = $1", instead: { fetched_at: older("coalesce(r.fetched_at, r.received_at)") } },
  { table: "transmission", where: "incoming_id = $1" },
  { table: "status_record", where: "incoming_id = $1" },
  ...FOLLOWING,
];

function journalOf(entries: string): Copied[] {
  return OF_ITS_JOURNAL.map(({ where, ...copied }) => ({ ...copied, where: where.replace("%", entries) }));
}

export interface Filling {
  /** So many documents are then stored at each end, with everything a document leaves behind. Call with more each time, while the gateways are closed. */
  upTo(documents: number): Promise<void>;
}

/** Copies a document that has travelled, at both ends. */
export async function filling(town: Town): Promise<Filling> {
  const ends = [
    { databaseUrl: town.sender.databaseUrl, copied: SENT, document: await first(town.sender.databaseUrl, "outgoing_document") },
    { databaseUrl: town.receiver.databaseUrl, copied: RECEIVED, document: await first(town.receiver.databaseUrl, "incoming_document") },
  ];
  let stored = 0;
  return {
    async upTo(documents) {
      const numbers = `generate_series(${stored + 1}, ${documents}) AS n`;
      stored = documents;
      await step(`${documents} documents stored at both ends`, () => Promise.all(ends.map(async ({ databaseUrl, copied, document }) => await withClient(databaseUrl, (database) => copyAll(database, copied, numbers, document)))));
    },
  };
}

async function copyAll(database: Client, copied: readonly Copied[], numbers: string, document: string): Promise<void> {
  await withoutTriggers(database);
  for (const one of copied) await bulk(database, [one.table], () => copyRows(database, one, numbers, document), quietly);
  await database.query("CALL sum_facts_anew()");
  await database.query("VACUUM (ANALYZE) exchange_sum");
  await database.query("CHECKPOINT"); // or what is measured would pay for it
}

async function quietly(_what: string, work: () => Promise<unknown>): Promise<void> {
  await work();
}

async function first(databaseUrl: string, table: string): Promise<string> {
  return await withClient(databaseUrl, async (database) => {
    const { rows } = await database.query<{ id: string }>(`SELECT id FROM ${table} ORDER BY id LIMIT 1`);
    if (rows[0] === undefined) throw new HouseError("invariant-broken", `no ${table} has travelled`);
    return rows[0].id;
  });
}

async function withClient<Result>(databaseUrl: string, use: (database: Client) => Promise<Result>): Promise<Result> {
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    return await use(database);
  } finally {
    await database.end();
  }
}
