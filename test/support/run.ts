import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { packageRoot } from "#config";
import { openPostgres } from "#src/storage/postgres/open";
import { clearAbandonedRuns, RUN_FOLDER } from "./abandoned.ts";
import { TEST_KEYS_DIRECTORY } from "./certificates.ts";
import { startRabbitNode } from "./rabbitmq.ts";

/*
 * `node build/test/support/run.js [test files or ava options]`: the servers the tests need, then ava, then nothing left running.
 * DATABASE_URL and AMQP_URL are used when set. The last line is always `N passed, N failed`.
 */

type Close = () => Promise<void>;

interface Service {
  readonly environment: Readonly<Record<string, string>>;
  readonly close: Close;
}

async function main(args: readonly string[]): Promise<number> {
  await clearAbandonedRuns();
  const directory = await mkdtemp(join(tmpdir(), `${RUN_FOLDER}${process.pid}-`));
  await chmod(directory, 0o711);
  const closers: Close[] = [async () => await rm(directory, { recursive: true, force: true })];
  const stop = stopOnSignal();
  try {
    const starting = [startDatabase(directory), startBroker(directory, args)].map(async (start) => {
      const service = await start;
      closers.push(service.close);
      return service;
    });
    // a failed start must not leave the other one behind
    const services = await Promise.allSettled(starting);
    const environment: Record<string, string> = { [TEST_KEYS_DIRECTORY]: join(directory, "keys") };
    for (const service of services) {
      if (service.status === "rejected") throw service.reason;
      Object.assign(environment, service.value.environment);
    }
    if (stop.signal.aborted) return 130;
    const result = await runAva(await withFiles(args), environment, stop.signal);
    return stop.signal.aborted ? 130 : result;
  } finally {
    for (const close of closers.toReversed()) await close().catch((cause: unknown) => console.error("while cleaning up:", cause));
  }
}

async function startDatabase(directory: string): Promise<Service> {
  if (isSet("DATABASE_URL")) return NOTHING;
  const postgres = await openPostgres({
    dataDirectory: join(directory, "database"),
    settings: { durable: false, maxConnections: 800 },
    onEvent: () => undefined,
  });
  return { environment: { DATABASE_URL: postgres.url }, close: async () => await postgres.close() };
}

async function startBroker(directory: string, args: readonly string[]): Promise<Service> {
  if (isSet("AMQP_URL") || !(await wantsBroker(args))) return NOTHING;
  try {
    const node = await startRabbitNode(join(directory, "rabbitmq"));
    return { environment: { AMQP_URL: node.url }, close: async () => await node.close() };
  } catch (cause) {
    // the tests that need it fail with this sentence, the others run
    const sentence = cause instanceof Error ? cause.message : String(cause);
    return { environment: { LIENTHONG_TEST_NO_BROKER: sentence }, close: NOTHING.close };
  }
}

const NOTHING: Service = { environment: {}, close: async () => await Promise.resolve() };

function isSet(name: string): boolean {
  return (process.env[name] ?? "") !== "";
}

/** A run of chosen files starts the broker (3 s) only when one of them speaks of it. */
async function wantsBroker(args: readonly string[]): Promise<boolean> {
  const files = args.filter((arg) => arg.endsWith(".js"));
  if (files.length === 0) return true;
  const texts = await Promise.all(files.map(async (file) => await readFile(file, "utf8").catch(() => "")));
  return texts.some((text) => /rabbitmq/i.test(text));
}

/** Without files named: every test that has a source, so that what an earlier compile left behind does not run. */
async function withFiles(args: readonly string[]): Promise<readonly string[]> {
  if (args.some((arg) => arg.endsWith(".js"))) return args;
  const sources = await readdir(join(packageRoot(), "test"), { recursive: true });
  const files = sources.filter((name) => name.endsWith(".test.ts")).map((name) => join("build", "test", name.replace(/\.ts$/, ".js")));
  return [...args, ...files.sort()];
}

interface Counts {
  /** Lines of single tests. */
  ticked: number;
  passed: number;
  failed: number;
}

/** Runs ava, shows what it prints, and counts. Resolves with its exit code. */
async function runAva(args: readonly string[], environment: Readonly<Record<string, string>>, signal: AbortSignal): Promise<number> {
  const ava = join(dirname(fileURLToPath(import.meta.resolve("ava"))), "cli.mjs");
  const child = spawn(process.execPath, [ava, ...args], { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "inherit"], detached: true });
  signal.addEventListener("abort", () => endGroup(child));
  const counts: Counts = { ticked: 0, passed: 0, failed: 0 };
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(line);
    count(line, counts);
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  const code = child.exitCode ?? 1;
  // ava cut short (time-out, crash) prints no summary
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  console.log(`${Math.max(counts.passed, counts.ticked)} passed, ${counts.failed} failed`);
  return code;
}

/** Reads the summary ava ends with: `12 tests passed`, `1 test failed`, `1 uncaught exception` … */
function count(line: string, counts: Counts): void {
  if (/^\s*[✔√] /u.test(line)) counts.ticked++;
  const summary = /^\s*(\d+) (tests? passed|(?:tests?|hooks?) failed|uncaught exceptions?|unhandled rejections?|tests? remained pending.*)$/.exec(line);
  if (summary === null) return;
  const [, number, kind = ""] = summary;
  if (kind.endsWith("passed")) counts.passed += Number(number);
  else counts.failed += Number(number);
}

/** The first signal ends the tests and then the servers, as at the end of a run; a second one, or a minute without an end, leaves at once. */
function stopOnSignal(): AbortController {
  const stop = new AbortController();
  const leave = (): never => process.exit(130);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) leave();
      stop.abort();
      setTimeout(leave, 60_000).unref();
    });
  }
  return stop;
}

function endGroup(child: ChildProcess): void {
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
}

process.exitCode = await main(process.argv.slice(2)).catch((cause: unknown) => {
  console.error("the servers for the tests do not start:", cause);
  console.log("0 passed, 1 failed");
  return 1;
});
