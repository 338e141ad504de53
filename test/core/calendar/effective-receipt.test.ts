import test from "ava";
import { effectiveReceipt } from "#src/core/calendar/index";
import { calendarAt, clock, day, plain } from "./data.ts";

// Quảng Ngãi (H48), sessions 07:30–11:30 and 13:30–17:00, with the shipped days off
const VECTORS: readonly (readonly [received: string, effective: string, kind: "inside" | "shifted", why: string])[] = [
  ["2026-11-20T09:15:00+07:00", "2026-11-20T09:15:00.000+07:00", "inside", "a Friday morning"],
  ["2026-11-20T07:30:00+07:00", "2026-11-20T07:30:00.000+07:00", "inside", "the first instant of the morning"],
  ["2026-11-20T07:29:59.999+07:00", "2026-11-20T07:30:00.000+07:00", "shifted", "the last millisecond before it"],
  ["2026-11-20T11:29:59+07:00", "2026-11-20T11:29:59.000+07:00", "inside", "the last second of the morning"],
  ["2026-11-20T11:30:00+07:00", "2026-11-20T13:30:00.000+07:00", "shifted", "the end of the morning"],
  ["2026-11-20T12:00:00+07:00", "2026-11-20T13:30:00.000+07:00", "shifted", "lunch"],
  ["2026-11-20T16:59:59.999+07:00", "2026-11-20T16:59:59.999+07:00", "inside", "the last millisecond of the day"],
  ["2026-11-20T17:00:00+07:00", "2026-11-23T07:30:00.000+07:00", "shifted", "the end of a Friday"],
  ["2026-11-20T17:30:00Z", "2026-11-23T07:30:00.000+07:00", "shifted", "half past midnight of Saturday in Vietnam"],
  ["2026-11-21T10:00:00+07:00", "2026-11-23T07:30:00.000+07:00", "shifted", "a Saturday"],
  ["2026-11-23T17:05:00+07:00", "2026-11-25T07:30:00.000+07:00", "shifted", "the evening before the new holiday of 24/11"],
  ["2026-11-24T09:00:00+07:00", "2026-11-25T07:30:00.000+07:00", "shifted", "the new holiday of 24/11"],
  ["2026-02-13T17:00:00+07:00", "2026-02-23T07:30:00.000+07:00", "shifted", "the evening before Tết"],
  ["2026-08-22T10:00:00+07:00", "2026-08-22T10:00:00.000+07:00", "inside", "a Saturday worked for a swap"],
  ["2026-08-31T10:00:00+07:00", "2026-09-03T07:30:00.000+07:00", "shifted", "a Monday swapped off before National Day"],
  ["2026-04-24T18:00:00+07:00", "2026-04-28T07:30:00.000+07:00", "shifted", "a Sunday holiday made up on Monday 27/4"],
  ["2026-01-02T09:00:00+07:00", "2026-01-05T07:30:00.000+07:00", "shifted", "a Friday swapped off"],
  ["2026-01-10T16:59:00+07:00", "2026-01-10T16:59:00.000+07:00", "inside", "the Saturday worked for it"],
  ["2025-04-26T08:00:00+07:00", "2025-04-26T08:00:00.000+07:00", "inside", "a Saturday worked in 2025"],
  ["2025-05-02T08:00:00+07:00", "2025-05-05T07:30:00.000+07:00", "shifted", "a Friday swapped off in 2025"],
  ["2024-02-07T17:01:00+07:00", "2024-02-15T07:30:00.000+07:00", "shifted", "the evening before Tết 2024"],
];

for (const [received, effective, kind, why] of VECTORS) {
  test(`received ${received} (${why}) counts at ${effective}`, (t) => {
    const at = new Date(received);
    const result = effectiveReceipt(at, calendarAt("H48", at));
    t.is(clock(result.effectiveAt), effective);
    t.is(result.kind, kind);
    t.is(result.calendarId, "H48");
    t.regex(result.calendarVersion, /^\d{4}-\d{2}-\d{2}\+[0-9a-f]{12}$/);
  });
}

test("a department of Quảng Ngãi follows the rule of its province, a ministry has none", (t) => {
  const at = new Date("2026-11-20T17:42:00+07:00");
  t.is(clock(effectiveReceipt(at, calendarAt("H48.01.003", at)).effectiveAt), "2026-11-23T07:30:00.000+07:00");
  const ministry = effectiveReceipt(at, calendarAt("G22", at));
  t.is(ministry.kind, "not-shifted-by-rule");
  t.is(ministry.effectiveAt, at);
  t.is(ministry.calendarId, "VN");
  t.false(ministry.provisional);
});

test("a code that only begins with the same letters is another agency", (t) => {
  const at = new Date("2026-11-20T17:42:00+07:00");
  t.is(effectiveReceipt(at, calendarAt("H480", at)).kind, "not-shifted-by-rule");
});

test("before QĐ 57/2014 took effect on 20/11/2014 nothing is shifted in Quảng Ngãi", (t) => {
  const eve = new Date("2014-11-19T20:00:00+07:00");
  t.is(effectiveReceipt(eve, calendarAt("H48", eve)).kind, "not-shifted-by-rule");
  const first = new Date("2014-11-20T20:00:00+07:00");
  t.is(effectiveReceipt(first, calendarAt("H48", first)).kind, "shifted");
});

test("a result is provisional exactly when an open question of the calendar could move it", (t) => {
  const provisional = (text: string) => {
    const at = new Date(text);
    return effectiveReceipt(at, calendarAt("H48", at)).provisional;
  };
  t.true(provisional("2026-11-20T17:42:00+07:00"), "would be 25/11 if 23/11 were swapped off");
  t.true(provisional("2026-11-23T09:00:00+07:00"), "inside 23/11 only while it is worked");
  t.false(provisional("2026-11-23T17:05:00+07:00"), "25/11 either way");
  t.true(provisional("2026-11-28T10:00:00+07:00"), "inside 28/11 if it were worked");
  t.false(provisional("2026-11-28T17:00:00+07:00"), "after hours even if it were worked");
  t.false(provisional("2026-11-20T16:00:00+07:00"));
  t.true(provisional("2027-02-04T09:00:00+07:00"), "Tết 2027 has no notice yet");
  t.true(provisional("2027-03-01T09:00:00+07:00"), "no notice of 2027 at all yet");
  t.true(provisional("2026-12-31T17:00:00+07:00"), "runs into 2027");
  t.true(provisional("2031-03-03T09:00:00+07:00"), "a year without data");
});

test("an unconfirmed proposal changes nothing, a confirmed one does, a rejected one leaves no doubt", (t) => {
  const at = new Date("2026-11-20T17:42:00+07:00");
  const withState = (state: "proposed" | "official" | "rejected") => {
    const days = [{ date: day("2026-11-23"), kind: "swap_off", state, name: "x", swappedWith: day("2026-11-28"), source: "test" }] as const;
    const result = effectiveReceipt(at, calendarAt("H48", at, plain({ days })));
    return [clock(result.effectiveAt).slice(0, 10), result.provisional];
  };
  t.deepEqual(withState("proposed"), ["2026-11-23", true]);
  t.deepEqual(withState("official"), ["2026-11-24", false]);
  t.deepEqual(withState("rejected"), ["2026-11-23", false]);
});

test("a day off that is computed but not announced is applied and leaves the result provisional", (t) => {
  const at = new Date("2026-11-20T09:00:00+07:00");
  const days = [{ date: day("2026-11-20"), kind: "holiday", state: "computed", name: "x", swappedWith: null, source: "test" }] as const;
  const result = effectiveReceipt(at, calendarAt("H48", at, plain({ days })));
  t.is(clock(result.effectiveAt), "2026-11-23T07:30:00.000+07:00");
  t.true(result.provisional);
});

test("a calendar without working days ends in calendar-exhausted", (t) => {
  const at = new Date("2026-11-20T17:42:00+07:00");
  const officeHours = plain().officeHours.map((row) => ({ ...row, weekly: {} }));
  const error = t.throws(() => effectiveReceipt(at, calendarAt("H48", at, plain({ officeHours }))));
  t.like(error, { code: "calendar-exhausted", blame: "us" });
});

test("an invalid time is refused, not computed with", (t) => {
  const at = new Date("2026-11-20T17:42:00+07:00");
  const error = t.throws(() => effectiveReceipt(new Date(Number.NaN), calendarAt("H48", at)));
  t.like(error, { code: "field-invalid" });
});
