import { IsNull } from "typeorm";
import type { EntityManager } from "typeorm";
import type { AxisDoorReads, AxisDoorWrites, AxisPacket, PacketList, SentStatus } from "../core/axis-door/axis-door-ports.ts";
import { newId, type StatusRecordId } from "../core/ids.ts";
import type { JournalEntry, JournalKind } from "../core/journal/journal-entry.ts";
import type { Run } from "./database.ts";
import { AxisKeys } from "./entities/axis-key.ts";
import { notHeld } from "./not-held.ts";
import { planned } from "./preparing-client.ts";

/** One shape for both kinds: whoever it is about, the bytes are those that came in. */
const DOCUMENTS = `
  SELECT d.id, 'document' AS kind, d.receiver_code AS "agencyCode", d.message #>> '{from,organId}' AS "from", d.inbound_id AS "inboundId",
    d.envelope_sha256 AS sha256, d.envelope_size AS size,
    CASE WHEN d.fetched_at IS NOT NULL THEN 'done' ELSE coalesce(p.state, 'initial') END AS state, coalesce(p.description, '') AS description,
    d.purged_at AS "purgedAt", d.received_at AS "createdAt", coalesce(d.fetched_at, p.updated_at, d.received_at) AS "updatedAt"
  FROM incoming_document d LEFT JOIN axis_packet p ON p.id = d.id`;
const PACKETS = `
  SELECT p.id, p.kind, p.agency_code AS "agencyCode", p.from_organ AS "from", p.inbound_id AS "inboundId",
    i.envelope_sha256 AS sha256, i.envelope_size AS size, p.state, p.description, i.purged_at AS "purgedAt", p.created_at AS "createdAt", p.updated_at AS "updatedAt"
  FROM axis_packet p JOIN inbound_envelope i ON i.id = p.inbound_id`;
const DOCUMENTS_WAIT = `d.receiver_code = ANY($1) AND d.fetched_at IS NULL AND d.purged_at IS NULL AND ${notHeld("d")}`;
/** A document that was cancelled before the QLVB had it was never there for it, and neither is the request. */
const REQUESTS_WAIT = `p.agency_code = ANY($1) AND p.kind = 'request' AND p.state <> 'done' AND i.purged_at IS NULL
  AND EXISTS (SELECT FROM incoming_document d WHERE d.id = p.incoming_id AND ${notHeld("d")} AND (d.purged_at IS NULL OR d.fetched_at IS NOT NULL))`;
const STATUSES_WAIT = "p.agency_code = ANY($1) AND p.kind = 'status' AND p.state <> 'done'";
const WAITING: Readonly<Record<PacketList, string>> = {
  document: `${DOCUMENTS} WHERE ${DOCUMENTS_WAIT} UNION ALL ${PACKETS} WHERE ${REQUESTS_WAIT}`,
  status: `${PACKETS} WHERE ${STATUSES_WAIT}`,
};

interface PacketRow extends Omit<AxisPacket, "envelope"> {
  readonly sha256: string;
  readonly size: string;
}

export function axisDoorReads(run: Run): AxisDoorReads {
  return {
    keyBySystemId: (systemId) => run(async (db) => await db.findOneBy(AxisKeys, { systemId })),
    keys: () => run(async (db) => await db.find(AxisKeys, { order: { id: "DESC" } })),
    waiting: (agencies, kind, limit) =>
      run(async (db) => {
        const rows: PacketRow[] = await db.query(`SELECT * FROM (${WAITING[kind]}) AS waiting ORDER BY id LIMIT $2`, [agencies, limit]);
        return rows.map(packetRecord);
      }),
    countWaiting: (agencies, kind) =>
      run(async (db) => {
        const [counted]: { count: number }[] = await db.query(`SELECT count(*)::int AS count FROM (${WAITING[kind]}) AS waiting`, [agencies]);
        return counted?.count ?? 0;
      }),
    packet: (id, agencies) =>
      run(async (db) => {
        const documents: PacketRow[] = await db.query(`${DOCUMENTS} WHERE d.id = $1 AND d.receiver_code = ANY($2) AND ${notHeld("d")}`, [id, agencies]);
        const rows: PacketRow[] = documents.length > 0 ? documents : await db.query(`${PACKETS} WHERE p.id = $1 AND p.kind <> 'document' AND p.agency_code = ANY($2)`, [id, agencies]);
        return rows[0] === undefined ? null : packetRecord(rows[0]);
      }),
    sentStatuses: (agencies, limit) => run(async (db): Promise<SentStatus[]> => await db.query(SENT_STATUSES, [agencies, limit])),
  };
}

const SENT_STATUSES = `
  SELECT s.id, d.receiver_code AS "receiverCode", d.message #>> '{from,organId}' AS "senderOrganId", s.status_code AS "statusCode",
    concat_ws('/', d.message #>> '{code,number}', d.message #>> '{code,notation}') AS code, s.stated_at AS "statedAt",
    t.entered_at AS "enteredAt", t.state AS "transmissionState"
  FROM incoming_document d JOIN status_record s ON s.incoming_id = d.id JOIN transmission t ON t.id = s.transmission_id
  WHERE d.receiver_code = ANY($1) ORDER BY s.id DESC LIMIT $2`;

export function axisDoorWrites(run: Run): AxisDoorWrites {
  return {
    addAxisKey: (key) =>
      run(async (db) => {
        const added: unknown = await db.createQueryBuilder().insert().into(AxisKeys).values({ ...key, agencies: [...key.agencies] }).orIgnore().returning("id").execute().then(({ raw }) => raw);
        return Array.isArray(added) && added.length === 1;
      }),
    revokeAxisKey: async (id, at) => (await run((db) => db.update(AxisKeys, { id, revokedAt: IsNull() }, { revokedAt: at }))).affected === 1,
    noteAxisKeyUse: async (id, at) => {
      await run((db) => db.update(AxisKeys, { id }, { lastUsedAt: at }));
    },
    markPacket: (packet, state, description, at) =>
      run(async (db) => {
        const changed: unknown[] = await db.query(
          `INSERT INTO axis_packet AS p (id, kind, agency_code, from_organ, inbound_id, state, description, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           ON CONFLICT (id) DO UPDATE SET state = excluded.state, description = excluded.description, updated_at = excluded.updated_at
           WHERE p.state <> 'done' AND (p.state, p.description) IS DISTINCT FROM (excluded.state, excluded.description)
           RETURNING p.id`,
          [packet.id, packet.kind, packet.agencyCode, packet.from, packet.inboundId, state, description, packet.createdAt, at],
        );
        return changed.length === 1;
      }),
  };
}

/** In the transaction that records a status: it waits for the QLVB of the agency that sent the document, when there is one on the axis door. */
export const QUEUE_STATUSES_FOR_AXIS_DOOR = planned(`
  INSERT INTO axis_packet (id, kind, agency_code, from_organ, inbound_id, state, description, created_at, updated_at)
  SELECT given.id, 'status', o.sender_code, d.receiver, given.inbound, 'initial', '', given.at, given.at
  FROM jsonb_to_recordset($1) AS given(id uuid, dispatch uuid, inbound uuid, at timestamptz) JOIN dispatch d ON d.id = given.dispatch JOIN outgoing_document o ON o.id = d.document_id
  WHERE EXISTS (SELECT FROM axis_key k WHERE k.agencies @> ARRAY[o.sender_code])
  ON CONFLICT (id) DO NOTHING`);

/** Entries of the journal that say that a sender asked something about a document our agency has. */
const REQUESTS: readonly JournalKind[] = ["incoming.recall-asked", "incoming.updated"];

export function asksAtAxisDoor({ kind, incomingId, inboundId }: JournalEntry): boolean {
  return REQUESTS.includes(kind) && incomingId !== undefined && inboundId !== undefined;
}

/** In the transaction that files such a request; a request that comes as a status (13) waits among the statuses. */
export async function queueRequestForAxisDoor(db: EntityManager, { at, incomingId, inboundId }: JournalEntry): Promise<void> {
  await db.query(
    `INSERT INTO axis_packet (id, kind, agency_code, from_organ, inbound_id, incoming_id, state, description, created_at, updated_at)
     SELECT $1, CASE i.message_kind WHEN 'status' THEN 'status' ELSE 'request' END, d.receiver_code, d.message #>> '{from,organId}', i.id, d.id, 'initial', '', $4, $4
     FROM incoming_document d, inbound_envelope i
     WHERE d.id = $2 AND i.id = $3 AND EXISTS (SELECT FROM axis_key k WHERE k.agencies @> ARRAY[d.receiver_code])`,
    [newId<StatusRecordId>(), incomingId, inboundId, at],
  );
}

function packetRecord({ sha256, size, ...row }: PacketRow): AxisPacket {
  return { ...row, envelope: { sha256, size: Number(size) } };
}
