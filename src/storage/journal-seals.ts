import type { JournalSealing, Seal, SealedLine, SealReader } from "../core/journal/seal.ts";
import type { Database, Run } from "./database.ts";

const COLUMNS = `number::text, last_position::text AS "lastPosition", entries, digest, sealed_at AS "sealedAt"`;
const MOST_COUNTED = 100_000;
/** One line of text for an entry, the same for ever: no setting of a session changes it. */
const LINES = `
  SELECT position::text, jsonb_build_array(position, kind, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'), actor, outgoing_id, incoming_id, inbound_id, facts)::text AS text
  FROM journal WHERE position > $1 AND position <= $2 ORDER BY journal.position LIMIT $3`;

export function sealReads(run: Run): SealReader {
  const rows = async <Row>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> => await run((db) => db.query<Row[]>(sql, [...values]));
  return {
    head: async () => (await rows<Seal>(`SELECT ${COLUMNS} FROM journal_seal ORDER BY journal_seal.number DESC LIMIT 1`))[0] ?? null,
    byNumber: async (number) => (await rows<Seal>(`SELECT ${COLUMNS} FROM journal_seal WHERE number = $1`, [number]))[0] ?? null,
    after: (number, limit) => rows<Seal>(`SELECT ${COLUMNS} FROM journal_seal WHERE number > $1 ORDER BY journal_seal.number LIMIT $2`, [number, limit]),
    lines: (after, upTo, limit) => rows<SealedLine>(LINES, [after, upTo, limit]),
    unsealed: async () => {
      const [found] = await rows<{ count: number }>(`SELECT count(*)::int AS count FROM (SELECT FROM journal WHERE position > coalesce((SELECT max(last_position) FROM journal_seal), 0) LIMIT ${MOST_COUNTED}) AS fresh`);
      return found?.count ?? 0;
    },
  };
}

export function journalSealing(database: Database): JournalSealing {
  const one = async <Row>(sql: string, values: readonly unknown[] = []): Promise<Row | undefined> => (await database.once((db) => db.query<Row[]>(sql, [...values])))[0];
  return {
    markJournal: async () => {
      const mark = await one<{ position: string; horizon: string }>("SELECT coalesce(max(position), 0)::text AS position, pg_snapshot_xmax(pg_current_snapshot())::text AS horizon FROM journal");
      return mark ?? { position: "0", horizon: "0" };
    },
    isSettled: async ({ horizon }) => (await one<{ settled: boolean }>("SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 AS settled", [horizon]))?.settled === true,
    addSeal: async ({ number, lastPosition, entries, digest, sealedAt }) =>
      (await one("INSERT INTO journal_seal (number, last_position, entries, digest, sealed_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING number", [number, lastPosition, entries, digest, sealedAt])) !== undefined,
  };
}
