import { vietnamTime } from "../vietnam-time.ts";
import { DIMENSIONS, type Counts, type Dimension, type Direction, type FactQuestion, type NumberRow, type ReportReader, type Spread } from "./report-ports.ts";
import type { Period } from "./period.ts";
import type { Scope } from "./scope.ts";

export type Numbers = Counts & Spread;

export interface ReportLine {
  /** Code of the agency or peer, name of the type, digit of the urgency. */
  readonly key: string;
  readonly label: string;
  /** How far below the agency of the report; 0 for every other dimension. */
  readonly depth: number;
  readonly outgoing: Numbers;
  readonly incoming: Numbers;
}

/** Số liệu of one report: everything that is printed, and nothing else. */
export interface ReportContent {
  readonly scope: Scope;
  readonly period: Period;
  readonly asOf: string;
  readonly total: Pick<ReportLine, "outgoing" | "incoming">;
  /** With everything below it, each line of the tree. */
  readonly tables: Readonly<Partial<Record<Dimension, readonly ReportLine[]>>>;
  readonly operations: { readonly incidents: number; readonly maintenances: number; readonly suspendedMinutes: number; readonly paperFallbacks: number; readonly backfilled: number };
}

const URGENCIES: readonly string[] = ["Thường", "Khẩn", "Thượng khẩn", "Hỏa tốc", "Hỏa tốc hẹn giờ"];
const NO_SPREAD: Spread = { answerP50: null, answerP95: null, decideP50: null, decideP95: null };
const NOTHING: Counts = { documents: 0, exchanges: 0, sent: 0, onTime: 0, late: 0, answered: 0, answeredInDay: 0, accepted: 0, refused: 0, failed: 0, withdrawn: 0, waiting: 0, recalls: 0, recallsAgreed: 0, recallsDeclined: 0, electronicOnly: 0, signed: 0, documentSigned: 0 };
export const NO_NUMBERS: Numbers = { ...NOTHING, ...NO_SPREAD };

/** What a report is made from. */
export interface Counting extends Pick<ReportReader, "numbers" | "names"> {
  operations(question: FactQuestion): Promise<ReportContent["operations"]>;
  /** `together`: each question has a connection of its own, so the tables are counted side by side. `in-turn`: all are asked inside one transaction. */
  readonly asked: "together" | "in-turn";
}

/** The numbers of a period by these dimensions; aggregated up the tree of agency codes (QĐ 28/2018 Đ.11: automatic, for each level). */
export async function reportContent(reader: Counting, scope: Scope, period: Period, asOf: Date, dimensions: readonly Dimension[] = DIMENSIONS): Promise<ReportContent> {
  const question: FactQuestion = { scope, from: period.from, to: period.to, asOf };
  const total = lineOf(scope.code, indexed(await reader.numbers(question, "total")));
  const counted = async (dimension: Dimension) => [dimension, dimension === "agency" ? await treeLines(reader, question) : await flatLines(reader, question, dimension)] as const;
  const tables: (readonly [Dimension, readonly ReportLine[]])[] = reader.asked === "together" ? await Promise.all(dimensions.map(counted)) : [];
  if (reader.asked === "in-turn") for (const dimension of dimensions) tables.push(await counted(dimension));
  return { scope, period, asOf: vietnamTime(asOf), total: { outgoing: total.outgoing, incoming: total.incoming }, tables: Object.fromEntries(tables), operations: await reader.operations(question) };
}

async function treeLines(reader: Counting, question: FactQuestion): Promise<ReportLine[]> {
  const rows = indexed(await reader.numbers(question, "agency"));
  const nodes = [...rows.keys()].sort();
  const names = await reader.names(nodes);
  const depthOf = (code: string): number => code.slice(question.scope.code.length).split(".").length - 1;
  return nodes.map((node) => ({ ...lineOf(node, rows), label: names.get(node) ?? node, depth: depthOf(node) }));
}

async function flatLines(reader: Counting, question: FactQuestion, dimension: Exclude<Dimension, "agency">): Promise<ReportLine[]> {
  const rows = indexed(await reader.numbers(question, dimension));
  const keys = [...rows.keys()];
  const names = dimension === "peer" ? await reader.names(keys) : new Map<string, string>();
  const label = (key: string): string => (dimension === "urgency" ? (URGENCIES[Number(key)] ?? key) : dimension === "type" ? (key === "" ? "(không ghi loại)" : key) : (names.get(key) ?? key));
  const lines = keys.map((key) => ({ ...lineOf(key, rows), label: label(key) }));
  const weight = ({ outgoing, incoming }: ReportLine): number => outgoing.exchanges + incoming.exchanges;
  return lines.sort((a, b) => (dimension === "urgency" ? Number(a.key) - Number(b.key) : weight(b) - weight(a) || (a.key < b.key ? -1 : 1)));
}

type Indexed = ReadonlyMap<string, Readonly<Partial<Record<Direction, Numbers>>>>;

function indexed(rows: readonly NumberRow[]): Indexed {
  const index = new Map<string, Partial<Record<Direction, Numbers>>>();
  for (const { key, direction, counts, spread } of rows) index.set(key, { ...index.get(key), [direction]: { ...counts, ...spread } });
  return index;
}

function lineOf(key: string, rows: Indexed): ReportLine {
  const { outgoing = NO_NUMBERS, incoming = NO_NUMBERS } = rows.get(key) ?? {};
  return { key, label: key, depth: 0, outgoing, incoming };
}
