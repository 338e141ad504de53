import type { LocalDate } from "#edxml";
import { HouseError } from "../fault.ts";
import type { Calendar, Day, Doubt } from "./calendar.ts";
import { addDays } from "./local-time.ts";
import type { Session } from "./sessions.ts";

/** No public holiday is near this long; a longer search means the data are wrong. */
const LAST_DAY = 60;

/** The first day that answers, what it answers, the days passed over, and the open questions the answer depends on. */
export interface Found {
  readonly day: Day;
  readonly value: number;
  readonly passed: readonly Day[];
  readonly doubts: readonly Doubt[];
}

/**
 * Looks day by day from `from` for the first whose sessions give a value. A doubt is kept only when the other answer
 * would end its day with another value: that, and only that, changes the whole result.
 * Throws `calendar-exhausted` after 60 days.
 */
export function searchDays(calendar: Calendar, from: LocalDate, valueOf: (sessions: readonly Session[], date: LocalDate) => number | undefined): Found {
  const passed: Day[] = [];
  const doubts: Doubt[] = [];
  const openYears = new Set<number>();
  for (let ahead = 0; ahead <= LAST_DAY; ahead++) {
    const day = calendar.day(addDays(from, ahead));
    const value = valueOf(day.sessions, day.date);
    for (const doubt of day.doubts) {
      if (doubt.kind === "row" ? valueOf(doubt.otherwise, day.date) !== value : !openYears.has(doubt.year)) doubts.push(doubt);
      if (doubt.kind === "year") openYears.add(doubt.year);
    }
    if (value !== undefined) return { day, value, passed, doubts };
    passed.push(day);
  }
  throw new HouseError("calendar-exhausted", `calendar ${calendar.id} has no working session within ${LAST_DAY} days of ${from}`, { calendarId: calendar.id, calendarVersion: calendar.version, from }, {
    hint: "check the office hours and day rows of this agency",
  });
}
