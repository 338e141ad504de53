import type { LocalDate } from "#edxml";
import type { Calendars } from "../calendar/index.ts";
import type { Page, PageRequest } from "../ports.ts";
import type { Period } from "./period.ts";
import type { Scope } from "./scope.ts";

export const DIMENSIONS = ["agency", "peer", "type", "urgency"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface FactQuestion {
  readonly scope: Scope;
  /** Both included. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** What is late is late at this moment. */
  readonly asOf: Date;
}

export type Direction = "outgoing" | "incoming";

/** Counts of one value of a dimension; keys as in `Counts`. */
export interface CountRow {
  readonly key: string;
  readonly direction: Direction;
  readonly counts: Counts;
}

export const COUNT_KEYS = ["documents", "exchanges", "sent", "onTime", "late", "answered", "answeredInDay", "accepted", "refused", "failed", "withdrawn", "waiting", "recalls", "recallsAgreed", "recallsDeclined", "electronicOnly", "signed"] as const;
export type Counts = Readonly<Record<(typeof COUNT_KEYS)[number], number>>;

/** Working minutes by which half, and 95 of 100, were done; null: none was. */
export interface Spread {
  readonly answerP50: number | null;
  readonly answerP95: number | null;
  readonly decideP50: number | null;
  readonly decideP95: number | null;
}
export interface SpreadRow extends Spread {
  readonly key: string;
  readonly direction: Direction;
}

/** Adds the exchanges of an agency to those of a node above it, or of itself. */
export interface TreeEdge {
  readonly agency: string;
  readonly node: string;
}

export interface IssuedReport {
  readonly id: string;
  readonly agencyCode: string;
  readonly agencyName: string;
  readonly tree: boolean;
  readonly kind: Period["kind"];
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** 1, then one more for each time it was issued anew. */
  readonly version: number;
  /** Canonical JSON of `ReportContent`, exactly as digested. */
  readonly content: string;
  readonly digest: string;
  /** The journal as it stood. */
  readonly journalPosition: string;
  readonly issuedAt: Date;
  readonly issuedBy: string;
  readonly reason: string | null;
}

export interface ReportReader {
  agenciesWithFacts(question: FactQuestion): Promise<readonly string[]>;
  counts(question: FactQuestion, dimension: Dimension): Promise<readonly CountRow[]>;
  /** With edges: by node of the tree instead of by the agency itself. */
  spreads(question: FactQuestion, dimension: Dimension, edges: readonly TreeEdge[] | null): Promise<readonly SpreadRow[]>;
  /** Names of agencies, for the rows. */
  names(codes: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Dispatches by their last state in the journal up to a position: what the counts must be made of. */
  replay(question: FactQuestion, upTo: string): Promise<Readonly<Record<string, number>>>;
  issued(id: string): Promise<IssuedReport | null>;
  /** Newest first. */
  listIssued(filter: PageRequest & { readonly scopes: readonly string[] | "all"; readonly trees: readonly string[] }): Promise<Page<IssuedReport>>;
  latest(report: Pick<IssuedReport, "agencyCode" | "tree" | "kind" | "from" | "to">): Promise<IssuedReport | null>;
  head(): Promise<string>;
}

/** Keeps the facts up to date. */
export interface FactKeeper {
  /** Makes the facts of changed exchanges anew, one batch in one transaction. Resolves to how many were done. */
  refresh(calendars: Calendars, limit: number): Promise<number>;
  /** Plans those made with other calendars. Resolves to how many. */
  replan(calendarVersion: string, limit: number): Promise<number>;
}
