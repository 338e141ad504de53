import { createHash, randomBytes } from "node:crypto";
import { parseOrganId } from "#edxml";
import type { DocumentId, EdxmlDocument, LocalDate } from "#edxml";
import { newId } from "#src/core/ids";
import type { DispatchId, IncomingId, InboundId, OutgoingId, TransmissionId, WorkOrderId } from "#src/core/ids";
import type { InboundEnvelope } from "#src/core/incoming/inbound-envelope";
import type { IncomingDocument } from "#src/core/incoming/incoming-document";
import type { Dispatch } from "#src/core/outgoing/dispatch";
import type { OutgoingDocument } from "#src/core/outgoing/outgoing-document";
import type { Transmission } from "#src/core/outgoing/transmission";
import type { Store, Transaction, WorkOrder } from "#src/core/ports";

/* Records with every optional field filled once, so that nothing is lost on the way to the database and back unseen. */

export const SENDER = "H48";
export const T0 = new Date("2026-03-06T10:42:17.123Z");

export function digest(): string {
  return createHash("sha256").update(randomBytes(16)).digest("hex");
}

export function message(number: string): EdxmlDocument {
  return {
    kind: "document",
    from: { organId: parseOrganId("000.00.00.H48"), organName: "UBND tỉnh Quảng Ngãi", email: "vanthu@quangngai.gov.vn" },
    to: [{ organId: parseOrganId("000.00.00.G22") }],
    documentId: `000.00.00.H48,2026/03/06,${number}/UBND-KTTH` as DocumentId,
    code: { number, notation: "UBND-KTTH" },
    promulgation: { place: "Quảng Ngãi", date: "2026-03-06" as LocalDate },
    documentType: { type: 2, typeDetail: 1, typeName: "Công văn" },
    subject: "V/v rà soát \"số liệu\" đầu tư công – Ậ ợ \u{1F4C4}",
    signer: { fullName: "Nguyễn Văn Ước", position: "Phó Chủ tịch" },
    dueDate: "2026-03-20" as LocalDate,
    toPlaces: ["Như trên", "Lưu: VT"],
    otherInfo: { priority: 1, pageAmount: 3, appendixes: ["Phụ lục 1"] },
    responseFor: [],
    steeringType: 0,
    business: { kind: "new", reason: "", paper: false, staff: [] },
    traceHeaders: [{ organId: "H48", timestamp: new Date("2026-03-06T10:42:00.000Z") }, {}],
  };
}

export function outgoing(changes: Partial<OutgoingDocument> = {}): OutgoingDocument {
  const number = randomBytes(4).readUInt32BE().toString();
  return {
    id: newId<OutgoingId>(),
    senderCode: SENDER,
    identityKey: `${SENDER}|2026|${number}|UBND-KTTH`,
    message: message(number),
    files: [{ name: "Công văn.pdf", description: null, contentId: "a1", contentType: "application/pdf", sha256: digest(), size: 70_001 }],
    envelope: { sha256: digest(), size: 91_234 },
    contentDigest: digest(),
    idempotency: null,
    submittedAt: T0,
    submittedBy: "QLVB Quảng Ngãi",
    findings: [],
    legalEffect: null,
    hold: null,
    purgedAt: null,
    ...changes,
  };
}

export function transmission(document: OutgoingDocument, changes: Partial<Transmission> = {}): Transmission {
  return {
    id: newId<TransmissionId>(),
    messageKind: "document",
    channel: "axis",
    from: document.message.from.organId,
    to: document.message.to.map(({ organId }) => organId),
    documentId: document.message.documentId,
    carries: { kind: "document", id: document.id },
    envelope: document.envelope,
    urgency: 1,
    after: null,
    state: "queued",
    attempts: 0,
    nextAttemptAt: null,
    partnerMessageId: null,
    leftAt: null,
    enteredAt: null,
    lastFault: null,
    ...changes,
  };
}

export function dispatch(document: OutgoingDocument, carrier: Transmission, changes: Partial<Dispatch> = {}): Dispatch {
  return {
    id: newId<DispatchId>(),
    documentId: document.id,
    transmissionId: carrier.id,
    receiver: parseOrganId("000.00.00.G22"),
    receiverCode: "G22",
    receiverName: "Văn phòng Chính phủ",
    channel: "axis",
    state: "queued",
    controlModel: "shared",
    instants: { submittedAt: T0, leftAt: null, enteredAt: null, receivedAt: null, effectiveAt: null, effectiveExplanation: null, effectiveProvisional: null, calendarVersion: null, acknowledgedAt: null, decidedAt: null },
    refusal: null,
    recall: null,
    update: null,
    ...changes,
  };
}

export function inbound(changes: Partial<InboundEnvelope> = {}): InboundEnvelope {
  return {
    id: newId<InboundId>(),
    channel: "axis",
    partnerMessageId: randomBytes(8).toString("hex"),
    messageKind: "document",
    statedFrom: "000.00.00.G22",
    statedTo: null,
    envelope: { sha256: digest(), size: 5_000_000_000 },
    receivedAt: T0,
    acknowledgedAt: null,
    state: "kept",
    attempts: 0,
    verdict: null,
    fault: null,
    about: [],
    purgedAt: null,
    ...changes,
  };
}

export function incoming(from: InboundEnvelope, changes: Partial<IncomingDocument> = {}): IncomingDocument {
  const number = randomBytes(4).readUInt32BE().toString();
  const signer = { subject: "CN=VPCP", issuer: "CN=CA", serialNumber: "0a", fingerprint: digest(), notBefore: new Date("2025-01-01T00:00:00Z"), notAfter: new Date("2027-01-01T00:00:00Z") };
  return {
    id: newId<IncomingId>(),
    inboundId: from.id,
    channel: from.channel,
    receiverCode: "H48",
    senderCode: "G22",
    identityKey: `G22|2026|${number}|VPCP-KSTT`,
    message: message(number),
    files: [],
    envelope: { sha256: digest(), size: 91_234 },
    verdict: { kind: "relayed", signer, parts: [{ part: "attachment", name: "Công văn.pdf", matches: true }], added: { to: ["H48"], traceHeaders: [{ organId: "G22", timestamp: new Date("2026-03-06T10:43:00Z") }] } },
    warnings: [{ code: "steering-type-unknown", path: "MessageHeader/SteeringType", found: "9" }],
    state: "arrived",
    receivedAt: T0,
    effectiveAt: new Date("2026-03-09T00:30:00.000Z"),
    effectiveExplanation: "nhận 17:42 thứ Sáu → tính là 07:30 thứ Hai",
    effectiveProvisional: false,
    calendarVersion: "2026.1",
    fetchedAt: null,
    decidedAt: null,
    refusal: null,
    recall: null,
    statedAt: null,
    versions: [],
    purgedAt: null,
    findings: [],
    legalEffect: null,
    hold: null,
    ...changes,
  };
}

export function deliver(ref: string, urgency: WorkOrder["urgency"] = 0): WorkOrder {
  return { id: newId<WorkOrderId>(), topic: "deliver", ref, urgency };
}

/** A document with one dispatch and its transmission, as after a submission. */
export async function submit(store: Store, changes: Partial<OutgoingDocument> = {}): Promise<{ document: OutgoingDocument; carrier: Transmission; sent: Dispatch }> {
  const document = outgoing(changes);
  const carrier = transmission(document);
  const sent = dispatch(document, carrier);
  await store.write((tx) => addSubmission(tx, document, carrier, sent));
  return { document, carrier, sent };
}

export async function addSubmission(tx: Transaction, document: OutgoingDocument, carrier: Transmission, sent: Dispatch): Promise<void> {
  await tx.addOutgoing(document);
  await tx.addDispatches([sent]);
  await tx.addTransmission(carrier);
}
