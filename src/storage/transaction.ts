import { IsNull } from "typeorm";
import type { EntityManager, EntitySchema, ObjectLiteral } from "typeorm";
import { HouseError } from "../core/fault.ts";
import { conceal } from "../core/hold/conceal.ts";
import type { Transaction } from "../core/ports.ts";
import { accountWrites } from "./accounts.ts";
import { axisDoorWrites, queueRequestForAxisDoor, queueStatusForAxisDoor } from "./axis-door.ts";
import { calendarWrites } from "./calendar.ts";
import { clockWrites } from "./clock-offsets.ts";
import { claimTransmission, settleTransmission } from "./claims.ts";
import type { Run } from "./database.ts";
import { deadlineWrites } from "./deadlines.ts";
import { directoryWrites } from "./directory.ts";
import { AgencyCertificates } from "./entities/agency.ts";
import { Amendments } from "./entities/amendment.ts";
import { ApiKeys } from "./entities/api-key.ts";
import { DocumentLinks } from "./entities/document-link.ts";
import { Dispatches, dispatchRecord, dispatchRow } from "./entities/dispatch.ts";
import { InboundEnvelopes, inboundRecord, inboundRow } from "./entities/inbound-envelope.ts";
import { IncomingDocuments, incomingRecord, incomingRow } from "./entities/incoming-document.ts";
import { Journal, journalRow } from "./entities/journal-entry.ts";
import { OutgoingDocuments, outgoingRow } from "./entities/outgoing-document.ts";
import { StatusRecords, statusRow } from "./entities/status-record.ts";
import { Transmissions, transmissionRecord, transmissionRow } from "./entities/transmission.ts";
import { flowWrites } from "./flow.ts";
import { JOURNAL_CHANNEL, type Lifeline } from "./lifeline.ts";
import { peerWrites } from "./peers.ts";
import { policyWrites } from "./policies.ts";
import { noticeWrites } from "./notices.ts";
import { purgeWrites } from "./purge.ts";
import { readerOf } from "./reader.ts";
import { addIssuedReport } from "./reports.ts";
import { sampleWrites } from "./sample.ts";
import { saveTerms } from "./search.ts";
import { webhookWrites } from "./webhooks.ts";
import { workOf } from "./work.ts";

/** As `moveDispatch`, for many. */
const MOVE_DISPATCHES = `
  WITH moved AS (
    UPDATE dispatch SET state = m.state, left_at = m."leftAt", entered_at = m."enteredAt", received_at = m."receivedAt", effective_at = m."effectiveAt",
      effective_explanation = m."effectiveExplanation", effective_provisional = m."effectiveProvisional", calendar_version = m."calendarVersion",
      acknowledged_at = m."acknowledgedAt", decided_at = m."decidedAt", refusal = m.refusal, recall = m.recall, update_request = m.update
    FROM jsonb_to_recordset($1) AS m(id uuid, before text, state text, "leftAt" timestamptz, "enteredAt" timestamptz, "receivedAt" timestamptz, "effectiveAt" timestamptz,
      "effectiveExplanation" text, "effectiveProvisional" boolean, "calendarVersion" text, "acknowledgedAt" timestamptz, "decidedAt" timestamptz, refusal jsonb, recall jsonb, update jsonb)
    WHERE dispatch.id = m.id AND dispatch.state = m.before RETURNING dispatch.id)
  SELECT id FROM moved`;

/** Everything the business may write, on the one connection of a transaction. */
export function transactionOf(run: Run, lifeline: Lifeline): Transaction {
  const lock = { mode: "pessimistic_write" } as const;
  return {
    ...readerOf(run),
    ...outgoingWrites(run),
    ...incomingWrites(run),
    ...workOf(run),
    ...purgeWrites(run),
    ...accessWrites(run),
    ...directoryWrites(run),
    ...webhookWrites(run),
    ...noticeWrites(run),
    ...axisDoorWrites(run),
    ...calendarWrites(run),
    ...deadlineWrites(run),
    ...clockWrites(run),
    ...policyWrites(run),
    ...accountWrites(run),
    ...sampleWrites(run),
    ...peerWrites(run),
    ...flowWrites(run),
    addIssuedReport: (report) => addIssuedReport(run, report),
    claimTransmission: (id) => claimTransmission(run, lifeline, id),
    settleTransmission: (transmission, retryInMs) => settleTransmission(run, transmission, retryInMs),
    lockDispatchesOf: (transmissionId) => run(async (db) => (await db.find(Dispatches, { where: { transmissionId }, order: { id: "ASC" }, lock })).map(dispatchRecord)),
    lockDispatch: (identityKey, senderCode, receiverCode) =>
      run(async (db) => {
        const row = await db
          .createQueryBuilder(Dispatches, "r")
          .where("r.receiverCode = :receiverCode", { receiverCode })
          .andWhere("r.documentId = (SELECT id FROM outgoing_document WHERE identity_key = :identityKey AND sender_code = :senderCode)", { identityKey, senderCode })
          .setLock("pessimistic_write")
          .getOne();
        return row === null ? null : dispatchRecord(row);
      }),
    lockDispatchById: (id) => run(async (db) => mapped(await db.findOne(Dispatches, { where: { id }, lock }), dispatchRecord)),
    lockDispatchesOfDocument: (documentId) => run(async (db) => (await db.find(Dispatches, { where: { documentId }, order: { id: "ASC" }, lock })).map(dispatchRecord)),
    lockTransmissionsAbout: (outgoingId) => run(async (db) => (await db.find(Transmissions, { where: { outgoingId }, order: { id: "ASC" }, lock })).map(transmissionRecord)),
    lockInbound: (id) => run(async (db) => mapped(await db.findOne(InboundEnvelopes, { where: { id }, lock }), inboundRecord)),
    lockIncoming: (id) => run(async (db) => mapped(await db.findOne(IncomingDocuments, { where: { id }, lock }), incomingRecord)),
    lockIncomingByIdentity: (receiverCode, senderCode, identityKey) => run(async (db) => mapped(await db.findOne(IncomingDocuments, { where: { receiverCode, senderCode, identityKey }, lock }), incomingRecord)),
  };
}

function outgoingWrites(run: Run): Pick<Transaction, "addOutgoing" | "rewriteOutgoing" | "addLinks" | "addAmendment" | "addTransmission" | "addDispatches" | "moveDispatch" | "moveDispatches" | "reassignDispatch"> {
  return {
    addOutgoing: (document) =>
      run(async (db) => {
        const added = await insertIfNew(db, OutgoingDocuments, outgoingRow(document));
        if (added) await saveTerms(db, document.id, document.message);
        return added;
      }),
    rewriteOutgoing: async (document) => {
      const { id, senderCode, ...changes } = outgoingRow(document);
      const { affected } = await run((db) => db.update(OutgoingDocuments, { id }, changes));
      if (affected !== 1) throw new HouseError("invariant-broken", `document ${id} does not exist`, { documentId: id, senderCode });
      await run((db) => saveTerms(db, id, document.message));
    },
    addLinks: async (links) => {
      if (links.length > 0) await run((db) => db.insert(DocumentLinks, [...links]));
    },
    addAmendment: async (amendment) => {
      await run((db) => db.insert(Amendments, { ...amendment }));
    },
    addTransmission: async (transmission) => {
      await run((db) => db.insert(Transmissions, transmissionRow(transmission)));
    },
    addDispatches: async (dispatches) => {
      if (dispatches.length > 0) await run((db) => db.insert(Dispatches, dispatches.map(dispatchRow)));
    },
    moveDispatch: async (before, after) => {
      const { id, documentId, transmissionId, ...changes } = dispatchRow(after); // the transmission changes by reassignDispatch alone
      const { affected } = await run((db) => db.update(Dispatches, { id, state: before.state }, changes));
      if (affected !== 1) {
        throw new HouseError("invariant-broken", `dispatch ${id} is not in state ${before.state} any more`, { dispatchId: id, documentId, transmissionId, expected: before.state, wanted: after.state });
      }
    },
    moveDispatches: async (moves) => {
      if (moves.length === 0) return;
      const rows = moves.map(({ before, after }) => ({ ...dispatchRow(after), before: before.state }));
      const moved: unknown[] = await run((db) => db.query(MOVE_DISPATCHES, [JSON.stringify(rows)]));
      if (moved.length === moves.length) return;
      const ids = new Set(moved.flatMap((row) => (typeof row === "object" && row !== null && "id" in row ? [row.id] : [])));
      const lost = moves.find(({ before }) => !ids.has(before.id));
      throw new HouseError("invariant-broken", `dispatch ${lost?.before.id} is not in state ${lost?.before.state} any more`, { dispatchId: lost?.before.id ?? null, expected: lost?.before.state ?? null, wanted: lost?.after.state ?? null });
    },
    reassignDispatch: async (id, transmissionId) => {
      await run((db) => db.update(Dispatches, { id }, { transmissionId }));
    },
  };
}

function incomingWrites(run: Run): Pick<Transaction, "addInbound" | "updateInbound" | "markAcknowledged" | "addIncoming" | "updateIncoming" | "rewriteIncoming" | "addStatus" | "hasStatus" | "append" | "appendAll"> {
  return {
    addInbound: async (envelopes) => {
      if (envelopes.length === 0) return new Set();
      return await run(async (db) => new Set((await insertNew(db, InboundEnvelopes, envelopes.map(inboundRow))).map(({ id }) => id)));
    },
    updateInbound: async (envelope) => {
      const { id, channel: _channel, partnerMessageId: _partnerMessageId, ...changes } = inboundRow(envelope);
      const { affected } = await run((db) => db.update(InboundEnvelopes, { id }, changes));
      if (affected !== 1) throw new HouseError("invariant-broken", `inbound envelope ${id} does not exist`, { inboundId: id });
    },
    markAcknowledged: async (ids, at) => {
      if (ids.length > 0) await run((db) => db.query("UPDATE inbound_envelope SET acknowledged_at = $2 WHERE id = ANY($1) AND acknowledged_at IS NULL", [ids, at]));
    },
    addIncoming: (document) =>
      run(async (db) => {
        const added = await insertIfNew(db, IncomingDocuments, incomingRow(document));
        if (added) await saveTerms(db, document.id, conceal(document).message); // nobody finds what is held by its words
        return added;
      }),
    updateIncoming: async (document) => {
      const { id, state, fetchedAt, decidedAt, refusal, recall } = document;
      const { affected } = await run((db) => db.update(IncomingDocuments, { id }, { state, fetchedAt, decidedAt, refusal, recall }));
      if (affected !== 1) throw new HouseError("invariant-broken", `incoming document ${id} does not exist`, { incomingId: id });
    },
    rewriteIncoming: async (document) => {
      const { id, inboundId, channel, receiverCode, senderCode, identityKey, state, ...changes } = incomingRow(document);
      const { affected } = await run((db) => db.update(IncomingDocuments, { id }, { ...changes, inboundId }));
      if (affected !== 1) throw new HouseError("invariant-broken", `incoming document ${id} does not exist`, { incomingId: id, channel, receiverCode, senderCode, identityKey, state });
      await run((db) => saveTerms(db, id, conceal(document).message));
    },
    addStatus: async (record) => {
      await run(async (db) => {
        await db.insert(StatusRecords, statusRow(record));
        await queueStatusForAxisDoor(db, record);
      });
    },
    hasStatus: (dispatchId, inboundId) => run((db) => db.existsBy(StatusRecords, { dispatchId, inboundId })),
    append: async (entry) => {
      await run(async (db) => {
        await db.insert(Journal, journalRow(entry));
        await queueRequestForAxisDoor(db, entry);
      });
    },
    appendAll: async (entries) => {
      if (entries.length === 0) return;
      await run(async (db) => {
        await db.insert(Journal, entries.map(journalRow));
        for (const entry of entries) await queueRequestForAxisDoor(db, entry);
      });
    },
  };
}

function accessWrites(run: Run): Pick<Transaction, "saveApiKey" | "revokeApiKey" | "saveCertificate" | "revokeCertificate"> {
  return {
    saveApiKey: async (key) => {
      await run((db) => db.upsert(ApiKeys, { ...key, agencies: [...key.agencies], supervises: [...(key.supervises ?? [])] }, ["id"]));
    },
    revokeApiKey: async (id, at) => {
      const { affected } = await run((db) => db.update(ApiKeys, { id, revokedAt: IsNull() }, { revokedAt: at }));
      await run((db) => db.query("SELECT pg_notify($1, '')", [JOURNAL_CHANNEL])); // streams of the key end at once
      return affected === 1;
    },
    saveCertificate: async (certificate) => {
      await run((db) => db.upsert(AgencyCertificates, { ...certificate }, ["agencyCode", "fingerprint"]));
    },
    revokeCertificate: async (agencyCode, fingerprint, at) =>
      (await run((db) => db.update(AgencyCertificates, { agencyCode, fingerprint, revokedAt: IsNull() }, { revokedAt: at }))).affected === 1,
  };
}

/** False when any unique key of the row is already taken; waits for a concurrent transaction that is about to take it. */
async function insertIfNew<Row extends ObjectLiteral>(db: EntityManager, table: EntitySchema<Row>, row: Row): Promise<boolean> {
  return (await insertNew(db, table, [row])).length === 1;
}

/** The ids of those that were new. */
async function insertNew<Row extends ObjectLiteral>(db: EntityManager, table: EntitySchema<Row>, rows: Row[]): Promise<readonly Pick<Row, "id">[]> {
  const result = await db.createQueryBuilder().insert().into(table).values(rows).orIgnore().returning("id").execute();
  const added: readonly Pick<Row, "id">[] = Array.isArray(result.raw) ? result.raw : [];
  return added;
}

function mapped<Row, Found>(row: Row | null, recordOf: (row: Row) => Found): Found | null {
  return row === null ? null : recordOf(row);
}
