import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { readBooks, readOpen, readRest } from "./books.ts";
import { check, type Violation } from "./checker.ts";
import type { History } from "./history.ts";
import { Misfortunes, type Aim, type Toll } from "./misfortunes.ts";
import type { MutantName } from "./mutants.ts";
import { TestSetupError } from "#test/support/setup-error";
import { Qlvb, type Ledger } from "./people.ts";
import { Random } from "./random.ts";
import { openStage, untilSomebodyServes, untilTheyKnowEachOther, type Stage } from "./stage.ts";

export interface ChaosPlan {
  readonly broker: boolean;
  /** Gateway processes of each place. */
  readonly processes: number;
  /** Of the disk of the second place, which is filled up now and then. */
  readonly diskMebibytes: number;
  readonly say: (text: string) => void;
  /** Ends the act that is under way without judging it. */
  readonly signal?: AbortSignal;
}

/** One act on an open stage. */
export interface Act {
  readonly kills: number;
  readonly seed: number;
  /** Milliseconds between two documents of one place. */
  readonly everyMs: number;
  /** All processes become this mutant for the act. */
  readonly mutant?: MutantName;
  readonly aim?: Aim;
  /** How long everything may take to come to rest after the last misfortune. */
  readonly patienceMs: number;
  /** No more misfortunes after so long, however many were killed. */
  readonly longestMs?: number;
}

export interface ChaosReport {
  /** Those that no earlier act of this stage has shown. */
  readonly violations: readonly Violation[];
  readonly toll: Toll;
  /** Of all acts so far. */
  readonly history: History;
  readonly seconds: number;
  /** From the last misfortune until nothing was open any more. */
  readonly settledInMs: number | null;
}

export interface Chaos {
  /** Load, misfortunes, peace, and the judgement over everything since the stage opened. Throws when the plan's signal ends it before that. */
  act(act: Act): Promise<ChaosReport>;
  /** Where the logs are while it is open. */
  readonly directory: string;
  /** `keep`: the logs stay. */
  close(keep: boolean): Promise<void>;
}

/** Opens the stage once for as many acts as one likes: that costs as much as ten kills. */
export async function openChaos(plan: ChaosPlan): Promise<Chaos> {
  const directory = await mkdtemp(join(tmpdir(), "lienthong-chaos-"));
  let note: (crossing: string) => void = () => undefined;
  const stage = await openStage({ directory, broker: plan.broker, processes: plan.processes, diskMebibytes: plan.diskMebibytes, onCrossing: (crossing) => note(crossing) });
  if (stage.places[1].disk === null) plan.say("no tmpfs can be mounted here (that needs root): no disk gets full");
  const ledger: Ledger = { accepted: [], taken: [], decided: [], sent: new Map() };
  const known = new Set<string>();
  await untilTheyKnowEachOther(stage).catch(async (error: unknown) => {
    await stage.close();
    throw error;
  });
  return {
    directory,
    close: async (keep) => {
      await stage.close(plan.signal?.aborted);
      if (!keep) await rm(directory, { recursive: true, force: true });
    },
    act: async (act) => {
      const begun = performance.now();
      const misfortunes = new Misfortunes(stage, act.seed, act.aim ?? null);
      note = misfortunes.note;
      await become(stage, act.mutant ?? null);
      const [left, right] = stage.places;
      const stop = new AbortController();
      const people = [new Qlvb(left, right.agency, ledger, new Random(act.seed + 1)), new Qlvb(right, left.agency, ledger, new Random(act.seed + 2))];
      const working = Promise.all(people.flatMap((one) => [one.send(act.everyMs, stop.signal), one.receive(stop.signal)]));
      // a door that answers what it must not, and whoever ends the run, end the act
      const ended = Promise.race([working.then(() => new Promise<never>(() => undefined)), toldToEnd(plan.signal)]);
      ended.catch(() => undefined);
      try {
        await Promise.race([misfortunes.bring({ kills: act.kills, until: Date.now() + (act.longestMs ?? Infinity), done: ({ name }) => done(ledger, name), signal: stop.signal, say: plan.say }), ended]);
        const peace = performance.now();
        stage.axis.control.clearFaults();
        stage.axis.control.setFaults({ repeatedSend: "accept" });
        for (const one of people) one.stopSending();
        const settled = await Promise.race([untilSettled(stage, ledger, act.patienceMs, plan.say), ended]);
        const settledInMs = settled ? performance.now() - peace : null;
        stop.abort();
        await working;
        const history = await historyOf(stage, ledger);
        const violations = check(history).filter(({ rule, text }) => !known.has(`${rule} ${text}`));
        for (const { rule, text } of violations) known.add(`${rule} ${text}`);
        return { violations, toll: misfortunes.toll, history, seconds: (performance.now() - begun) / 1000, settledInMs };
      } finally {
        stop.abort();
      }
    },
  };
}

async function toldToEnd(signal: AbortSignal | undefined): Promise<never> {
  return await new Promise<never>((_resolve, reject) => signal?.addEventListener("abort", () => reject(new TestSetupError("ended before it was judged")), { once: true }));
}

function done({ accepted, taken }: Ledger, name: string): number {
  return accepted.filter(({ place }) => place === name).length + taken.filter(({ place }) => place === name).length;
}

/** Every process ends and starts again as what it is to be. */
async function become(stage: Stage, mutant: MutantName | null): Promise<void> {
  if (mutant !== null) await stage.make(mutant);
  const processes = stage.places.flatMap((place) => place.processes).filter((process) => process.mutant !== mutant);
  for (const process of processes) process.startAs(mutant);
  if (processes.length > 0) await untilSomebodyServes(stage);
}

/** Everything that was accepted is at its receiver, and no order is open. */
async function untilSettled(stage: Stage, { accepted, taken }: Ledger, patienceMs: number, say: (text: string) => void): Promise<boolean> {
  let told = Date.now();
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(300)) {
    const arrived = new Set(taken.map(({ documentId }) => documentId));
    if (Date.now() > told + TELL_EVERY_MS) {
      told = Date.now();
      say(`no rest yet: ${accepted.filter(({ documentId }) => !arrived.has(documentId)).length} documents are not taken; ${(await openOf(stage)).join("; ")}`);
    }
    if (!accepted.every(({ documentId }) => arrived.has(documentId))) continue;
    const rest = await restOf(stage);
    if (rest === null) continue;
    await sleep(1_200); // a last pull may bring a last status
    if ((await restOf(stage)) === rest) return true;
  }
  return false;
}

const TELL_EVERY_MS = 20_000;

async function openOf({ places }: Stage): Promise<readonly string[]> {
  const lines = await Promise.all(places.map(async ({ name, databaseUrl }) => (await readOpen(databaseUrl).catch((error: unknown) => [String(error)])).slice(0, 12).map((line) => `${name}: ${line}`)));
  return lines.flat();
}

/** How far the journals go when nothing is open; null while something is. */
async function restOf({ places }: Stage): Promise<string | null> {
  const rests = await Promise.all(places.map(({ databaseUrl }) => readRest(databaseUrl).catch(() => null)));
  return rests.every((rest) => rest?.open === 0) ? JSON.stringify(rests) : null;
}

async function historyOf(stage: Stage, { accepted, taken, decided }: Ledger): Promise<History> {
  const axis = stage.axis.control.deliveries(); // before the books: what is told in between is in them
  const places = await Promise.all(stage.places.map(async ({ name, databaseUrl }) => [name, await readBooks(databaseUrl)] as const));
  return { accepted, taken, decided, axis, places: Object.fromEntries(places) };
}
