import { setTimeout as pause } from "node:timers/promises";
import type { LaneRule } from "../core/flow/flow-settings.ts";
import { HouseError } from "../core/fault.ts";
import type { Store, Transaction } from "../core/ports.ts";
import { sideBySide } from "../core/side-by-side.ts";
import { together } from "../core/together.ts";
import { Database } from "./database.ts";
import type { OnEvent } from "./database.ts";
import { directorySyncs } from "./directory-syncs.ts";
import { doorsOf } from "./doors.ts";
import { ApiKeys } from "./entities/api-key.ts";
import { sortJournal, sweepEvents } from "./events.ts";
import { factKeeper } from "./exchange-facts.ts";
import { gathered } from "./gathered.ts";
import { Later } from "./later.ts";
import { journalSealing } from "./journal-seals.ts";
import { DIRECTORY_CHANNEL, JOURNAL_CHANNEL, Lifeline, PEERS_CHANNEL, WORK_CHANNEL } from "./lifeline.ts";
import { migrate } from "./migrate.ts";
import type { ExtraMigration } from "./migrate.ts";
import { readerOf } from "./reader.ts";
import { keepWork, relayDue, relayOverdueAgain } from "./relay.ts";
import type { RelayOptions } from "./relay.ts";
import { transactionOf } from "./transaction.ts";
import { planWebhooks } from "./webhooks.ts";

export interface StoreOptions {
  /** `postgres://user:password@host:port/database`, PostgreSQL 15 or later. */
  readonly databaseUrl: string;
  /** For logs: connections lost and restored, orders relayed again. Must not throw. */
  readonly onEvent: OnEvent;
  /** Tables of others that live in the same database, e.g. those of the database queue. */
  readonly extraMigrations?: readonly ExtraMigration[];
  /** Connections at most, besides one lifeline. Default 10. */
  readonly poolSize?: number;
  /** How long to wait at start for a database that is still coming up. Default 30 s. */
  readonly startTimeoutMs?: number;
  /** Default 30 s. */
  readonly statementTimeoutMs?: number;
  /** How long a caller waits for a connection. Default 5 s. */
  readonly connectTimeoutMs?: number;
  /** Default 5 s. */
  readonly heartbeatMs?: number;
  /** A process that was seen absent for so long is dead. Less than a busy transmission waits to be looked at again (5 s). Default 3.5 s. */
  readonly absentMs?: number;
  /** An order relayed but not finished for so long is relayed again. Default 45 s. */
  readonly overdueAfterMs?: number;
  /** An order taken by a relay that died is free again after so long. Default 30 s. */
  readonly takenForMs?: number;
  /** Default: 8 at a channel nobody has learnt about, 2 large ones, 64 incoming. */
  readonly lanes?: LaneRule;
}

const MOST_TOGETHER = 16;

interface Shared {
  readonly work: (tx: Transaction) => Promise<void>;
  /** Adds rows of its own and looks at nobody else's. */
  readonly adds: boolean;
}

const LANES: LaneRule = { start: 8, large: 2, incoming: 64 };

/**
 * Opens the database of the house: waits until it answers, brings the schema up to date, and keeps a pool of connections.
 * Throws `database-unavailable` when it did not answer in time, `configuration-invalid` when it does not let us in.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { databaseUrl, onEvent, statementTimeoutMs = 30_000, connectTimeoutMs = 5_000 } = options;
  await whenReachable(options, () => migrate(databaseUrl, options.extraMigrations ?? [], connectTimeoutMs));
  const database = new Database({ url: databaseUrl, poolSize: options.poolSize ?? 10, statementTimeoutMs, acquireTimeoutMs: connectTimeoutMs, onEvent });
  await whenReachable(options, () => database.open());
  const lifeline = new Lifeline({ url: databaseUrl, heartbeatMs: options.heartbeatMs ?? 5_000, connectTimeoutMs, absentMs: options.absentMs ?? 3_500, onEvent });
  return storeOf(database, lifeline, { takenForMs: options.takenForMs ?? 30_000, overdueAfterMs: options.overdueAfterMs ?? 45_000, lanes: options.lanes ?? LANES, onEvent });
}

function storeOf(database: Database, lifeline: Lifeline, relay: RelayOptions): Store {
  let overdueLookedAt = 0;
  const write: Store["write"] = (work) =>
    database.transaction(async (run) => {
      const later = new Later(run);
      const result = await work(transactionOf(run, later, lifeline));
      await later.settle();
      return result;
    });
  const share = together(async (shared: readonly Shared[]) => {
    await write(async (tx) => {
      await sideBySide(shared.filter(({ adds }) => adds).map(({ work }) => work(tx)));
      for (const { work, adds } of shared) if (!adds) await work(tx);
    });
    return shared;
  }, MOST_TOGETHER);
  return {
    reader: gathered(readerOf(database.read)),
    doors: doorsOf(database),

    write,
    writeTogether: async <Result>(work: (tx: Transaction) => Promise<Result>, kind?: "adds"): Promise<Result> => {
      const results: Result[] = [];
      const keep = async (tx: Transaction): Promise<void> => {
        results[0] = await work(tx);
      };
      await share({ work: keep, adds: kind === "adds" });
      return results[0] as Result;
    },

    relayDue: async (limit, publish, depths) => {
      const now = performance.now();
      if (now - overdueLookedAt > relay.overdueAfterMs / 8) {
        overdueLookedAt = now;
        await relayOverdueAgain(database, relay, depths ?? null);
      }
      return await relayDue(database, relay, limit, publish);
    },
    keepWork: (topic, refs) => keepWork(database, topic, refs),
    onWork: (listener) => lifeline.listen(WORK_CHANNEL, listener),
    sortJournal: () => sortJournal(database),
    ...journalSealing(database),
    sweepEvents: (before, most) => database.transaction((run) => sweepEvents(run, before, most)),
    facts: factKeeper(database),
    planWebhooks: (at) => planWebhooks(database, at),
    onPeers: (listener) => lifeline.listen(PEERS_CHANNEL, listener),
    onJournal: (listener) => lifeline.listen(JOURNAL_CHANNEL, listener),
    // a missed one is asked for again by the person; a list of 125,000 is not taken because the database was away
    onDirectoryWanted: (listener) => lifeline.listen(DIRECTORY_CHANNEL, (asked) => asked && listener()),

    asLeader: async (name, job) => {
      const hold = await lifeline.hold(name);
      if (hold === null) return null;
      try {
        return await job(hold.lost);
      } finally {
        await hold.release();
      }
    },

    directory: directorySyncs(database),
    noteKeyUse: async (id, at) => {
      // Once a minute is enough for people; a busy key must not write on every request.
      await database.once((db) =>
        db
          .createQueryBuilder()
          .update(ApiKeys)
          .set({ lastUsedAt: at })
          .where("id = :id AND (last_used_at IS NULL OR last_used_at < :before)", { id, before: new Date(at.getTime() - 60_000) })
          .execute(),
      );
    },
    ping: async () => {
      await database.read((db) => db.query("SELECT 1"));
    },
    close: async () => {
      await lifeline.close();
      await database.close();
    },
  };
}

/** A database that starts beside us is waited for; one that refuses us is not. */
async function whenReachable(options: StoreOptions, open: () => Promise<void>): Promise<void> {
  const giveUpAt = performance.now() + (options.startTimeoutMs ?? 30_000);
  for (let tried = 0; ; tried += 1) {
    try {
      await open();
      return;
    } catch (error) {
      if (!(error instanceof HouseError) || error.code !== "database-unavailable" || performance.now() > giveUpAt) throw error;
      if (tried === 0) options.onEvent({ kind: "database.waiting", message: "the database does not answer yet, waiting for it", cause: error });
    }
    await pause(Math.min(100 * 2 ** tried, 2_000));
  }
}
