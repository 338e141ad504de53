import test from "ava";
import { parseLocalDate } from "#edxml";
import { loadCalendarData } from "#config/calendars/calendar-data";
import { buildCalendars } from "#src/core/calendar/index";
import { stateAt, type Deadline, type DeadlineKind } from "#src/core/deadlines/deadline";
import { deadlinesOfDispatch, deadlinesOfIncoming } from "#src/core/deadlines/derive";
import type { Dispatch, DispatchInstants } from "#src/core/outgoing/dispatch";
import type { Request } from "#src/core/status/request";
import { dispatch, inbound, incoming, message, outgoing, transmission } from "#test/storage/records";

const needs = { calendars: buildCalendars(loadCalendarData()), nearMinutes: 120 };
const at = (time: string): Date => new Date(`${time}+07:00`);
const clock = (instant: Date | undefined): string | undefined => instant && new Date(instant.getTime() + 7 * 3_600_000).toISOString().slice(0, 16);

interface Letter {
  readonly issuedOn: string;
  readonly submittedAt: string;
  readonly priority?: 0 | 1 | 3;
  readonly dueDate?: string;
}

/** H48 sends to G22. */
function sent({ issuedOn, submittedAt, priority = 0, dueDate }: Letter, instants: Partial<DispatchInstants>, change: Partial<Dispatch> = {}, completedAt: Date | null = null): ReadonlyMap<DeadlineKind, Deadline> {
  const { dueDate: _dueDate, ...usual } = message("7");
  const document = outgoing({
    submittedAt: at(submittedAt),
    message: { ...usual, promulgation: { place: "Quảng Ngãi", date: parseLocalDate(issuedOn) }, otherInfo: { ...usual.otherInfo, priority }, ...(dueDate !== undefined && { dueDate: parseLocalDate(dueDate) }) },
  });
  const blank = dispatch(document, transmission(document), { controlModel: "sender_owned" });
  const one: Dispatch = { ...blank, ...change, instants: { ...blank.instants, submittedAt: document.submittedAt, ...instants } };
  return new Map(deadlinesOfDispatch(needs, document, one, completedAt).map((deadline) => [deadline.kind, deadline]));
}

const entered = (time: string): Partial<DispatchInstants> => ({ leftAt: at(time), enteredAt: at(time) });

test("KD-6.4a: a document is due at the end of the morning of the sender's next working day, and late is only an outcome", (t) => {
  const friday = { issuedOn: "2026-11-20", submittedAt: "2026-11-20T16:50" };
  const open = sent(friday, {}).get("send");
  t.is(clock(open?.dueAt), "2026-11-23T11:30");
  t.is(clock(open?.nearAt), "2026-11-23T09:30", "two office hours before");
  t.is(open?.outcome, null);
  t.true(open?.provisional, "23/11 is an open question");
  t.is(sent(friday, entered("2026-11-23T11:29")).get("send")?.outcome, "met");
  t.is(sent(friday, entered("2026-11-23T11:30")).get("send")?.outcome, "missed");
  t.is(clock(sent({ issuedOn: "2026-11-23", submittedAt: "2026-11-23T16:50" }, {}).get("send")?.dueAt), "2026-11-25T11:30", "24/11 is a holiday");
});

test("KD-6.4a: in a shared gateway an outage of the axis does not make a sender late, in its own it does", (t) => {
  const letter = { issuedOn: "2026-11-18", submittedAt: "2026-11-18T10:00" };
  t.is(sent(letter, {}, { controlModel: "shared" }).get("send")?.outcome, "met");
  const own = sent(letter, { leftAt: at("2026-11-18T10:00") }).get("send");
  t.is(own?.outcome, null, "leaving alone is no proof");
  t.is(own && stateAt(own, at("2026-11-20T08:00")), "late");
});

test("KD-6.5: an urgent document is due minutes after it was in our hands, day and night, and near from the first", (t) => {
  const urgent = sent({ issuedOn: "2026-11-21", submittedAt: "2026-11-21T23:00", priority: 3 }, {}).get("send");
  t.is(clock(urgent?.dueAt), "2026-11-21T23:15");
  t.is(urgent && stateAt(urgent, at("2026-11-21T23:00")), "near");
  t.regex(urgent?.rule ?? "", /Đ6\.2 QĐ 28\/2018.*15 phút/);
});

test("DN-14.3a, QN-12: what a receiver owes runs by its own day: acknowledge in the day of receipt, answer by the date set", (t) => {
  const letter = { issuedOn: "2026-11-18", submittedAt: "2026-11-18T10:00", dueDate: "2026-11-28" };
  const arrived = { ...entered("2026-11-18T10:00"), receivedAt: at("2026-11-18T17:30"), effectiveAt: at("2026-11-18T17:30") };
  const open = sent(letter, arrived, { state: "arrived" });
  t.deepEqual([...open.keys()], ["send", "acknowledge", "process"]);
  t.is(clock(open.get("acknowledge")?.dueAt), "2026-11-19T00:00");
  t.is(clock(open.get("process")?.dueAt), "2026-12-01T00:00", "28/11 is a Saturday: the term ends with the next working day, Monday");
  t.true(open.get("process")?.provisional, "28/11 may yet be worked");
  const accepted = sent(letter, { ...arrived, decidedAt: at("2026-11-19T08:00") }, { state: "accepted" });
  t.is(accepted.get("acknowledge")?.outcome, "missed");
  const completed = sent(letter, { ...arrived, decidedAt: at("2026-11-18T17:40") }, { state: "completed" }, at("2026-11-27T16:00"));
  t.is(completed.get("acknowledge")?.outcome, "met");
  t.is(completed.get("process")?.outcome, "met");
  t.is(sent(letter, { ...arrived, decidedAt: at("2026-11-18T17:40") }, { state: "refused" }).get("process")?.outcome, "void", "who refuses need not answer");
  t.is(sent(letter, { ...entered("2026-11-18T10:00"), receivedAt: at("2026-11-21T10:00"), effectiveAt: at("2026-11-21T10:00") }).get("acknowledge")?.rule.includes("Đ148.5 BLDS 2015"), true);
});

const asked: Request = { state: "asked", reason: "sai số liệu", askedAt: at("2026-11-20T10:00"), answerDueAt: at("2026-11-24T00:00"), answeredAt: null, answer: null, person: null };

test("a recall is to be answered by the end of the receiver's next working day, and ends what it cancels", (t) => {
  const letter = { issuedOn: "2026-11-18", submittedAt: "2026-11-18T10:00", dueDate: "2026-12-10" };
  const arrived = { ...entered("2026-11-18T10:00"), receivedAt: at("2026-11-18T10:01"), effectiveAt: at("2026-11-18T10:01") };
  const open = sent(letter, arrived, { state: "arrived", recall: asked });
  t.is(clock(open.get("recall-answer")?.dueAt), "2026-11-24T00:00");
  t.is(open.get("recall-answer")?.outcome, null);
  t.is(open.get("process")?.outcome, null, "until it is answered the document stands");
  const late = sent(letter, arrived, { state: "arrived", recall: { ...asked, state: "unanswered" } }).get("recall-answer");
  t.is(late && stateAt(late, at("2026-11-24T08:00")), "late");
  const agreed = sent(letter, arrived, { state: "arrived", recall: { ...asked, state: "agreed", answeredAt: at("2026-11-25T09:00") } });
  t.is(agreed.get("recall-answer")?.outcome, "missed");
  t.is(agreed.get("process")?.outcome, "void");
  t.is(agreed.get("acknowledge")?.outcome, "void");
  t.is(sent(letter, {}, { state: "withdrawn", recall: { ...asked, state: "withdrawn" } }).get("send")?.outcome, "void");
});

test("QN-9.1, KD-5.1: our own clerk acknowledges in the day and registers by the next working day; of an urgent document the alert comes with the arrival", (t) => {
  const { dueDate: _dueDate, ...usual } = message("9");
  const document = incoming(inbound(), { receiverCode: "H48", state: "arrived", decidedAt: null, recall: null, purgedAt: null, receivedAt: at("2026-11-19T17:05"), effectiveAt: at("2026-11-20T07:30"), message: { ...usual, otherInfo: { ...usual.otherInfo, priority: 0 } } });
  const [acknowledge, register, ...more] = deadlinesOfIncoming(needs, document, null);
  t.is(more.length, 0);
  t.is(clock(acknowledge?.dueAt), "2026-11-21T00:00", "the day it counts as received");
  t.is(clock(acknowledge?.nearAt), "2026-11-20T15:00");
  t.is(clock(register?.dueAt), "2026-11-24T00:00");
  const urgent = { ...document, message: { ...document.message, otherInfo: { ...document.message.otherInfo, priority: 1 as const } } };
  const alert = deadlinesOfIncoming(needs, urgent, null).find(({ kind }) => kind === "register");
  t.is(alert && stateAt(alert, document.receivedAt), "near");
  t.is(clock(alert?.dueAt), "2026-11-19T17:20");
  const refused = deadlinesOfIncoming(needs, { ...document, state: "refused", decidedAt: at("2026-11-20T09:00") }, null);
  t.deepEqual(refused.map(({ kind, outcome }) => [kind, outcome]), [["acknowledge", "met"], ["register", "met"]]);
});
