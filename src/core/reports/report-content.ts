import { vietnamTime } from "../vietnam-time.ts";
import { COUNT_KEYS, DIMENSIONS, type Counts, type CountRow, type Dimension, type Direction, type FactQuestion, type ReportReader, type Spread, type SpreadRow, type TreeEdge } from "./report-ports.ts";
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
const NOTHING: Counts = { documents: 0, exchanges: 0, sent: 0, onTime: 0, late: 0, answered: 0, answeredInDay: 0, accepted: 0, refused: 0, failed: 0, withdrawn: 0, waiting: 0, recalls: 0, recallsAgreed: 0, recallsDeclined: 0, electronicOnly: 0, signed: 0 };

/** The numbers of a period by these dimensions; aggregated up the tree of agency codes (QĐ 28/2018 Đ.11: automatic, for each level). */
export async function reportContent(reader: ReportReader & { operations(question: FactQuestion): Promise<ReportContent["operations"]> }, scope: Scope, period: Period, asOf: Date, dimensions: readonly Dimension[] = DIMENSIONS): Promise<ReportContent> {
  const question: FactQuestion = { scope, from: period.from, to: period.to, asOf };
  const edges = edgesOf(scope, await reader.agenciesWithFacts(question));
  const tree = await treeLines(reader, question, edges);
  const tables: Partial<Record<Dimension, readonly ReportLine[]>> = {};
  for (const dimension of dimensions) tables[dimension] = dimension === "agency" ? tree : await flatLines(reader, question, dimension);
  const root = tree.find(({ key }) => key === scope.code) ?? emptyLine(scope.code);
  return { scope, period, asOf: vietnamTime(asOf), total: { outgoing: root.outgoing, incoming: root.incoming }, tables, operations: await reader.operations(question) };
}

/** Each agency adds to itself and to all above it, up to the agency of the report. */
function edgesOf(scope: Scope, agencies: readonly string[]): TreeEdge[] {
  return agencies.flatMap((agency) => ancestors(agency, scope.code).map((node) => ({ agency, node })));
}

function ancestors(code: string, root: string): string[] {
  if (code === root) return [code];
  const at = code.lastIndexOf(".");
  return [code, ...(at < root.length ? [root] : ancestors(code.slice(0, at), root))];
}

async function treeLines(reader: ReportReader, question: FactQuestion, edges: readonly TreeEdge[]): Promise<ReportLine[]> {
  const counts = await reader.counts(question, "agency");
  const spreads = await reader.spreads(question, "agency", edges);
  const nodes = [...new Set(edges.map(({ node }) => node))].sort();
  const names = await reader.names(nodes);
  const sums = new Map<string, Counts>();
  const own = new Map(counts.map((row) => [`${row.direction} ${row.key}`, row.counts]));
  for (const { agency, node } of edges) {
    for (const direction of ["outgoing", "incoming"] as const) {
      const key = `${direction} ${node}`;
      sums.set(key, added(sums.get(key) ?? NOTHING, own.get(`${direction} ${agency}`) ?? NOTHING));
    }
  }
  const rows = [...sums].map(([key, sum]): CountRow => ({ direction: key.startsWith("outgoing ") ? "outgoing" : "incoming", key: key.slice(9), counts: sum }));
  const depthOf = (code: string): number => code.slice(question.scope.code.length).split(".").length - 1;
  return nodes.map((node) => ({ ...lineOf(node, rows, spreads), label: names.get(node) ?? node, depth: depthOf(node) }));
}

async function flatLines(reader: ReportReader, question: FactQuestion, dimension: Exclude<Dimension, "agency">): Promise<ReportLine[]> {
  const counts = await reader.counts(question, dimension);
  const spreads = await reader.spreads(question, dimension, null);
  const keys = [...new Set(counts.map(({ key }) => key))];
  const names = dimension === "peer" ? await reader.names(keys) : new Map<string, string>();
  const label = (key: string): string => (dimension === "urgency" ? (URGENCIES[Number(key)] ?? key) : dimension === "type" ? (key === "" ? "(không ghi loại)" : key) : (names.get(key) ?? key));
  const lines = keys.map((key) => ({ ...lineOf(key, counts, spreads), label: label(key) }));
  const weight = ({ outgoing, incoming }: ReportLine): number => outgoing.exchanges + incoming.exchanges;
  return lines.sort((a, b) => (dimension === "urgency" ? Number(a.key) - Number(b.key) : weight(b) - weight(a) || (a.key < b.key ? -1 : 1)));
}

function lineOf(key: string, counts: readonly CountRow[], spreads: readonly SpreadRow[]): ReportLine {
  const numbers = (direction: Direction): Numbers => ({
    ...(indexed(counts).get(`${direction} ${key}`)?.counts ?? NOTHING),
    ...spreadOf(indexed(spreads).get(`${direction} ${key}`)),
  });
  return { key, label: key, depth: 0, outgoing: numbers("outgoing"), incoming: numbers("incoming") };
}

const indexes = new WeakMap<readonly { readonly key: string; readonly direction: Direction }[], ReadonlyMap<string, unknown>>();

/** Each list is indexed once, however many lines are made of it. */
function indexed<Row extends { readonly key: string; readonly direction: Direction }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  const known = indexes.get(rows) as ReadonlyMap<string, Row> | undefined;
  if (known !== undefined) return known;
  const index = new Map(rows.map((row) => [`${row.direction} ${row.key}`, row]));
  indexes.set(rows, index);
  return index;
}

function spreadOf(row: SpreadRow | undefined): Spread {
  return row === undefined ? NO_SPREAD : { answerP50: row.answerP50, answerP95: row.answerP95, decideP50: row.decideP50, decideP95: row.decideP95 };
}

function added(a: Counts, b: Counts): Counts {
  return Object.fromEntries(COUNT_KEYS.map((key) => [key, a[key] + b[key]])) as Counts;
}

function emptyLine(key: string): ReportLine {
  return { key, label: key, depth: 0, outgoing: { ...NOTHING, ...NO_SPREAD }, incoming: { ...NOTHING, ...NO_SPREAD } };
}
