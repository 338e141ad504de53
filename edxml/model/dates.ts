import { EdxmlError } from "../errors.ts";

/** A calendar day without zone, `YYYY-MM-DD`. On the wire `yyyy/MM/dd` (edXML §5.3). */
export type LocalDate = string & { readonly __brand: "LocalDate" };
/** A form of date that is read but never written: ISO `yyyy-MM-dd`, `dd/MM/yyyy` of the older format 2803, or without leading zeros. */
export type DateVariant = "iso" | "day-first" | "unpadded";

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const VIETNAM_OFFSET_MS = 7 * 3_600_000;

/** Reads `YYYY-MM-DD`. Throws `date-invalid` for anything else, and for days that do not exist. */
export function parseLocalDate(text: string): LocalDate {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const date = parts === null ? null : localDate(parts[1], parts[2], parts[3]);
  if (date === null) throw invalid(text, "YYYY-MM-DD");
  return date;
}

/** `2024-05-20` → `2024/05/20`. */
export function formatWireDate(date: LocalDate): string {
  return date.replaceAll("-", "/");
}

/** Reads a date as peers write it; `variant` is null for the standard `yyyy/MM/dd`. Throws `date-invalid`. */
export function parseWireDate(text: string): { date: LocalDate; variant: DateVariant | null } {
  const trimmed = text.trim();
  const standard = /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/.exec(trimmed);
  if (standard !== null) {
    const date = localDate(standard[1], standard[2], standard[3]);
    if (date !== null) return { date, variant: trimmed.length === 10 ? null : "unpadded" };
  }
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(trimmed);
  if (iso !== null) {
    const date = localDate(iso[1], iso[2], iso[3]);
    if (date !== null) return { date, variant: "iso" };
  }
  const dayFirst = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(trimmed);
  if (dayFirst !== null) {
    const date = localDate(dayFirst[3], dayFirst[2], dayFirst[1]);
    if (date !== null) return { date, variant: "day-first" };
  }
  throw invalid(text, "yyyy/MM/dd");
}

/** An instant as the wire writes it: `yyyy/MM/dd HH:mm:ss` in Asia/Ho_Chi_Minh (UTC+7, no summer time). Seconds are cut, not rounded. */
export function formatWireTimestamp(instant: Date): string {
  const time = instant.getTime();
  if (Number.isNaN(time)) throw invalid("Invalid Date", "an instant");
  return new Date(time + VIETNAM_OFFSET_MS).toISOString().slice(0, 19).replace("T", " ").replaceAll("-", "/");
}

/** Reads `yyyy/MM/dd HH:mm:ss` (variants: the dates of `parseWireDate`, `T` for the space, missing seconds). Throws `date-invalid`. */
export function parseWireTimestamp(text: string): { instant: Date; variant: DateVariant | null } {
  const parts = /^(\S{8,10})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(text.trim());
  if (parts === null) throw invalid(text, "yyyy/MM/dd HH:mm:ss");
  const [, day = "", hour = "", minute = "", second, zone] = parts;
  const { date, variant } = parseWireDate(day);
  const seconds = second ?? "00";
  if (Number(hour) > 23 || Number(minute) > 59 || Number(seconds) > 59) throw invalid(text, "yyyy/MM/dd HH:mm:ss");
  const offset = zone === undefined ? "+07:00" : zone.replace(/^([+-]\d{2})(\d{2})$/, "$1:$2");
  const instant = new Date(`${date}T${hour.padStart(2, "0")}:${minute}:${seconds}${offset}`);
  if (Number.isNaN(instant.getTime())) throw invalid(text, "yyyy/MM/dd HH:mm:ss");
  const standard = text.trim().length === 19 && text.trim()[10] === " " && zone === undefined;
  return { instant, variant: variant ?? (standard ? null : "iso") };
}

function localDate(year = "", month = "", day = ""): LocalDate | null {
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isExistingDay(text) ? text : null;
}

function isExistingDay(text: string): text is LocalDate {
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8));
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return year >= 1000 && day >= 1 && day <= (month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0));
}

function invalid(text: string, expected: string): EdxmlError {
  const found = text.slice(0, 40);
  return new EdxmlError("date-invalid", `${JSON.stringify(found)} is not a date of the form ${expected}`, { found, expected });
}
