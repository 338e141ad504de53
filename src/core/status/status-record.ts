import type { StaffInfo, StatusCode } from "#edxml";
import type { DispatchId, IncomingId, InboundId, StatusRecordId, TransmissionId } from "../ids.ts";

/** Trạng thái xử lý, sent by us on an incoming document or received by us on a dispatch. Never changes. */
export interface StatusRecord {
  readonly id: StatusRecordId;
  readonly statusCode: StatusCode;
  readonly subject:
    | { readonly kind: "sent"; readonly incomingId: IncomingId; readonly transmissionId: TransmissionId }
    | { readonly kind: "received"; readonly dispatchId: DispatchId; readonly inboundId: InboundId; readonly effect: "moved" | "implied" | "noted" | "contradiction" };
  readonly staff: StaffInfo | null;
  readonly description: string | null;
  /** As its author states; whole seconds when it came over the wire. */
  readonly statedAt: Date;
  /** When we recorded it. */
  readonly recordedAt: Date;
}
