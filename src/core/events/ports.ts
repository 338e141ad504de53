import type { EventType, GatewayEvent } from "./event.ts";
import type { Extent } from "./place-of.ts";

export interface EventFilter {
  /** Only later places. */
  readonly place: string;
  /** Whose events; `all` includes those for operators only. */
  readonly agencies: readonly string[] | "all";
  /** And those of these with all below them. */
  readonly trees?: readonly string[];
  readonly types: readonly EventType[] | null;
  readonly limit: number;
}

export interface EventReader {
  /** In order, with what there is of the feed at that moment: seen at once. */
  after(filter: EventFilter): Promise<{ readonly events: readonly GatewayEvent[]; readonly extent: Extent }>;
  /** "0" and "0" when nothing has happened yet. */
  extent(): Promise<Extent>;
}

export interface JournalSorting {
  /**
   * Puts fresh entries of the journal into the feed. Places are given one sorter at a time and in the order in which sorters commit, so whoever
   * sees a place sees every smaller one: positions of the journal itself become visible in any order, and a reader would skip some.
   * Resolves when everything that was committed before the call has its place.
   */
  sortJournal(): Promise<void>;
  /**
   * Forgets the oldest events that happened before this instant, at most so many; the journal keeps what they tell. The newest event stays, and
   * so does everything from the first one on that a webhook still waits for. Resolves to how many.
   */
  sweepEvents(before: Date, most: number): Promise<number>;
  /** Calls back soon after an entry was committed, an access was revoked, or some may have been missed. Returns a stop function. */
  onJournal(listener: () => void): () => void;
}
