import { spawn } from "node:child_process";
import { once } from "node:events";
import { chown, open, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, SERVER_ENVIRONMENT, type Cluster } from "./cluster.ts";
import type { RunAs } from "./run-as.ts";

/** What postmaster.pid says about the server of a cluster. */
export interface PidFile {
  readonly pid: number;
  readonly port: number;
  /** The process exists and is a server of these files, not a stranger that got its number. */
  readonly alive: boolean;
}

/** Server log above this size is emptied at the next start; the server only writes warnings. */
const LOG_LIMIT = 16 * 1024 * 1024;

/** Reads postmaster.pid; null when the server is down cleanly. */
export async function readPidFile(cluster: Cluster): Promise<PidFile | null> {
  const text = await readFile(join(cluster.data, "postmaster.pid"), "utf8").catch(() => null);
  if (text === null) return null;
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3] ?? "0");
  return { pid, port, alive: isAlive(pid) && (await runsCluster(pid, cluster)) };
}

async function runsCluster(pid: number, cluster: Cluster): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
  // without /proc (macOS) or the right to read it, believe the number
  return command === null ? process.platform !== "linux" || (await stat(`/proc/${pid}`).catch(() => null)) !== null : command.includes(cluster.data);
}

/**
 * A pid file whose number now belongs to a stranger (a container restarted: small numbers come again) would stop PostgreSQL from starting.
 * One whose process is gone is left alone: PostgreSQL recovers it itself, and checks its shared memory for surviving children.
 */
export async function removeForeignPidFile(cluster: Cluster, file: PidFile): Promise<void> {
  if (!file.alive && isAlive(file.pid)) await rm(join(cluster.data, "postmaster.pid"), { force: true });
}

/** The port used last when it is free, else any free one, kept for the next start. */
export async function choosePort(cluster: Cluster): Promise<number> {
  const file = join(cluster.directory, "port");
  const last = Number(await readFile(file, "utf8").catch(() => "0"));
  const port = await listenOnce(last).catch(async () => await listenOnce(0));
  if (port !== last) await writeFile(file, String(port));
  return port;
}

async function listenOnce(port: number): Promise<number> {
  const server = createServer();
  server.listen({ port, host: "127.0.0.1", exclusive: true });
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return address !== null && typeof address === "object" ? address.port : port;
}

export interface ServerSettings {
  readonly maxConnections: number;
  /** False only for data nobody will miss. */
  readonly durable: boolean;
}

/** A server process we started. */
export interface Postmaster {
  isRunning(): boolean;
}

/** Starts the server, detached: it outlives us when we are killed, and Ctrl-C does not reach it. It is not ready yet. */
export async function startPostmaster(bin: string, cluster: Cluster, port: number, settings: ServerSettings, user: RunAs): Promise<Postmaster> {
  const logFile = join(cluster.directory, "server.log");
  const size = (await stat(logFile).catch(() => null))?.size ?? 0;
  if (size > LOG_LIMIT) await truncate(logFile);
  const log = await open(logFile, "a", 0o600);
  try {
    if (user !== null) await chown(logFile, user.uid, user.gid);
    const child = spawn(join(bin, "postgres"), ["-D", cluster.data, "-p", String(port), ...flags(settings)], {
      ...user,
      cwd: cluster.data,
      env: SERVER_ENVIRONMENT,
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
    });
    let running = true;
    for (const end of ["exit", "error"]) child.once(end, () => (running = false));
    child.unref();
    return { isRunning: () => running };
  } finally {
    await log.close();
  }
}

function flags(settings: ServerSettings): readonly string[] {
  const values = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: String(settings.maxConnections),
    shared_buffers: "32MB",
    max_wal_size: "256MB",
    min_wal_size: "32MB",
    timezone: "UTC",
    log_timezone: "UTC",
    password_encryption: "scram-sha-256",
    log_checkpoints: "off",
    log_min_messages: "warning",
    jit: "off",
    update_process_title: "off", // written anew for every statement
    ...(settings.durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Asks the server to stop now (sessions are ended, a checkpoint is written) and waits for its pid file to vanish. */
export async function stopPostmaster(cluster: Cluster, patienceMs: number): Promise<boolean> {
  const file = await readPidFile(cluster);
  if (file === null || !file.alive) return true;
  process.kill(file.pid, "SIGINT");
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(20)) {
    const now = await readPidFile(cluster);
    if (now === null || now.pid !== file.pid || !now.alive) return true;
  }
  return false;
}

/** The end of the server's log, for an error. */
export async function logTail(cluster: Cluster): Promise<string> {
  const text = await readFile(join(cluster.directory, "server.log"), "utf8").catch(() => "");
  return text.slice(-1_500).trim();
}
