import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { createDatabase } from "#src/storage/postgres/open";
import { openCluster, serverHome, SUPERUSER, type Cluster } from "#src/storage/postgres/cluster";
import { choosePort, logTail, readPidFile, startPostmaster, stopPostmaster } from "#src/storage/postgres/postmaster";
import { findPrograms, preparePrograms } from "#src/storage/postgres/programs";
import { chooseRunAs, type RunAs } from "#src/storage/postgres/run-as";
import { TestSetupError } from "#test/support/setup-error";

/** A durable PostgreSQL that can be killed with everything it runs, and comes back on the same port. */
export interface PostgresNode {
  readonly port: number;
  /** URL of a database of it, made when it is missing. */
  database(name: string): Promise<string>;
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

const SETTINGS = { maxConnections: 200, durable: true };
const PATIENCE_MS = 60_000;

export async function startPostgresNode(directory: string): Promise<PostgresNode> {
  const [programs] = await findPrograms();
  if (programs === undefined) throw new TestSetupError("no PostgreSQL programs on this machine");
  const user = await chooseRunAs(join(directory, "postgres/server/data"));
  const home = await serverHome(directory, user);
  const bin = await preparePrograms(programs, home, user);
  const cluster = await openCluster(home, bin, user, true);
  const port = await choosePort(cluster);
  const url = `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/postgres`;
  const start = (): Promise<void> => startAndWait(bin, cluster, port, user, url);
  await start();
  return {
    port,
    database: (name) => createDatabase(url, name),
    kill: () => killCluster(cluster),
    start,
    close: async () => void (await stopPostmaster(cluster, 20_000)),
  };
}

async function startAndWait(bin: string, cluster: Cluster, port: number, user: RunAs, url: string): Promise<void> {
  let postmaster = await startPostmaster(bin, cluster, port, SETTINGS, user);
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      // a child of the killed server may still hold its shared memory: try again
      if (!postmaster.isRunning()) postmaster = await startPostmaster(bin, cluster, port, SETTINGS, user);
    }
  }
  throw new TestSetupError(`PostgreSQL does not come back: ${await logTail(cluster)}`);
}

/** kill -9 of the postmaster and of every process it has: nobody gets to write anything any more. */
async function killCluster(cluster: Cluster): Promise<void> {
  const file = await readPidFile(cluster);
  if (file === null || !file.alive) return;
  process.kill(file.pid, "SIGSTOP"); // or it would see its children die and recover
  for (const child of await childrenOf(file.pid)) kill(child);
  kill(file.pid);
}

async function childrenOf(parent: number): Promise<readonly number[]> {
  const children: number[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    if (Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent) children.push(Number(name));
  }
  return children;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // gone already
  }
}
