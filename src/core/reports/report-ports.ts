import type { LocalDate } from "#edxml";
import type { Calendars } from "../calendar/index.ts";
import type { Page, PageRequest } from "../ports.ts";
import type { Outcome } from "./exchange-fact.ts";
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

export const COUNT_KEYS = ["documents", "exchanges", "sent", "onTime", "late", "answered", "answeredInDay", "accepted", "refused", "failed", "withdrawn", "waiting", "recalls", "recallsAgreed", "recallsDeclined", "electronicOnly", "signed", "documentSigned"] as const;
export type Counts = Readonly<Record<(typeof COUNT_KEYS)[number], number>>;

/** Working minutes by which half, and 95 of 100, were done; null: none was. */
export interface Spread {
  readonly answerP50: number | null;
  readonly answerP95: number | null;
  readonly decideP50: number | null;
  readonly decideP95: number | null;
}

/** Numbers of one value of a dimension. */
export interface NumberRow {
  readonly key: string;
  readonly direction: Direction;
  readonly counts: Counts;
  readonly spread: Spread;
}

export const SERIES_STEPS = ["day", "week", "month"] as const;
export type SeriesStep = (typeof SERIES_STEPS)[number];

/** Numbers of one day, week or month. */
export interface PointRow extends Omit<NumberRow, "key"> {
  /** First day of the step, also when the period begins later. */
  readonly start: LocalDate;
}

/** Nơi nhận our documents did not reach, or that refused them. */
export interface FailingPeer {
  readonly code: string;
  readonly exchanges: number;
  readonly failed: number;
  readonly refused: number;
  /** Not sent yet, or not answered. */
  readonly waiting: number;
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
  /** The last change of an exchange it counted; null: issued before the gateway kept what reports were counted from. */
  readonly factChange: string | null;
  readonly issuedAt: Date;
  readonly issuedBy: string;
  readonly reason: string | null;
}

/** What a report knew. */
export type Known = Pick<IssuedReport, "journalPosition"> & { readonly factChange: string };

/** So many exchanges were counted with one outcome while the journal tells this one. */
export interface ReplayRow {
  readonly direction: Direction;
  readonly counted: Outcome;
  readonly told: Outcome;
  readonly times: number;
}

export interface ReportReader {
  hasFacts(question: Omit<FactQuestion, "asOf">): Promise<boolean>;
  /** By agency: of each node of the tree, with all below it. Total: of the agency of the question alone, under its code. */
  numbers(question: FactQuestion, dimension: Dimension | "total"): Promise<readonly NumberRow[]>;
  points(question: FactQuestion, step: SeriesStep): Promise<readonly PointRow[]>;
  failingPeers(question: FactQuestion, limit: number): Promise<readonly FailingPeer[]>;
  /** Names of agencies, for the rows. */
  names(codes: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** As `numbers`, counted one by one from the exchanges as they stood when a report was issued. */
  recount(question: FactQuestion, known: Known, dimension: Dimension | "total"): Promise<readonly NumberRow[]>;
  /** The outcome of each exchange a report counted, and what the journal tells of it up to where it stood when it was counted. */
  replay(question: FactQuestion, known: Known): Promise<readonly ReplayRow[]>;
  /** The digest the journal keeps of a report, written right after this position; null: there is none. */
  journalDigest(id: string, after: string): Promise<string | null>;
  issued(id: string): Promise<IssuedReport | null>;
  /** Newest first. */
  listIssued(filter: PageRequest & { readonly scopes: readonly string[] | "all"; readonly trees: readonly string[] }): Promise<Page<IssuedReport>>;
  latest(report: Pick<IssuedReport, "agencyCode" | "tree" | "kind" | "from" | "to">): Promise<IssuedReport | null>;
  head(): Promise<string>;
}

/** Part of a transaction. */
export interface ReportWrites {
  /** No exchange changes for whoever counts until the end of the transaction. Resolves to the last change there is. */
  stillFacts(): Promise<string>;
  /** False when this version is already there. */
  addIssuedReport(report: IssuedReport): Promise<boolean>;
}

/** Keeps the facts up to date. */
export interface FactKeeper {
  /** Makes the facts of changed exchanges anew, one batch in one transaction. Resolves to how many were done. */
  refresh(calendars: Calendars, limit: number): Promise<number>;
  /** Plans those made with other calendars. Resolves to how many. */
  replan(calendarVersion: string, limit: number): Promise<number>;
}
