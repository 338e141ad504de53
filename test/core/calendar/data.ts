import { loadCalendarData } from "#config/calendars/calendar-data";
import type { LocalDate } from "#edxml";
import type { Calendar, CalendarData, SessionText } from "#src/core/calendar/index";
import { buildCalendars, localDateOf } from "#src/core/calendar/index";

export const shipped: CalendarData = loadCalendarData();

/** The calendar of an agency on the day of an instant. */
export function calendarAt(organId: string, instant: Date, data: CalendarData = shipped): Calendar {
  return buildCalendars(data).for(organId, localDateOf(instant));
}

export function day(text: string): LocalDate {
  return text as LocalDate;
}

/** As on a Vietnamese clock, e.g. `2026-11-23T07:30:00.000+07:00`. */
export function clock(instant: Date): string {
  return new Date(instant.getTime() + 7 * 3_600_000).toISOString().replace("Z", "+07:00");
}

const usual: readonly SessionText[] = [["07:30", "11:30"], ["13:30", "17:00"]];

/** A small calendar of its own: Monday to Friday, no days off, every year known, the shifting rule for everybody. */
export function plain(change: Partial<CalendarData> = {}): CalendarData {
  return {
    version: "test",
    officeHours: [{ scope: "", validFrom: day("2000-01-01"), validTo: null, season: null, weekly: { 1: usual, 2: usual, 3: usual, 4: usual, 5: usual }, state: "confirmed", source: "test" }],
    receiptRules: [{ scope: "", rule: "NEXT_OFFICE_HOURS", validFrom: day("2000-01-01"), validTo: null, citation: "Đ1", source: "test" }],
    days: [],
    overrides: [],
    years: [2024, 2025, 2026, 2027].map((year) => ({ year, state: "complete", source: "test" })),
    ...change,
  };
}
