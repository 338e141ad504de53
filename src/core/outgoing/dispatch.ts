import type { OrganId } from "#edxml";
import type { ControlModel } from "../agency.ts";
import type { Request } from "../status/request.ts";
import type { DispatchId, OutgoingId, TransmissionId } from "../ids.ts";

/**
 * Lượt gửi: one document to one receiver.
 *
 * Ours: held (a stamp of secrecy was found, a person decides) → queued; queued → sending → sent, or unknown (being asked about), failed or expired (a person decides), withdrawn (recalled before it left).
 * Theirs, by status report: arrived (01) → accepted (03) | refused (02) → assigned (04) → processing (05) → completed (06).
 */
export const DISPATCH_STATES = ["held", "queued", "sending", "unknown", "failed", "expired", "withdrawn", "sent", "arrived", "accepted", "refused", "assigned", "processing", "completed"] as const;
export type DispatchState = (typeof DISPATCH_STATES)[number];

/** Each state as a clerk reads it. */
export const DISPATCH_STATE_WORDS: Readonly<Record<DispatchState, string>> = {
  held: "tạm giữ, chờ người có trách nhiệm quyết định",
  queued: "chờ gửi",
  sending: "đang gửi",
  unknown: "chưa rõ đã tới trục, đang hỏi lại",
  failed: "gửi không thành công, cần người xử lý",
  expired: "quá hạn gửi, cần người xử lý",
  withdrawn: "đã rút lại trước khi gửi",
  sent: "đã gửi",
  arrived: "đã đến (01)",
  accepted: "đã tiếp nhận (03)",
  refused: "từ chối (02)",
  assigned: "đã phân công (04)",
  processing: "đang xử lý (05)",
  completed: "hoàn thành (06)",
};

export interface Refusal {
  readonly code: string;
  readonly text: string;
  readonly person: string;
}

export interface Dispatch {
  readonly id: DispatchId;
  readonly documentId: OutgoingId;
  readonly transmissionId: TransmissionId;
  /** As addressed in the envelope. */
  readonly receiver: OrganId;
  /** Canonical. */
  readonly receiverCode: string;
  readonly receiverName: string;
  readonly channel: string;
  readonly state: DispatchState;
  /** Frozen when queued, so that a later change of the installation never rewrites history. */
  readonly controlModel: ControlModel;
  readonly instants: DispatchInstants;
  readonly refusal: Refusal | null;
  /** Thu hồi: whether the receiver was asked to cancel the document, and what it said. */
  readonly recall: Request | null;
  /** Cập nhật: the latest change the receiver was told of. */
  readonly update: Request | null;
}

/** The instants of one receiver (rules: submitted t0, sent t1, received t2, effective t3, acknowledged t4, decided t5). UTC, ms. */
export interface DispatchInstants {
  readonly submittedAt: Date;
  /** Left our system (test of Luật GDĐT 2023 Đ.15.1 under sender_owned). */
  readonly leftAt: Date | null;
  /** Entered the first system outside our control (test of Luật GDĐT 2005 Đ.17.1 and of QĐ 57/2014 Đ.11.1). */
  readonly enteredAt: Date | null;
  /** Entered the receiver's designated system, as its status 01 states. */
  readonly receivedAt: Date | null;
  /** receivedAt under the receiver's working-hours rule. */
  readonly effectiveAt: Date | null;
  /** One sentence: why effectiveAt is what it is. */
  readonly effectiveExplanation: string | null;
  /** The calendar could still move effectiveAt. */
  readonly effectiveProvisional: boolean | null;
  /** The version effectiveAt was computed with. */
  readonly calendarVersion: string | null;
  /** The receiver's notice of arrival reached us. */
  readonly acknowledgedAt: Date | null;
  /** Accepted or refused, as the receiver states. */
  readonly decidedAt: Date | null;
}
