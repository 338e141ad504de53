import { canonicalOrganId, type LocalDate } from "#edxml";
import { HouseError } from "../fault.ts";
import { Calendar } from "./calendar.ts";
import type { CalendarData, DayRow, OfficeHoursRow, ReceiptRuleRow } from "./data.ts";
import { covers, nearestFirst, validOn } from "./scope.ts";
import { seasonsMeet } from "./season.ts";
import { parseSessions } from "./sessions.ts";

/** Every calendar of one version of the data. */
export interface Calendars {
  readonly version: string;
  /**
   * Lịch của một cơ quan: `organId` in either form, `on` the day the question is about
   * (the day of receipt, in Vietnam), which picks the receipt rule in force that day.
   */
  for(organId: string, on: LocalDate): Calendar;
  /** The calendar with this `Calendar.id`. */
  named(id: string, on: LocalDate): Calendar;
  /** Every scope with rows of its own, the country (`VN`) included: the possible values of `Calendar.id`. */
  scopes(): readonly string[];
}

/** Checks the rows against each other and indexes them. Throws `data-file-invalid` naming the rows that contradict. */
export function buildCalendars(data: CalendarData): Calendars {
  const officeHours = nearestFirst(data.officeHours);
  const overrides = nearestFirst(data.overrides);
  const receiptRules = nearestFirst(data.receiptRules);
  refuseTwice(data.overrides, (row) => `${row.scope} ${row.date}`, "day override");
  refuseTwice(data.days, (row) => `${row.date} ${row.kind}`, "calendar day");
  refuseTwice(data.years, (row) => String(row.year), "year");
  refuseOverlap(officeHours, "office hours", (a, b) => a.season === b.season || (a.season !== null && b.season !== null && seasonsMeet(a.season, b.season)));
  refuseOverlap(receiptRules, "receipt rules", () => true);
  for (const row of officeHours) refuseBadHours(row);
  for (const row of overrides) parseSessions(row.sessions, `override ${row.scope} ${row.date}`);

  const national = {
    version: data.version,
    days: byDate(data.days),
    completeYears: new Set(data.years.filter((row) => row.state === "complete").map((row) => row.year)),
  };
  const scopes = nearestFirst([...officeHours, ...overrides, ...receiptRules]).map((row) => row.scope);
  // rows are nested by prefix, so the nearest scope and the rule of the day determine a calendar wholly
  const known = new Map<string, Calendar>();
  return {
    version: data.version,
    scopes: () => [...new Set(["VN", ...scopes.map((scope) => scope || "VN")])],
    for: (organId, on) => calendarOf(canonicalOrganId(organId), on),
    named: (id, on) => calendarOf(id === "VN" ? "" : id, on),
  };

  function calendarOf(code: string, on: LocalDate): Calendar {
    const mine = <Row extends { readonly scope: string }>(rows: readonly Row[]) => rows.filter((row) => covers(row.scope, code));
    const scope = scopes.find((candidate) => covers(candidate, code)) ?? "";
    const receiptRule = receiptRules.find((row) => covers(row.scope, code) && validOn(row, on)) ?? NO_RULE;
    const key = `${scope} ${receiptRules.indexOf(receiptRule)}`;
    const calendar = known.get(key) ?? new Calendar({ scope, officeHours: mine(officeHours), overrides: mine(overrides), receiptRule }, national);
    known.set(key, calendar);
    return calendar;
  }
}

/** Where no text shifts the receipt, the moment of arrival counts as it is. */
const NO_RULE: ReceiptRuleRow = {
  scope: "",
  rule: "NONE",
  validFrom: "0001-01-01" as LocalDate,
  validTo: null,
  citation: "Đ17.1 Luật GDĐT 2023",
  source: "Luật Giao dịch điện tử số 20/2023/QH15, Điều 17 khoản 1",
};

function byDate(rows: readonly DayRow[]): ReadonlyMap<LocalDate, readonly DayRow[]> {
  const days = new Map<LocalDate, DayRow[]>();
  for (const row of rows) {
    days.set(row.date, [...(days.get(row.date) ?? []), row]);
  }
  return days;
}

function refuseBadHours(row: OfficeHoursRow): void {
  for (const [weekday, sessions] of Object.entries(row.weekly)) parseSessions(sessions, `office hours ${row.scope || "VN"} from ${row.validFrom} weekday ${weekday}`);
}

function refuseTwice<Row>(rows: readonly Row[], keyOf: (row: Row) => string, what: string): void {
  const seen = new Set<string>();
  for (const key of rows.map(keyOf)) {
    if (seen.has(key)) throw new HouseError("data-file-invalid", `${what} ${key} is given twice`, { what, key });
    seen.add(key);
  }
}

interface Dated {
  readonly scope: string;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
}

function refuseOverlap<Row extends Dated>(rows: readonly Row[], what: string, alike: (a: Row, b: Row) => boolean): void {
  for (const [i, a] of rows.entries()) {
    if (a.validTo !== null && a.validTo < a.validFrom) throw new HouseError("data-file-invalid", `${what} of ${a.scope || "VN"} end before they begin`, { what, scope: a.scope, from: a.validFrom });
    const rival = rows.slice(i + 1).find((b) => b.scope === a.scope && (b.validTo ?? "9999") >= a.validFrom && (a.validTo ?? "9999") >= b.validFrom && alike(a, b));
    if (rival !== undefined) {
      throw new HouseError("data-file-invalid", `two ${what} of ${a.scope || "VN"} hold on the same day`, { what, scope: a.scope, first: a.validFrom, second: rival.validFrom });
    }
  }
}
