import type { DeadlineId, IncomingId, OutgoingId } from "../ids.ts";
import type { Page, PageRequest } from "../ports.ts";
import type { Deadline, DeadlineKind, DeadlineState, KeptDeadline } from "./deadline.ts";

/** By when a deadline of each calendar must be due to count as near; by `Calendar.id`. */
export type Cutoffs = ReadonlyMap<string, Date>;

export interface DeadlineFilter extends PageRequest {
  /** Canonical codes the caller may see; `all` for operators. */
  readonly agencies: readonly string[] | "all";
  /** And those of these with all below them. */
  readonly trees?: readonly string[];
  readonly agency?: string;
  readonly receiver?: string;
  readonly kind?: DeadlineKind;
  readonly state?: DeadlineState | "open";
  /** Near by these instead of by the configured minutes. */
  readonly cutoffs?: Cutoffs;
  readonly now: Date;
}

/** One line of the board: open deadlines of one agency towards one receiver. */
export interface BoardLine {
  readonly agencyCode: string;
  readonly receiverCode: string;
  readonly receiverName: string;
  readonly kind: DeadlineKind;
  readonly onTime: number;
  readonly near: number;
  readonly late: number;
  readonly nextDueAt: Date;
}

export type BoardFilter = Omit<DeadlineFilter, "state" | "after">;

export interface DeadlineReader {
  /** Soonest due first. */
  list(filter: DeadlineFilter): Promise<Page<KeptDeadline>>;
  /** Most urgent lines first, at most `limit`. */
  board(filter: BoardFilter): Promise<readonly BoardLine[]>;
  /** Documents with a deadline that ran on one of these days: a correction could have moved it. By id of the deadline. */
  touched(span: { readonly from: Date; readonly to: Date | null; readonly after: string | null; readonly limit: number }): Promise<readonly { readonly id: DeadlineId; readonly side: Deadline["side"]; readonly documentId: OutgoingId | IncomingId }[]>;
  /** Of one document, by due instant. */
  ofDocument(documentId: OutgoingId | IncomingId): Promise<readonly KeptDeadline[]>;
}

/** Part of a transaction. */
export interface DeadlineWrites {
  /**
   * The deadlines of documents as they are now; those no longer derived are deleted. What `due` was before is kept by the database itself.
   * A deadline moved into the future may be told of again. `silentBefore`: one that was due before it is taken as told.
   */
  keepDeadlines(documentIds: readonly (OutgoingId | IncomingId)[], deadlines: readonly Deadline[], silentBefore: Date): Promise<void>;
  /** Takes what has become near, or late, and was not told: marked as told in this transaction, so nobody tells it twice. */
  takeNear(now: Date, limit: number): Promise<readonly KeptDeadline[]>;
  takeLate(now: Date, limit: number): Promise<readonly KeptDeadline[]>;
}
