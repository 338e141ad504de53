import type { StatusCode } from "#edxml";
import type { Dispatch, DispatchState } from "./outgoing/dispatch.ts";
import type { LegalSending } from "./outgoing/legal-sending.ts";

/** One line of what happened at one receiver. */
export interface TimelineStep {
  readonly at: Date;
  readonly kind: "submitted" | "left" | "entered" | "received" | "effective" | "acknowledged" | "status";
  readonly statusCode: StatusCode | null;
  /** Vietnamese, one line. */
  readonly text: string;
}

/** Dòng thời gian of one receiver: the five instants, each status, and what happens now. */
export interface Timeline {
  readonly dispatch: Dispatch;
  readonly steps: readonly TimelineStep[];
  /** The legal time of sending and why (control model, article), with both tests. Null while not sent. */
  readonly sent: LegalSending | null;
  readonly state: DispatchState;
  /** Vietnamese, what a clerk should know or do now. */
  readonly now: string;
}
