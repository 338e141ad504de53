import type { LocalDate } from "#edxml";
import type { Calendar, Doubt } from "./calendar.ts";
import { addDays, instantAt } from "./local-time.ts";
import { searchDays } from "./search.ts";

/** By when somebody has to have done something. `dueAt` is the first instant that is late. */
export interface Due {
  readonly dueAt: Date;
  /** Article, short, as a clerk reads it. */
  readonly citation: string;
  readonly provisional: boolean;
  readonly doubts: readonly Doubt[];
  readonly calendarId: string;
  readonly calendarVersion: string;
}

/**
 * The end of this day, or of the next working day when it is a day off: a term that ends on a day off ends with the next working day
 * (Bộ luật Dân sự 2015 Đ.148.5–6). That “within the day” is a term of one day, so that this applies to it, is our reading. Throws `calendar-exhausted`.
 */
export function endOfDay(date: LocalDate, calendar: Calendar, citation: string): Due {
  return dueOn(date, calendar, citation);
}

/** The end of the first working day after this one. Throws `calendar-exhausted`. */
export function endOfNextWorkingDay(date: LocalDate, calendar: Calendar, citation: string): Due {
  return dueOn(addDays(date, 1), calendar, citation);
}

function dueOn(from: LocalDate, calendar: Calendar, citation: string): Due {
  const { day, doubts } = searchDays(calendar, from, (sessions) => (sessions.length > 0 ? 0 : undefined));
  return { dueAt: instantAt(day.date, 1440), citation, provisional: doubts.length > 0, doubts, calendarId: calendar.id, calendarVersion: calendar.version };
}
