import { createHash } from "node:crypto";
import type { Reader } from "../ports.ts";
import { COUNT_WORDS, SPREAD_WORDS } from "./count-words.ts";
import { OUTCOMES, type Outcome } from "./exchange-fact.ts";
import { NO_NUMBERS, reportContent, type Numbers, type ReportContent, type ReportLine } from "./report-content.ts";
import { DIMENSIONS, type Counts, type Dimension, type Direction, type IssuedReport, type ReplayRow } from "./report-ports.ts";

/** One number of a report that counting again does not confirm. */
export interface Difference {
  /** As a clerk reads it, e.g. `Theo cơ quan, H48.06, văn bản đi: Bị từ chối`. */
  readonly where: string;
  /** null: the report does not state it, or the facts do not have it. */
  readonly reported: number | null;
  readonly recounted: number | null;
}

export interface Verification {
  /** The numbers are those of the digest, in the report and in the journal entry of its issue. */
  readonly digestMatches: boolean;
  /** False for a report issued before the gateway kept what its reports were counted from: then only the digest was looked at. */
  readonly recounted: boolean;
  readonly differing: number;
  /** The first of them, at most 100. */
  readonly differences: readonly Difference[];
  /** Outgoing exchanges by outcome: in the report, and as the journal tells each one up to where it stood when it was counted. */
  readonly reported: Readonly<Record<string, number>>;
  readonly replayed: Readonly<Record<string, number>>;
  /** Exchanges of both directions whose outcome the journal tells otherwise. */
  readonly disagreeing: number;
  readonly matches: boolean;
}

const MOST_DIFFERENCES = 100;

/**
 * Counts everything a frozen report states once more, from the exchanges as they stood when it was issued (not from the sums it was read from), and asks
 * the journal for the outcome of each of them.
 */
export async function verifyReport(reader: Reader, report: IssuedReport, content: ReportContent): Promise<Verification> {
  const { factChange } = report;
  const digest = createHash("sha256").update(report.content).digest("hex");
  const digestMatches = digest === report.digest && (await reader.reports.journalDigest(report.id, report.journalPosition)) === digest;
  const reported = outcomesOf(content.total.outgoing);
  if (factChange === null) return { digestMatches, recounted: false, differing: 0, differences: [], reported, replayed: {}, disagreeing: 0, matches: digestMatches };

  const question = { scope: content.scope, from: report.from, to: report.to, asOf: report.issuedAt };
  const known = { factChange, journalPosition: report.journalPosition };
  const recounting = { names: (codes: readonly string[]) => reader.reports.names(codes), numbers: (_question: unknown, dimension: Dimension | "total") => reader.reports.recount(question, known, dimension), operations: () => reader.notices.operations(question), asked: "together" } as const;
  const dimensions = DIMENSIONS.filter((dimension) => content.tables[dimension] !== undefined);
  const differences = differencesOf(content, await reportContent(recounting, content.scope, content.period, report.issuedAt, dimensions));
  const replay = await reader.reports.replay(question, known);
  const disagreeing = replay.reduce((sum, row) => sum + (row.counted === row.told ? 0 : row.times), 0);
  return {
    digestMatches,
    recounted: true,
    differing: differences.length,
    differences: differences.slice(0, MOST_DIFFERENCES),
    reported,
    replayed: toldOf(replay),
    disagreeing,
    matches: digestMatches && differences.length === 0 && disagreeing === 0,
  };
}

const DIRECTIONS: Readonly<Record<Direction, string>> = { outgoing: "văn bản đi", incoming: "văn bản đến" };
const TABLES: Readonly<Record<Dimension, string>> = { agency: "Theo cơ quan", peer: "Theo đối tác", type: "Theo loại văn bản", urgency: "Theo mức độ khẩn" };
const OPERATIONS: Readonly<Record<keyof ReportContent["operations"], string>> = { incidents: "Sự cố", maintenances: "Bảo trì", suspendedMinutes: "Số phút tạm dừng", paperFallbacks: "Lượt gửi bản giấy thay thế", backfilled: "Văn bản cập nhật lại sau sự cố" };

function differencesOf(content: ReportContent, again: ReportContent): Difference[] {
  const found = linesDiffer("Tổng cộng", content.total, again.total);
  for (const dimension of DIMENSIONS) {
    const stated = byKey(content.tables[dimension]);
    const counted = byKey(again.tables[dimension]);
    for (const key of new Set([...stated.keys(), ...counted.keys()])) found.push(...linesDiffer(`${TABLES[dimension]}, ${key === "" ? "(không ghi loại)" : key}`, stated.get(key), counted.get(key)));
  }
  for (const [key, words] of Object.entries(OPERATIONS)) {
    const name = key as keyof typeof OPERATIONS;
    if (content.operations[name] !== again.operations[name]) found.push({ where: words, reported: content.operations[name], recounted: again.operations[name] });
  }
  return found;
}

function byKey(lines: readonly ReportLine[] | undefined): ReadonlyMap<string, ReportLine> {
  return new Map((lines ?? []).map((line) => [line.key, line]));
}

type Line = Pick<ReportLine, Direction>;

/** A line that is missing states nothing. */
function linesDiffer(where: string, stated: Line | undefined, counted: Line | undefined): Difference[] {
  const words = Object.entries({ ...COUNT_WORDS, ...SPREAD_WORDS });
  return (["outgoing", "incoming"] as const).flatMap((direction) => {
    const [reported, recounted] = [stated?.[direction] ?? NO_NUMBERS, counted?.[direction] ?? NO_NUMBERS];
    return words.flatMap(([name, said]) => {
      const key = name as keyof Numbers;
      return reported[key] === recounted[key] ? [] : [{ where: `${where}, ${DIRECTIONS[direction]}: ${said}`, reported: reported[key], recounted: recounted[key] }];
    });
  });
}

const SAID = ["waiting", "accepted", "refused", "failed", "withdrawn"] as const satisfies readonly (keyof Counts)[];

function outcomesOf(numbers: Numbers): Readonly<Record<string, number>> {
  return Object.fromEntries((["exchanges", ...SAID] as const).map((key) => [key, numbers[key]]));
}

/** Reports count what is on its way as waiting. */
const COUNTED_AS: Readonly<Record<Outcome, (typeof SAID)[number]>> = { waiting: "waiting", sent: "waiting", arrived: "waiting", accepted: "accepted", refused: "refused", failed: "failed", withdrawn: "withdrawn" };

function toldOf(rows: readonly ReplayRow[]): Readonly<Record<string, number>> {
  const outgoing = rows.filter(({ direction }) => direction === "outgoing");
  const many = (is: (told: Outcome) => boolean): number => outgoing.reduce((sum, { told, times }) => sum + (is(told) ? times : 0), 0);
  return Object.fromEntries([["exchanges", many((told) => OUTCOMES.includes(told))], ...SAID.map((key) => [key, many((told) => COUNTED_AS[told] === key)])]);
}
