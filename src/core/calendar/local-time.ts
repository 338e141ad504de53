import type { LocalDate } from "#edxml";
import { HouseError } from "../fault.ts";
import type { Weekday } from "./data.ts";

/** Asia/Ho_Chi_Minh: UTC+7 the whole year (QĐ 28/2018 Đ14.4; no daylight saving). */
const OFFSET_MS = 7 * 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The day in Vietnam at this instant. Throws `field-invalid` outside the years 0001–9999. */
export function localDateOf(instant: Date): LocalDate {
  return dateOfIndex(Math.floor((instant.getTime() + OFFSET_MS) / DAY_MS));
}

/** The instant of `minutes` after midnight in Vietnam on that day; 1440 is the next midnight. */
export function instantAt(date: LocalDate, minutes: number): Date {
  return new Date(indexOf(date) * DAY_MS - OFFSET_MS + minutes * MINUTE_MS);
}

/** Milliseconds since midnight in Vietnam. */
export function timeOfDay(instant: Date): number {
  const local = instant.getTime() + OFFSET_MS;
  return local - Math.floor(local / DAY_MS) * DAY_MS;
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOfIndex(indexOf(date) + days);
}

/** Whole days from `a` to `b`, negative when `b` is earlier. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return indexOf(b) - indexOf(a);
}

export function weekdayOf(date: LocalDate): Weekday {
  // 1970-01-01, index 0, was a Thursday
  const monday0 = (((indexOf(date) + 3) % 7) + 7) % 7;
  return (monday0 + 1) as Weekday;
}

export function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4));
}

function indexOf(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

function dateOfIndex(index: number): LocalDate {
  const day = new Date(index * DAY_MS);
  const year = day.getUTCFullYear();
  // NaN compares false, so an invalid Date ends here as well
  if (!(year >= 1 && year <= 9999)) throw new HouseError("field-invalid", "the time is not a day of the years 0001 to 9999", { found: String(index) });
  return day.toISOString().slice(0, 10) as LocalDate;
}
