import type { Client } from "pg";

/** Rows of one document that are copied many times. */
export interface Copied {
  readonly table: string;
  /** Which rows; $1 is the document. */
  readonly where: string;
  /** Columns that are otherwise in a copy, in SQL: `n` is its number, `r` the row, `r.k` the place of the row among those copied. */
  readonly instead?: Readonly<Record<string, string>>;
}

interface Column {
  readonly name: string;
  readonly type: string;
}

/** A copy is so many half seconds less its own number older than the row: all are older than what is measured, none is so old that it would be swept. */
const HALF_SECONDS = 10_000_000;
/** Texts that no two documents share, or that a document is looked up by. */
const OF_ITS_OWN = new Set(["identity_key", "idempotency_key", "partner_message_id", "code"]);

/** Past the triggers and foreign keys of this session: what follows a document has long been done for what is stored. */
export async function withoutTriggers(database: Client): Promise<void> {
  for (const setting of ["session_replication_role = replica", "synchronous_commit = off", "work_mem = '256MB'", "maintenance_work_mem = '256MB'"]) await database.query(`SET ${setting}`);
}

/** `numbers`: what gives `n`, and whatever else `instead` names, for each copy. Ids, digests, keys and instants become those of the copy. */
export async function copyRows(database: Client, { table, where, instead = {} }: Copied, numbers: string, document: string): Promise<void> {
  const { rows } = await database.query<Column>(
    `SELECT column_name AS name, CASE WHEN domain_name = 'sha256_hex' THEN 'sha256' ELSE data_type END AS type FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER' AND (is_identity = 'NO' OR column_name = ANY($2))`,
    [table, Object.keys(instead)],
  );
  const names = rows.map(({ name }) => `"${name}"`).join(", ");
  const values = rows.map((column) => instead[column.name] ?? valueOf(column)).join(", ");
  await database.query(`INSERT INTO ${table} (${names}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM ${numbers}, (SELECT *, row_number() OVER () AS k FROM ${table} WHERE ${where}) AS r`, [document]);
}

export function older(instant: string): string {
  return `${instant} - (${HALF_SECONDS} - n) * interval '500 ms'`;
}

/** Ids of one copy keep what makes them different from each other, so that they still point at each other; they sort by the number of the copy. */
function valueOf({ name, type }: Column): string {
  const column = `r."${name}"`;
  switch (type) {
    case "uuid":
      return `(lpad(to_hex(n), 8, '0') || '-0000' || substr(${column}::text, 14))::uuid`;
    case "sha256":
      return `encode(sha256((${column} || n)::bytea), 'hex')`;
    case "timestamp with time zone":
      return older(column);
    case "date":
      return `${column} - (${HALF_SECONDS} - n) / 172800`;
    case "text":
      return OF_ITS_OWN.has(name) ? `${column} || '/' || n` : column;
    case "ARRAY":
      return `ARRAY(SELECT one || '/' || n FROM unnest(${column}) AS one)`;
    default:
      return name === "files" ? `jsonb_set(${column}, '{0,sha256}', to_jsonb(encode(sha256(n::text::bytea), 'hex')), false)` : column;
  }
}
