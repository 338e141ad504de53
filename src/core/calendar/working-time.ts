import type { LocalDate } from "#edxml";
import { HouseError } from "../fault.ts";
import type { Calendar, Day, Doubt } from "./calendar.ts";
import { addDays, daysBetween, instantAt, localDateOf } from "./local-time.ts";
import { searchDays } from "./search.ts";

/** Ngày làm việc tiếp theo. */
export interface WorkingDay {
  readonly date: LocalDate;
  readonly day: Day;
  /** Questions still open that could make it another day; empty when certain. */
  readonly doubts: readonly Doubt[];
}

/** The first working day strictly after `date`. Throws `calendar-exhausted`. */
export function nextWorkingDay(date: LocalDate, calendar: Calendar): WorkingDay {
  const { day, doubts } = searchDays(calendar, addDays(date, 1), (sessions) => (sessions.length > 0 ? 0 : undefined));
  return { date: day.date, day, doubts };
}

/** End of the morning, that is of the day's first session; undefined on a day off. The instant itself is no longer morning. */
export function morningEnd(date: LocalDate, calendar: Calendar): Date | undefined {
  const first = calendar.day(date).sessions[0];
  return first === undefined ? undefined : instantAt(date, first.to);
}

/** A count over more days than this is a mistake in its input, and would hold up everybody else. */
const LONGEST_COUNT_DAYS = 1830;

/** Minutes of office hours between two instants (fractions kept), negative when `to` is earlier. Throws `field-invalid` beyond five years. */
export function workingMinutesBetween(from: Date, to: Date, calendar: Calendar): number {
  if (to < from) return -workingMinutesBetween(to, from, calendar);
  const first = localDateOf(from);
  const days = daysBetween(first, localDateOf(to));
  if (days > LONGEST_COUNT_DAYS) throw new HouseError("field-invalid", `working time over ${days} days is not counted`, { from: from.toISOString(), to: to.toISOString() });
  let milliseconds = 0;
  let midnight = instantAt(first, 0).getTime();
  for (let ahead = 0; ahead <= days; ahead++, midnight += 86_400_000) {
    for (const session of calendar.day(addDays(first, ahead)).sessions) {
      const start = Math.max(from.getTime(), midnight + session.from * 60_000);
      const end = Math.min(to.getTime(), midnight + session.to * 60_000);
      milliseconds += Math.max(0, end - start);
    }
  }
  return milliseconds / 60_000;
}

/** Two years of days: beyond, the data or the question are wrong. */
const LONGEST_WALK_DAYS = 730;

/**
 * The first instant by which `minutes` of office hours have passed since `from`: the inverse of `workingMinutesBetween`.
 * Throws `calendar-exhausted` when two years do not hold them.
 */
export function addWorkingMinutes(from: Date, minutes: number, calendar: Calendar): Date {
  let left = Math.round(minutes * 60_000);
  if (left <= 0) return from;
  const first = localDateOf(from);
  for (let ahead = 0; ahead <= LONGEST_WALK_DAYS; ahead++) {
    const date = addDays(first, ahead);
    const midnight = instantAt(date, 0).getTime();
    for (const session of calendar.day(date).sessions) {
      const start = Math.max(from.getTime(), midnight + session.from * 60_000);
      const length = midnight + session.to * 60_000 - start;
      if (length >= left) return new Date(start + left);
      left -= Math.max(0, length);
    }
  }
  throw exhausted(calendar, first);
}

/** The last instant from which `minutes` of office hours remain until `to`. Throws `calendar-exhausted` when two years do not hold them. */
export function subtractWorkingMinutes(to: Date, minutes: number, calendar: Calendar): Date {
  let left = Math.round(minutes * 60_000);
  if (left <= 0) return to;
  const last = localDateOf(to);
  for (let back = 0; back <= LONGEST_WALK_DAYS; back++) {
    const date = addDays(last, -back);
    const midnight = instantAt(date, 0).getTime();
    for (const session of calendar.day(date).sessions.toReversed()) {
      const end = Math.min(to.getTime(), midnight + session.to * 60_000);
      const length = end - (midnight + session.from * 60_000);
      if (length >= left) return new Date(end - left);
      left -= Math.max(0, length);
    }
  }
  throw exhausted(calendar, last);
}

function exhausted(calendar: Calendar, date: LocalDate): HouseError {
  return new HouseError("calendar-exhausted", `calendar ${calendar.id} has too little working time around ${date}`, { calendarId: calendar.id, calendarVersion: calendar.version, date }, {
    hint: "check the office hours and day rows of this agency",
  });
}
