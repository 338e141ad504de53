import test from "ava";
import type { LocalDate } from "#edxml";
import { lastPeriodBefore, periodWith, readPeriod, type PeriodKind } from "#src/core/reports/period";

const day = (text: string): LocalDate => text as LocalDate;

test("a period of each kind holds its day, ends where the next one begins, and is named as clerks name it", (t) => {
  const of = (kind: PeriodKind, text: string) => {
    const { from, to, name } = periodWith(kind, day(text));
    return [from, to, name];
  };
  t.deepEqual(of("day", "2026-11-20"), ["2026-11-20", "2026-11-20", "Ngày 20/11/2026"]);
  t.deepEqual(of("week", "2026-11-22"), ["2026-11-16", "2026-11-22", "Tuần từ 16/11/2026 đến 22/11/2026"]);
  t.deepEqual(of("week", "2027-01-01"), ["2026-12-28", "2027-01-03", "Tuần từ 28/12/2026 đến 03/01/2027"]);
  t.deepEqual(of("month", "2028-02-10"), ["2028-02-01", "2028-02-29", "Tháng 2 năm 2028"]);
  t.deepEqual(of("quarter", "2026-12-31"), ["2026-10-01", "2026-12-31", "Quý IV năm 2026"]);
  t.deepEqual(of("half", "2026-07-01"), ["2026-07-01", "2026-12-31", "6 tháng cuối năm 2026"]);
  t.deepEqual(of("year", "2026-02-28"), ["2026-01-01", "2026-12-31", "Năm 2026"]);
});

test("the last period that is over is counted in Vietnamese days", (t) => {
  t.is(lastPeriodBefore("month", new Date("2026-11-30T16:59:59Z")).name, "Tháng 10 năm 2026");
  t.is(lastPeriodBefore("month", new Date("2026-11-30T17:00:00Z")).name, "Tháng 11 năm 2026");
  t.is(lastPeriodBefore("half", new Date("2027-01-04T01:00:00Z")).name, "6 tháng cuối năm 2026");
});

test("days from and to instead of a kind, never both, never backwards", (t) => {
  const now = new Date("2026-11-20T02:00:00Z");
  t.is(readPeriod({}, now).name, "Tháng 11 năm 2026");
  t.like(readPeriod({ from: day("2026-11-02"), to: day("2026-11-06") }, now), { kind: "range", name: "Từ ngày 02/11/2026 đến ngày 06/11/2026" });
  for (const wrong of [{ from: day("2026-11-02") }, { from: day("2026-11-02"), to: day("2026-11-01") }, { period: "day" as const, from: day("2026-11-01"), to: day("2026-11-02") }, { from: day("2020-01-01"), to: day("2026-01-01") }]) {
    t.throws(() => readPeriod(wrong, now), { name: "HouseError" });
  }
});
