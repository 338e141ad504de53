import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Client, DatabaseError, type QueryResultRow } from "pg";
import { HouseError } from "../core/fault.ts";
import { Absences } from "./absences.ts";
import { LEADER_LOCK, PRESENCE_LOCK } from "./advisory-locks.ts";
import { houseErrorOf } from "./database-fault.ts";
import type { OnEvent } from "./database.ts";

/** Channel of NOTIFY for new work. */
export const WORK_CHANNEL = "lienthong_work";
/** Channel of NOTIFY for fresh entries of the journal (sent by its trigger) and revoked keys. */
export const JOURNAL_CHANNEL = "lienthong_journal";
/** Channel of NOTIFY for a registry of peers that has changed (sent by its triggers). */
export const PEERS_CHANNEL = "lienthong_peers";
/** Channel of NOTIFY for a person who wants the partners' lists of agencies taken now. */
export const DIRECTORY_CHANNEL = "lienthong_directory";
export type Channel = typeof WORK_CHANNEL | typeof JOURNAL_CHANNEL | typeof PEERS_CHANNEL | typeof DIRECTORY_CHANNEL;

export interface LifelineOptions {
  readonly url: string;
  readonly heartbeatMs: number;
  readonly connectTimeoutMs: number;
  /** An owner that is not present is dead only after so long: a living one is back sooner. */
  readonly absentMs: number;
  readonly onEvent: OnEvent;
}

/** Something held as long as the session lives. */
export interface Hold {
  /** Aborts when the session is lost, and the lock with it. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

type Ask = <Row extends QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

interface Session {
  readonly client: Client;
  /** One question after the other: jobs that start together ask for their names at the same time, and pg queues no more from version 9 on. */
  readonly ask: Ask;
  readonly instance: number;
  readonly held: Set<string>;
  readonly lost: AbortController;
}

const LOCK_NOT_AVAILABLE = "55P03";
/** Between two attempts to come back, at most and by half more: sooner than others may take us for dead. */
const LONGEST_PAUSE_MS = 1_000;

/**
 * One dedicated connection whose session locks say that this process lives. When the process dies, in whatever way, PostgreSQL ends the session
 * and everybody sees it; a process that is merely slow or stopped still counts as living. No lease ever runs out.
 */
export class Lifeline {
  /** What this process saw of the others. */
  readonly absences: Absences;
  readonly #options: LifelineOptions;
  readonly #listeners = new Map<(asked: boolean) => void, Channel>();
  #session: Session | null = null;
  #connecting: Promise<Session> | null = null;
  #reconnecting = false;
  #instance: number | null = null;
  readonly #closed = new AbortController();

  constructor(options: LifelineOptions) {
    this.#options = options;
    this.absences = new Absences(options.absentMs);
  }

  /** The random number under which this process is present. A lost session is followed by one of the same number, so that claims outlast a short loss. Throws `database-unavailable`. */
  async instance(): Promise<number> {
    return (await this.#connected()).instance;
  }

  /** Takes a name nobody else holds, in this process or another; null when somebody does. */
  async hold(name: string): Promise<Hold | null> {
    const session = await this.#connected();
    if (session.held.has(name)) return null; // a session lock may be taken twice by its own session
    session.held.add(name);
    try {
      const [answer] = await session.ask<{ taken: boolean }>("SELECT pg_try_advisory_lock($1, hashtext($2)) AS taken", [LEADER_LOCK, name]);
      if (answer?.taken !== true) {
        session.held.delete(name);
        return null;
      }
    } catch (error) {
      this.#lose(session, error); // whether it was taken is not known; ending the session frees it
      throw houseErrorOf(error);
    }
    return { lost: session.lost.signal, release: () => this.#release(session, name) };
  }

  /** Calls back when somebody committed what the channel is for (`asked`), and after every reconnect, when some may have been missed. */
  listen(channel: Channel, listener: (asked: boolean) => void): () => void {
    const once = (asked: boolean): void => listener(asked); // the same function may listen twice
    this.#listeners.set(once, channel);
    void this.#keepConnected();
    return () => this.#listeners.delete(once);
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#listeners.clear();
    await this.#connecting?.catch(() => undefined);
    const session = this.#session;
    this.#session = null;
    if (session === null) return;
    session.lost.abort();
    await session.client.end().catch(() => undefined);
  }

  async #release(session: Session, name: string): Promise<void> {
    if (!session.lost.signal.aborted) {
      try {
        await session.ask("SELECT pg_advisory_unlock($1, hashtext($2))", [LEADER_LOCK, name]);
      } catch (error) {
        this.#lose(session, error);
      }
    }
    session.held.delete(name);
  }

  async #connected(): Promise<Session> {
    if (this.#closed.signal.aborted) throw new HouseError("shutting-down", "the store is closed");
    if (this.#session !== null) return this.#session;
    this.#connecting ??= this.#connect().finally(() => (this.#connecting = null));
    return await this.#connecting;
  }

  async #connect(): Promise<Session> {
    const client = new Client({
      connectionString: this.#options.url,
      application_name: "lienthong lifeline",
      connectionTimeoutMillis: this.#options.connectTimeoutMs,
      query_timeout: this.#options.connectTimeoutMs,
      keepAlive: true,
    });
    const early: unknown[] = [];
    client.on("error", (error) => early.push(error)); // never without a listener
    try {
      await client.connect();
      // A machine that vanished without a word is noticed by the server in half a minute, not after two hours.
      await client.query("SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4; SET statement_timeout = 0; SET idle_session_timeout = 0");
      const instance = await takeInstance(client, this.#instance, this.#options.connectTimeoutMs / 2);
      this.#instance = instance;
      await client.query(`LISTEN ${WORK_CHANNEL}; LISTEN ${JOURNAL_CHANNEL}; LISTEN ${PEERS_CHANNEL}; LISTEN ${DIRECTORY_CHANNEL}`);
      const session: Session = { client, ask: oneByOne(client), instance, held: new Set(), lost: new AbortController() };
      if (early.length > 0) throw early[0];
      client.on("error", (error) => this.#lose(session, error));
      client.on("end", () => this.#lose(session, null));
      client.on("notification", ({ channel }) => this.#wake(channel));
      this.#session = session;
      void this.#beat(session);
      return session;
    } catch (error) {
      void client.end().catch(() => undefined);
      throw houseErrorOf(error);
    }
  }

  /** Notices a server that went silent. */
  async #beat(session: Session): Promise<void> {
    while (!session.lost.signal.aborted) {
      await pause(this.#options.heartbeatMs, undefined, { signal: session.lost.signal, ref: false }).catch(() => undefined);
      if (session.lost.signal.aborted) return;
      await session.ask("SELECT 1").catch((error: unknown) => this.#lose(session, error));
    }
  }

  #lose(session: Session, cause: unknown): void {
    if (session.lost.signal.aborted) return;
    session.lost.abort();
    void session.client.end().catch(() => undefined);
    if (this.#session === session) this.#session = null;
    if (this.#closed.signal.aborted) return;
    this.#options.onEvent({ kind: "database.lifeline-lost", message: `the lifeline of instance ${session.instance} broke; its claims count as abandoned unless it is back soon`, cause });
    void this.#keepConnected();
  }

  /** While somebody listens, the session is opened again, with growing pauses that differ from process to process. */
  async #keepConnected(): Promise<void> {
    if (this.#reconnecting) return;
    this.#reconnecting = true;
    for (let tried = 0; this.#listeners.size > 0 && this.#session === null && !this.#closed.signal.aborted; tried += 1) {
      try {
        const { instance } = await this.#connected();
        this.#options.onEvent({ kind: "database.lifeline-up", message: `present as instance ${instance}` });
        this.#wake();
      } catch (cause) {
        if (tried === 0) this.#options.onEvent({ kind: "database.lifeline-down", message: "the lifeline cannot be opened, trying on", cause });
        await pause((0.5 + Math.random()) * Math.min(200 * 2 ** tried, LONGEST_PAUSE_MS), undefined, { signal: this.#closed.signal }).catch(() => undefined);
      }
    }
    this.#reconnecting = false;
  }

  /** No channel: all of them. */
  #wake(channel?: string): void {
    for (const [listener, listened] of this.#listeners) if (channel === undefined || channel === listened) listener(channel !== undefined);
  }
}

function oneByOne(client: Client): Ask {
  let last: Promise<unknown> = Promise.resolve();
  return async <Row extends QueryResultRow>(sql: string, values: readonly unknown[] = []) => {
    const answer = last.then(async () => (await client.query<Row>(sql, [...values])).rows);
    last = answer.catch(() => undefined);
    return await answer;
  };
}

/** The number of before, so that claims stay valid; another one when it cannot be had. */
async function takeInstance(client: Client, before: number | null, waitMs: number): Promise<number> {
  if (before !== null && (await takeBack(client, before, waitMs))) return before;
  for (;;) {
    const instance = randomInt(1, 2 ** 31 - 1);
    const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1, $2) AS taken", [PRESENCE_LOCK, instance]);
    if (rows[0]?.taken === true) return instance;
  }
}

/** An earlier session of ours that the server still believes in is ended. Those who look whether we live hold the number shared for a moment: they are waited for. */
async function takeBack(client: Client, instance: number, waitMs: number): Promise<boolean> {
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks
     WHERE locktype = 'advisory' AND classid = $1 AND objid::bigint = $2 AND objsubid = 2 AND mode = 'ExclusiveLock' AND granted AND pid <> pg_backend_pid()
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [PRESENCE_LOCK, instance],
  );
  await client.query(`SET lock_timeout = ${Math.round(waitMs)}`);
  try {
    await client.query("SELECT pg_advisory_lock($1, $2)", [PRESENCE_LOCK, instance]);
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === LOCK_NOT_AVAILABLE) return false;
    throw error;
  }
}
