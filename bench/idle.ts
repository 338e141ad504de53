import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { gatewayDirectory } from "#src/gateway-build/build";

/*
 * `npm run bench:idle [seconds]`: starts the embedded default (bundled, own PostgreSQL, queue in the database, every role) with nothing to do, and reads from
 * /proc what it costs: memory of the gateway process and of its PostgreSQL, processor time of all of them. Linux only.
 * Exit code 1 when the gateway holds more than 150 MB or everything together takes more than 1 % of a processor.
 */

const SECONDS = Number(process.argv[2] ?? 60);
/** Three quarters of a minute after the start V8 collects once what starting left behind; that is not what rest costs. */
const SETTLING_MS = 65_000;
const GATE_MB = 150;
const GATE_PERCENT = 1;
const TICKS_PER_SECOND = 100;
const MAIN = join(gatewayDirectory(), "main.js");

interface Cost {
  readonly gatewayMb: number;
  readonly databaseMb: number;
  readonly gatewaySeconds: number;
  readonly databaseSeconds: number;
}

async function main(): Promise<number> {
  const data = await mkdtemp(join(tmpdir(), "lienthong-idle-"));
  const gateway = spawn(process.execPath, [MAIN, "serve", "--json"], { env: { PATH: process.env["PATH"], LIENTHONG_DATA: data, LIENTHONG_PORT: "0", LIENTHONG_LOG_LEVEL: "error" }, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(gateway, "exit");
  try {
    for await (const line of createInterface({ input: gateway.stdout })) if (line.startsWith("{")) break;
    const pid = gateway.pid ?? 0;
    await sleep(SETTLING_MS);
    const before = await costOf(pid);
    await sleep(SECONDS * 1_000);
    const after = await costOf(pid);
    const percent = (spent: (cost: Cost) => number): number => ((spent(after) - spent(before)) / SECONDS) * 100;
    const gatewayPercent = percent((cost) => cost.gatewaySeconds);
    const databasePercent = percent((cost) => cost.databaseSeconds);
    console.log(`gateway     ${after.gatewayMb.toFixed(0)} MB   ${gatewayPercent.toFixed(2)} % of a processor`);
    console.log(`PostgreSQL  ${after.databaseMb.toFixed(0)} MB   ${databasePercent.toFixed(2)} % of a processor`);
    const kept = after.gatewayMb <= GATE_MB && gatewayPercent + databasePercent <= GATE_PERCENT;
    console.log(`${kept ? "kept" : "NOT kept"}: gateway under ${GATE_MB} MB (ratio ${(after.gatewayMb / GATE_MB).toFixed(2)}), together under ${GATE_PERCENT} % (ratio ${((gatewayPercent + databasePercent) / GATE_PERCENT).toFixed(2)})`);
    return kept ? 0 : 1;
  } finally {
    gateway.kill("SIGTERM");
    await exited;
    await rm(data, { recursive: true, force: true });
  }
}

/** Processor time counts what ended meanwhile too: a parent inherits it from the children it waited for. */
async function costOf(gateway: number): Promise<Cost> {
  const processes = (await Promise.all((await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map((name) => statOf(Number(name))))).filter((found) => found !== null);
  const tree = new Set([gateway]);
  for (let grown = true; grown; ) {
    const more = processes.filter(({ pid, parent }) => tree.has(parent) && !tree.has(pid));
    for (const { pid } of more) tree.add(pid);
    grown = more.length > 0;
  }
  const own = processes.find(({ pid }) => pid === gateway);
  const others = processes.filter(({ pid }) => pid !== gateway && tree.has(pid));
  return {
    gatewayMb: await memoryMb(gateway, "status", "VmRSS"),
    databaseMb: (await Promise.all(others.map(({ pid }) => memoryMb(pid, "smaps_rollup", "Pss")))).reduce((sum, each) => sum + each, 0),
    gatewaySeconds: own?.ownSeconds ?? 0,
    databaseSeconds: others.reduce((sum, { ownSeconds, childSeconds }) => sum + ownSeconds + childSeconds, 0),
  };
}

async function statOf(pid: number): Promise<{ readonly pid: number; readonly parent: number; readonly ownSeconds: number; readonly childSeconds: number } | null> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ").map(Number); // the name before may hold anything
  const [parent = 0, user = 0, system = 0, childUser = 0, childSystem = 0] = [fields[1], ...fields.slice(11, 15)];
  return { pid, parent, ownSeconds: (user + system) / TICKS_PER_SECOND, childSeconds: (childUser + childSystem) / TICKS_PER_SECOND };
}

async function memoryMb(pid: number, file: string, field: string): Promise<number> {
  const text = await readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0) / 1024;
}

process.exitCode = await main();
