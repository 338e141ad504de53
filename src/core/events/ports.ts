import type { EventType, GatewayEvent } from "./event.ts";

export interface EventFilter {
  /** Only later places. */
  readonly place: string;
  /** Whose events; `all` includes those for operators only. */
  readonly agencies: readonly string[] | "all";
  readonly types: readonly EventType[] | null;
  readonly limit: number;
}

export interface EventReader {
  /** In order, with the last place of the whole feed at that moment ("0" when it is empty): both seen at once. */
  after(filter: EventFilter): Promise<{ readonly events: readonly GatewayEvent[]; readonly head: string }>;
  head(): Promise<string>;
}

export interface JournalSorting {
  /**
   * Puts fresh entries of the journal into the feed. Places are given one sorter at a time and in the order in which sorters commit, so whoever
   * sees a place sees every smaller one: positions of the journal itself become visible in any order, and a reader would skip some.
   * Resolves when everything that was committed before the call has its place.
   */
  sortJournal(): Promise<void>;
  /** Calls back soon after an entry was committed, an access was revoked, or some may have been missed. Returns a stop function. */
  onJournal(listener: () => void): () => void;
}
