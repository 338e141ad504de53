import type { LocalDate } from "#edxml";
import { addDays, instantAt, localDateOf, weekdayOf } from "../calendar/index.ts";
import { FieldsRefused } from "../fault.ts";
import { sayDate } from "./printout.ts";

export const PERIOD_KINDS = ["day", "week", "month", "quarter", "half", "year"] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** Kỳ: whole Vietnamese days. Weeks begin on Monday. */
export interface Period {
  /** `range`: any days a person asked for. */
  readonly kind: PeriodKind | "range";
  /** Both included. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** `Tháng 11 năm 2026` */
  readonly name: string;
}

/** The first instant of a period, and the first one after it. */
export function boundsOf({ from, to }: Pick<Period, "from" | "to">): { readonly start: Date; readonly end: Date } {
  return { start: instantAt(from, 0), end: instantAt(to, 1440) };
}

/** The period of this kind that holds the day. */
export function periodWith(kind: PeriodKind, day: LocalDate): Period {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  switch (kind) {
    case "day":
      return { kind, from: day, to: day, name: `Ngày ${sayDate(day)}` };
    case "week": {
      const from = addDays(day, 1 - weekdayOf(day));
      const to = addDays(from, 6);
      return { kind, from, to, name: `Tuần từ ${sayDate(from)} đến ${sayDate(to)}` };
    }
    case "month":
      return months(kind, year, month, 1, `Tháng ${month} năm ${year}`);
    case "quarter": {
      const quarter = Math.ceil(month / 3);
      return months(kind, year, quarter * 3 - 2, 3, `Quý ${["I", "II", "III", "IV"][quarter - 1] ?? ""} năm ${year}`);
    }
    case "half":
      return month <= 6 ? months(kind, year, 1, 6, `6 tháng đầu năm ${year}`) : months(kind, year, 7, 6, `6 tháng cuối năm ${year}`);
    case "year":
      return months(kind, year, 1, 12, `Năm ${year}`);
  }
}

function months(kind: PeriodKind, year: number, first: number, count: number, name: string): Period {
  const next = first + count > 12 ? `${year + 1}-01-01` : `${year}-${String(first + count).padStart(2, "0")}-01`;
  return { kind, from: `${year}-${String(first).padStart(2, "0")}-01` as LocalDate, to: addDays(next as LocalDate, -1), name };
}

/** The last period of this kind that is over when this instant comes. */
export function lastPeriodBefore(kind: PeriodKind, now: Date): Period {
  return periodWith(kind, addDays(periodWith(kind, localDateOf(now)).from, -1));
}

/** What a caller asked for: a kind with a day in it, or days from and to. */
export interface PeriodQuestion {
  readonly period?: PeriodKind | undefined;
  readonly on?: LocalDate | undefined;
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
}

const LONGEST_RANGE_DAYS = 3 * 366;

/** Without anything: the running month. Throws FieldsRefused. */
export function readPeriod(question: PeriodQuestion, now: Date): Period {
  const today = localDateOf(now);
  const { from, to } = question;
  if (from === undefined && to === undefined) return periodWith(question.period ?? "month", question.on ?? today);
  if (question.period !== undefined || question.on !== undefined) throw refused("/query/period", "Chọn một trong hai cách: `period` và `on`, hoặc `from` và `to`");
  if (from === undefined || to === undefined || to < from || addDays(from, LONGEST_RANGE_DAYS) < to) throw refused("/query/from", "Cần cả `from` và `to`, `to` không trước `from`, không quá ba năm");
  return { kind: "range", from, to, name: from === to ? `Ngày ${sayDate(from)}` : `Từ ngày ${sayDate(from)} đến ngày ${sayDate(to)}` };
}

function refused(field: string, message: string): FieldsRefused {
  return new FieldsRefused([{ field, code: "field-invalid", message, rule: "docs/registers.md" }]);
}
