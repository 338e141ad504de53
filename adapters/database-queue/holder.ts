import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { HOLDER_LOCK } from "./statements.ts";

export interface HolderEvents {
  /** A publisher announced work of the topic; null: this session is back and may have missed announcements. */
  readonly onWork: (topic: string | null) => void;
  /** Cut off so long that others may soon take our items: running handlers should stop. */
  readonly onDoubt: () => void;
  /** Without claims there is nothing to take from it, and it need not be seen. */
  readonly hasClaims: () => boolean;
  readonly onEvent: (event: { readonly kind: string; readonly message: string; readonly cause?: unknown }) => void;
}

interface Session {
  readonly client: Client;
  /** Aborts when the session is over, for whatever reason. */
  readonly ended: AbortSignal;
  readonly since: number;
}

/**
 * This process as a holder of claimed items. Two signs say it is alive: a session-level advisory lock, which ends with the process or its connection
 * and does not mind a stalled event loop, and a beat, which does not mind a short loss of the connection. Items are given back only when both are gone.
 */
export class Holder {
  readonly key = randomInt(1, 2 ** 31 - 1);
  readonly #url: string;
  readonly #leaseMs: number;
  readonly #events: HolderEvents;
  readonly #stop = new AbortController();
  #session: Session | null = null;
  #keeping: Promise<void> = Promise.resolve();
  #beatAt = -Infinity;

  private constructor(url: string, leaseMs: number, events: HolderEvents) {
    this.#url = url;
    this.#leaseMs = leaseMs;
    this.#events = events;
  }

  /** Resolves with the first session. Throws what pg throws. */
  static async open(url: string, leaseMs: number, events: HolderEvents): Promise<Holder> {
    const holder = new Holder(url, leaseMs, events);
    const session = await holder.#connect();
    holder.#keeping = holder.#keep(session);
    return holder;
  }

  get isConnected(): boolean {
    return this.#session !== null;
  }

  /** Connected for a whole lease: after an outage the other holders had time to come back and beat, before their items are judged. */
  get mayJudge(): boolean {
    return this.#session !== null && Date.now() - this.#session.since > this.#leaseMs;
  }

  /** Beats now unless it did lately. A beat that fails ends the session. */
  showAlive(): void {
    const session = this.#session;
    if (session === null || performance.now() - this.#beatAt < this.#leaseMs / 3) return;
    void this.#beat(session);
  }

  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    await this.#keeping;
    const session = this.#session;
    this.#session = null;
    await session?.client.query("delete from work_holder where key = $1", [this.key]).catch(() => undefined);
    await session?.client.end().catch(() => undefined);
  }

  /** Beats until the session is lost, then comes back, until closed. */
  async #keep(first: Session): Promise<void> {
    const closed = this.#stop.signal;
    for (let session: Session | null = first; session !== null; ) {
      this.#session = session;
      await this.#beatWhileConnected(session);
      if (closed.aborted) return;
      this.#session = null;
      this.#events.onEvent({ kind: "queue-lost", message: "the work queue lost its database session, connecting again" });
      session = await this.#reconnect();
      if (session === null) return;
      this.#session = session;
      this.#events.onEvent({ kind: "queue-restored", message: "the work queue is connected again" });
      this.#events.onWork(null);
    }
  }

  async #beatWhileConnected(session: Session): Promise<void> {
    const over = AbortSignal.any([session.ended, this.#stop.signal]);
    while (!over.aborted) {
      await sleep(this.#leaseMs / 3, undefined, { signal: over }).catch(() => undefined);
      if (over.aborted) return;
      await (this.#events.hasClaims() ? this.#beat(session) : endOnFailure(session.client, session.client.query("select"))); // a write is dear, and a question tells as well whether the server is there
    }
  }

  async #beat({ client }: Session): Promise<void> {
    this.#beatAt = performance.now();
    await endOnFailure(client, beat(client, this.key));
  }

  /** Null when closed meanwhile. After 2/5 of a lease without a session the running handlers are told. */
  async #reconnect(): Promise<Session | null> {
    const closed = this.#stop.signal;
    const doubt = setTimeout(() => this.#events.onDoubt(), (this.#leaseMs * 2) / 5);
    try {
      for (let pause = 100; !closed.aborted; pause = Math.min(pause * 2, 3_000)) {
        await sleep(pause * (0.8 + Math.random() * 0.4), undefined, { signal: closed }).catch(() => undefined);
        if (closed.aborted) return null;
        try {
          return await this.#connect();
        } catch (cause) {
          this.#events.onEvent({ kind: "queue-away", message: "the database of the work queue does not answer yet", cause });
        }
      }
      return null;
    } finally {
      clearTimeout(doubt);
    }
  }

  async #connect(): Promise<Session> {
    const client = new Client({
      connectionString: this.#url,
      application_name: `lienthong work ${this.key}`,
      connectionTimeoutMillis: 5_000,
      query_timeout: Math.max(1_000, this.#leaseMs / 5),
      keepAlive: true,
    });
    const ended = new AbortController();
    client.on("error", () => undefined);
    client.once("end", () => ended.abort());
    client.on("notification", ({ payload }) => this.#events.onWork(payload ?? null));
    try {
      await client.connect();
      // a host that vanished without a word loses its lock after 25 s
      await client.query("set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3");
      await takeLock(client, this.key);
      await beat(client, this.key);
      await client.query("listen work_item");
      return { client, ended: ended.signal, since: Date.now() };
    } catch (cause) {
      await client.end().catch(() => undefined);
      throw cause;
    }
  }
}

/** An earlier session of ours that the server still believes in is ended: its lock is ours. */
async function takeLock(client: Client, key: number): Promise<void> {
  await client.query(
    `select pg_terminate_backend(pid) from pg_locks
     where locktype = 'advisory' and classid = $1 and objid::bigint = $2 and objsubid = 2 and pid <> pg_backend_pid()
       and database = (select oid from pg_database where datname = current_database())`,
    [HOLDER_LOCK, key],
  );
  await client.query("select pg_advisory_lock($1, $2)", [HOLDER_LOCK, key]);
}

async function endOnFailure(client: Client, asked: Promise<unknown>): Promise<void> {
  await asked.catch(() => client.end().catch(() => undefined));
}

async function beat(client: Client, key: number): Promise<void> {
  await client.query("insert into work_holder (key) values ($1) on conflict (key) do update set beat_at = now()", [key]);
}
