import { EntitySchema } from "typeorm";
import type { DocumentId, EdxmlMessageKind, OrganId } from "#edxml";
import { HouseError } from "../../core/fault.ts";
import type { AmendmentId, IncomingId, OutgoingId, StatusRecordId, TransmissionId } from "../../core/ids.ts";
import type { Transmission, TransmissionFault, TransmissionState } from "../../core/outgoing/transmission.ts";
import { bytes, instant, integer, json, jsonWith, named, orNull, text, uuid } from "./columns.ts";

export interface TransmissionRow {
  id: TransmissionId;
  messageKind: EdxmlMessageKind;
  channel: string;
  from: OrganId;
  to: readonly OrganId[];
  documentId: DocumentId;
  outgoingId: OutgoingId | null;
  amendmentId: AmendmentId | null;
  statusId: StatusRecordId | null;
  /** The incoming document the status is about. */
  incomingId: IncomingId | null;
  envelopeSha256: string;
  envelopeSize: number;
  urgency: Transmission["urgency"];
  after: TransmissionId | null;
  state: TransmissionState;
  attempts: number;
  /** Instance number of the process that is sending; set exactly in state `sending`. */
  owner: number | null;
  nextAttemptAt: Date | null;
  partnerMessageId: string | null;
  leftAt: Date | null;
  enteredAt: Date | null;
  lastFault: TransmissionFault | null;
  /** Since the first attempt, or the first one after a person sent it again; machine time. */
  tryingSince: Date | null;
}

export const Transmissions = new EntitySchema<TransmissionRow>({
  name: "Transmission",
  tableName: "transmission",
  columns: {
    id: { ...uuid, primary: true },
    messageKind: named("message_kind", text),
    channel: text,
    from: named("from_organ", text),
    to: named("to_organs", json),
    documentId: named("document_id", text),
    outgoingId: named("outgoing_id", orNull(uuid)),
    amendmentId: named("amendment_id", orNull(uuid)),
    statusId: named("status_id", orNull(uuid)),
    incomingId: named("incoming_id", orNull(uuid)),
    envelopeSha256: named("envelope_sha256", text),
    envelopeSize: named("envelope_size", bytes),
    urgency: integer,
    after: named("after_id", orNull(uuid)),
    state: text,
    attempts: integer,
    owner: orNull(integer),
    nextAttemptAt: named("next_attempt_at", orNull(instant)),
    partnerMessageId: named("partner_message_id", orNull(text)),
    leftAt: named("left_at", orNull(instant)),
    enteredAt: named("entered_at", orNull(instant)),
    lastFault: named("last_fault", orNull(jsonWith((fault: TransmissionFault) => ({ ...fault, at: new Date(fault.at) })))),
    tryingSince: named("trying_since", orNull(instant)),
  },
});

/** A new row; nobody owns it yet. */
export function transmissionRow({ carries, envelope, ...transmission }: Transmission): TransmissionRow {
  return {
    ...transmission,
    outgoingId: carries.kind === "status" ? null : carries.kind === "document" ? carries.id : carries.documentId,
    amendmentId: carries.kind === "amendment" ? carries.id : null,
    statusId: carries.kind === "status" ? carries.id : null,
    incomingId: carries.kind === "status" ? carries.incomingId : null,
    envelopeSha256: envelope.sha256,
    envelopeSize: envelope.size,
    owner: null,
    tryingSince: null,
  };
}

export function transmissionRecord(row: TransmissionRow): Transmission {
  return {
    id: row.id,
    messageKind: row.messageKind,
    channel: row.channel,
    from: row.from,
    to: row.to,
    documentId: row.documentId,
    carries: carriedBy(row),
    envelope: { sha256: row.envelopeSha256, size: row.envelopeSize },
    urgency: row.urgency,
    after: row.after,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.nextAttemptAt,
    partnerMessageId: row.partnerMessageId,
    leftAt: row.leftAt,
    enteredAt: row.enteredAt,
    lastFault: row.lastFault,
  };
}

function carriedBy(row: TransmissionRow): Transmission["carries"] {
  if (row.outgoingId !== null && row.amendmentId !== null) return { kind: "amendment", id: row.amendmentId, documentId: row.outgoingId };
  if (row.outgoingId !== null) return { kind: "document", id: row.outgoingId };
  if (row.statusId !== null && row.incomingId !== null) return { kind: "status", id: row.statusId, incomingId: row.incomingId };
  throw new HouseError("invariant-broken", `transmission ${row.id} carries nothing`, { transmissionId: row.id });
}
