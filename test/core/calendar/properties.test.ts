import test from "ava";
import * as fc from "fast-check";
import { addWorkingMinutes, buildCalendars, correctedData, effectiveReceipt, endOfDay, endOfNextWorkingDay, localDateOf, nextWorkingDay, sendDeadline, subtractWorkingMinutes, workingMinutesBetween } from "#src/core/calendar/index";
import type { CalendarData } from "#src/core/calendar/index";
import { day, plain, shipped } from "./data.ts";

const storm = { scope: "H48.02", date: day("2026-10-12"), sessions: [], name: "bão", source: "test" } as const;
const duty = { scope: "H48", date: day("2026-10-17"), sessions: [["08:00", "11:00"]], name: "trực một cửa", source: "test" } as const;
const worlds: readonly CalendarData[] = [shipped, { ...shipped, overrides: [storm, duty] }, plain()];

const world = fc.constantFrom(...worlds.map((data) => buildCalendars(data).for("H48.02", day("2026-10-01"))));
const from = Date.parse("2023-12-01T00:00:00+07:00");
const to = Date.parse("2027-12-01T00:00:00+07:00");
// most interesting instants lie within a millisecond of a session's edge
const edge = fc.record({ day: fc.integer({ min: 0, max: 1460 }), minute: fc.constantFrom(0, 450, 480, 660, 690, 810, 1020, 1439), off: fc.integer({ min: -1, max: 1 }) }).map((e) => new Date(from + e.day * 86_400_000 + e.minute * 60_000 + e.off));
const instant = fc.oneof(edge, fc.integer({ min: from, max: to }).map((ms) => new Date(ms)));

function isOpen(at: Date, calendar: ReturnType<ReturnType<typeof buildCalendars>["for"]>): boolean {
  const date = localDateOf(at);
  const elapsed = at.getTime() - Date.parse(`${date}T00:00:00+07:00`);
  return calendar.day(date).sessions.some((s) => s.from * 60_000 <= elapsed && elapsed < s.to * 60_000);
}

test("effective receipt is never before the receipt, and equal exactly inside a session", (t) => {
  fc.assert(
    fc.property(world, instant, (calendar, at) => {
      const result = effectiveReceipt(at, calendar);
      t.true(result.effectiveAt >= at);
      t.is(result.effectiveAt.getTime() === at.getTime(), isOpen(at, calendar));
      t.is(result.kind, isOpen(at, calendar) ? "inside" : "shifted");
    }),
    { numRuns: 1500 },
  );
});

test("effective receipt always falls inside a session, and nothing was open in between", (t) => {
  fc.assert(
    fc.property(world, instant, (calendar, at) => {
      const { effectiveAt } = effectiveReceipt(at, calendar);
      t.true(isOpen(effectiveAt, calendar));
      t.is(workingMinutesBetween(at, effectiveAt, calendar), 0);
    }),
    { numRuns: 1000 },
  );
});

test("effective receipt of an effective receipt is itself", (t) => {
  fc.assert(
    fc.property(world, instant, (calendar, at) => {
      const once = effectiveReceipt(at, calendar).effectiveAt;
      t.is(effectiveReceipt(once, calendar).effectiveAt.getTime(), once.getTime());
    }),
    { numRuns: 1000 },
  );
});

test("a later receipt never counts earlier", (t) => {
  fc.assert(
    fc.property(world, instant, instant, (calendar, a, b) => {
      const [early, late] = a <= b ? [a, b] : [b, a];
      t.true(effectiveReceipt(early, calendar).effectiveAt <= effectiveReceipt(late, calendar).effectiveAt);
    }),
    { numRuns: 1000 },
  );
});

test("working minutes add up over any instant in between and change sign when reversed", (t) => {
  const near = fc.tuple(instant, fc.integer({ min: 0, max: 40 * 86_400_000 }), fc.integer({ min: 0, max: 40 * 86_400_000 }));
  fc.assert(
    fc.property(world, near, (calendar, [a, first, second]) => {
      const b = new Date(a.getTime() + first);
      const c = new Date(b.getTime() + second);
      const whole = workingMinutesBetween(a, c, calendar);
      t.true(Math.abs(whole - workingMinutesBetween(a, b, calendar) - workingMinutesBetween(b, c, calendar)) < 1e-6);
      t.is(workingMinutesBetween(c, a, calendar), -whole);
      t.true(whole >= 0 && whole <= (c.getTime() - a.getTime()) / 60_000);
    }),
    { numRuns: 200 },
  );
});

test("the send deadline lies on the next working day, after signing and within the records-work limit", (t) => {
  fc.assert(
    fc.property(world, instant, (calendar, at) => {
      const result = sendDeadline(at, 0, calendar);
      t.is(localDateOf(result.deadline), nextWorkingDay(localDateOf(at), calendar).date);
      t.true(at < result.target && result.target <= result.deadline && result.deadline < result.clericalLimit);
    }),
    { numRuns: 1000 },
  );
});

test("whatever is decided of the open days, a result that is not provisional stays as it is", (t) => {
  const open = shipped.days.filter((row) => row.state === "proposed" || row.state === "candidate" || row.state === "computed");
  const decisions = fc.array(fc.constantFrom("official" as const, "rejected" as const), { minLength: open.length, maxLength: open.length });
  const around = fc.integer({ min: Date.parse("2026-11-15T00:00:00+07:00"), max: Date.parse("2027-02-20T00:00:00+07:00") }).map((ms) => new Date(ms));
  // with 2027 known but for its open days, so that only those are in question
  const years = shipped.years.map((row) => ({ ...row, state: "complete" as const }));
  const before = buildCalendars({ ...shipped, years }).for("H48", day("2026-11-15"));
  fc.assert(
    fc.property(decisions, around, (states, at) => {
      const days = shipped.days.map((row) => ({ ...row, state: states[open.indexOf(row)] ?? row.state }));
      const after = effectiveReceipt(at, buildCalendars({ ...shipped, years, days }).for("H48", day("2026-11-15")));
      const now = effectiveReceipt(at, before);
      t.false(after.provisional);
      if (!now.provisional) t.is(after.effectiveAt.getTime(), now.effectiveAt.getTime());
    }),
    { numRuns: 600 },
  );
});

const length = fc.integer({ min: 0, max: 6_000 });

test("so many office minutes later or earlier, exactly so many have passed, and the instant is in office hours or at their edge", (t) => {
  fc.assert(
    fc.property(world, instant, length, (calendar, at, minutes) => {
      const later = addWorkingMinutes(at, minutes, calendar);
      t.true(later >= at);
      t.true(Math.abs(workingMinutesBetween(at, later, calendar) - minutes) < 1e-6);
      const earlier = subtractWorkingMinutes(at, minutes, calendar);
      t.true(earlier <= at);
      t.true(Math.abs(workingMinutesBetween(earlier, at, calendar) - minutes) < 1e-6);
    }),
    { numRuns: 300 },
  );
});

test("adding office minutes is additive: twice some is the sum at once", (t) => {
  fc.assert(
    fc.property(world, instant, length, length, (calendar, at, one, other) => {
      t.is(addWorkingMinutes(addWorkingMinutes(at, one, calendar), other, calendar).getTime(), addWorkingMinutes(at, one + other, calendar).getTime());
    }),
    { numRuns: 200 },
  );
});

test("a duty of the day or of the next working day is due at the end of a worked day, later for a later receipt", (t) => {
  fc.assert(
    fc.property(world, instant, instant, (calendar, a, b) => {
      const [first, second] = a <= b ? [a, b] : [b, a];
      for (const dueOf of [endOfDay, endOfNextWorkingDay]) {
        const due = dueOf(localDateOf(first), calendar, "Đ").dueAt;
        t.true(due > first);
        t.true(due <= dueOf(localDateOf(second), calendar, "Đ").dueAt);
        t.true(calendar.day(localDateOf(new Date(due.getTime() - 1))).sessions.length > 0);
      }
    }),
    { numRuns: 300 },
  );
});

const decision = fc.record({ date: fc.integer({ min: 0, max: 1_400 }), kind: fc.constantFrom("holiday", "substitute" as const), late: fc.boolean() });

test("a version is independent of later corrections, and a correction moves no receipt before the day it corrects", (t) => {
  fc.assert(
    fc.property(instant, decision, (at, { date, kind }) => {
      const corrected = localDateOf(new Date(from + date * 86_400_000));
      const row = { date: corrected, kind, state: "official", name: "thử", swappedWith: null, source: "thử" } as const;
      const before = buildCalendars(shipped);
      const was = effectiveReceipt(at, before.for("H48", localDateOf(at)));
      const after = correctedData(shipped, [{ position: "1", rows: [{ what: "day", row }] }]);
      const is = effectiveReceipt(at, buildCalendars(after).for("H48", localDateOf(at)));
      t.is(effectiveReceipt(at, before.for("H48", localDateOf(at))).effectiveAt.getTime(), was.effectiveAt.getTime());
      t.is(after.version, `${shipped.version}.c1`);
      if (localDateOf(was.effectiveAt) < corrected) t.is(is.effectiveAt.getTime(), was.effectiveAt.getTime());
      if (was.effectiveAt.getTime() !== is.effectiveAt.getTime()) t.true(localDateOf(at) <= corrected && localDateOf(is.effectiveAt) >= corrected);
    }),
    { numRuns: 300 },
  );
});
