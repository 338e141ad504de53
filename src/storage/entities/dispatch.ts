import { EntitySchema } from "typeorm";
import type { OrganId } from "#edxml";
import type { ControlModel } from "../../core/agency.ts";
import type { DispatchId, OutgoingId, TransmissionId } from "../../core/ids.ts";
import type { Dispatch, DispatchInstants, DispatchState, Refusal } from "../../core/outgoing/dispatch.ts";
import type { Request } from "../../core/status/request.ts";
import { flag, instant, json, jsonWith, named, orNull, text, uuid } from "./columns.ts";
import { reviveRequest } from "./request.ts";

export interface DispatchRow extends DispatchInstants {
  id: DispatchId;
  documentId: OutgoingId;
  transmissionId: TransmissionId;
  receiver: OrganId;
  receiverCode: string;
  receiverName: string;
  channel: string;
  state: DispatchState;
  controlModel: ControlModel;
  refusal: Refusal | null;
  recall: Request | null;
  update: Request | null;
}

export const Dispatches = new EntitySchema<DispatchRow>({
  name: "Dispatch",
  tableName: "dispatch",
  columns: {
    id: { ...uuid, primary: true },
    documentId: named("document_id", uuid),
    transmissionId: named("transmission_id", uuid),
    receiver: text,
    receiverCode: named("receiver_code", text),
    receiverName: named("receiver_name", text),
    channel: text,
    state: text,
    controlModel: named("control_model", text),
    submittedAt: named("submitted_at", instant),
    leftAt: named("left_at", orNull(instant)),
    enteredAt: named("entered_at", orNull(instant)),
    receivedAt: named("received_at", orNull(instant)),
    effectiveAt: named("effective_at", orNull(instant)),
    effectiveExplanation: named("effective_explanation", orNull(text)),
    effectiveProvisional: named("effective_provisional", orNull(flag)),
    calendarVersion: named("calendar_version", orNull(text)),
    acknowledgedAt: named("acknowledged_at", orNull(instant)),
    decidedAt: named("decided_at", orNull(instant)),
    refusal: orNull(json),
    recall: orNull(jsonWith(reviveRequest)),
    update: named("update_request", orNull(jsonWith(reviveRequest))),
  },
});

export function dispatchRow({ instants, ...dispatch }: Dispatch): DispatchRow {
  return { ...dispatch, ...instants };
}

export function dispatchRecord(row: DispatchRow): Dispatch {
  return {
    id: row.id,
    documentId: row.documentId,
    transmissionId: row.transmissionId,
    receiver: row.receiver,
    receiverCode: row.receiverCode,
    receiverName: row.receiverName,
    channel: row.channel,
    state: row.state,
    controlModel: row.controlModel,
    instants: {
      submittedAt: row.submittedAt,
      leftAt: row.leftAt,
      enteredAt: row.enteredAt,
      receivedAt: row.receivedAt,
      effectiveAt: row.effectiveAt,
      effectiveExplanation: row.effectiveExplanation,
      effectiveProvisional: row.effectiveProvisional,
      calendarVersion: row.calendarVersion,
      acknowledgedAt: row.acknowledgedAt,
      decidedAt: row.decidedAt,
    },
    refusal: row.refusal,
    recall: row.recall,
    update: row.update,
  };
}
