import type { LocalDate } from "#edxml";
import { addDays } from "../calendar/index.ts";
import { FieldsRefused } from "../fault.ts";
import { vietnamTime } from "../vietnam-time.ts";
import { periodWith, type Period } from "./period.ts";
import { NO_NUMBERS, type Numbers } from "./report-content.ts";
import type { FactQuestion, FailingPeer, ReportReader, SeriesStep } from "./report-ports.ts";
import type { Scope } from "./scope.ts";

export interface SeriesPoint {
  /** Both included; within the period. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly name: string;
  readonly outgoing: Numbers;
  readonly incoming: Numbers;
}

/** Chuỗi thời gian of one agency, or of it with all below it. */
export interface Series {
  readonly scope: Scope;
  readonly period: Period;
  readonly step: SeriesStep;
  readonly asOf: string;
  /** One for each step, also where nothing happened. */
  readonly points: readonly SeriesPoint[];
  readonly failingPeers: readonly (FailingPeer & { readonly name: string })[];
}

const MOST_POINTS = 400;
const FAILING_PEERS = 20;

/** Throws FieldsRefused when there are too many points to look at. */
export async function seriesOf(reader: ReportReader, scope: Scope, period: Period, asOf: Date, step: SeriesStep): Promise<Series> {
  const question: FactQuestion = { scope, from: period.from, to: period.to, asOf };
  const steps = stepsOf(period, step);
  const [rows, failing] = await Promise.all([reader.points(question, step), reader.failingPeers(question, FAILING_PEERS)]);
  const numbers = new Map(rows.map(({ start, direction, counts, spread }) => [`${direction} ${start}`, { ...counts, ...spread }]));
  const points = steps.map(({ start, ...point }) => ({ ...point, outgoing: numbers.get(`outgoing ${start}`) ?? NO_NUMBERS, incoming: numbers.get(`incoming ${start}`) ?? NO_NUMBERS }));
  const names = await reader.names(failing.map(({ code }) => code));
  return { scope, period, step, asOf: vietnamTime(asOf), points, failingPeers: failing.map((peer) => ({ ...peer, name: names.get(peer.code) ?? peer.code })) };
}

function stepsOf(period: Period, step: SeriesStep): readonly (Pick<SeriesPoint, "from" | "to" | "name"> & { readonly start: LocalDate })[] {
  const steps = [];
  for (let day = period.from; day <= period.to; ) {
    if (steps.length === MOST_POINTS) throw new FieldsRefused([{ field: "/query/step", code: "field-invalid", message: `Quá ${MOST_POINTS} điểm; hãy chọn kỳ ngắn hơn hoặc bước dài hơn`, rule: "docs/registers.md" }]);
    const whole = periodWith(step, day);
    steps.push({ start: whole.from, from: day, to: whole.to < period.to ? whole.to : period.to, name: whole.name });
    day = addDays(whole.to, 1);
  }
  return steps;
}
