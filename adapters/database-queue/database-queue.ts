import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "pg";
import { AdapterError } from "../errors.ts";
import { checkItems } from "../work-item.ts";
import type { Consumer, QueueDepth, WorkHandler, WorkItem, WorkQueue, WorkQueueOptions } from "../work-queue.ts";
import { DatabaseConsumer } from "./consumer.ts";
import { Holder } from "./holder.ts";
import { DEPTH_SQL, DONE_SQL, LOOK_SQL, PUBLISH_SQL } from "./statements.ts";

export interface DatabaseQueueOptions extends WorkQueueOptions {
  readonly databaseUrl: string;
  /** How long a process may be away before its items are given to others; 16 s unless told. */
  readonly leaseMs?: number;
}

/** A pg client or a TypeORM query runner: whatever holds the caller's transaction. */
export interface Queryable {
  query(sql: string, values?: unknown[]): Promise<unknown>;
}

/** A database queue can also publish within the caller's own transaction, which needs no outbox. */
export interface DatabaseQueue extends WorkQueue {
  publishWithin(transaction: Queryable, items: readonly WorkItem[]): Promise<void>;
}

const PUBLISH_CHUNK = 1_000;
/** How long a result is held and tried again while the queue closes without a database. */
const CLOSE_PATIENCE_MS = 3_000;

/**
 * The work queue for a house without a broker: one table, SKIP LOCKED, LISTEN/NOTIFY. The tables of WORK_ITEM_SQL must exist.
 * Throws AdapterError `queue-unavailable` when the database does not answer.
 */
export async function openDatabaseQueue(options: DatabaseQueueOptions): Promise<DatabaseQueue> {
  const leaseMs = options.leaseMs ?? 16_000;
  const consumers = new Set<DatabaseConsumer>();
  let holder: Holder;
  try {
    holder = await Holder.open(options.databaseUrl, leaseMs, {
      onWork: (topic) => {
        for (const consumer of consumers) if (topic === null || topic === consumer.topic) consumer.wake();
      },
      onDoubt: () => {
        for (const consumer of consumers) consumer.abortAll();
      },
      hasClaims: () => [...consumers].some((consumer) => !consumer.isIdle),
      onEvent: options.onEvent,
    });
  } catch (cause) {
    throw unavailable(cause);
  }
  return new PostgresQueue(options, holder, consumers, leaseMs);
}

class PostgresQueue implements DatabaseQueue {
  readonly #options: DatabaseQueueOptions;
  readonly #holder: Holder;
  readonly #consumers: Set<DatabaseConsumer>;
  readonly #pool: Pool;
  readonly #looking: NodeJS.Timeout;
  #closing = false;
  #giveUpAt = Infinity;
  #done: { readonly ids: string[]; readonly removed: Promise<void> } | null = null;
  #removing: Promise<unknown> = Promise.resolve();

  constructor(options: DatabaseQueueOptions, holder: Holder, consumers: Set<DatabaseConsumer>, leaseMs: number) {
    this.#options = options;
    this.#holder = holder;
    this.#consumers = consumers;
    this.#pool = new Pool({ connectionString: options.databaseUrl, max: 4, application_name: "lienthong work", connectionTimeoutMillis: 5_000, query_timeout: 15_000, keepAlive: true });
    this.#pool.on("error", () => undefined);
    this.#looking = setInterval(() => void this.#look(leaseMs), leaseMs / 3);
  }

  async publish(items: readonly WorkItem[]): Promise<void> {
    checkItems(items, this.#options.topics);
    try {
      for (let start = 0; start < items.length; start += PUBLISH_CHUNK) {
        await this.#pool.query(PUBLISH_SQL, publishValues(items.slice(start, start + PUBLISH_CHUNK)));
      }
    } catch (cause) {
      throw unavailable(cause);
    }
  }

  async publishWithin(transaction: Queryable, items: readonly WorkItem[]): Promise<void> {
    checkItems(items, this.#options.topics);
    if (items.length > 0) await transaction.query(PUBLISH_SQL, publishValues(items));
  }

  async consume(topic: string, handler: WorkHandler, { concurrency }: { readonly concurrency: number }): Promise<Consumer> {
    const consumer = new DatabaseConsumer(topic, handler, concurrency, {
      holderKey: this.#holder.key,
      isConnected: () => this.#holder.isConnected,
      query: async <Row>(sql: string, values: readonly unknown[]) => (await this.#pool.query<Row & object>(sql, [...values])).rows,
      persist: async (sql, values) => await this.#persist(sql, values),
      removeDone: async (id) => await this.#removeDone(id),
      options: this.#options,
      onClaimed: () => this.#holder.showAlive(),
    });
    this.#consumers.add(consumer);
    return await Promise.resolve({
      close: async () => {
        await consumer.close();
        this.#consumers.delete(consumer);
      },
    });
  }

  async depth(): Promise<readonly QueueDepth[]> {
    try {
      const { rows } = await this.#pool.query<QueueDepth>(DEPTH_SQL);
      return this.#options.topics.map((topic) => rows.find((row) => row.topic === topic) ?? { topic, ready: 0, running: 0 });
    } catch (cause) {
      throw unavailable(cause);
    }
  }

  isReady(): boolean {
    return this.#holder.isConnected;
  }

  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    clearInterval(this.#looking);
    if (!this.#holder.isConnected) this.#giveUpAt = Date.now() + CLOSE_PATIENCE_MS;
    await Promise.all([...this.#consumers].map(async (consumer) => await consumer.close()));
    this.#giveUpAt = Date.now() + CLOSE_PATIENCE_MS;
    await this.#removing;
    await this.#holder.close();
    await this.#pool.end();
  }

  /** Results that arrive while a removal is under way leave together in the next one. */
  async #removeDone(id: string): Promise<void> {
    if (this.#done === null) {
      const ids: string[] = [];
      const removed = this.#removeTogether(this.#removing, ids);
      this.#done = { ids, removed };
      this.#removing = removed;
    }
    this.#done.ids.push(id);
    await this.#done.removed;
  }

  async #removeTogether(before: Promise<unknown>, ids: readonly string[]): Promise<void> {
    await before;
    this.#done = null;
    await this.#persist(DONE_SQL, [this.#holder.key, ids]);
  }

  /** The database may be away: the claim stays ours meanwhile, so the statement waits for it. */
  async #persist(sql: string, values: readonly unknown[]): Promise<void> {
    for (let pause = 50; ; pause = Math.min(pause * 2, 1_000)) {
      try {
        await this.#pool.query(sql, [...values]);
        return;
      } catch (cause) {
        this.#options.onEvent({ kind: "queue-result-waits", message: "a result waits for the database of the work queue", cause });
      }
      if (Date.now() > this.#giveUpAt) return;
      await sleep(pause);
    }
  }

  /** Takes back what ended processes held, and wakes whoever missed an announcement: one statement, which is all that a queue at rest costs. */
  async #look(leaseMs: number): Promise<void> {
    if (!this.#holder.isConnected) return;
    try {
      const topics = Array.from(this.#consumers, ({ topic }) => topic);
      const { rows } = await this.#pool.query<{ topic: string; n: number }>(LOOK_SQL, [leaseMs, this.#holder.mayJudge, topics]);
      for (const consumer of this.#consumers) if (consumer.mayHaveStrays || rows.some(({ topic }) => topic === consumer.topic)) consumer.wake();
      const count = rows.reduce((sum, row) => sum + row.n, 0);
      if (count > 0) this.#options.onEvent({ kind: "queue-items-given-back", message: `${count} work item(s) of ended processes were given back` });
    } catch (cause) {
      this.#options.onEvent({ kind: "queue-reclaim-failed", message: "cannot look for work of ended processes", cause });
    }
  }
}

function publishValues(items: readonly WorkItem[]): unknown[] {
  return [
    items.map((item) => item.id),
    items.map((item) => item.topic),
    items.map((item) => item.ref),
    items.map((item) => item.urgency),
    [...new Set(items.map((item) => item.topic))],
  ];
}

function unavailable(cause: unknown): AdapterError {
  return new AdapterError("queue-unavailable", "the database of the work queue does not answer", {}, { hint: "nothing is lost: publish the same ids again later", cause });
}
