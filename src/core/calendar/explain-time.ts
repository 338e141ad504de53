import type { LocalDate, Priority } from "#edxml";
import type { Calendar, Day, Doubt } from "./calendar.ts";
import { effectiveReceipt } from "./effective-receipt.ts";
import { explainBriefly, explainSteps } from "./explain.ts";
import { addDays, daysBetween, instantAt, localDateOf } from "./local-time.ts";
import { endOfDay, endOfNextWorkingDay, type Due } from "./duty-deadline.ts";
import { describeDay, sayDay, sayDoubt, sayInstant } from "./say.ts";
import { sendDeadline, URGENT_SEND_MINUTES } from "./send-deadline.ts";
import { workingMinutesBetween } from "./working-time.ts";

/** A computation in Vietnamese, step by step, as a clerk or an inspector follows it. */
export interface Explanation {
  /** The instant computed; null when the result is a length. */
  readonly at: Date | null;
  /** Office minutes; null when the result is an instant. */
  readonly minutes: number | null;
  /** One sentence with its grounds. */
  readonly sentence: string;
  readonly steps: readonly string[];
  readonly citation: string;
  readonly provisional: boolean;
  readonly calendarId: string;
  readonly calendarVersion: string;
}

/** Thời điểm tiếp nhận được tính. Throws `calendar-exhausted`. */
export function explainReceipt(receivedAt: Date, calendar: Calendar): Explanation {
  const result = effectiveReceipt(receivedAt, calendar);
  const { effectiveAt: at, provisional } = result;
  return { at, minutes: null, sentence: explainBriefly(result), steps: explainSteps(result), citation: calendar.receiptRule.citation, provisional, ...namesOf(calendar) };
}

/** Hạn gửi. Throws `calendar-exhausted`. */
export function explainSending(signedAt: Date, urgency: Priority, calendar: Calendar): Explanation {
  const due = sendDeadline(signedAt, urgency, calendar);
  const common = { at: due.deadline, minutes: null, citation: due.citation, provisional: due.provisional, ...namesOf(calendar) };
  const sentence = `ký ${sayInstant(signedAt)} → gửi trước ${sayInstant(due.deadline)}, theo ${due.citation}`;
  if (urgency > 0) {
    return { ...common, sentence, steps: [`Văn bản khẩn phải gửi ngay sau khi ký số (${due.citation}).`, `Quy định không nêu số phút; mức dịch vụ của hệ thống là ${URGENT_SEND_MINUTES} phút theo đồng hồ, không kể ngày đêm: ${sayInstant(due.deadline)}.`] };
  }
  const signedOn = localDateOf(signedAt);
  return {
    ...common,
    sentence: `${sentence} (hết buổi sáng của ngày làm việc tiếp theo)`,
    steps: [
      `Quy định: gửi ngay trong ngày ký ban hành, chậm nhất trong buổi sáng của ngày làm việc tiếp theo (${due.citation}). Mục tiêu: hết ${sayDay(signedOn)}.`,
      ...daysFrom(addDays(signedOn, 1), localDateOf(new Date(due.deadline.getTime() - 1)), calendar).map((day) => (day.sessions.length === 0 ? `${describeDay(day)}: bỏ qua.` : `${describeDay(day)}: ngày làm việc tiếp theo; hết buổi sáng là ${sayInstant(due.deadline)}.`)),
      `Sau ${sayInstant(due.clericalLimit)} còn vi phạm cả thời hạn của công tác văn thư (Đ4.2.c, Đ18.1 NĐ 30/2020).`,
      ...doubtSteps(due.doubts),
    ],
  };
}

/** Hạn thông báo đã nhận (in the day) or đăng ký (by the next working day), of a document that counts as received at `receivedAt`. Throws `calendar-exhausted`. */
export function explainDuty(duty: "acknowledge" | "register", receivedAt: Date, calendar: Calendar): Explanation {
  const receipt = effectiveReceipt(receivedAt, calendar);
  const day = localDateOf(receipt.effectiveAt);
  const due: Due = duty === "acknowledge" ? endOfDay(day, calendar, "Đ21.2.c NĐ 30/2020; Đ148.5 BLDS 2015") : endOfNextWorkingDay(day, calendar, "Đ4.2.c, Đ23.1 NĐ 30/2020");
  const last = localDateOf(new Date(due.dueAt.getTime() - 1));
  const rule = duty === "acknowledge" ? "thông báo đã nhận ngay trong ngày; rơi vào ngày nghỉ thì hết ngày làm việc tiếp theo" : "đăng ký, chuyển giao trong ngày, chậm nhất trong ngày làm việc tiếp theo";
  return {
    at: due.dueAt,
    minutes: null,
    sentence: `${explainBriefly(receipt)}; phải ${duty === "acknowledge" ? "thông báo đã nhận" : "đăng ký"} trước ${sayInstant(due.dueAt)}, theo ${due.citation}`,
    steps: [
      ...explainSteps(receipt),
      `Quy định: ${rule} (${due.citation}).`,
      ...daysFrom(duty === "acknowledge" ? day : addDays(day, 1), last, calendar).map((each) => (each.sessions.length === 0 ? `${describeDay(each)}: bỏ qua.` : `${describeDay(each)}: hết ngày này là ${sayInstant(due.dueAt)}.`)),
      ...doubtSteps(due.doubts),
    ],
    citation: due.citation,
    provisional: due.provisional || receipt.provisional,
    ...namesOf(calendar),
  };
}

/** A longer list of days helps nobody. */
const DAYS_SHOWN = 92;

/** Số phút làm việc giữa hai thời điểm. Throws `field-invalid` beyond five years. */
export function explainMinutes(from: Date, to: Date, calendar: Calendar): Explanation {
  const minutes = workingMinutesBetween(from, to, calendar);
  const [start, end] = from <= to ? [from, to] : [to, from];
  const days = daysFrom(localDateOf(start), localDateOf(end), calendar);
  const said = days.slice(0, DAYS_SHOWN).map((day) => `${describeDay(day)}: ${sayLength(within(day, start, end, calendar))}.`);
  const doubts = days.flatMap(({ doubts }) => doubts);
  return {
    at: null,
    minutes,
    sentence: `từ ${sayInstant(from)} đến ${sayInstant(to)}: ${sayLength(minutes)} làm việc`,
    steps: [...said, ...(days.length > DAYS_SHOWN ? [`… và ${days.length - DAYS_SHOWN} ngày nữa.`] : []), ...doubtSteps(doubts)],
    citation: "giờ hành chính của cơ quan",
    provisional: doubts.length > 0,
    ...namesOf(calendar),
  };
}

/** `2 giờ 30 phút`. */
export function sayLength(minutes: number): string {
  const whole = Math.floor(Math.abs(minutes));
  const [hours, rest] = [Math.floor(whole / 60), whole % 60];
  const text = [hours === 0 ? "" : `${hours} giờ`, rest === 0 && hours > 0 ? "" : `${rest} phút`].filter((part) => part !== "").join(" ");
  return minutes < 0 ? `âm ${text}` : text;
}

function within(day: Day, start: Date, end: Date, calendar: Calendar): number {
  const midnight = instantAt(day.date, 0);
  const next = instantAt(day.date, 1440);
  return workingMinutesBetween(start > midnight ? start : midnight, end < next ? end : next, calendar);
}

function daysFrom(first: LocalDate, last: LocalDate, calendar: Calendar): readonly Day[] {
  return Array.from({ length: daysBetween(first, last) + 1 }, (_, i) => calendar.day(addDays(first, i)));
}

function doubtSteps(doubts: readonly Doubt[]): readonly string[] {
  return [...new Set(doubts.map((doubt) => `Chưa chắc chắn: ${sayDoubt(doubt)}.`))];
}

function namesOf(calendar: Calendar): Pick<Explanation, "calendarId" | "calendarVersion"> {
  return { calendarId: calendar.id, calendarVersion: calendar.version };
}
