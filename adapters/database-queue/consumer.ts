import { randomInt } from "node:crypto";
import { CRASH_ALLOWANCE, reasonOf } from "../work-item.ts";
import { runHandler, WorkPlaces, type RunResult } from "../work-places.ts";
import type { Consumer, WorkHandler, WorkItem, WorkQueueOptions } from "../work-queue.ts";
import { CLAIM_SQL, FAILED_SQL, GIVE_BACK_SQL, STRAY_SQL } from "./statements.ts";

interface ClaimedRow {
  readonly id: string;
  readonly topic: string;
  readonly ref: string;
  readonly urgency: WorkItem["urgency"];
  readonly deliveries: number;
  readonly failures: number;
  readonly last_reason: string | null;
  readonly place: string;
}

export interface ConsumerNeeds {
  readonly holderKey: number;
  readonly isConnected: () => boolean;
  readonly query: <Row>(sql: string, values: readonly unknown[]) => Promise<readonly Row[]>;
  /** Runs a statement until the database took it, or the queue closed. */
  readonly persist: (sql: string, values: readonly unknown[]) => Promise<void>;
  readonly removeDone: (id: string) => Promise<void>;
  readonly options: WorkQueueOptions;
  /** There are claims: whoever holds them has to be seen alive. */
  readonly onClaimed: () => void;
}

/** A claim whose answer was lost may still run, or wait for its commit, when we ask what it took: so long it is asked for again. */
const STRAYS_FOR_MS = 10 * 60_000;

/** Claims items of one topic as places become free and when it is woken: work was announced, or an announcement was missed. */
export class DatabaseConsumer implements Consumer {
  readonly topic: string;
  readonly #handler: WorkHandler;
  readonly #needs: ConsumerNeeds;
  readonly #places: WorkPlaces;
  readonly #key = randomInt(1, 2 ** 31 - 1);
  #closing = false;
  #filling: Promise<void> | null = null;
  #wokenAgain = false;
  #straysUntil = -Infinity;

  constructor(topic: string, handler: WorkHandler, concurrency: number, needs: ConsumerNeeds) {
    this.topic = topic;
    this.#handler = handler;
    this.#needs = needs;
    this.#places = new WorkPlaces(concurrency);
    this.wake();
  }

  /** There may be work: look, once more if a look is under way. */
  wake(): void {
    if (this.#closing) return;
    if (this.#filling !== null) {
      this.#wokenAgain = true;
      return;
    }
    this.#filling = this.#fill().finally(() => {
      this.#filling = null;
      if (!this.#wokenAgain) return;
      this.#wokenAgain = false;
      this.wake();
    });
  }

  get isIdle(): boolean {
    return this.#places.ids.length === 0;
  }

  /** Rows may be claimed for it that it does not know of. */
  get mayHaveStrays(): boolean {
    return performance.now() < this.#straysUntil;
  }

  abortAll(): void {
    this.#places.abortAll();
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#filling;
    await this.#places.drain(this.#needs.options.closeGraceMs);
  }

  async #fill(): Promise<void> {
    try {
      while (!this.#closing && this.#needs.isConnected() && this.#places.free > 0) {
        await this.#giveBackStrays();
        if ((await this.#claim()) === 0) return;
      }
    } catch (cause) {
      // the queue looks again by itself
      this.#straysUntil = performance.now() + STRAYS_FOR_MS;
      this.#needs.options.onEvent({ kind: "queue-claim-failed", message: `cannot claim work of topic ${this.topic}`, cause });
    }
  }

  async #claim(): Promise<number> {
    const { free, freeForNormal } = this.#places;
    const [count, leastUrgency] = freeForNormal > 0 ? [freeForNormal, 0] : [free, 2];
    const rows = await this.#needs.query<ClaimedRow>(CLAIM_SQL, [this.topic, this.#needs.holderKey, count, leastUrgency, this.#key]);
    if (rows.length > 0) this.#needs.onClaimed();
    const ordered = [...rows].sort((a, b) => b.urgency - a.urgency || Number(a.place) - Number(b.place));
    for (const row of ordered) {
      const item: WorkItem = { id: row.id, topic: row.topic, ref: row.ref, urgency: row.urgency };
      void this.#places.occupy(item, async (signal) => await this.#work(row, item, signal)).finally(() => this.wake());
    }
    return rows.length;
  }

  async #giveBackStrays(): Promise<void> {
    if (this.mayHaveStrays) await this.#needs.query(STRAY_SQL, [this.#needs.holderKey, this.#key, this.#places.ids]);
  }

  async #work(row: ClaimedRow, item: WorkItem, signal: AbortSignal): Promise<void> {
    const { maxDeliveries } = this.#needs.options;
    const isSpent = row.failures >= maxDeliveries || row.deliveries - 1 - row.failures > CRASH_ALLOWANCE;
    if (isSpent) return await this.#bury(row, item, row.deliveries - 1, row.last_reason ?? "unknown");
    await this.#settle(row, item, await runHandler(this.#handler, item, row.deliveries, signal));
  }

  async #settle(row: ClaimedRow, item: WorkItem, result: RunResult): Promise<void> {
    if (result.kind === "done") return await this.#needs.removeDone(item.id);
    if (result.kind === "aborted") return await this.#needs.persist(GIVE_BACK_SQL, [this.#needs.holderKey, item.id, row.deliveries]);
    if (row.failures + 1 >= this.#needs.options.maxDeliveries) return await this.#bury(row, item, row.deliveries, result.reason);
    return await this.#comeBackLater(row, result.reason);
  }

  /** The item is removed only when somebody took note of its death; else it is brought up again later. */
  async #bury(row: ClaimedRow, item: WorkItem, deliveries: number, reason: string): Promise<void> {
    try {
      await this.#needs.options.onDead({ item, deliveries, reason });
    } catch (cause) {
      this.#needs.options.onEvent({ kind: "queue-dead-item-not-taken", message: `onDead failed for work item ${item.id}: ${reasonOf(cause)}`, cause });
      return await this.#comeBackLater(row, reason);
    }
    await this.#needs.removeDone(item.id);
  }

  async #comeBackLater(row: ClaimedRow, reason: string): Promise<void> {
    const { redeliveryDelayMs } = this.#needs.options;
    await this.#needs.persist(FAILED_SQL, [this.#needs.holderKey, row.id, row.deliveries, reason, redeliveryDelayMs]);
    setTimeout(() => this.wake(), redeliveryDelayMs + 5).unref();
  }
}
