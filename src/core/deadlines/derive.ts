import type { LocalDate, Priority } from "#edxml";
import { endOfDay, endOfNextWorkingDay, instantAt, localDateOf, sendDeadline, subtractWorkingMinutes, URGENT_SEND_MINUTES, type Calendars, type Due } from "../calendar/index.ts";
import type { IncomingDocument } from "../incoming/incoming-document.ts";
import type { Dispatch } from "../outgoing/dispatch.ts";
import { legalSending } from "../outgoing/legal-sending.ts";
import type { OutgoingDocument } from "../outgoing/outgoing-document.ts";
import { isOver } from "../status/request.ts";
import type { Deadline, DeadlineKind } from "./deadline.ts";

export interface DerivingNeeds {
  readonly calendars: Calendars;
  /** Minutes of office hours before the due instant at which it is near. */
  readonly nearMinutes: number;
}

const ACKNOWLEDGE = "Đ21.2.c NĐ 30/2020 (ngay trong ngày), Đ12 QĐ 57/2014; Đ148.5 BLDS 2015";
const REGISTER = "Đ4.2.c, Đ23.1 NĐ 30/2020 (trong ngày, chậm nhất ngày làm việc tiếp theo)";
const REGISTER_URGENT = `Đ23.1 NĐ 30/2020 (ngay sau khi nhận); mức dịch vụ ${URGENT_SEND_MINUTES} phút`;
const PROCESS = "thời hạn xử lý do bên gửi ghi (Đ10.2.o QĐ 28/2018); Đ148.5–6 BLDS 2015";
const RECALL = "Đ8.2, Đ9.2 QĐ 28/2018; Đ4.2.c NĐ 30/2020 (hết ngày làm việc tiếp theo)";

/**
 * Everything that is due because of one dispatch, in its present state. Pure: the same records and calendar give the same deadlines,
 * so they can be derived again at any time. `completedAt`: what the receiver said when it reported 06.
 */
export function deadlinesOfDispatch(needs: DerivingNeeds, document: OutgoingDocument, dispatch: Dispatch, completedAt: Date | null): readonly Deadline[] {
  const { message, senderCode, submittedAt } = document;
  const { instants, recall, receiverCode } = dispatch;
  const urgency = message.otherInfo.priority;
  const base = { side: "outgoing", subjectId: dispatch.id, documentId: document.id, agencyCode: senderCode, receiverCode, receiverName: dispatch.receiverName, code: codeOf(message), urgency } as const;
  const gone = dispatch.state === "withdrawn" || isOver(recall);
  const void_ = (at: Date | null): Closing | null => (gone ? { closedAt: at ?? recall?.answeredAt ?? recall?.askedAt ?? submittedAt, outcome: "void" } : null);
  const make = (kind: DeadlineKind, openedAt: Date, due: Due & { readonly nearAt?: Date }, closing: Closing | null, owner: string): Deadline => finish(needs, { ...base, kind, openedAt }, due, closing, owner);

  const deadlines: Deadline[] = [];
  const sentAt = legalSending(dispatch)?.at ?? null;
  const due = sendDue(needs, senderCode, message.promulgation.date, submittedAt, urgency);
  deadlines.push(make("send", submittedAt, due, closed(sentAt, due.dueAt) ?? void_(null), senderCode));

  if (instants.receivedAt !== null) {
    const day = localDateOf(instants.effectiveAt ?? instants.receivedAt);
    const ack = endOfDay(day, needs.calendars.for(receiverCode, day), ACKNOWLEDGE);
    deadlines.push(make("acknowledge", instants.receivedAt, ack, closed(instants.decidedAt, ack.dueAt) ?? void_(null), receiverCode));
  }
  if (message.dueDate !== undefined && sentAt !== null) {
    const process = endOfDay(message.dueDate, needs.calendars.for(receiverCode, message.dueDate), PROCESS);
    const refused = dispatch.state === "refused" ? ({ closedAt: instants.decidedAt ?? sentAt, outcome: "void" } as const) : null;
    deadlines.push(make("process", sentAt, process, refused ?? closed(dispatch.state === "completed" ? completedAt : null, process.dueAt) ?? void_(null), receiverCode));
  }
  if (recall !== null && recall.answerDueAt !== null) {
    const day = localDateOf(recall.askedAt);
    const answer = endOfNextWorkingDay(day, needs.calendars.for(receiverCode, day), RECALL);
    const withdrawn = recall.state === "withdrawn" ? ({ closedAt: recall.askedAt, outcome: "void" } as const) : null;
    deadlines.push(make("recall-answer", recall.askedAt, answer, withdrawn ?? closed(answeredAt(recall), answer.dueAt), receiverCode));
  }
  return deadlines;
}

/** Everything that is due because of one document we received. */
export function deadlinesOfIncoming(needs: DerivingNeeds, document: IncomingDocument, completedAt: Date | null): readonly Deadline[] {
  const { message, receiverCode, receivedAt, effectiveAt, decidedAt, recall } = document;
  const urgency = message.otherInfo.priority;
  const receiverName = message.to.find((organization) => organization.organId === receiverCode)?.organName ?? receiverCode;
  const base = { side: "incoming", subjectId: document.id, documentId: document.id, agencyCode: receiverCode, receiverCode, receiverName, code: codeOf(message), urgency } as const;
  const cancelled: Closing | null = isOver(recall) || document.purgedAt !== null ? { closedAt: recall?.answeredAt ?? document.purgedAt ?? receivedAt, outcome: "void" } : null;
  const make = (kind: DeadlineKind, openedAt: Date, due: Due & { readonly nearAt?: Date }, closing: Closing | null): Deadline => finish(needs, { ...base, kind, openedAt }, due, closing, receiverCode);
  if (document.purgedAt !== null && document.files.length === 0 && decidedAt === null) return []; // recalled before it came: nobody ever had to do anything

  const day = localDateOf(effectiveAt);
  const calendar = needs.calendars.for(receiverCode, day);
  const ack = endOfDay(day, calendar, ACKNOWLEDGE);
  const register = registerDue(receivedAt, urgency, endOfNextWorkingDay(day, calendar, REGISTER));
  const deadlines = [make("acknowledge", receivedAt, ack, closed(decidedAt, ack.dueAt) ?? cancelled), make("register", receivedAt, register, closed(decidedAt, register.dueAt) ?? cancelled)];
  if (message.dueDate !== undefined) {
    const process = endOfDay(message.dueDate, needs.calendars.for(receiverCode, message.dueDate), PROCESS);
    const refused = document.state === "refused" ? ({ closedAt: decidedAt ?? receivedAt, outcome: "void" } as const) : null;
    deadlines.push(make("process", receivedAt, process, refused ?? closed(document.state === "completed" ? completedAt : null, process.dueAt) ?? cancelled));
  }
  if (recall !== null) {
    const askedAt = recall.askedAt > receivedAt ? recall.askedAt : receivedAt;
    const asked = localDateOf(askedAt);
    const answer = endOfNextWorkingDay(asked, needs.calendars.for(receiverCode, asked), RECALL);
    deadlines.push(make("recall-answer", askedAt, answer, closed(answeredAt(recall), answer.dueAt)));
  }
  return deadlines;
}

/**
 * Only the day of issue is known here: signed at its end, the most lenient reading, but not after the document was in our hands.
 * The signing instant inside the PDF, once read, can only make it earlier.
 */
function sendDue(needs: DerivingNeeds, senderCode: string, issuedOn: LocalDate, submittedAt: Date, urgency: Priority): Due & { readonly nearAt?: Date } {
  const endOfIssue = new Date(instantAt(issuedOn, 1440).getTime() - 1);
  const signedAt = endOfIssue < submittedAt ? endOfIssue : submittedAt;
  const day = localDateOf(signedAt);
  const { deadline, citation, provisional, doubts, calendarId, calendarVersion } = sendDeadline(signedAt, urgency, needs.calendars.for(senderCode, day));
  const due = { dueAt: deadline, citation, provisional, doubts, calendarId, calendarVersion };
  return urgency > 0 ? { ...due, nearAt: signedAt, citation: `${citation}; mức dịch vụ ${URGENT_SEND_MINUTES} phút` } : due;
}

/** An urgent document is for whoever is on duty, at any hour: its alert is told at arrival, and the clock on the wall counts. */
function registerDue(receivedAt: Date, urgency: number, usual: Due): Due & { readonly nearAt?: Date } {
  if (urgency === 0) return usual;
  return { ...usual, dueAt: new Date(receivedAt.getTime() + URGENT_SEND_MINUTES * 60_000), nearAt: receivedAt, citation: REGISTER_URGENT, provisional: false, doubts: [] };
}

type Closing = Pick<Deadline, "outcome"> & { readonly closedAt: Date };
type Unfinished = Omit<Deadline, "nearAt" | "dueAt" | "rule" | "provisional" | "calendarId" | "calendarVersion" | "closedAt" | "outcome">;

/** `owner`: whose office hours count down to it. */
function finish(needs: DerivingNeeds, deadline: Unfinished, due: Due & { readonly nearAt?: Date }, closing: Closing | null, owner: string): Deadline {
  const calendar = needs.calendars.for(owner, localDateOf(due.dueAt));
  const near = due.nearAt ?? subtractWorkingMinutes(due.dueAt, needs.nearMinutes, calendar);
  return {
    ...deadline,
    nearAt: near > deadline.openedAt ? near : deadline.openedAt,
    dueAt: due.dueAt,
    rule: due.citation,
    provisional: due.provisional,
    calendarId: due.calendarId,
    calendarVersion: due.calendarVersion,
    closedAt: closing?.closedAt ?? null,
    outcome: closing?.outcome ?? null,
  };
}

function closed(at: Date | null, dueAt: Date): Closing | null {
  return at === null ? null : { closedAt: at, outcome: at < dueAt ? "met" : "missed" };
}

function answeredAt({ state, answeredAt }: NonNullable<Dispatch["recall"]>): Date | null {
  return state === "agreed" || state === "declined" ? answeredAt : null;
}

function codeOf({ code }: OutgoingDocument["message"]): string {
  return `${code.number}/${code.notation}`;
}
