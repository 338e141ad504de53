import test from "ava";
import { sendDeadline } from "#src/core/calendar/index";
import { calendarAt, clock, day } from "./data.ts";

const VECTORS: readonly (readonly [signed: string, deadline: string, limit: string, why: string])[] = [
  ["2026-11-20T16:50:00+07:00", "2026-11-23T11:30", "2026-11-24T00:00", "over a weekend"],
  ["2026-11-23T16:50:00+07:00", "2026-11-25T11:30", "2026-11-26T00:00", "over the holiday of 24/11"],
  ["2026-02-13T16:00:00+07:00", "2026-02-23T11:30", "2026-02-24T00:00", "over Tết"],
  ["2026-08-21T16:00:00+07:00", "2026-08-22T11:30", "2026-08-23T00:00", "on a Friday before a worked Saturday"],
  ["2026-08-28T15:00:00+07:00", "2026-09-03T11:30", "2026-09-04T00:00", "over a swapped Monday and National Day"],
  ["2026-11-21T10:00:00+07:00", "2026-11-23T11:30", "2026-11-24T00:00", "on a Saturday"],
];

for (const [signed, deadline, limit, why] of VECTORS) {
  test(`signed ${signed} (${why}) must be sent before ${deadline}`, (t) => {
    const at = new Date(signed);
    const result = sendDeadline(at, 0, calendarAt("H48", at));
    t.is(result.rule, "R-SEND-1");
    t.is(clock(result.deadline).slice(0, 16), deadline);
    t.is(clock(result.clericalLimit).slice(0, 16), limit);
    t.true(clock(result.target).endsWith("T00:00:00.000+07:00"));
    t.true(result.target > at);
    t.false(result.signTimeAssumed);
  });
}

test("an urgent document is due 15 minutes after signing, at any hour", (t) => {
  const at = new Date("2026-11-21T23:50:00+07:00");
  for (const urgency of [1, 2, 3, 4] as const) {
    const result = sendDeadline(at, urgency, calendarAt("H48", at));
    t.is(result.rule, "R-SEND-3");
    t.is(clock(result.deadline), "2026-11-22T00:05:00.000+07:00");
    t.is(clock(result.clericalLimit).slice(0, 10), "2026-11-24");
  }
});

test("with only the day of issue known the last instant of that day is taken and marked", (t) => {
  const result = sendDeadline(day("2026-11-20"), 0, calendarAt("H48", new Date("2026-11-20T12:00:00+07:00")));
  t.true(result.signTimeAssumed);
  t.is(clock(result.signedAt), "2026-11-20T23:59:59.999+07:00");
  t.is(clock(result.deadline).slice(0, 16), "2026-11-23T11:30");
});

test("a deadline that falls on a day in question is provisional", (t) => {
  const provisional = (text: string) => sendDeadline(new Date(text), 0, calendarAt("H48", new Date(text))).provisional;
  t.true(provisional("2026-11-20T16:50:00+07:00"));
  t.false(provisional("2026-11-23T16:50:00+07:00"));
  t.true(provisional("2026-11-27T16:50:00+07:00"), "Saturday 28/11 may become a working day");
});

test("a day of issue that does not exist is refused", (t) => {
  const at = new Date("2026-11-20T12:00:00+07:00");
  for (const text of ["2026-02-30", "2026-2-3", "20/11/2026", ""]) t.like(t.throws(() => sendDeadline(day(text), 0, calendarAt("H48", at))), { code: "date-invalid" }, text);
});
