import type { Actor } from "../core/actor.ts";
import type { Blobs, Clock, Store } from "../core/ports.ts";

export interface SweepingNeeds {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly log: { warn(message: string, facts: Readonly<Record<string, unknown>>): void };
  readonly sweeping: {
    /** Events that happened longer ago are forgotten. */
    readonly keepEventsForMs: number;
    /** How long a blob nobody refers to is left alone: longer than the slowest upload and the time an upload waits to be named. */
    readonly blobGraceMs: number;
  };
}

const EVENTS_AT_ONCE = 5_000;
const BLOBS_AT_ONCE = 500;
const MOST_IN_A_ROUND = 100_000;
/** So few can be left behind by an honest day of a new gateway. */
const MANY = 100;

interface Blob {
  readonly sha256: string;
  readonly size: number;
}

/** Forgets events that are too old. Resolves to how many, null when another process is at it. */
export async function sweepEvents({ store, clock, sweeping }: SweepingNeeds, signal: AbortSignal): Promise<number | null> {
  return await store.asLeader("sweep:events", async (leadership) => {
    const before = new Date(clock.now().getTime() - sweeping.keepEventsForMs);
    let swept = 0;
    for (let more = true; more && !signal.aborted && !leadership.aborted; ) {
      const some = await store.sweepEvents(before, EVENTS_AT_ONCE);
      swept += some;
      more = some === EVENTS_AT_ONCE;
    }
    if (swept > 0) await note({ store, clock }, "events.swept", { swept, before: before.toISOString() });
    return swept;
  });
}

/**
 * Deletes the bytes of submissions that were refused, of uploads nobody named in time, and of processes that died between the file and its row.
 * A store most of which belongs to nobody is another gateway's, or the database is: then nothing is touched. Resolves to how many, null when another
 * process is at it.
 */
export async function sweepBlobs(needs: SweepingNeeds, signal: AbortSignal): Promise<number | null> {
  const { store, blobs, sweeping } = needs;
  return await store.asLeader("sweep:blobs", async (leadership) => {
    const ended = AbortSignal.any([signal, leadership]);
    const { looked, unused } = await findUnused(needs, ended);
    if (unused.length > MANY && unused.length * 2 > looked) {
      needs.log.warn("sweep.held", { what: "blobs", looked, unused: unused.length });
      return 0;
    }
    const facts = { looked, removed: 0, bytes: 0 };
    while (unused.length > 0 && !ended.aborted) {
      for (const { sha256, size } of await unusedOf(store, unused.splice(0, BLOBS_AT_ONCE))) {
        if ((await blobs.remove(sha256, sweeping.blobGraceMs)) !== "removed") continue;
        facts.removed += 1;
        facts.bytes += size;
      }
    }
    if (facts.removed > 0) await note(needs, "blobs.swept", facts);
    return facts.removed;
  });
}

/** For so long an ended session can still be told apart in the store; the journal keeps that it was. */
const KEEP_SESSIONS_MS = 90 * 24 * 60 * 60 * 1_000;

/** Forgets sessions that ended long ago, and setup tokens nobody used. Resolves to how many, null when another process is at it. */
export async function sweepSessions({ store, clock }: Pick<SweepingNeeds, "store" | "clock">): Promise<number | null> {
  return await store.asLeader("sweep:sessions", async () => await store.write((tx) => tx.sweepSessions(new Date(clock.now().getTime() - KEEP_SESSIONS_MS))));
}

async function findUnused({ store, blobs, sweeping }: SweepingNeeds, ended: AbortSignal): Promise<{ readonly looked: number; readonly unused: Blob[] }> {
  let looked = 0;
  const unused: Blob[] = [];
  let some: Blob[] = [];
  for await (const blob of blobs.untouched(sweeping.blobGraceMs)) {
    if (ended.aborted || unused.length >= MOST_IN_A_ROUND) break;
    looked += 1;
    some.push(blob);
    if (some.length === BLOBS_AT_ONCE) unused.push(...(await unusedOf(store, some.splice(0))));
  }
  unused.push(...(await unusedOf(store, some)));
  return { looked, unused };
}

async function unusedOf(store: Store, some: readonly Blob[]): Promise<Blob[]> {
  const used = new Set(await store.write((tx) => tx.blobsInUse(some.map(({ sha256 }) => sha256))));
  return some.filter(({ sha256 }) => !used.has(sha256));
}

async function note({ store, clock }: Pick<SweepingNeeds, "store" | "clock">, kind: "events.swept" | "blobs.swept", facts: Readonly<Record<string, number | string>>): Promise<void> {
  const actor: Actor = { kind: "gateway", job: "sweep" };
  await store.write((tx) => tx.append({ kind, at: clock.now(), actor, facts }));
}
