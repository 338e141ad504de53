import type { LocalDate } from "#edxml";
import type { CalendarData, DayKind, DayRow, DayState, HoursState, OfficeHoursRow, OverrideRow, ReceiptRuleRow, Weekday } from "./data.ts";
import { weekdayOf, yearOf } from "./local-time.ts";
import { validOn } from "./scope.ts";
import { inSeason } from "./season.ts";
import type { Session } from "./sessions.ts";
import { parseSessions, sameSessions } from "./sessions.ts";

/** Why a day has the sessions it has. `weekly` works as every week, `weekend` rests as every week. */
export interface Cause {
  readonly kind: DayKind | "override" | "weekly" | "weekend" | "no-hours";
  readonly name: string;
  readonly source: string;
  readonly swappedWith: LocalDate | null;
}

/** An open question about a day, and its sessions should the question be answered the other way. */
export type Doubt =
  | { readonly kind: "row"; readonly date: LocalDate; readonly row: DayRow; readonly otherwise: readonly Session[] }
  | { readonly kind: "year"; readonly date: LocalDate; readonly year: number };

/** One day of one agency. */
export interface Day {
  readonly date: LocalDate;
  readonly weekday: Weekday;
  /** In order, apart from each other, half-open; empty on a day off. */
  readonly sessions: readonly Session[];
  readonly cause: Cause;
  readonly hoursState: HoursState;
  readonly doubts: readonly Doubt[];
}

/** The rows that concern one agency, nearest first, as `buildCalendars` picks them. */
export interface AgencyRows {
  readonly scope: string;
  readonly officeHours: readonly OfficeHoursRow[];
  readonly overrides: readonly OverrideRow[];
  readonly receiptRule: ReceiptRuleRow;
}

/** The rows every agency shares, indexed. */
export interface NationalRows {
  readonly version: string;
  readonly days: ReadonlyMap<LocalDate, readonly DayRow[]>;
  readonly completeYears: ReadonlySet<number>;
}

const APPLIED: ReadonlySet<DayState> = new Set(["statutory", "official", "computed"]);
const OPEN: ReadonlySet<DayState> = new Set(["computed", "candidate", "proposed"]);
/** More than ten years of days worked out once each; a report over a million dispatches asks for the same few hundred. */
const REMEMBERED_DAYS = 4000;

/** Lịch làm việc of one agency. Answers for any day; `receiptRule` is the one of the day it was asked for. */
export class Calendar {
  /** The agency whose own rows are nearest, or `VN`. */
  readonly id: string;
  readonly version: CalendarData["version"];
  readonly receiptRule: ReceiptRuleRow;
  readonly #agency: AgencyRows;
  readonly #national: NationalRows;
  readonly #days = new Map<LocalDate, Day>();

  constructor(agency: AgencyRows, national: NationalRows) {
    this.id = agency.scope === "" ? "VN" : agency.scope;
    this.version = national.version;
    this.receiptRule = agency.receiptRule;
    this.#agency = agency;
    this.#national = national;
  }

  /** What kind of day it is (precedence: own override, làm bù, nghỉ, weekly pattern), with every question still open about it. */
  day(date: LocalDate): Day {
    const known = this.#days.get(date);
    if (known !== undefined) return known;
    const day = this.#workOut(date);
    if (this.#days.size >= REMEMBERED_DAYS) this.#days.clear();
    this.#days.set(date, day);
    return day;
  }

  #workOut(date: LocalDate): Day {
    const rows = this.#national.days.get(date) ?? [];
    const applied = rows.filter((row) => APPLIED.has(row.state));
    const decided = this.#decide(date, applied);
    const doubts: Doubt[] = [];
    for (const row of rows.filter((candidate) => OPEN.has(candidate.state))) {
      const otherRows = applied.includes(row) ? applied.filter((other) => other !== row) : [...applied, row];
      const otherwise = this.#decide(date, otherRows).sessions;
      if (!sameSessions(otherwise, decided.sessions)) doubts.push({ kind: "row", date, row, otherwise });
    }
    if (!this.#national.completeYears.has(yearOf(date))) doubts.push({ kind: "year", date, year: yearOf(date) });
    return { date, weekday: weekdayOf(date), ...decided, doubts };
  }

  #decide(date: LocalDate, rows: readonly DayRow[]): Pick<Day, "sessions" | "cause" | "hoursState"> {
    const override = this.#agency.overrides.find((row) => row.date === date);
    if (override !== undefined) {
      const cause = { kind: "override", name: override.name, source: override.source, swappedWith: null } as const;
      return { sessions: parseSessions(override.sessions, `${override.scope} ${date}`), cause, hoursState: "confirmed" };
    }
    const hours = this.#hoursOn(date);
    const hoursState = hours?.state ?? "assumed";
    const worked = rows.find((row) => row.kind === "swap_work");
    if (worked !== undefined) {
      const weekday = worked.swappedWith === null ? 1 : weekdayOf(worked.swappedWith);
      return { sessions: sessionsOf(hours, weekday), cause: causeOf(worked), hoursState };
    }
    const off = rows.find((row) => row.kind !== "swap_work");
    if (off !== undefined) return { sessions: [], cause: causeOf(off), hoursState };
    const sessions = sessionsOf(hours, weekdayOf(date));
    const kind = hours === undefined ? "no-hours" : sessions.length === 0 ? "weekend" : "weekly";
    return { sessions, cause: { kind, name: "", source: hours?.source ?? "", swappedWith: null }, hoursState };
  }

  /** The nearest agency's hours; within one agency a season before the whole year. */
  #hoursOn(date: LocalDate): OfficeHoursRow | undefined {
    const valid = this.#agency.officeHours.filter((row) => validOn(row, date) && inSeason(row.season, date));
    const nearest = valid[0];
    return valid.find((row) => row.scope === nearest?.scope && row.season !== null) ?? nearest;
  }
}

function causeOf(row: DayRow): Cause {
  return { kind: row.kind, name: row.name, source: row.source, swappedWith: row.swappedWith };
}

function sessionsOf(hours: OfficeHoursRow | undefined, weekday: Weekday): readonly Session[] {
  return parseSessions(hours?.weekly[weekday] ?? [], `${hours?.scope ?? ""} weekday ${weekday}`);
}

