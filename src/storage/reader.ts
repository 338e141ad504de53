import { In, IsNull, Not, type EntityManager } from "typeorm";
import type { OutgoingDocument } from "../core/outgoing/outgoing-document.ts";
import type { Reader, WorkTopic } from "../core/ports.ts";
import { accountReads } from "./accounts.ts";
import { sampleReads } from "./sample.ts";
import { axisDoorReads } from "./axis-door.ts";
import { calendarReads } from "./calendar.ts";
import { clockReads } from "./clock-offsets.ts";
import type { Run } from "./database.ts";
import { deadlineReads } from "./deadlines.ts";
import { agencyOf } from "../core/directory/index.ts";
import { directoryReads } from "./directory-reader.ts";
import { Agencies, AgencyCertificates, entryRecord } from "./entities/agency.ts";
import { Amendments } from "./entities/amendment.ts";
import { ApiKeys } from "./entities/api-key.ts";
import { DocumentLinks, linkRecord } from "./entities/document-link.ts";
import { Dispatches, dispatchRecord } from "./entities/dispatch.ts";
import { InboundEnvelopes, inboundRecord } from "./entities/inbound-envelope.ts";
import { IncomingDocuments, incomingRecord } from "./entities/incoming-document.ts";
import { Journal, journalRecord } from "./entities/journal-entry.ts";
import { OutgoingDocuments, outgoingRecord } from "./entities/outgoing-document.ts";
import { StatusRecords, statusRecord } from "./entities/status-record.ts";
import { Transmissions, transmissionRecord } from "./entities/transmission.ts";
import { eventReads } from "./events.ts";
import { incomingMatching, outgoingMatching } from "./filters.ts";
import { flowReads } from "./flow.ts";
import { pageOf, type InTime } from "./pages.ts";
import { noticeReads } from "./notices.ts";
import { orderOf } from "./order-situation.ts";
import { rowsOf } from "./rows.ts";
import { sealReads } from "./journal-seals.ts";
import { sinceReads } from "./since.ts";
import { registerReads } from "./registers.ts";
import { peerReads } from "./peers.ts";
import { policyReads } from "./policies.ts";
import { logReads } from "./exchange-log.ts";
import { reportReads } from "./reports.ts";
import { webhookReads } from "./webhooks.ts";

/** One thread never needs more; a form letter that thousands answer must not fill the memory. */
const THREAD_LIMIT = 500;

/** As the index `journal_of_upkeep` says it, so that it is used. */
const UPKEEP = "r.kind IN ('backup.made', 'backup.verified', 'backup.rehearsed', 'backup.restored', 'journal.verified')";

const SUBMITTED: InTime = { table: "outgoing_document", property: "submittedAt", column: "submitted_at" };
const RECEIVED: InTime = { table: "incoming_document", property: "receivedAt", column: "received_at" };

const OUTGOING = rowsOf(OutgoingDocuments);
const DISPATCHES = rowsOf(Dispatches);
const TRANSMISSIONS = rowsOf(Transmissions);
const INBOUND = rowsOf(InboundEnvelopes);
const INCOMING = rowsOf(IncomingDocuments);
const AGENCIES = rowsOf(Agencies);
const CERTIFICATES = rowsOf(AgencyCertificates);
const KEYS = rowsOf(ApiKeys);
const LINKS = rowsOf(DocumentLinks);

/** All reads, on whatever `run` gives them: the pool, or one transaction; `soon` for those that look at nothing a transaction writes at its end. */
export function readerOf(run: Run, soon: Run = run): Reader {
  return {
    outgoing: {
      byId: (id) => soon(async (db) => first(await OUTGOING.find(db, "WHERE r.id = $1", [id]), outgoingRecord)),
      byIds: (ids) => soon(async (db) => (await OUTGOING.find(db, "WHERE r.id = ANY($1)", [ids])).map(outgoingRecord)),
      byIdentityKey: (identityKey) => soon((db) => byIdentityKey(db, identityKey)),
      earlier: ({ identityKey, idempotency }) =>
        soon(async (db) => {
          const [byKey, byIdentity] = await Promise.all([idempotency === null ? null : byIdempotencyKey(db, idempotency.scope, idempotency.key), byIdentityKey(db, identityKey)]);
          return { byKey, byIdentity };
        }),
      ofIdentities: (keys) => run(async (db) => (await db.find(OutgoingDocuments, { where: { identityKey: In([...keys]) }, order: { id: "ASC" }, take: THREAD_LIMIT })).map(outgoingRecord)),
      list: (filter) => run(async (db) => await pageOf(outgoingMatching(db, filter), filter, outgoingRecord, (filter.submittedFrom ?? filter.submittedTo) === undefined ? null : SUBMITTED)),
    },
    dispatches: {
      ofDocuments: (ids) => soon(async (db) => (await DISPATCHES.find(db, "WHERE r.document_id = ANY($1) ORDER BY r.id", [ids])).map(dispatchRecord)),
      ofTransmission: (transmissionId) => run(async (db) => (await db.find(Dispatches, { where: { transmissionId }, order: { id: "ASC" } })).map(dispatchRecord)),
      byId: (id) => soon(async (db) => first(await DISPATCHES.find(db, "WHERE r.id = $1", [id]), dispatchRecord)),
      unanswered: (now, limit) =>
        run(async (db) => {
          const overdue = db.createQueryBuilder(Dispatches, "r").where("r.recall->>'state' = 'asked'").andWhere("r.recall->>'answerDueAt' <= :now", { now: now.toISOString() });
          return (await overdue.orderBy("r.id").limit(limit).getMany()).map(dispatchRecord);
        }),
    },
    amendments: {
      ofDocument: (documentId) => run(async (db) => await db.find(Amendments, { where: { documentId }, order: { askedAt: "ASC" } })),
    },
    transmissions: {
      byId: (id) => run(async (db) => first(await TRANSMISSIONS.find(db, "WHERE r.id = $1", [id]), transmissionRecord)),
      about: (outgoingId) => run(async (db) => (await db.find(Transmissions, { where: { outgoingId }, order: { id: "ASC" } })).map(transmissionRecord)),
      byIds: (ids) => run(async (db) => (await TRANSMISSIONS.find(db, "WHERE r.id = ANY($1) ORDER BY r.id", [ids])).map(transmissionRecord)),
      following: (ids) => run(async (db) => (await TRANSMISSIONS.find(db, "WHERE r.after_id = ANY($1) ORDER BY r.id", [ids])).map(transmissionRecord)),
      list: (filter) =>
        run(async (db) => {
          const unsettled = db.createQueryBuilder(Transmissions, "r").where("r.state <> 'entered' AND r.state <> 'withdrawn'");
          const query = filter.states === undefined ? unsettled : db.createQueryBuilder(Transmissions, "r").where("r.state = ANY(:states)", { states: [...filter.states] });
          if (filter.states?.includes("entered") === false) query.andWhere("r.state <> 'entered'"); // as the index of what is unsettled says it
          if (filter.channel !== undefined) query.andWhere("r.channel = :channel", { channel: filter.channel });
          return await pageOf(query, filter, transmissionRecord);
        }),
    },
    inbound: {
      byId: (id) => run(async (db) => first(await INBOUND.find(db, "WHERE r.id = $1", [id]), inboundRecord)),
      byIds: (ids) => run(async (db) => (await INBOUND.find(db, "WHERE r.id = ANY($1)", [ids])).map(inboundRecord)),
      byPartnerMessageId: (channel, partnerMessageId) => run(async (db) => first(await INBOUND.find(db, "WHERE r.channel = $1 AND r.partner_message_id = $2", [channel, partnerMessageId]), inboundRecord)),
      byPartnerMessageIds: (channel, ids) =>
        run(async (db) => {
          if (ids.length === 0) return new Map();
          const rows = await INBOUND.find(db, "WHERE r.channel = $1 AND r.partner_message_id = ANY($2)", [channel, ids]);
          return new Map(rows.map((row) => [row.partnerMessageId, inboundRecord(row)]));
        }),
      list: (filter) =>
        run(async (db) => {
          const query = db.createQueryBuilder(InboundEnvelopes, "r").where("true");
          if (filter.states !== undefined) query.andWhere("r.state = ANY(:states)", { states: [...filter.states] });
          return await pageOf(query, filter, inboundRecord);
        }),
      countQuarantined: () => run(async (db) => await db.countBy(InboundEnvelopes, { state: "quarantined" })),
    },
    incoming: {
      byId: (id) => soon(async (db) => first(await INCOMING.find(db, "WHERE r.id = $1", [id]), incomingRecord)),
      byIds: (ids) => soon(async (db) => (await INCOMING.find(db, "WHERE r.id = ANY($1)", [ids])).map(incomingRecord)),
      byIdentity: (receiverCode, senderCode, identityKey) => soon(async (db) => first(await INCOMING.find(db, "WHERE r.receiver_code = $1 AND r.sender_code = $2 AND r.identity_key = $3", [receiverCode, senderCode, identityKey]), incomingRecord)),
      ofIdentities: (keys) => run(async (db) => (await db.find(IncomingDocuments, { where: { identityKey: In([...keys]) }, order: { id: "ASC" }, take: THREAD_LIMIT })).map(incomingRecord)),
      list: (filter) => run(async (db) => await pageOf(incomingMatching(db, filter), filter, incomingRecord, (filter.receivedFrom ?? filter.receivedTo) === undefined ? null : RECEIVED)),
    },
    links: {
      of: (ids) => run(async (db) => (await db.find(DocumentLinks, { where: { documentId: In([...ids]) }, order: { documentId: "ASC" }, take: THREAD_LIMIT })).map(linkRecord)),
      to: (keys) => soon(async (db) => (await LINKS.find(db, `WHERE r.identity_key = ANY($1) ORDER BY r.document_id LIMIT ${THREAD_LIMIT}`, [keys])).map(linkRecord)),
    },
    statuses: {
      ofIncoming: (incomingId) => run(async (db) => (await db.find(StatusRecords, { where: { incomingId }, order: { id: "ASC" } })).map(statusRecord)),
      ofDispatches: (ids) => run(async (db) => (await db.find(StatusRecords, { where: { dispatchId: In([...ids]) }, order: { id: "ASC" } })).map(statusRecord)),
    },
    journal: {
      ofOutgoing: (outgoingId) => run(async (db) => (await db.find(Journal, { where: { outgoingId }, order: { position: "ASC" } })).map(journalRecord)),
      ofIncoming: (incomingId) =>
        run(async (db) => {
          const envelope = await db.findOne(IncomingDocuments, { where: { id: incomingId }, select: { id: true, inboundId: true } });
          const where = envelope === null ? [{ incomingId }] : [{ incomingId }, { inboundId: envelope.inboundId, incomingId: IsNull() }];
          return (await db.find(Journal, { where, order: { position: "ASC" } })).map(journalRecord);
        }),
      upkeep: (kinds, limit) => run(async (db) => (await db.createQueryBuilder(Journal, "r").where(UPKEEP).andWhere("r.kind = ANY(:kinds)", { kinds: [...kinds] }).orderBy("r.position", "DESC").limit(limit).getMany()).map(journalRecord)),
      seals: sealReads(run),
    },
    since: sinceReads(run),
    registers: registerReads(run),
    reports: reportReads(run),
    exchangeLog: logReads(run),
    notices: noticeReads(run),
    events: eventReads(run),
    webhooks: webhookReads(run),
    agencies: agencyReads(soon),
    directory: directoryReads(run),
    calendar: calendarReads(run),
    deadlines: deadlineReads(run),
    clockOffsets: clockReads(run),
    accounts: accountReads(run),
    sample: sampleReads(run),
    apiKeys: {
      bySecretHash: (secretHash) => soon(async (db) => (await KEYS.find(db, "WHERE r.secret_hash = $1", [secretHash]))[0] ?? null),
      byId: (id) => run(async (db) => await db.findOneBy(ApiKeys, { id })),
      list: () => run(async (db) => await db.find(ApiKeys, { order: { id: "DESC" } })),
    },
    certificates: {
      ofAgency: (code) =>
        run(async (db) => {
          // as in `agencies.byCode`; a certificate may be registered before the directory knows the agency
          const meant = "coalesce((SELECT code FROM agency WHERE code = $1), (SELECT agency_code FROM agency_alias WHERE alias = $1), $1)";
          return await CERTIFICATES.find(db, `WHERE r.agency_code = ${meant} AND r.revoked_at IS NULL ORDER BY r.registered_at, r.fingerprint`, [code]);
        }),
      list: () => run(async (db) => await db.find(AgencyCertificates, { where: { revokedAt: IsNull() }, order: { agencyCode: "ASC", registeredAt: "ASC" } })),
    },
    axisDoor: axisDoorReads(run),
    policies: policyReads(run),
    peers: peerReads(run),
    flow: flowReads(run),
    outbox: {
      depth: () =>
        run(async (db) => {
          const depth: Record<WorkTopic, number> = { deliver: 0, "process-incoming": 0, purge: 0 };
          const rows: { topic: WorkTopic; open: number }[] = await db.query("SELECT topic, count(*)::int AS open FROM outbox GROUP BY topic");
          for (const { topic, open } of rows) depth[topic] = open;
          return depth;
        }),
      of: (topic, ref) => orderOf(run, topic, ref),
    },
  };
}

async function byIdempotencyKey(db: EntityManager, scope: string, key: string): Promise<OutgoingDocument | null> {
  return first(await OUTGOING.find(db, "WHERE r.idempotency_scope = $1 AND r.idempotency_key = $2", [scope, key]), outgoingRecord);
}

async function byIdentityKey(db: EntityManager, identityKey: string): Promise<OutgoingDocument | null> {
  return first(await OUTGOING.find(db, "WHERE r.identity_key = $1", [identityKey]), outgoingRecord);
}

function agencyReads(run: Run): Reader["agencies"] {
  return {
    byCode: (code) =>
      run(async (db) => {
        const [row] = await AGENCIES.find(db, "WHERE r.code = coalesce((SELECT code FROM agency WHERE code = $1), (SELECT agency_code FROM agency_alias WHERE alias = $1))", [code]);
        return row === undefined ? null : agencyOf(entryRecord(row));
      }),
    byCodes: (codes) =>
      run(async (db) => {
        const found = new Map((await AGENCIES.find(db, "WHERE r.code = ANY($1)", [codes])).map((row) => [row.code, agencyOf(entryRecord(row))]));
        const missing = codes.filter((code) => !found.has(code));
        if (missing.length === 0) return found;
        const aliases: { alias: string; code: string }[] = await db.query("SELECT alias, agency_code AS code FROM agency_alias WHERE alias = ANY($1)", [missing]);
        const meant = new Map((await AGENCIES.find(db, "WHERE r.code = ANY($1)", [aliases.map(({ code }) => code)])).map((row) => [row.code, agencyOf(entryRecord(row))]));
        for (const { alias, code } of aliases) {
          const agency = meant.get(code);
          if (agency !== undefined) found.set(alias, agency);
        }
        return found;
      }),
    hosted: () => run(async (db) => (await db.find(Agencies, { where: { hosting: Not(IsNull()) }, order: { code: "ASC" } })).map((row) => agencyOf(entryRecord(row)))),
    count: () => run(async (db) => await db.count(Agencies)),
  };
}

function first<Row, Found>([row]: readonly Row[], recordOf: (row: Row) => Found): Found | null {
  return row === undefined ? null : recordOf(row);
}
