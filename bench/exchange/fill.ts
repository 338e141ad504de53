import type { Client } from "pg";

/** So that what is stored is older than everything that is measured. */
const ID = `('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;

interface Copied {
  readonly table: string;
  /** Which row is copied, or rows; $1 is the document. */
  readonly where: string;
  readonly instead: Readonly<Record<string, string>>;
}

const SENT: readonly Copied[] = [
  { table: "outgoing_document", where: "id = $1", instead: { id: ID, identity_key: "identity_key || '/' || n", idempotency_key: "idempotency_key || '/' || n" } },
  { table: "transmission", where: "outgoing_id = $1", instead: { id: ID, outgoing_id: ID } },
  { table: "dispatch", where: "document_id = $1", instead: { id: ID, document_id: ID, transmission_id: ID } },
  { table: "document_search", where: "document_id = $1", instead: { document_id: ID } },
  { table: "journal", where: "outgoing_id = $1", instead: { outgoing_id: ID } },
];
const RECEIVED: readonly Copied[] = [
  { table: "inbound_envelope", where: "id = (SELECT inbound_id FROM incoming_document WHERE id = $1)", instead: { id: ID, partner_message_id: "partner_message_id || '/' || n", about: "ARRAY[about[1] || '/' || n]" } },
  { table: "incoming_document", where: "id = $1", instead: { id: ID, inbound_id: ID, identity_key: "identity_key || '/' || n" } },
  { table: "document_search", where: "document_id = $1", instead: { document_id: ID } },
  { table: "journal", where: "incoming_id = $1", instead: { incoming_id: ID } },
];

/** Copies one document that has travelled so many times, past the triggers: what follows a document has long been done for what is stored. */
export async function fill(sender: Client, receiver: Client, documents: number): Promise<void> {
  await Promise.all([copy(sender, "outgoing_document", SENT, documents), copy(receiver, "incoming_document", RECEIVED, documents)]);
}

async function copy(database: Client, first: string, copied: readonly Copied[], documents: number): Promise<void> {
  const { rows } = await database.query<{ id: string }>(`SELECT id FROM ${first} ORDER BY id LIMIT 1`);
  await database.query("SET session_replication_role = replica");
  for (const { table, where, instead } of copied) {
    const columns = await database.query<{ name: string }>("SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 AND is_identity = 'NO'", [table]);
    const names = columns.rows.map(({ name }) => name);
    await database.query(
      `INSERT INTO ${table} (${names.map((name) => `"${name}"`).join(", ")}) SELECT ${names.map((name) => instead[name] ?? `"${name}"`).join(", ")} FROM ${table}, generate_series(1, ${documents}) AS n WHERE ${where}`,
      [rows[0]?.id],
    );
    await database.query(`ANALYZE ${table}`);
  }
  await database.query("SET session_replication_role = origin");
}
