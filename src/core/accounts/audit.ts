import type { AccountId } from "../ids.ts";
import type { RecordedJournalEntry } from "../journal/journal-entry.ts";

/** Nhật ký thao tác: what persons, operators and whoever tried to sign in did. */
export interface AuditFilter {
  /** `next` of the page before. */
  readonly after?: string;
  readonly limit: number;
  readonly from?: Date;
  readonly to?: Date;
  /** What this person did, or what was done to the account. */
  readonly account?: AccountId;
  /** A kind of journal entry, or the first word of one: `session`, `access`. */
  readonly kind?: string;
}

export interface AuditPage {
  /** Newest first. */
  readonly rows: readonly RecordedJournalEntry[];
  readonly next: string | null;
}
