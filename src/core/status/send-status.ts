import { canonicalOrganId, writeStatusReport, type OrganId, type Organization, type StaffInfo, type StatusCode, type StatusReport } from "#edxml";
import type { Agency } from "../agency.ts";
import { newId, type StatusRecordId, type WorkOrderId } from "../ids.ts";
import type { IncomingDocument } from "../incoming/incoming-document.ts";
import { keepEnvelope } from "../outgoing/keep-envelope.ts";
import { newTransmission, type Transmission } from "../outgoing/transmission.ts";
import type { Blobs, SigningKeys, Transaction } from "../ports.ts";
import type { StatusRecord } from "./status-record.ts";

export interface StatusNeeds {
  readonly blobs: Blobs;
  readonly keys: SigningKeys;
}

export interface StatusToSend {
  readonly code: StatusCode;
  readonly staff: StaffInfo | null;
  readonly description: string | null;
  readonly statedAt: Date;
}

export interface PreparedStatus {
  readonly record: StatusRecord;
  readonly transmission: Transmission;
}

/** Writes and signs the status report of our agency on an incoming document. Nothing is sent before `queueStatus`. */
export async function prepareStatus(needs: StatusNeeds, document: IncomingDocument, agency: Agency, status: StatusToSend, recordedAt: Date): Promise<PreparedStatus> {
  const report = reportOn(document, agency, status);
  const signer = await needs.keys.signerFor(agency.organization.organId);
  const { envelope } = await keepEnvelope(needs.blobs, 0, (target) => writeStatusReport(report, target, { signer, scratchDirectory: needs.blobs.scratchDirectory }));
  const recordId = newId<StatusRecordId>();
  const transmission = newTransmission({
    messageKind: "status",
    channel: document.channel,
    from: report.from.organId,
    to: [report.responseFor.organId],
    documentId: report.responseFor.documentId,
    carries: { kind: "status", id: recordId, incomingId: document.id },
    envelope,
    urgency: urgencyOf(document),
    after: null,
  });
  const subject = { kind: "sent", incomingId: document.id, transmissionId: transmission.id } as const;
  return { record: { id: recordId, statusCode: status.code, subject, staff: status.staff, description: status.description, statedAt: status.statedAt, recordedAt }, transmission };
}

/** Puts a prepared report on the outgoing road, inside the transaction that moves the document. */
export async function queueStatus(tx: Transaction, { record, transmission }: PreparedStatus): Promise<void> {
  await tx.addTransmission(transmission);
  await tx.addStatus(record);
  await tx.addWork({ id: newId<WorkOrderId>(), topic: "deliver", ref: transmission.id, urgency: transmission.urgency }, 0);
}

/** Code, document id and date go back verbatim: peers match on them (edXML §3). We report under the code we were addressed by. */
function reportOn(document: IncomingDocument, agency: Agency, status: StatusToSend): StatusReport {
  const { message } = document;
  return {
    kind: "status",
    from: { ...agency.organization, organId: addressedAs(message.to, document.receiverCode) ?? agency.organization.organId },
    responseFor: {
      organId: message.from.organId,
      code: `${message.code.number}/${message.code.notation}`,
      documentId: message.documentId,
      promulgationDate: message.promulgation.date,
    },
    ...(status.staff !== null && { staff: status.staff }),
    statusCode: status.code,
    ...(status.description !== null && { description: status.description }),
    timestamp: status.statedAt,
  };
}

function addressedAs(to: readonly Organization[], receiverCode: string): OrganId | null {
  return to.find((organization) => canonicalOrganId(organization.organId) === receiverCode)?.organId ?? null;
}

function urgencyOf(document: IncomingDocument): 0 | 1 | 2 | 3 {
  const { priority } = document.message.otherInfo;
  return priority === 4 ? 3 : priority;
}
