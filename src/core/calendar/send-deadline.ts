import { parseLocalDate, type LocalDate, type Priority } from "#edxml";
import type { Calendar, Doubt } from "./calendar.ts";
import { addDays, instantAt, localDateOf } from "./local-time.ts";
import { searchDays } from "./search.ts";
import { nextWorkingDay } from "./working-time.ts";

/** QĐ 28/2018 Đ6.2 says "gửi ngay" for urgent documents without a number; this is our service level, wall clock, day and night. */
export const URGENT_SEND_MINUTES = 15;

/** Hạn gửi. Every instant is the first one that is late: a document sent at `deadline` exactly is not on time. */
export interface SendDeadline {
  readonly rule: "R-SEND-1" | "R-SEND-3";
  readonly signedAt: Date;
  /** Only the day of issue was known: the last instant of that day was taken, the most lenient reading. */
  readonly signTimeAssumed: boolean;
  /** "Ngay trong ngày": the end of the day of signing. */
  readonly target: Date;
  /** R-SEND-1: end of the morning of the next working day. R-SEND-3: `URGENT_SEND_MINUTES` after signing. */
  readonly deadline: Date;
  /** R-SEND-2, NĐ 30/2020 Đ4.2.c, 18.1: end of the next working day, after which it is a breach of records work as well. */
  readonly clericalLimit: Date;
  readonly citation: string;
  readonly provisional: boolean;
  readonly doubts: readonly Doubt[];
  readonly calendarId: string;
  readonly calendarVersion: string;
}

/**
 * By when a document signed at `signed` (an instant, or only its day of issue) must be sent, in the sender's calendar.
 * Being late is reported, never a reason to hold the document. Throws `calendar-exhausted`, `date-invalid`.
 */
export function sendDeadline(signed: Date | LocalDate, urgency: Priority, calendar: Calendar): SendDeadline {
  const signTimeAssumed = typeof signed === "string";
  const signedAt = signTimeAssumed ? new Date(instantAt(parseLocalDate(signed), 1440).getTime() - 1) : signed;
  const signedOn = localDateOf(signedAt);
  const morning = searchDays(calendar, addDays(signedOn, 1), (sessions) => sessions[0]?.to);
  const workingDay = nextWorkingDay(signedOn, calendar);
  const common = {
    signedAt,
    signTimeAssumed,
    target: instantAt(signedOn, 1440),
    clericalLimit: instantAt(workingDay.date, 1440),
    calendarId: calendar.id,
    calendarVersion: calendar.version,
  };
  if (urgency > 0) {
    const deadline = new Date(signedAt.getTime() + URGENT_SEND_MINUTES * 60_000);
    return { ...common, rule: "R-SEND-3", deadline, citation: "Đ6.2 QĐ 28/2018, Đ18.1 NĐ 30/2020", provisional: false, doubts: [] };
  }
  const deadline = instantAt(morning.day.date, morning.value);
  return { ...common, rule: "R-SEND-1", deadline, citation: "Đ6.2 QĐ 28/2018", provisional: morning.doubts.length > 0, doubts: morning.doubts };
}
