import type { LocalDate } from "#edxml";
import type { Actor } from "../actor.ts";
import { buildCalendars } from "./build.ts";
import type { CalendarData, DayRow, OfficeHoursRow, OverrideRow, ReceiptRuleRow, YearRow } from "./data.ts";
import { addDays } from "./local-time.ts";
import { seasonsMeet } from "./season.ts";

/** One row as it is to be from now on. A row is replaced, never deleted: what is decided against becomes `rejected`. */
export type RowChange =
  | { readonly what: "day"; readonly row: DayRow }
  | { readonly what: "override"; readonly row: OverrideRow }
  | { readonly what: "override-withdrawn"; readonly scope: string; readonly date: LocalDate }
  | { readonly what: "hours"; readonly row: OfficeHoursRow }
  | { readonly what: "receipt-rule"; readonly row: ReceiptRuleRow }
  | { readonly what: "year"; readonly row: YearRow };

/** Đính chính lịch: what one person decided at one moment, and with it a new version of the calendar. */
export interface Correction {
  /** Growing; part of the name of the version it made. */
  readonly position: string;
  readonly at: Date;
  readonly actor: Actor;
  readonly reason: string;
  readonly rows: readonly RowChange[];
  /** Whose calendar it touches; empty for the whole country. */
  readonly scope: string;
  /** Days it touches, both included; `to` null has no end. */
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  /** The version it made. */
  readonly version: string;
  /** When all that was derived with an older version had been looked at again; null: not yet. */
  readonly rederivedAt: Date | null;
}

/** Names the version that corrections up to `position` make of the files. The list is append-only, so the name determines the rows. */
export function versionAfter(base: CalendarData["version"], position: string): string {
  return `${base}.c${position}`;
}

/** The files with the corrections laid over them, oldest first. Throws `data-file-invalid` when the rows contradict each other. */
export function correctedData(base: CalendarData, corrections: readonly Pick<Correction, "position" | "rows">[]): CalendarData {
  const data = corrections.flatMap(({ rows }) => rows).reduce(withRow, base);
  const last = corrections.at(-1);
  const named = last === undefined ? data : { ...data, version: versionAfter(base.version, last.position) };
  buildCalendars(named); // whoever corrects learns of a contradiction, not whoever computes later
  return named;
}

function withRow(data: CalendarData, change: RowChange): CalendarData {
  switch (change.what) {
    case "day":
      return { ...data, days: [...data.days.filter((row) => row.date !== change.row.date || row.kind !== change.row.kind), change.row] };
    case "override":
      return { ...data, overrides: [...without(data.overrides, change.row), change.row] };
    case "override-withdrawn":
      return { ...data, overrides: without(data.overrides, change) };
    case "hours":
      return { ...data, officeHours: [...endedBefore(data.officeHours, change.row, alikeInSeason), change.row] };
    case "receipt-rule":
      return { ...data, receiptRules: [...endedBefore(data.receiptRules, change.row, () => true), change.row] };
    case "year":
      return { ...data, years: [...data.years.filter((row) => row.year !== change.row.year), change.row] };
  }
}

function without(rows: readonly OverrideRow[], { scope, date }: { readonly scope: string; readonly date: LocalDate }): OverrideRow[] {
  return rows.filter((row) => row.scope !== scope || row.date !== date);
}

interface Dated {
  readonly scope: string;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
}

/** What held before ends the day before the new row begins; what would only have begun later gives way to it, as far as the new row reaches. */
function endedBefore<Row extends Dated>(rows: readonly Row[], next: Row, alike: (a: Row, b: Row) => boolean): Row[] {
  return rows.flatMap((row) => {
    const apart = row.scope !== next.scope || !alike(row, next) || (row.validTo !== null && row.validTo < next.validFrom) || (next.validTo !== null && row.validFrom > next.validTo);
    if (apart) return [row];
    const before = row.validFrom < next.validFrom ? [{ ...row, validTo: addDays(next.validFrom, -1) }] : [];
    const after = next.validTo !== null && (row.validTo === null || row.validTo > next.validTo) ? [{ ...row, validFrom: addDays(next.validTo, 1) }] : [];
    return [...before, ...after];
  });
}

function alikeInSeason(a: OfficeHoursRow, b: OfficeHoursRow): boolean {
  return a.season === null || b.season === null ? a.season === b.season : seasonsMeet(a.season, b.season);
}
