import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { readBooks } from "./books.ts";
import { check, type Violation } from "./checker.ts";
import type { History, PlaceBooks } from "./history.ts";
import { Misfortunes, type Aim, type Toll } from "./misfortunes.ts";
import type { MutantName } from "./mutants.ts";
import { Qlvb, type Ledger } from "./people.ts";
import { Random } from "./random.ts";
import { openStage, type Stage } from "./stage.ts";

export interface ChaosOptions {
  readonly kills: number;
  readonly seed: number;
  readonly broker: boolean;
  /** Gateway processes of each place. */
  readonly processes: number;
  /** Milliseconds between two documents of one place. */
  readonly everyMs: number;
  readonly mutant?: MutantName;
  readonly aim?: Aim;
  /** How long everything may take to come to rest after the last misfortune. */
  readonly patienceMs: number;
  readonly say: (text: string) => void;
}

export interface ChaosReport {
  readonly violations: readonly Violation[];
  readonly toll: Toll;
  readonly history: History;
  readonly seconds: number;
  /** From the last misfortune until nothing was open any more. */
  readonly settledInMs: number | null;
  /** Where the logs of a run that broke a promise are; null when it was cleared away. */
  readonly directory: string | null;
}

const READY_WITHIN_MS = 90_000;

/** One run: load, misfortunes, peace, and the judgement. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const begun = performance.now();
  const directory = await mkdtemp(join(tmpdir(), "lienthong-chaos-"));
  const random = new Random(options.seed);
  const misfortunes = new Misfortunes(random, options.aim ?? null);
  const stage = await openStage({ directory, broker: options.broker, processes: options.processes, mutant: options.mutant ?? null, onCrossing: misfortunes.note });
  const ledger: Ledger = { accepted: [], taken: [], decided: [] };
  const stop = new AbortController();
  try {
    await untilReady(stage);
    misfortunes.begin(stage);
    const [left, right] = stage.places;
    const people = [new Qlvb(left, right.agency, ledger, new Random(options.seed + 1)), new Qlvb(right, left.agency, ledger, new Random(options.seed + 2))];
    const working = people.flatMap((one) => [one.send(options.everyMs, stop.signal), one.receive(stop.signal)]);
    const workingTogether = Promise.all(working);
    await Promise.race([bring(misfortunes, stage, options, random), workingTogether.then(() => new Promise<never>(() => undefined))]);
    const peace = performance.now();
    stage.axis.control.clearFaults();
    stage.axis.control.setFaults({ repeatedSend: "accept" });
    for (const one of people) one.stopSending();
    const settled = await untilSettled(stage, ledger, options.patienceMs);
    const settledInMs = settled ? performance.now() - peace : null;
    stop.abort();
    await workingTogether;
    const history = await historyOf(stage, ledger);
    const violations = check(history);
    await stage.close();
    if (violations.length === 0) await rm(directory, { recursive: true, force: true });
    return { violations, toll: misfortunes.toll, history, seconds: (performance.now() - begun) / 1000, settledInMs, directory: violations.length === 0 ? null : directory };
  } finally {
    stop.abort();
    await stage.close();
  }
}

async function bring(misfortunes: Misfortunes, stage: Stage, { kills, say }: ChaosOptions, random: Random): Promise<void> {
  let told = 0;
  while (misfortunes.toll.kills < kills) {
    await misfortunes.one();
    if (misfortunes.toll.kills >= told + Math.max(10, kills / 20)) {
      told = misfortunes.toll.kills;
      say(`${told} kills`);
    }
    await sleep(random.between(50, 600));
    await untilSomebodyServes(stage);
  }
}

/** A misfortune over the dead proves nothing: each place has a process that serves before the next one. */
async function untilSomebodyServes({ places }: Stage): Promise<void> {
  for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end; await sleep(25)) if (places.every(({ processes }) => processes.some(({ ready }) => ready))) return;
}

async function untilReady(stage: Stage): Promise<void> {
  await untilSomebodyServes(stage);
  for (const [index, { processes, secret }] of stage.places.entries()) {
    const partner = stage.places[1 - index]?.agency ?? "";
    for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end; await sleep(100)) {
      const answer = await fetch(`${processes[0]?.url ?? ""}/agencies/${partner}`, { headers: { authorization: `Bearer ${secret}` } }).catch(() => null);
      if (answer?.ok === true) break;
    }
  }
}

/** Everything that was accepted is at its receiver, and no order is open. */
async function untilSettled(stage: Stage, { accepted, taken }: Ledger, patienceMs: number): Promise<boolean> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(500)) {
    const arrived = new Set(taken.map(({ documentId }) => documentId));
    if (!accepted.every(({ documentId }) => arrived.has(documentId))) continue;
    const books = await Promise.all(stage.places.map(({ databaseUrl }) => readBooks(databaseUrl).catch(() => null)));
    if (books.every((one) => one !== null && isAtRest(one))) {
      await sleep(1_000); // a last pull may bring a last status
      const again = await Promise.all(stage.places.map(({ databaseUrl }) => readBooks(databaseUrl).catch(() => null)));
      if (again.every((one, index) => one !== null && isAtRest(one) && one.journal.length === books[index]?.journal.length)) return true;
    }
  }
  return false;
}

function isAtRest({ outbox, transmissions, inbound }: PlaceBooks): boolean {
  return outbox.length === 0 && transmissions.every(({ state }) => state === "entered") && inbound.every(({ state }) => state === "filed" || state === "duplicate");
}

async function historyOf(stage: Stage, { accepted, taken, decided }: Ledger): Promise<History> {
  const axis = stage.axis.control.deliveries(); // before the books: what is told in between is in them
  const places = await Promise.all(stage.places.map(async ({ name, databaseUrl }) => [name, await readBooks(databaseUrl)] as const));
  return { accepted, taken, decided, axis, places: Object.fromEntries(places) };
}
