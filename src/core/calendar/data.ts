import type { LocalDate } from "#edxml";

/** ISO weekday: 1 thứ Hai … 7 Chủ nhật. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
/** Buổi làm việc as written by people: `["07:30", "11:30"]`, the end excluded. `24:00` may end a session. */
export type SessionText = readonly [from: string, to: string];

/** How far a row of office hours can be trusted: read in the agency's own text, in a secondary source, or our default. */
export type HoursState = "confirmed" | "reported" | "assumed";

/** Giờ hành chính of every agency under `scope`, from one day to another (both included). */
export interface OfficeHoursRow {
  /** Agency code whose units inherit the row; empty for the whole country. */
  readonly scope: string;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  /** Mùa, `MM-DD` both included, may run over the new year; null for the whole year. */
  readonly season: { readonly from: string; readonly to: string } | null;
  /** A weekday left out has no session. */
  readonly weekly: Partial<Readonly<Record<Weekday, readonly SessionText[]>>>;
  readonly state: HoursState;
  readonly source: string;
}

export type ReceiptRule = "NONE" | "NEXT_OFFICE_HOURS";

/** Whether a receipt outside office hours counts from the next session, and by which text. */
export interface ReceiptRuleRow {
  readonly scope: string;
  readonly rule: ReceiptRule;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  /** Short form that a clerk reads, e.g. `Đ11.2 QĐ 57/2014`. */
  readonly citation: string;
  readonly source: string;
}

/** Ngày lễ, nghỉ bù, hoán đổi nghỉ, làm bù. */
export type DayKind = "holiday" | "substitute" | "swap_off" | "swap_work";
/**
 * `statutory` follows from a law, `official` from a notice: applied.
 * `computed` is certain but not yet announced: applied, results provisional.
 * `candidate` and `proposed` are open: not applied, results that depend on them provisional.
 * `rejected` was decided against: kept as a record, without effect.
 */
export type DayState = "statutory" | "official" | "computed" | "candidate" | "proposed" | "rejected";

/** One day of the national calendar that differs from its weekday. */
export interface DayRow {
  readonly date: LocalDate;
  readonly kind: DayKind;
  readonly state: DayState;
  /** The occasion, Vietnamese. */
  readonly name: string;
  /** The other half of a swap. A worked day takes the sessions of this day's weekday, or of Monday when null. */
  readonly swappedWith: LocalDate | null;
  readonly source: string;
}

/** A day an agency decided for itself and its units: duty on a Saturday, closed for a storm (no session). */
export interface OverrideRow {
  readonly scope: string;
  readonly date: LocalDate;
  readonly sessions: readonly SessionText[];
  readonly name: string;
  readonly source: string;
}

/** Whether the notices of a year are known. A year not listed counts as pending. */
export interface YearRow {
  readonly year: number;
  readonly state: "complete" | "pending";
  readonly source: string;
}

/** Everything a calendar is made of, as plain rows. */
export interface CalendarData {
  /** Names the exact rows a result was computed with, e.g. `2026-11-21+3fa9c1d20b7e`. */
  readonly version: string;
  readonly officeHours: readonly OfficeHoursRow[];
  readonly receiptRules: readonly ReceiptRuleRow[];
  readonly days: readonly DayRow[];
  readonly overrides: readonly OverrideRow[];
  readonly years: readonly YearRow[];
}
