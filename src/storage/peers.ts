import type { RecordedJournalEntry } from "../core/journal/journal-entry.ts";
import type { PeerReads, PeerWrites } from "../core/peers/peer-ports.ts";
import type { Peer, PeerSecret, PinnedCertificate } from "../core/peers/peer.ts";
import type { Run } from "./database.ts";
import { journalRecord, type JournalRow } from "./entities/journal-entry.ts";
import { WORK_CHANNEL } from "./lifeline.ts";

const PEER = `code, name, kind, state, endpoint, account, settings, certificate, next_certificate AS "nextCertificate", revision,
  created_at AS "createdAt", changed_at AS "changedAt", tested_at AS "testedAt"`;
const SECRET = `id, peer_code AS "peerCode", sealed, created_at AS "createdAt", ends_at AS "endsAt"`;
/** Written out, as the index is. */
const HISTORY = `SELECT position, kind, at, actor, outgoing_id AS "outgoingId", incoming_id AS "incomingId", inbound_id AS "inboundId", facts FROM journal
  WHERE kind LIKE 'peer.%' AND facts->>'peer' = $1 ORDER BY position DESC LIMIT $2`;
const WAITING = `SELECT channel, count(*)::int AS count FROM transmission WHERE channel = ANY($1) AND state IN ('queued', 'sending', 'unknown') GROUP BY channel`;
const WAKE = `
  WITH woken AS (
    UPDATE outbox SET due_at = clock_timestamp(), relayed_at = NULL, turn = turn + 1
    FROM transmission t WHERE outbox.topic = 'deliver' AND outbox.ref = t.id::text AND t.channel = $1 AND t.state IN ('queued', 'unknown')
    RETURNING outbox.id),
  told AS (SELECT pg_notify('${WORK_CHANNEL}', '') WHERE EXISTS (SELECT FROM woken))
  SELECT (SELECT count(*)::int FROM woken) AS count, (SELECT count(*) FROM told) AS told`;

type PeerRow = Omit<Peer, "certificate" | "nextCertificate"> & { readonly certificate: StoredCertificate | null; readonly nextCertificate: StoredCertificate | null };
type StoredCertificate = Omit<PinnedCertificate, "validTo"> & { readonly validTo: string };

export function peerReads(run: Run): PeerReads {
  return {
    list: () =>
      run(async (db) => {
        const rows: PeerRow[] = await db.query(`SELECT ${PEER} FROM peer ORDER BY code`);
        return rows.map(peerRecord);
      }),
    byCode: (code) =>
      run(async (db) => {
        const [row]: PeerRow[] = await db.query(`SELECT ${PEER} FROM peer WHERE code = $1`, [code]);
        return row === undefined ? null : peerRecord(row);
      }),
    secretsOf: (code, at) => run(async (db): Promise<PeerSecret[]> => await db.query(`SELECT ${SECRET} FROM peer_secret WHERE peer_code = $1 AND (ends_at IS NULL OR ends_at > $2) ORDER BY created_at DESC, id DESC`, [code, at])),
    history: (code, limit) =>
      run(async (db): Promise<RecordedJournalEntry[]> => {
        const rows: JournalRow[] = await db.query(HISTORY, [code, limit]);
        return rows.map(journalRecord);
      }),
    waiting: (channels) =>
      run(async (db) => {
        const rows: { channel: string; count: number }[] = await db.query(WAITING, [channels]);
        return new Map(rows.map(({ channel, count }) => [channel, count]));
      }),
  };
}

export function peerWrites(run: Run): PeerWrites {
  return {
    addPeer: ({ code, name, kind, state, endpoint, account, settings, certificate, nextCertificate, revision, createdAt, changedAt, testedAt }) =>
      run(async (db) => {
        const added: unknown[] = await db.query(
          `INSERT INTO peer (code, name, kind, state, endpoint, account, settings, certificate, next_certificate, revision, created_at, changed_at, tested_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (code) DO NOTHING RETURNING code`,
          [code, name, kind, state, endpoint, account, settings, certificate, nextCertificate, revision, createdAt, changedAt, testedAt],
        );
        return added.length === 1;
      }),
    savePeer: ({ code, name, state, endpoint, account, settings, certificate, nextCertificate, revision, changedAt, testedAt }) =>
      run(async (db) => {
        const [, changed]: [unknown, number] = await db.query(
          `UPDATE peer SET name = $2, state = $3, endpoint = $4, account = $5, settings = $6, certificate = $7, next_certificate = $8, revision = $9, changed_at = $10, tested_at = $11
           WHERE code = $1 AND revision = $9 - 1`,
          [code, name, state, endpoint, account, settings, certificate, nextCertificate, revision, changedAt, testedAt],
        );
        return changed === 1;
      }),
    addPeerSecret: async ({ id, peerCode, sealed, createdAt, endsAt }) => {
      await run((db) => db.query("INSERT INTO peer_secret (id, peer_code, sealed, created_at, ends_at) VALUES ($1, $2, $3, $4, $5)", [id, peerCode, sealed, createdAt, endsAt]));
    },
    endPeerSecrets: async (code, at) => {
      await run((db) => db.query("UPDATE peer_secret SET ends_at = $2 WHERE peer_code = $1 AND (ends_at IS NULL OR ends_at > $2)", [code, at]));
    },
    dropPeerSecrets: async (ids) => {
      await run((db) => db.query("DELETE FROM peer_secret WHERE id = ANY($1)", [ids]));
    },
    wakeChannel: (channel) =>
      run(async (db) => {
        const [woken]: { count: number }[] = await db.query(WAKE, [channel]);
        return woken?.count ?? 0;
      }),
  };
}

function peerRecord(row: PeerRow): Peer {
  return { ...row, certificate: certificateRecord(row.certificate), nextCertificate: certificateRecord(row.nextCertificate) };
}

function certificateRecord(stored: StoredCertificate | null): PinnedCertificate | null {
  return stored === null ? null : { ...stored, validTo: new Date(stored.validTo) };
}
