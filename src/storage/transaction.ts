import { IsNull } from "typeorm";
import { HouseError } from "../core/fault.ts";
import { conceal } from "../core/hold/conceal.ts";
import type { DispatchId, InboundId } from "../core/ids.ts";
import type { IncomingDocument } from "../core/incoming/incoming-document.ts";
import type { JournalEntry } from "../core/journal/journal-entry.ts";
import type { OutgoingDocument } from "../core/outgoing/outgoing-document.ts";
import type { DispatchMove, DispatchName, Transaction } from "../core/ports.ts";
import { accountWrites } from "./accounts.ts";
import { asksAtAxisDoor, axisDoorWrites, queueRequestForAxisDoor } from "./axis-door.ts";
import { calendarWrites } from "./calendar.ts";
import { clockWrites } from "./clock-offsets.ts";
import { claimTransmissions, noteFault, settleTransmissions } from "./claims.ts";
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
import { OutgoingDocuments, outgoingRow } from "./entities/outgoing-document.ts";
import { Transmissions, transmissionRecord } from "./entities/transmission.ts";
import { stillFacts } from "./exchange-facts.ts";
import { flowWrites } from "./flow.ts";
import { inOneTurn } from "./in-one-turn.ts";
import type { Later } from "./later.ts";
import { DIRECTORY_CHANNEL, JOURNAL_CHANNEL, type Lifeline } from "./lifeline.ts";
import { peerWrites } from "./peers.ts";
import { policyWrites } from "./policies.ts";
import { noticeWrites } from "./notices.ts";
import { planned } from "./preparing-client.ts";
import { purgeWrites } from "./purge.ts";
import { readerOf } from "./reader.ts";
import { addIssuedReport } from "./reports.ts";
import { rowsOf } from "./rows.ts";
import { sampleWrites } from "./sample.ts";
import { webhookWrites } from "./webhooks.ts";
import { workOf } from "./work.ts";

/** As `moveDispatch`, for many. */
const MOVE_DISPATCHES = planned(`
  WITH moved AS (
    UPDATE dispatch SET state = m.state, left_at = m."leftAt", entered_at = m."enteredAt", received_at = m."receivedAt", effective_at = m."effectiveAt",
      effective_explanation = m."effectiveExplanation", effective_provisional = m."effectiveProvisional", calendar_version = m."calendarVersion",
      acknowledged_at = m."acknowledgedAt", decided_at = m."decidedAt", refusal = m.refusal, recall = m.recall, update_request = m.update
    FROM jsonb_to_recordset($1) AS m(id uuid, before text, state text, "leftAt" timestamptz, "enteredAt" timestamptz, "receivedAt" timestamptz, "effectiveAt" timestamptz,
      "effectiveExplanation" text, "effectiveProvisional" boolean, "calendarVersion" text, "acknowledgedAt" timestamptz, "decidedAt" timestamptz, refusal jsonb, recall jsonb, update jsonb)
    WHERE dispatch.id = m.id AND dispatch.state = m.before RETURNING dispatch.id)
  SELECT id FROM moved`);

/** Locked in the order of their ids, as whoever decides about them does. */
const MARK_ACKNOWLEDGED = planned(`
  UPDATE inbound_envelope SET acknowledged_at = told.at
  FROM (SELECT i.id, given.at FROM unnest($1::uuid[], $2::timestamptz[]) AS given(id, at) JOIN inbound_envelope AS i USING (id) WHERE i.acknowledged_at IS NULL ORDER BY i.id FOR UPDATE OF i) AS told
  WHERE inbound_envelope.id = told.id`);
/** In the order of their ids, as everybody who locks several does. */
const LOCK_NAMED = `
  JOIN (SELECT named.nr, named.receiver, o.id FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS named(identity, sender, receiver, nr)
    JOIN outgoing_document o ON o.identity_key = named.identity AND o.sender_code = named.sender) AS asked ON r.document_id = asked.id AND r.receiver_code = asked.receiver
  ORDER BY r.id FOR UPDATE OF r`;
const HAS_STATUSES = planned(`
  SELECT asked.nr::int FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked(dispatch, inbound, nr) WHERE EXISTS (SELECT FROM status_record s WHERE s.dispatch_id = asked.dispatch AND s.inbound_id = asked.inbound)`);
const OUTGOING = rowsOf(OutgoingDocuments);
const DISPATCHES = rowsOf(Dispatches);
const INBOUND = rowsOf(InboundEnvelopes);
const INCOMING = rowsOf(IncomingDocuments);

/** The hands of one transaction. `later` holds what is written before its end; whoever does not use `soon` finds it written. `soon` is for statements that look at none of it. */
interface Hands {
  readonly run: Run;
  readonly soon: Run;
  readonly later: Later;
  readonly lifeline: Lifeline;
}

const PARTS = [
  ({ run, soon }: Hands) => readerOf(run, soon),
  ({ run, soon, later }: Hands) => outgoingWrites(run, soon, later),
  ({ run, soon, later }: Hands) => incomingWrites(run, soon, later),
  ({ run, later }: Hands) => workWrites(run, later),
  (hands: Hands) => claimsAndLocks(hands),
  ({ run, soon, later }: Hands) => purgeWrites(run, soon, later),
  ({ run }: Hands) => policyWrites(run),
  ({ run }: Hands) => accessWrites(run),
  ({ run }: Hands) => directoryWrites(run),
  ({ run }: Hands) => webhookWrites(run),
  ({ run }: Hands) => noticeWrites(run),
  ({ run }: Hands) => axisDoorWrites(run),
  ({ run }: Hands) => calendarWrites(run),
  ({ run }: Hands) => deadlineWrites(run),
  ({ run }: Hands) => clockWrites(run),
  ({ run }: Hands) => accountWrites(run),
  ({ run }: Hands) => sampleWrites(run),
  ({ run }: Hands) => peerWrites(run),
  ({ run }: Hands) => flowWrites(run),
] as const;

/** All parts as one: what they leave out of a transaction does not compile. */
type Together<Parts> = (Parts extends unknown ? (part: Parts) => void : never) extends (part: infer Whole) => void ? Whole : never;
type Made = Together<ReturnType<(typeof PARTS)[number]>>;

/** Which part does what; known after the first transaction. */
const partOf = new Map<PropertyKey, number>();

/**
 * Everything the business may write, on the one connection of a transaction. Of the hundred and fifty things it could do it does a few: a part is made
 * when it is first used.
 */
export function transactionOf(atOnce: Run, later: Later, lifeline: Lifeline): Transaction {
  const run: Run = async (work) => {
    await later.settle();
    return await atOnce(work);
  };
  const soon: Run = (work) => (later.hasDispatches ? run(work) : atOnce(work));
  const hands: Hands = { run, soon, later, lifeline };
  if (partOf.size === 0) for (const [index, part] of PARTS.entries()) for (const name of Object.keys(part(hands))) if (!partOf.has(name)) partOf.set(name, index);
  const made: Partial<Record<PropertyKey, unknown>>[] = [];
  return new Proxy<Made & object>(Object.create(null), {
    get: (_nothing, name) => {
      const index = partOf.get(name);
      if (index === undefined) return undefined;
      return (made[index] ??= { ...PARTS[index]?.(hands) })[name];
    },
  });
}

function claimsAndLocks({ run, soon, lifeline }: Hands) {
  const lock = { mode: "pessimistic_write" } as const;
  return {
    stillFacts: () => stillFacts(run),
    addIssuedReport: (report) => addIssuedReport(run, report),
    claimTransmissions: (ids) => claimTransmissions(run, lifeline, ids),
    settleTransmissions: (settled) => settleTransmissions(run, settled),
    noteFault: (id, fault, retry) => noteFault(run, id, fault, retry),
    lockDispatchesOf: (ids) => soon(async (db) => (await DISPATCHES.find(db, "WHERE r.transmission_id = ANY($1) ORDER BY r.id FOR UPDATE", [ids])).map(dispatchRecord)),
    lockDispatch: inOneTurn((names: readonly DispatchName[]) =>
      soon(async (db) => {
        const rows = await DISPATCHES.findWith<{ readonly nr: string }>(db, "asked.nr", LOCK_NAMED, [names.map(({ documentIdentityKey }) => documentIdentityKey), names.map(({ senderCode }) => senderCode), names.map(({ receiverCode }) => receiverCode)]);
        const found = new Map(rows.map(({ nr, ...row }) => [Number(nr), row]));
        return names.map((_name, index) => mapped(found.get(index + 1) ?? null, dispatchRecord));
      }),
    ),
    lockDispatchById: (id) => run(async (db) => mapped(await db.findOne(Dispatches, { where: { id }, lock }), dispatchRecord)),
    lockDispatchesOfDocument: (documentId) => run(async (db) => (await db.find(Dispatches, { where: { documentId }, order: { id: "ASC" }, lock })).map(dispatchRecord)),
    lockTransmissionsAbout: (outgoingId) => run(async (db) => (await db.find(Transmissions, { where: { outgoingId }, order: { id: "ASC" }, lock })).map(transmissionRecord)),
    lockInbound: (id) => run(async (db) => mapped((await INBOUND.find(db, "WHERE r.id = $1 FOR UPDATE", [id]))[0] ?? null, inboundRecord)),
    lockInbounds: (ids) => run(async (db) => (await INBOUND.find(db, "WHERE r.id = ANY($1) ORDER BY r.id FOR UPDATE", [ids])).map(inboundRecord)),
    lockIncoming: (id) => run(async (db) => mapped(await db.findOne(IncomingDocuments, { where: { id }, lock }), incomingRecord)),
    lockIncomingByIdentity: (receiverCode, senderCode, identityKey) => run(async (db) => mapped(await db.findOne(IncomingDocuments, { where: { receiverCode, senderCode, identityKey }, lock }), incomingRecord)),
  } satisfies Partial<Transaction>;
}

function outgoingWrites(run: Run, soon: Run, later: Later): Pick<Transaction, "addTransmission" | "addOutgoing" | "rewriteOutgoing" | "addLinks" | "addAmendment" | "addDispatches" | "moveDispatch" | "moveDispatches" | "reassignDispatch"> {
  const moveDispatches = inOneTurn(async (given: readonly (readonly DispatchMove[])[]) => {
    await move(given.flat());
    return given.map(() => undefined);
  });
  return {
    addOutgoing: inOneTurn(async (documents: readonly OutgoingDocument[]) => {
      const added = await soon((db) => OUTGOING.addNew(db, documents.map(outgoingRow)));
      for (const { id, message } of documents) if (added.has(id)) later.saveTerms(id, message);
      return documents.map(({ id }) => added.has(id));
    }),
    rewriteOutgoing: async (document) => {
      const { id, senderCode, ...changes } = outgoingRow(document);
      const { affected } = await run((db) => db.update(OutgoingDocuments, { id }, changes));
      if (affected !== 1) throw new HouseError("invariant-broken", `document ${id} does not exist`, { documentId: id, senderCode });
      later.saveTerms(id, document.message);
    },
    addLinks: async (links) => {
      if (links.length > 0) await run((db) => db.insert(DocumentLinks, [...links]));
    },
    addAmendment: async (amendment) => {
      await run((db) => db.insert(Amendments, { ...amendment }));
    },
    addTransmission: async (transmission) => later.addTransmission(transmission),
    addDispatches: async (dispatches) => later.addDispatches(dispatches),
    moveDispatch: (before, after) => moveDispatches([{ before, after }]),
    moveDispatches,
    reassignDispatch: async (id, transmissionId) => {
      await run((db) => db.update(Dispatches, { id }, { transmissionId }));
    },
  };

  async function move(moves: readonly DispatchMove[]): Promise<void> {
    if (moves.length === 0) return;
    const rows = moves.map(({ before, after }) => ({ ...dispatchRow(after), before: before.state }));
    const moved: unknown[] = await soon((db) => db.query(MOVE_DISPATCHES, [JSON.stringify(rows)]));
    if (moved.length === moves.length) return;
    const ids = new Set(moved.flatMap((row) => (typeof row === "object" && row !== null && "id" in row ? [row.id] : [])));
    const lost = moves.find(({ before }) => !ids.has(before.id));
    throw new HouseError("invariant-broken", `dispatch ${lost?.before.id} is not in state ${lost?.before.state} any more`, { dispatchId: lost?.before.id ?? null, expected: lost?.before.state ?? null, wanted: lost?.after.state ?? null });
  }
}

interface StatusKey {
  readonly dispatchId: DispatchId;
  readonly inboundId: InboundId;
}

function incomingWrites(run: Run, soon: Run, later: Later): Pick<Transaction, "addInbound" | "updateInbound" | "markAcknowledged" | "addIncoming" | "updateIncoming" | "rewriteIncoming" | "addStatus" | "hasStatus" | "append" | "appendAll" | "addPolicyCheck"> {
  const storedStatus = inOneTurn((asked: readonly StatusKey[]) =>
    soon(async (db) => {
      const found: { nr: number }[] = await db.query(HAS_STATUSES, [asked.map(({ dispatchId }) => dispatchId), asked.map(({ inboundId }) => inboundId)]);
      return asked.map((_key, index) => found.some(({ nr }) => nr === index + 1));
    }),
  );
  return {
    addInbound: async (envelopes) => new Set(Array.from(await soon((db) => INBOUND.addNew(db, envelopes.map(inboundRow))), (id) => id as InboundId)),
    updateInbound: async (envelope) => later.updateInbound(envelope),
    markAcknowledged: async (told) => {
      if (told.length > 0) await run((db) => db.query(MARK_ACKNOWLEDGED, [told.map(({ id }) => id), told.map(({ at }) => at)]));
    },
    addIncoming: inOneTurn(async (documents: readonly IncomingDocument[]) => {
      const added = await soon((db) => INCOMING.addNew(db, documents.map(incomingRow)));
      for (const document of documents) if (added.has(document.id)) later.saveTerms(document.id, conceal(document).message); // nobody finds what is held by its words
      return documents.map(({ id }) => added.has(id));
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
      later.saveTerms(id, conceal(document).message);
    },
    addStatus: async (record) => later.addStatus(record),
    hasStatus: async (dispatchId, inboundId) => later.hasStatus(dispatchId, inboundId) || (await storedStatus({ dispatchId, inboundId })),
    append: (entry) => append([entry]),
    appendAll: append,
    addPolicyCheck: async (check) => later.addCheck(check),
  };

  async function append(entries: readonly JournalEntry[]): Promise<void> {
    later.append(entries);
    for (const entry of entries) if (asksAtAxisDoor(entry)) await run((db) => queueRequestForAxisDoor(db, entry));
  }
}

function workWrites(run: Run, later: Later): Pick<Transaction, "addWork" | "addWorks" | "postponeWork" | "finishWork" | "openWork"> {
  const { addWork, ...work } = workOf(run);
  return {
    ...work,
    addWork: async (order, dueInMs) => (dueInMs > 0 ? await addWork(order, dueInMs) : later.addWorks([order])),
    addWorks: async (orders) => later.addWorks(orders),
    finishWork: async (...ids) => later.finishWork(ids),
  };
}

function accessWrites(run: Run): Pick<Transaction, "wantDirectory" | "saveApiKey" | "revokeApiKey" | "saveCertificate" | "revokeCertificate"> {
  return {
    wantDirectory: async () => {
      await run((db) => db.query("SELECT pg_notify($1, '')", [DIRECTORY_CHANNEL]));
    },
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

function mapped<Row, Found>(row: Row | null, recordOf: (row: Row) => Found): Found | null {
  return row === null ? null : recordOf(row);
}
