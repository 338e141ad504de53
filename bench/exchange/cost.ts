import { readdirSync, readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100;

/** Processor time of a process and everything it started, also of what ended meanwhile, in ms. Linux only. */
export function processorMs(pid: number): number {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map((name) => statOf(Number(name))).filter((stat) => stat !== null);
  const tree = new Set([pid]);
  for (let grown = true; grown; ) {
    const more = all.filter((stat) => tree.has(stat.parent) && !tree.has(stat.pid));
    for (const stat of more) tree.add(stat.pid);
    grown = more.length > 0;
  }
  return all.filter((stat) => tree.has(stat.pid)).reduce((sum, { ms }) => sum + ms, 0);
}

function statOf(pid: number): { readonly pid: number; readonly parent: number; readonly ms: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ").map(Number); // the name before may hold anything
    return { pid, parent: fields[1] ?? 0, ms: (fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0) * 1_000) / TICKS_PER_SECOND };
  } catch {
    return null; // it ended
  }
}

/** The process whose command line names this; 0 when there is none. */
export function processNaming(text: string): number {
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (readFileSync(`/proc/${name}/cmdline`, "utf8").includes(text)) return Number(name);
    } catch {
      // it ended
    }
  }
  return 0;
}

/** The value so many hundredths of them do not exceed. */
export function percentile(values: readonly number[], hundredth: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((hundredth / 100) * sorted.length) - 1)] ?? Number.NaN;
}
