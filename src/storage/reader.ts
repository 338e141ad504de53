import { In, IsNull, Not } from "typeorm";
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
import { pageOf } from "./pages.ts";
import { noticeReads } from "./notices.ts";
import { orderOf } from "./order-situation.ts";
import { registerReads } from "./registers.ts";
import { peerReads } from "./peers.ts";
import { policyReads } from "./policies.ts";
import { logReads } from "./exchange-log.ts";
import { reportReads } from "./reports.ts";
import { webhookReads } from "./webhooks.ts";

/** One thread never needs more; a form letter that thousands answer must not fill the memory. */
const THREAD_LIMIT = 500;

/** All reads, on whatever `run` gives them: the pool, or one transaction. */
export function readerOf(run: Run): Reader {
  return {
    outgoing: {
      byId: (id) => run(async (db) => orNothing(await db.findOneBy(OutgoingDocuments, { id }), outgoingRecord)),
      byIdempotencyKey: (scope, key) => run(async (db) => orNothing(await db.findOneBy(OutgoingDocuments, { idempotencyScope: scope, idempotencyKey: key }), outgoingRecord)),
      byIdentityKey: (identityKey) => run(async (db) => orNothing(await db.findOneBy(OutgoingDocuments, { identityKey }), outgoingRecord)),
      ofIdentities: (keys) => run(async (db) => (await db.find(OutgoingDocuments, { where: { identityKey: In([...keys]) }, order: { id: "ASC" }, take: THREAD_LIMIT })).map(outgoingRecord)),
      list: (filter) => run(async (db) => await pageOf(outgoingMatching(db, filter), filter, outgoingRecord)),
    },
    dispatches: {
      ofDocuments: (ids) => run(async (db) => (await db.find(Dispatches, { where: { documentId: In([...ids]) }, order: { id: "ASC" } })).map(dispatchRecord)),
      ofTransmission: (transmissionId) => run(async (db) => (await db.find(Dispatches, { where: { transmissionId }, order: { id: "ASC" } })).map(dispatchRecord)),
      byId: (id) => run(async (db) => orNothing(await db.findOneBy(Dispatches, { id }), dispatchRecord)),
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
      byId: (id) => run(async (db) => orNothing(await db.findOneBy(Transmissions, { id }), transmissionRecord)),
      about: (outgoingId) => run(async (db) => (await db.find(Transmissions, { where: { outgoingId }, order: { id: "ASC" } })).map(transmissionRecord)),
      following: (after) => run(async (db) => (await db.find(Transmissions, { where: { after }, order: { id: "ASC" } })).map(transmissionRecord)),
      list: (filter) =>
        run(async (db) => {
          const unsettled = db.createQueryBuilder(Transmissions, "r").where("r.state <> 'entered' AND r.state <> 'withdrawn'");
          const query = filter.states === undefined ? unsettled : db.createQueryBuilder(Transmissions, "r").where("r.state = ANY(:states)", { states: [...filter.states] });
          return await pageOf(query, filter, transmissionRecord);
        }),
    },
    inbound: {
      byId: (id) => run(async (db) => orNothing(await db.findOneBy(InboundEnvelopes, { id }), inboundRecord)),
      byPartnerMessageId: (channel, partnerMessageId) => run(async (db) => orNothing(await db.findOneBy(InboundEnvelopes, { channel, partnerMessageId }), inboundRecord)),
      byPartnerMessageIds: (channel, ids) =>
        run(async (db) => {
          if (ids.length === 0) return new Map();
          const rows = await db.createQueryBuilder(InboundEnvelopes, "r").where("r.channel = :channel AND r.partner_message_id = ANY(:ids)", { channel, ids: [...ids] }).getMany();
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
      byId: (id) => run(async (db) => orNothing(await db.findOneBy(IncomingDocuments, { id }), incomingRecord)),
      byIdentity: (receiverCode, senderCode, identityKey) => run(async (db) => orNothing(await db.findOneBy(IncomingDocuments, { receiverCode, senderCode, identityKey }), incomingRecord)),
      ofIdentities: (keys) => run(async (db) => (await db.find(IncomingDocuments, { where: { identityKey: In([...keys]) }, order: { id: "ASC" }, take: THREAD_LIMIT })).map(incomingRecord)),
      list: (filter) => run(async (db) => await pageOf(incomingMatching(db, filter), filter, incomingRecord)),
    },
    links: {
      of: (ids) => run(async (db) => (await db.find(DocumentLinks, { where: { documentId: In([...ids]) }, order: { documentId: "ASC" }, take: THREAD_LIMIT })).map(linkRecord)),
      to: (keys) => run(async (db) => (await db.find(DocumentLinks, { where: { identityKey: In([...keys]) }, order: { documentId: "ASC" }, take: THREAD_LIMIT })).map(linkRecord)),
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
    },
    registers: registerReads(run),
    reports: reportReads(run),
    exchangeLog: logReads(run),
    notices: noticeReads(run),
    events: eventReads(run),
    webhooks: webhookReads(run),
    agencies: agencyReads(run),
    directory: directoryReads(run),
    calendar: calendarReads(run),
    deadlines: deadlineReads(run),
    clockOffsets: clockReads(run),
    accounts: accountReads(run),
    sample: sampleReads(run),
    apiKeys: {
      bySecretHash: (secretHash) => run(async (db) => await db.findOneBy(ApiKeys, { secretHash })),
      byId: (id) => run(async (db) => await db.findOneBy(ApiKeys, { id })),
      list: () => run(async (db) => await db.find(ApiKeys, { order: { id: "DESC" } })),
    },
    certificates: {
      ofAgency: (code) =>
        run(async (db) => {
          // as in `agencies.byCode`; a certificate may be registered before the directory knows the agency
          const query = db.createQueryBuilder(AgencyCertificates, "r").where(`r.agency_code = coalesce((SELECT code FROM agency WHERE code = :code), (SELECT agency_code FROM agency_alias WHERE alias = :code), :code)`, { code });
          return await query.andWhere("r.revoked_at IS NULL").orderBy("r.registered_at", "ASC").addOrderBy("r.fingerprint", "ASC").getMany();
        }),
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

function agencyReads(run: Run): Reader["agencies"] {
  return {
    byCode: (code) =>
      run(async (db) => {
        const row = (await db.findOneBy(Agencies, { code })) ?? (await db.createQueryBuilder(Agencies, "r").where("r.code = (SELECT agency_code FROM agency_alias WHERE alias = :code)", { code }).getOne());
        return row === null ? null : agencyOf(entryRecord(row));
      }),
    byCodes: (codes) =>
      run(async (db) => {
        const found = new Map((await db.findBy(Agencies, { code: In([...codes]) })).map((row) => [row.code, agencyOf(entryRecord(row))]));
        const missing = codes.filter((code) => !found.has(code));
        if (missing.length === 0) return found;
        const aliases: { alias: string; code: string }[] = await db.query("SELECT alias, agency_code AS code FROM agency_alias WHERE alias = ANY($1)", [missing]);
        const meant = new Map((await db.findBy(Agencies, { code: In(aliases.map(({ code }) => code)) })).map((row) => [row.code, agencyOf(entryRecord(row))]));
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

function orNothing<Row, Found>(row: Row | null, recordOf: (row: Row) => Found): Found | null {
  return row === null ? null : recordOf(row);
}
