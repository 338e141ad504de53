import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { access, chmod, mkdir, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { connect } from "amqplib";
import { freePorts } from "./free-port.ts";
import { TestSetupError } from "./setup-error.ts";

const run = promisify(execFile);

/** The Debian wrapper in /usr/sbin changes the user; the script below it does not. */
const SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server";
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const START_PATIENCE_MS = 60_000;

/** A private RabbitMQ of the tests. */
export interface RabbitNode {
  readonly url: string;
  start(): Promise<void>;
  /** kill -9; what the node confirmed is on its disk. */
  kill(): Promise<void>;
  /** Ends node and name server for good. */
  close(): Promise<void>;
}

/** URL of the shared broker. Tests keep apart by the queues' prefix. */
export function brokerUrl(): string {
  const url = process.env["AMQP_URL"];
  if (url !== undefined && url !== "") return url;
  throw new TestSetupError(process.env["LIENTHONG_TEST_NO_BROKER"] ?? "this test needs RabbitMQ: run `node build/test/support/run.js <test files>`, or set AMQP_URL");
}

/** Starts a node of its own in `directory`: own name, cookie, ports and name server, nothing shared with a system broker. */
export async function startRabbitNode(directory: string): Promise<RabbitNode> {
  await needRabbitmq();
  await mkdir(directory, { recursive: true });
  const [amqp = 0, distribution = 0, epmd = 0] = await freePorts(3);
  const environment = await writeSettings(directory, amqp, distribution, epmd);
  const names = spawn("epmd", ["-port", String(epmd), "-address", "127.0.0.1", "-relaxed_command_check"], { env: environment, detached: true, stdio: "ignore" });
  names.unref();
  const url = `amqp://guest:guest@127.0.0.1:${amqp}?heartbeat=10`;

  let node: ChildProcess | null = null;
  const kill = async (): Promise<void> => {
    if (node !== null) await killGroup(node);
    node = null;
  };
  const self: RabbitNode = {
    url,
    start: async () => {
      const log = await open(join(directory, "console.log"), "a");
      const child = spawn(SERVER, [], { env: environment, cwd: directory, detached: true, stdio: ["ignore", log.fd, log.fd] });
      await log.close();
      child.unref();
      node = child;
      await waitUntilReady(url, child, directory);
    },
    kill,
    close: async () => {
      await kill();
      await killGroup(names);
    },
  };
  try {
    await self.start();
    return self;
  } catch (cause) {
    await self.close();
    throw cause;
  }
}

async function needRabbitmq(): Promise<void> {
  if (await isInstalled()) return;
  if (process.getuid?.() === 0) {
    const options = { env: { PATH, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" } };
    const install = async (): Promise<unknown> => await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "rabbitmq-server"], options);
    await install().catch(async () => {
      await run("apt-get", ["update", "-q"], options);
      await install();
    }).catch(() => undefined);
  }
  if (await isInstalled()) return;
  throw new TestSetupError("this test needs RabbitMQ: install it (Debian: `sudo apt-get install rabbitmq-server`), or set AMQP_URL to a running broker");
}

async function isInstalled(): Promise<boolean> {
  return await access(SERVER).then(
    () => true,
    () => false,
  );
}

async function writeSettings(directory: string, amqp: number, distribution: number, epmd: number): Promise<Record<string, string>> {
  const config = join(directory, "rabbitmq.conf");
  await writeFile(
    config,
    [
      `listeners.tcp.local = 127.0.0.1:${amqp}`,
      "vm_memory_high_watermark.absolute = 1GB",
      "disk_free_limit.absolute = 50MB",
      "log.file.level = warning",
      "log.console = false",
      "raft.wal_max_size_bytes = 33554432",
    ].join("\n"),
  );
  await writeFile(join(directory, "plugins"), "[].\n");
  const cookie = join(directory, ".erlang.cookie");
  await writeFile(cookie, "LIENTHONGTEST");
  await chmod(cookie, 0o400);
  return {
    PATH,
    HOME: directory,
    LC_ALL: "C.UTF-8",
    ERL_EPMD_PORT: String(epmd),
    ERL_EPMD_ADDRESS: "127.0.0.1",
    RABBITMQ_NODENAME: `t${amqp}@localhost`,
    RABBITMQ_NODE_PORT: String(amqp),
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_MNESIA_BASE: join(directory, "mnesia"),
    RABBITMQ_LOG_BASE: join(directory, "log"),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, "plugins"),
    RABBITMQ_CONFIG_FILE: config,
    RABBITMQ_PID_FILE: join(directory, "pid"),
    RABBITMQ_CONF_ENV_FILE: "/dev/null",
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "+sbwt none +S 2:2",
  };
}

async function waitUntilReady(url: string, child: ChildProcess, directory: string): Promise<void> {
  for (const end = Date.now() + START_PATIENCE_MS; Date.now() < end && child.exitCode === null; await sleep(100)) {
    try {
      const connection = await connect(url);
      connection.on("error", () => undefined);
      await connection.close();
      return;
    } catch {
      // not listening yet
    }
  }
  const log = await readFile(join(directory, "console.log"), "utf8").catch(() => "");
  throw new TestSetupError(`the private RabbitMQ of the tests does not start: ${log.slice(-1_000).trim()}`);
}

async function killGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  // it was let go when it started; without this the process could end while it waits for the last of them
  child.ref();
  const gone = once(child, "exit");
  process.kill(-child.pid, "SIGKILL");
  await gone;
}
