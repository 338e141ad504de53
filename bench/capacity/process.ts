import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { packageRoot } from "#config";
import { HouseError } from "#src/core/fault";

/** A part of the program as a process of its own, as it is run for real. */
export interface Part {
  readonly pid: number;
  /** What it said of itself when it was ready. */
  readonly said: Readonly<Record<string, unknown>>;
  /** Resident memory, MiB; the highest ever from the kernel's own book. */
  memory(): { readonly now: number; readonly peak: number };
  /** Processor time used so far, seconds. */
  processorSeconds(): number;
  close(): Promise<void>;
}

const TICKS_PER_SECOND = 100;

/** Starts `lienthong <args> --json` and waits for its first line. */
export async function startPart(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Part> {
  const child = spawn(process.execPath, [...process.execArgv, join(packageRoot(), "build/src/main.js"), ...args, "--json"], { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => (complaints = (complaints + chunk.toString("utf8")).slice(-2_000)));
  const first = await firstLine(child);
  if (first === null) throw new HouseError("invariant-broken", `${args.join(" ")} ended before it was ready: ${complaints}`);
  return {
    pid: child.pid ?? 0,
    said: JSON.parse(first),
    memory: () => ({ now: mebibytes(child, "VmRSS"), peak: mebibytes(child, "VmHWM") }),
    processorSeconds: () => {
      const [, ...fields] = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ").join(") ").split(" ");
      return (Number(fields[12]) + Number(fields[13])) / TICKS_PER_SECOND;
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string | null> {
  if (child.stdout === null) return null;
  for await (const line of createInterface({ input: child.stdout })) return line;
  return null;
}

function mebibytes(child: ChildProcess, field: string): number {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${child.pid}/status`, "utf8"));
  return Number(found?.[1] ?? 0) / 1024;
}
