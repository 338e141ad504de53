import { appendFile, readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { z } from "zod";
import type { ChaosReport } from "./chaos.ts";
import type { Rule } from "./checker.ts";

const Line = z.object({
  /** When the act ended. */
  at: z.string(),
  seed: z.int(),
  broker: z.boolean(),
  processes: z.int(),
  node: z.string(),
  cores: z.int(),
  kills: z.int(),
  /** Kills and other misfortunes by kind. */
  of: z.record(z.string(), z.int()),
  /** At which crossings a gateway died: how often before and after. */
  crossings: z.record(z.string(), z.tuple([z.int(), z.int()])),
  accepted: z.int(),
  deliveries: z.int(),
  deadLetters: z.int(),
  seconds: z.number(),
  /** From the last misfortune to rest; null: it did not come to rest. */
  restedAfter: z.number().nullable(),
  /** `interrupted`: somebody ended the run, nothing was judged and its kills do not count. */
  verdict: z.enum(["kept", "broken", "interrupted"]),
  broken: z.array(z.string()),
});
/** One act, as the ledger of the long run keeps it. */
export type Line = z.infer<typeof Line>;

export interface ActSetting {
  readonly seed: number;
  readonly broker: boolean;
  readonly processes: number;
}

/** What of a report belongs to this act alone; `earlier`: what the stage had seen when it began. */
export function lineOf({ seed, broker, processes }: ActSetting, report: ChaosReport | null, earlier: Seen): Line {
  const rules: readonly Rule[] = report?.violations.map(({ rule }) => rule) ?? [];
  const seen = seenBy(report);
  const deadly = [...(report?.toll.crossings ?? [])].filter(([, { before, after }]) => before + after > 0);
  return {
    at: new Date().toISOString(),
    seed,
    broker,
    processes,
    node: process.version,
    cores: cpus().length,
    kills: report?.toll.kills ?? 0,
    of: report?.toll.of ?? {},
    crossings: Object.fromEntries(deadly.map(([name, { before, after }]) => [name, [before, after]])),
    accepted: seen.accepted - earlier.accepted,
    deliveries: seen.deliveries - earlier.deliveries,
    deadLetters: seen.deadLetters - earlier.deadLetters,
    seconds: Math.round(report?.seconds ?? 0),
    restedAfter: report?.settledInMs == null ? null : Math.round(report.settledInMs / 100) / 10,
    verdict: report === null ? "interrupted" : rules.length > 0 ? "broken" : "kept",
    broken: [...new Set(rules)],
  };
}

/** Of all acts of a stage so far. */
export interface Seen {
  readonly accepted: number;
  readonly deliveries: number;
  readonly deadLetters: number;
}

export function seenBy(report: ChaosReport | null): Seen {
  if (report === null) return { accepted: 0, deliveries: 0, deadLetters: 0 };
  const { accepted, axis, places } = report.history;
  return { accepted: accepted.length, deliveries: axis.length, deadLetters: Object.values(places).flatMap(({ journal }) => journal).filter(({ kind }) => kind === "work.dead").length };
}

export async function append(file: string, line: Line): Promise<void> {
  await appendFile(file, `${JSON.stringify(line)}\n`);
}

/** Throws when a line is not one of ours. A file that is not there is an empty ledger. */
export async function readLedger(file: string): Promise<readonly Line[]> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return text.split("\n").filter((line) => line !== "").map((line) => Line.parse(JSON.parse(line)));
}

/** After the last one of its kind, so that a run goes on where the one before ended. */
export function nextSeed(lines: readonly Line[], broker: boolean): number {
  return Math.max(0, ...lines.filter((line) => line.broker === broker).map(({ seed }) => seed)) + 1;
}

/** Totals, as Markdown for docs/chaos.md. */
export function summary(lines: readonly Line[]): string {
  const judged = lines.filter(({ verdict }) => verdict !== "interrupted");
  const sum = (of: readonly Line[], amount: (line: Line) => number): number => of.reduce((total, line) => total + amount(line), 0);
  const row = (name: string, of: readonly Line[]): string => {
    const seeds = of.map(({ seed }) => seed);
    const rests = of.flatMap(({ restedAfter }) => (restedAfter === null ? [] : [restedAfter])).toSorted((one, other) => one - other);
    const broken = of.filter(({ verdict }) => verdict === "broken");
    return `| ${name} | ${of.length} (${seeds.length === 0 ? "–" : `${Math.min(...seeds)}–${Math.max(...seeds)}`}) | ${sum(of, ({ kills }) => kills)} | ${sum(of, ({ accepted }) => accepted)} | ${sum(of, ({ deliveries }) => deliveries)} | ${sum(of, ({ deadLetters }) => deadLetters)} | ${rests[Math.floor(rests.length / 2)] ?? "–"} s, ${rests.at(-1) ?? "–"} s | ${broken.length === 0 ? "every promise kept" : `BROKEN: ${broken.map(({ seed, broken: rules }) => `seed ${seed} (${rules.join(", ")})`).join("; ")}`} |`;
  };
  const [database, broker] = [judged.filter((line) => !line.broker), judged.filter((line) => line.broker)];
  const kinds = totals(judged.map(({ of }) => of));
  const crossings = new Map<string, [number, number]>();
  for (const { crossings: deadly } of judged) {
    for (const [name, [before, after]] of Object.entries(deadly)) {
      const [b, a] = crossings.get(name) ?? [0, 0];
      crossings.set(name, [b + before, a + after]);
    }
  }
  const both = [...crossings.values()].filter(([before, after]) => before > 0 && after > 0).length;
  return [
    "| queue | acts (seeds) | kills | documents accepted | deliveries at the axis | dead letters seen | at rest after (middle, longest) | verdict |",
    "|---|---|---|---|---|---|---|---|",
    row("in the database", database),
    row("RabbitMQ", broker),
    row("**all**", judged),
    "",
    `Who died and what was done: ${[...kinds].toSorted(([, one], [, other]) => other - one).map(([kind, times]) => `${kind} ${times}`).join(" · ")}.`,
    `A gateway died at ${crossings.size} kinds of crossings, before and after ${both} of them.`,
    `${(sum(judged, ({ seconds }) => seconds) / 3600).toFixed(1)} hours of acts from ${lines[0]?.at.slice(0, 10) ?? "–"} to ${lines.at(-1)?.at.slice(0, 10) ?? "–"}; ${lines.length - judged.length} interrupted acts are not counted.`,
  ].join("\n");
}

function totals(records: readonly Readonly<Record<string, number>>[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const record of records) for (const [name, times] of Object.entries(record)) sums.set(name, (sums.get(name) ?? 0) + times);
  return sums;
}
