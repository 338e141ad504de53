import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { DataSource } from "typeorm";
import type { EntityManager, QueryRunner } from "typeorm";
import { HouseError } from "../core/fault.ts";
import { houseErrorOf, isConnectionLoss, isContention } from "./database-fault.ts";
import { ENTITIES } from "./entities/index.ts";
import { isPlanned, PreparingClient } from "./preparing-client.ts";

export interface StorageEvent {
  readonly kind: string;
  readonly message: string;
  readonly cause?: unknown;
}
export type OnEvent = (event: StorageEvent) => void;

export interface DatabaseOptions {
  readonly url: string;
  /** Connections of the pool; one more is the lifeline. */
  readonly poolSize: number;
  /** No statement runs longer, milliseconds. */
  readonly statementTimeoutMs: number;
  /** How long a caller waits for a free connection. */
  readonly acquireTimeoutMs: number;
  readonly onEvent: OnEvent;
}

/** Runs reads and writes on a connection of the pool and speaks the house's language when it fails. */
export type Run = <Result>(work: (manager: EntityManager) => Promise<Result>) => Promise<Result>;

const CONTENTION_TRIES = 4;

/** The pool of connections, and the only place that opens transactions. */
export class Database {
  readonly source: DataSource;
  #closed = false;

  constructor(options: DatabaseOptions) {
    this.source = new DataSource({
      type: "postgres",
      url: options.url,
      entities: ENTITIES,
      synchronize: false,
      logging: false,
      installExtensions: false,
      migrationsTableName: "schema_migration",
      poolSize: options.poolSize,
      connectTimeoutMS: options.acquireTimeoutMs,
      applicationName: "lienthong",
      poolErrorHandler: (cause: unknown) => options.onEvent({ kind: "database.idle-connection-lost", message: "an idle database connection broke and is replaced when needed", cause }),
      extra: {
        Client: PreparingClient,
        pipeline: true,
        keepAlive: true,
        options: "-c default_transaction_isolation=read\\ committed", // said once per connection instead of once per transaction
        statement_timeout: options.statementTimeoutMs,
        lock_timeout: Math.ceil(options.statementTimeoutMs / 2),
        // Longer than the server's own limit: only reached when the server does not answer at all.
        query_timeout: options.statementTimeoutMs + 5_000,
        idle_in_transaction_session_timeout: 2 * options.statementTimeoutMs,
      },
    });
  }

  async open(): Promise<void> {
    try {
      await this.source.initialize();
    } catch (error) {
      throw houseErrorOf(error);
    }
  }

  /** One or more independent statements. A connection that died while idle is replaced once, unseen. */
  readonly read: Run = async (work) => {
    try {
      return await this.#onRunner((runner) => work(runner.manager));
    } catch (error) {
      if (!isConnectionLoss(error)) throw houseErrorOf(error);
    }
    return await this.once(work);
  };

  /** Like `read`, never repeated: for statements that change something. */
  readonly once: Run = async (work) => {
    try {
      return await this.#onRunner((runner) => work(runner.manager));
    } catch (error) {
      throw houseErrorOf(error);
    }
  };

  /**
   * One transaction (read committed). Runs again when it lost against a concurrent one, so `work` must do nothing but database work.
   * What `work` throws comes out as it is. `database-unavailable` with fact `commit: "unknown"` when the connection broke while committing.
   */
  async transaction<Result>(work: (run: Run) => Promise<Result>): Promise<Result> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.#onRunner((runner) => commit(runner, work));
      } catch (error) {
        if (tried === CONTENTION_TRIES || !(error instanceof HouseError) || !isContention(error)) throw error;
      }
      await pause(Math.random() * 20 * 2 ** tried);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.source.isInitialized) await this.source.destroy();
  }

  async #onRunner<Result>(work: (runner: QueryRunner) => Promise<Result>): Promise<Result> {
    if (this.#closed) throw new HouseError("shutting-down", "the store is closed");
    const runner = straight(this.source.createQueryRunner());
    try {
      return await work(runner);
    } catch (error) {
      if (isConnectionLoss(error)) await dropConnection(runner);
      throw error;
    } finally {
      await runner.release();
    }
  }
}

/**
 * What a transaction asks finds its rows by keys: one plan for all values, and one that is still right when the table has grown. Left to itself PostgreSQL
 * plans `= ANY($1)` anew every time, because with one key in the list it looks cheaper than with ten, and everything else five times on each connection:
 * a quarter of what it did for a document.
 */
const BEGIN = "START TRANSACTION; SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off";

/** Planned statements go to the driver without TypeORM's events and logs, which nobody hears: they cost as much as sending the statement. */
function straight(runner: QueryRunner): QueryRunner {
  const throughTypeorm = runner.query.bind(runner);
  const query = async (asked: string, values?: unknown[], structured?: boolean): Promise<unknown> => {
    const text = asked === "START TRANSACTION" ? BEGIN : asked;
    const client: unknown = text === BEGIN || text === "COMMIT" || (values !== undefined && isPlanned(text)) ? await runner.connect() : null;
    if (!(client instanceof Client)) return structured === true ? await throughTypeorm(text, values, true) : await throughTypeorm(text, values);
    const { command, rows, rowCount } = await client.query(text, values);
    return command === "UPDATE" || command === "DELETE" ? [rows, rowCount] : rows; // as TypeORM answers
  };
  return Object.assign(runner, { query });
}

async function commit<Result>(runner: QueryRunner, work: (run: Run) => Promise<Result>): Promise<Result> {
  await ours(runner.startTransaction());
  let result: Result;
  try {
    result = await work((statement) => ours(statement(runner.manager)));
  } catch (error) {
    // The first error is the one to report; a connection that cannot even roll back is thrown away.
    await runner.rollbackTransaction().catch(() => dropConnection(runner));
    throw error;
  }
  try {
    await runner.commitTransaction();
  } catch (error) {
    if (!isConnectionLoss(error)) throw houseErrorOf(error); // a deferred constraint: the database rolled back
    throw new HouseError("database-unavailable", "the connection broke while a transaction was being committed", { commit: "unknown" }, { cause: error });
  }
  return result;
}

async function ours<Result>(statement: Promise<Result>): Promise<Result> {
  try {
    return await statement;
  } catch (error) {
    throw houseErrorOf(error);
  }
}

/** A connection with an unanswered statement must not go back to the pool. */
async function dropConnection(runner: QueryRunner): Promise<void> {
  if (runner.isReleased) return;
  const client: unknown = await runner.connect().catch(() => null);
  if (client instanceof Client) void client.end().catch(() => undefined); // marks it at once; the farewell may take long
}
