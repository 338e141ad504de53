import { setTimeout as sleep } from "node:timers/promises";
import { isUrgent, reasonOf, urgentPlaces } from "./work-item.ts";
import type { WorkHandler, WorkItem } from "./work-queue.ts";

export type RunResult = { readonly kind: "done" } | { readonly kind: "failed"; readonly reason: string } | { readonly kind: "aborted" };

const CLOSE_GRACE_MS = 20_000;
/** What a handler gets to notice its abort before its item is left to the end of the process. */
const ABORT_GRACE_MS = 5_000;

interface Occupied {
  readonly item: WorkItem;
  readonly abort: AbortController;
  readonly left: Promise<void>;
}

/** The places of one consumer: how many items it works on at once, and the signals that can end the work on them. */
export class WorkPlaces {
  readonly concurrency: number;
  readonly #occupied = new Map<string, Occupied>();
  #normal = 0;

  constructor(concurrency: number) {
    this.concurrency = concurrency;
  }

  get size(): number {
    return this.#occupied.size;
  }

  get free(): number {
    return Math.max(0, this.concurrency - this.#occupied.size);
  }

  /** Free places that a normal item may take; the rest is kept for urgent ones. */
  get freeForNormal(): number {
    return Math.max(0, Math.min(this.free, this.concurrency - urgentPlaces(this.concurrency) - this.#normal));
  }

  get ids(): readonly string[] {
    return [...this.#occupied.keys()];
  }

  /** The item holds its place until the work on it, settling included, is over. */
  async occupy(item: WorkItem, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const abort = new AbortController();
    const left = work(abort.signal);
    this.#occupied.set(item.id, { item, abort, left });
    if (!isUrgent(item)) this.#normal++;
    try {
      await left;
    } finally {
      this.#occupied.delete(item.id);
      if (!isUrgent(item)) this.#normal--;
    }
  }

  abortAll(): void {
    for (const { abort } of this.#occupied.values()) abort.abort();
  }

  /** Waits for all, aborts those that outlast the grace time, and waits a little for these. */
  async drain(graceMs = CLOSE_GRACE_MS): Promise<void> {
    await this.#leftWithin(graceMs);
    if (this.#occupied.size === 0) return;
    this.abortAll();
    await this.#leftWithin(ABORT_GRACE_MS);
  }

  async #leftWithin(ms: number): Promise<void> {
    const timer = new AbortController();
    const all = Promise.allSettled([...this.#occupied.values()].map((place) => place.left));
    await Promise.race([all, sleep(ms, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
  }
}

/** Runs a handler and says how it ended. Never throws. */
export async function runHandler(handler: WorkHandler, item: WorkItem, delivery: number, signal: AbortSignal): Promise<RunResult> {
  try {
    await handler(item, delivery, signal);
    return { kind: "done" };
  } catch (cause) {
    return signal.aborted ? { kind: "aborted" } : { kind: "failed", reason: reasonOf(cause) };
  }
}
