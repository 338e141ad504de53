import type { LocalDate, Priority } from "#edxml";
import { effectiveReceipt, instantAt, localDateOf, sendDeadline, workingMinutesBetween, type Calendars } from "../calendar/index.ts";
import type { IncomingState } from "../incoming/incoming-document.ts";
import type { DispatchState } from "../outgoing/dispatch.ts";
import type { RequestState } from "../status/request.ts";

export const OUTCOMES = ["waiting", "sent", "arrived", "accepted", "refused", "failed", "withdrawn"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What a report counts of one exchange: of a dispatch of ours, or of an incoming document. */
export interface ExchangeFact {
  readonly id: string;
  readonly documentId: string;
  /** When it was handed to the gateway, or arrived; its place in the log. */
  readonly at: Date;
  readonly state: DispatchState | IncomingState;
  readonly direction: "outgoing" | "incoming";
  /** Day of submission, or of effective receipt; it decides the period. */
  readonly day: LocalDate;
  readonly agencyCode: string;
  readonly peerCode: string;
  readonly documentType: string;
  readonly urgency: number;
  /** The first dispatch of its document: documents are counted once. */
  readonly countsDocument: boolean;
  readonly outcome: Outcome;
  /** The envelope is signed: ours always, others' when it was believed. */
  readonly signed: boolean;
  /** The document itself bears the digital signature of its agency. */
  readonly documentSigned: boolean;
  readonly electronicOnly: boolean;
  /** t1; null for incoming documents. */
  readonly sentAt: Date | null;
  /** R-SEND-1 or R-SEND-3. */
  readonly sendDue: Date | null;
  /** t4 of a dispatch, t5 of an incoming document. */
  readonly answeredAt: Date | null;
  /** "Ngay trong ngày" (NĐ 30/2020 Đ.21.2.c): the end of the day of effective receipt. */
  readonly answerDue: Date | null;
  readonly recall: RequestState | null;
  /** Working minutes t1 → t4, in the receiver's calendar. */
  readonly answerMinutes: number | null;
  /** Working minutes t3 → t5, in the receiver's calendar. */
  readonly decideMinutes: number | null;
  readonly calendarVersion: string;
  /** Where the journal stood: up to there it must tell the same state. */
  readonly journalPosition: string | null;
}

/** What is known of an exchange, as the tables keep it. */
export interface ExchangeSource {
  readonly id: string;
  readonly documentId: string;
  readonly direction: "outgoing" | "incoming";
  readonly agencyCode: string;
  readonly peerCode: string;
  readonly documentType: string;
  readonly urgency: number;
  readonly issuedOn: LocalDate;
  readonly countsDocument: boolean;
  readonly paper: boolean;
  readonly state: DispatchState | IncomingState;
  readonly signed: boolean;
  readonly documentSigned: boolean;
  readonly submittedAt: Date;
  readonly sentAt: Date | null;
  readonly receivedAt: Date | null;
  readonly effectiveAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly decidedAt: Date | null;
  readonly recall: RequestState | null;
  /** Of the last entry about its document when it was read; null: there is none. */
  readonly journalPosition: string | null;
}

const OUTCOME_OF: Readonly<Record<DispatchState | IncomingState, Outcome>> = {
  held: "waiting",
  queued: "waiting",
  sending: "waiting",
  unknown: "waiting",
  failed: "failed",
  expired: "failed",
  withdrawn: "withdrawn",
  sent: "sent",
  arrived: "arrived",
  accepted: "accepted",
  refused: "refused",
  assigned: "accepted",
  processing: "accepted",
  completed: "accepted",
};

export function outcomeOf(state: DispatchState | IncomingState): Outcome {
  return OUTCOME_OF[state];
}

/** States an outcome is made of, for looking them up. */
export function statesOf(outcome: Outcome): readonly string[] {
  return Object.entries(OUTCOME_OF).flatMap(([state, of]) => (of === outcome ? [state] : []));
}

/** Pure: the same source and calendars give the same fact, so that a calendar corrected later only needs the facts to be made again. */
export function factOf(source: ExchangeSource, calendars: Calendars): ExchangeFact {
  const common = {
    id: source.id,
    documentId: source.documentId,
    at: source.submittedAt,
    state: source.state,
    direction: source.direction,
    agencyCode: source.agencyCode,
    peerCode: source.peerCode,
    documentType: source.documentType,
    urgency: source.urgency,
    countsDocument: source.countsDocument,
    outcome: OUTCOME_OF[source.state],
    signed: source.signed,
    documentSigned: source.documentSigned,
    electronicOnly: !source.paper,
    recall: source.recall,
    calendarVersion: calendars.version,
    journalPosition: source.journalPosition,
  };
  const { agencyCode, peerCode, sentAt, acknowledgedAt, decidedAt } = source;
  if (source.direction === "incoming") {
    const effectiveAt = source.effectiveAt ?? source.submittedAt;
    return { ...common, day: localDateOf(effectiveAt), sentAt: null, sendDue: null, answeredAt: decidedAt, answerDue: endOfDay(effectiveAt), answerMinutes: null, decideMinutes: minutes(effectiveAt, decidedAt, agencyCode, calendars) };
  }
  const calendar = calendars.for(agencyCode, localDateOf(source.submittedAt));
  const reachedAt = source.effectiveAt ?? source.receivedAt ?? sentAt;
  return {
    ...common,
    day: localDateOf(source.submittedAt),
    sentAt,
    sendDue: sendDeadline(source.issuedOn, priorityOf(source.urgency), calendar).deadline,
    answeredAt: acknowledgedAt,
    answerDue: reachedAt === null ? null : endOfDay(source.effectiveAt ?? effectiveReceipt(reachedAt, calendars.for(peerCode, localDateOf(reachedAt))).effectiveAt),
    answerMinutes: minutes(sentAt, acknowledgedAt, peerCode, calendars),
    decideMinutes: minutes(source.effectiveAt ?? source.receivedAt, decidedAt, peerCode, calendars),
  };
}

function endOfDay(at: Date): Date {
  return instantAt(localDateOf(at), 1440);
}

/** How exactly minutes are kept: to the minute up to an hour, then by five, beyond a working day by half hours, beyond a week by whole days. */
const STEPS = [
  { upTo: 60, step: 1 },
  { upTo: 480, step: 5 },
  { upTo: 2400, step: 30 },
  { upTo: Infinity, step: 480 },
] as const;
const LONGEST_DAYS = 1800;

/** Few enough values that a million of them are spread in a moment. Null when it has not happened, or years apart: a clock was wrong. */
function minutes(from: Date | null, to: Date | null, code: string, calendars: Calendars): number | null {
  if (from === null || to === null || to < from || to.getTime() - from.getTime() > LONGEST_DAYS * 86_400_000) return null;
  const exact = Math.round(workingMinutesBetween(from, to, calendars.for(code, localDateOf(from))));
  const step = STEPS.find(({ upTo }) => exact <= upTo)?.step ?? 1;
  return Math.round(exact / step) * step;
}

function priorityOf(urgency: number): Priority {
  return urgency === 1 || urgency === 2 || urgency === 3 || urgency === 4 ? urgency : 0;
}
