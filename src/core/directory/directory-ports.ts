import type { LocalDate } from "#edxml";
import type { Actor } from "../actor.ts";
import type { Agency, NewAgency } from "../agency.ts";
import type { DirectorySyncId } from "../ids.ts";
import type { AgencyChange, ChangeAuthor, ChangeFacts, ChangeKind, DirectoryEntry } from "./entry.ts";
import type { AgencyLayer } from "./facts.ts";
import type { ListedAgency, SkippedRow, SkipReason } from "./listed-agency.ts";
import type { SearchQuery } from "./search-terms.ts";
import type { DirectorySync, SyncCounts, SyncState } from "./sync-report.ts";

interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}
interface Paging {
  readonly after?: string;
  readonly limit: number;
}

export interface AgencySearch extends Paging {
  /** null: everybody, by code. */
  readonly query: SearchQuery | null;
  /** Only units below this canonical code, and it. */
  readonly under?: string;
  /** true: neither closed on `today` nor vanished; false: one of both. */
  readonly active?: boolean;
  readonly today: LocalDate;
}

export interface DirectoryReader {
  entry(code: string): Promise<DirectoryEntry | null>;
  entries(codes: readonly string[]): Promise<readonly DirectoryEntry[]>;
  /** Best first. */
  search(request: AgencySearch): Promise<Rows<Agency>>;
  /** All entries by code. */
  list(page: Paging): Promise<Rows<DirectoryEntry>>;
  /** Of one agency, newest first. */
  history(code: string, page: Paging): Promise<Rows<AgencyChange>>;
  syncs(page: Paging): Promise<Rows<DirectorySync>>;
  sync(id: DirectorySyncId): Promise<DirectorySync | null>;
  /** What one sync changed, in the order of changing. */
  changesOf(id: DirectorySyncId, page: Paging & { readonly kind?: ChangeKind }): Promise<Rows<AgencyChange>>;
}

export interface EntryWrite {
  readonly entry: DirectoryEntry;
  readonly change: ChangeFacts;
}

export interface DirectoryWriter {
  /** Waits for its turn: one transaction at a time changes the directory, and each is short. */
  lockEntries(codes: readonly string[]): Promise<ReadonlyMap<string, DirectoryEntry>>;
  /** Writes entries, what they can be found by, their aliases, and one history row each. Only after `lockEntries` of their codes. */
  writeEntries(writes: readonly EntryWrite[], author: ChangeAuthor): Promise<void>;
  /** Makes the search terms of these agencies anew. */
  refreshTerms(codes: readonly string[]): Promise<void>;
  /** Introduces an agency: what `organization` and `aliases` say is held as manual (or as synced, by `source`); keeps hosting unless given. */
  saveAgency(agency: NewAgency, author?: ChangeAuthor): Promise<void>;
}

/** A partner's list beside the directory, to be compared by the database. One at a time for a channel; the caller is its leader. */
export interface DirectorySyncs {
  /** Ends leftovers of this channel: running ones died, held ones are superseded. */
  begin(channel: string, at: Date): Promise<DirectorySyncId>;
  stage(id: DirectorySyncId, rows: readonly ListedAgency[]): Promise<void>;
  /** After the last row: finds the units above, keeps one of several rows with the same code, and answers with those left out. */
  settleStaged(id: DirectorySyncId): Promise<readonly SkippedRow[]>;
  compare(id: DirectorySyncId): Promise<SyncCounts>;
  /** Of the next so many listed agencies after this code those of which the directory knows something else. */
  differing(id: DirectorySyncId, after: string, looked: number): Promise<LookedThrough<{ readonly code: string; readonly layer: AgencyLayer }>>;
  /** Of the next so many agencies of this channel, not yet flagged, those the list does not name. */
  missing(id: DirectorySyncId, after: string, looked: number): Promise<LookedThrough<{ readonly code: string }>>;
  /** Ends or holds the sync. The staged rows go, unless it is held. */
  close(id: DirectorySyncId, end: SyncEnd): Promise<void>;
  /** Codes whose search terms are older than this version. */
  outdatedTerms(version: number, limit: number): Promise<readonly string[]>;
}

export interface LookedThrough<Row> {
  readonly rows: readonly Row[];
  /** The last code looked at; null: that was the end. */
  readonly next: string | null;
}

export interface SyncEnd {
  readonly state: Exclude<SyncState, "running">;
  readonly at: Date;
  readonly counts: SyncCounts;
  readonly skipped?: Readonly<Partial<Record<SkipReason, number>>>;
  readonly skippedRows?: readonly SkippedRow[];
  readonly hold?: string;
  readonly fault?: { readonly code: string; readonly reason: string };
  readonly decision?: { readonly actor: Actor; readonly reason: string };
}
