import test from "ava";
import { buildCalendars, morningEnd, nextWorkingDay, weekdayOf, workingMinutesBetween } from "#src/core/calendar/index";
import type { CalendarData, SessionText } from "#src/core/calendar/index";
import { clock, day, plain, shipped } from "./data.ts";

const hours = (data: CalendarData, organId: string, date: string): readonly string[] =>
  buildCalendars(data)
    .for(organId, day(date))
    .day(day(date))
    .sessions.map(({ from, to }) => `${from / 60}-${to / 60}`);

const week = (...sessions: readonly SessionText[]) => ({ 1: sessions, 2: sessions, 3: sessions, 4: sessions, 5: sessions });
const row = (change: Partial<CalendarData["officeHours"][number]>): CalendarData["officeHours"][number] => ({ scope: "", validFrom: day("2000-01-01"), validTo: null, season: null, weekly: {}, state: "confirmed", source: "test", ...change });
const off = (date: string, kind: "holiday" | "substitute" | "swap_off") => ({ date: day(date), kind, state: "official", name: "x", swappedWith: null, source: "test" }) as const;

test("office hours are inherited agency, province, country, and the nearest wins", (t) => {
  const data = plain({
    officeHours: [row({ weekly: week(["07:30", "11:30"]) }), row({ scope: "H48", weekly: week(["07:00", "11:00"]) }), row({ scope: "H48.01", weekly: week(["08:00", "12:00"]) })],
  });
  t.deepEqual(hours(data, "H48.01.005", "2026-11-20"), ["8-12"]);
  t.deepEqual(hours(data, "H48.02", "2026-11-20"), ["7-11"]);
  t.deepEqual(hours(data, "G22", "2026-11-20"), ["7.5-11.5"]);
});

test("a code in the old 13-character form inherits like the new one", (t) => {
  t.is(buildCalendars(shipped).for("000.00.00.H48", day("2026-11-20")).receiptRule.rule, "NEXT_OFFICE_HOURS");
  t.is(buildCalendars(shipped).for("003.00.15.H48", day("2026-11-20")).id, "H48");
  t.is(buildCalendars(shipped).for("000.00.00.G22", day("2026-11-20")).id, "VN");
});

test("a season holds on its first and last day, over the new year as well, before the agency's whole-year hours", (t) => {
  const data = plain({
    officeHours: [
      row({ scope: "H41", weekly: week(["07:00", "11:30"]) }),
      row({ scope: "H41", weekly: week(["07:30", "12:00"]), season: { from: "10-17", to: "04-15" } }),
    ],
  });
  const at = (date: string) => hours(data, "H41", date)[0];
  t.is(at("2026-10-16"), "7-11.5");
  t.is(at("2025-10-17"), "7.5-12");
  t.is(at("2026-12-31"), "7.5-12");
  t.is(at("2027-01-04"), "7.5-12");
  t.is(at("2027-04-15"), "7.5-12");
  t.is(at("2027-04-16"), "7-11.5");
});

test("hours begin and end on their own days, both included", (t) => {
  const data = plain({
    officeHours: [
      row({ weekly: week(["07:30", "11:30"]) }),
      row({ scope: "H57", validFrom: day("2022-09-01"), validTo: day("2022-09-30"), weekly: week(["08:00", "11:30"]) }),
    ],
  });
  t.deepEqual(hours(data, "H57", "2022-08-31"), ["7.5-11.5"]);
  t.deepEqual(hours(data, "H57", "2022-09-01"), ["8-11.5"]);
  t.deepEqual(hours(data, "H57", "2022-09-30"), ["8-11.5"]);
  t.deepEqual(hours(data, "H57", "2022-10-03"), ["7.5-11.5"]);
});

test("an agency's own override goes before a swap, a worked swap before a day off, a day off before the week", (t) => {
  const saturday = "2026-08-22";
  const worked = { ...off(saturday, "holiday"), kind: "swap_work" } as const;
  const override = { scope: "H48", date: day(saturday), sessions: [["08:00", "10:00"]], name: "trực", source: "test" } as const;
  t.deepEqual(hours(plain(), "H48", saturday), []);
  t.deepEqual(hours(plain({ days: [worked] }), "H48", saturday), ["7.5-11.5", "13.5-17"]);
  t.deepEqual(hours(plain({ days: [worked, off(saturday, "holiday")] }), "H48", saturday), ["7.5-11.5", "13.5-17"]);
  t.deepEqual(hours(plain({ days: [worked], overrides: [override] }), "H48.07", saturday), ["8-10"]);
  t.deepEqual(hours(plain({ days: [worked], overrides: [override] }), "G22", saturday), ["7.5-11.5", "13.5-17"]);
  for (const kind of ["holiday", "substitute", "swap_off"] as const) t.deepEqual(hours(plain({ days: [off("2026-11-20", kind)] }), "H48", "2026-11-20"), [], kind);
});

test("a worked Saturday takes the sessions of the weekday it stands for, Monday's when none is named", (t) => {
  const weekly = { 1: [["07:00", "11:00"]], 5: [["08:00", "12:00"]] } as const;
  const worked = { ...off("2026-11-28", "holiday"), kind: "swap_work" } as const;
  const data = plain({ officeHours: [row({ weekly })] });
  t.deepEqual(hours({ ...data, days: [{ ...worked, swappedWith: day("2026-11-27") }] }, "G22", "2026-11-28"), ["8-12"]);
  t.deepEqual(hours({ ...data, days: [worked] }, "G22", "2026-11-28"), ["7-11"]);
});

test("the next working day is strictly later and names what could change it", (t) => {
  const calendar = buildCalendars(shipped).for("H48", day("2026-11-20"));
  t.is(nextWorkingDay(day("2026-11-19"), calendar).date, day("2026-11-20"));
  const monday = nextWorkingDay(day("2026-11-20"), calendar);
  t.is(monday.date, day("2026-11-23"));
  t.is(monday.doubts.length, 1);
  t.is(nextWorkingDay(day("2026-11-23"), calendar).date, day("2026-11-25"));
});

test("the morning ends with the first session; a day off has none", (t) => {
  const calendar = buildCalendars(shipped).for("H57", day("2026-11-20"));
  const end = morningEnd(day("2026-11-20"), calendar);
  t.is(end === undefined ? null : clock(end), "2026-11-20T11:30:00.000+07:00");
  t.is(morningEnd(day("2026-11-24"), calendar), undefined);
});

test("working minutes leave out lunch, nights, weekends and holidays", (t) => {
  const calendar = buildCalendars(shipped).for("H48", day("2026-11-20"));
  const minutes = (from: string, to: string) => workingMinutesBetween(new Date(`${from}+07:00`), new Date(`${to}+07:00`), calendar);
  t.is(minutes("2026-11-20T11:00:00", "2026-11-20T14:00:00"), 60);
  t.is(minutes("2026-11-20T16:30:00", "2026-11-23T08:00:00"), 60);
  t.is(minutes("2026-11-23T16:59:30", "2026-11-25T07:30:00"), 0.5);
  t.is(minutes("2026-11-21T00:00:00", "2026-11-23T00:00:00"), 0);
  t.is(minutes("2026-11-23T08:00:00", "2026-11-20T16:30:00"), -60);
  t.like(t.throws(() => minutes("1990-01-01T00:00:00", "2026-01-01T00:00:00")), { code: "field-invalid" });
});

test("weekdays follow the calendar over centuries", (t) => {
  t.is(weekdayOf(day("2026-11-22")), 7);
  t.is(weekdayOf(day("1970-01-01")), 4);
  t.is(weekdayOf(day("1969-12-29")), 1);
  t.is(weekdayOf(day("2000-02-29")), 2);
});

const contradictions: readonly (readonly [string, CalendarData])[] = [
  ["two whole-year hours of one agency on the same day", plain({ officeHours: [row({ weekly: {} }), row({ validFrom: day("2026-01-01") })] })],
  ["two seasons that share a day", plain({ officeHours: [row({ season: { from: "04-01", to: "10-31" } }), row({ season: { from: "10-31", to: "03-31" } })] })],
  ["two receipt rules on the same day", plain({ receiptRules: [...plain().receiptRules, ...plain().receiptRules] })],
  ["a day given twice", plain({ days: [off("2026-11-20", "holiday"), off("2026-11-20", "holiday")] })],
  ["hours that end before they begin", plain({ officeHours: [row({ validFrom: day("2026-01-02"), validTo: day("2026-01-01") })] })],
  ["sessions that overlap", plain({ officeHours: [row({ weekly: week(["07:30", "11:30"], ["11:00", "17:00"]) })] })],
  ["a session that ends when it begins", plain({ officeHours: [row({ weekly: week(["07:30", "07:30"]) })] })],
  ["a time that is none", plain({ officeHours: [row({ weekly: week(["07:30", "24:01"]) })] })],
];
for (const [what, data] of contradictions) {
  test(`${what} is refused when the calendars are built`, (t) => {
    t.like(t.throws(() => buildCalendars(data)), { code: "data-file-invalid" });
  });
}

test("seasons side by side are no contradiction", (t) => {
  t.notThrows(() => buildCalendars(plain({ officeHours: [row({ season: { from: "04-01", to: "10-31" } }), row({ season: { from: "11-01", to: "03-31" } })] })));
});
