import type { DeadlineId, DispatchId, IncomingId, OutgoingId } from "../ids.ts";

/** What has a deadline: gửi, thông báo đã nhận, đăng ký, xử lý, trả lời thu hồi. */
export const DEADLINE_KINDS = ["send", "acknowledge", "register", "process", "recall-answer"] as const;
export type DeadlineKind = (typeof DEADLINE_KINDS)[number];

/** Each kind as a clerk reads it. */
export const DEADLINE_WORDS: Readonly<Record<DeadlineKind, string>> = {
  send: "gửi văn bản",
  acknowledge: "thông báo đã nhận",
  register: "đăng ký, chuyển giao",
  process: "xử lý, trả lời",
  "recall-answer": "trả lời thu hồi",
};

/** Open: còn hạn, sắp đến hạn, quá hạn. Closed: đúng hạn, trễ hạn, không còn phải làm. */
export const DEADLINE_STATES = ["on-time", "near", "late", "met", "missed", "void"] as const;
export type DeadlineState = (typeof DEADLINE_STATES)[number];
export const DEADLINE_STATE_WORDS: Readonly<Record<DeadlineState, string>> = {
  "on-time": "còn hạn",
  near: "sắp đến hạn",
  late: "quá hạn",
  met: "xong đúng hạn",
  missed: "xong nhưng trễ hạn",
  void: "không còn phải làm",
};

/** Hạn of one thing at one agency: our own clerk's, or what we wait for from a receiver. Reported, never a reason to hold a document. */
export interface Deadline {
  readonly kind: DeadlineKind;
  /** `outgoing`: about a document of ours at one receiver; `incoming`: about a document we received. */
  readonly side: "outgoing" | "incoming";
  /** The dispatch or the incoming document: with the kind, what the deadline is known by. */
  readonly subjectId: DispatchId | IncomingId;
  readonly documentId: OutgoingId | IncomingId;
  /** Our agency, whose board it is on. */
  readonly agencyCode: string;
  /** The receiver of what we sent; of an incoming document our agency itself. */
  readonly receiverCode: string;
  readonly receiverName: string;
  /** Số, ký hiệu. */
  readonly code: string;
  readonly urgency: number;
  /** Since when it runs. */
  readonly openedAt: Date;
  /** Shown as near from here on: the configured minutes of office hours are left. */
  readonly nearAt: Date;
  /** The first instant that is late. */
  readonly dueAt: Date;
  /** Article and, where ours, the service level. */
  readonly rule: string;
  /** The calendar could still move it. */
  readonly provisional: boolean;
  readonly calendarId: string;
  readonly calendarVersion: string;
  /** It was done, or needs no doing any more. */
  readonly closedAt: Date | null;
  readonly outcome: "met" | "missed" | "void" | null;
}

export interface KeptDeadline extends Deadline {
  readonly id: DeadlineId;
  readonly nearToldAt: Date | null;
  readonly lateToldAt: Date | null;
}

/** Where it stands at this moment. */
export function stateAt(deadline: Deadline, now: Date): DeadlineState {
  if (deadline.outcome !== null) return deadline.outcome;
  if (now >= deadline.dueAt) return "late";
  return now >= deadline.nearAt ? "near" : "on-time";
}
