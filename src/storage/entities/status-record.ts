import { EntitySchema } from "typeorm";
import type { StaffInfo, StatusCode } from "#edxml";
import { HouseError } from "../../core/fault.ts";
import type { DispatchId, IncomingId, InboundId, StatusRecordId, TransmissionId } from "../../core/ids.ts";
import type { StatusRecord } from "../../core/status/status-record.ts";
import { instant, json, named, orNull, text, uuid } from "./columns.ts";

type ReceivedEffect = Extract<StatusRecord["subject"], { kind: "received" }>["effect"];

export interface StatusRecordRow {
  id: StatusRecordId;
  statusCode: StatusCode;
  /** Sent by us: these two. */
  incomingId: IncomingId | null;
  transmissionId: TransmissionId | null;
  /** Received by us: these three. */
  dispatchId: DispatchId | null;
  inboundId: InboundId | null;
  effect: ReceivedEffect | null;
  staff: StaffInfo | null;
  description: string | null;
  statedAt: Date;
  recordedAt: Date;
}

export const StatusRecords = new EntitySchema<StatusRecordRow>({
  name: "StatusRecord",
  tableName: "status_record",
  columns: {
    id: { ...uuid, primary: true },
    statusCode: named("status_code", text),
    incomingId: named("incoming_id", orNull(uuid)),
    transmissionId: named("transmission_id", orNull(uuid)),
    dispatchId: named("dispatch_id", orNull(uuid)),
    inboundId: named("inbound_id", orNull(uuid)),
    effect: orNull(text),
    staff: orNull(json),
    description: orNull(text),
    statedAt: named("stated_at", instant),
    recordedAt: named("recorded_at", instant),
  },
});

export function statusRow({ subject, ...record }: StatusRecord): StatusRecordRow {
  return subject.kind === "sent"
    ? { ...record, incomingId: subject.incomingId, transmissionId: subject.transmissionId, dispatchId: null, inboundId: null, effect: null }
    : { ...record, incomingId: null, transmissionId: null, dispatchId: subject.dispatchId, inboundId: subject.inboundId, effect: subject.effect };
}

export function statusRecord({ incomingId, transmissionId, dispatchId, inboundId, effect, ...row }: StatusRecordRow): StatusRecord {
  if (incomingId !== null && transmissionId !== null) return { ...row, subject: { kind: "sent", incomingId, transmissionId } };
  if (dispatchId !== null && inboundId !== null && effect !== null) return { ...row, subject: { kind: "received", dispatchId, inboundId, effect } };
  throw new HouseError("invariant-broken", `status record ${row.id} has no subject`, { statusId: row.id });
}
