import { setTimeout as sleep } from "node:timers/promises";
import type { AxisFaultsInput } from "#adapters/axis/simulator/faults";
import { dieAt } from "./die-at.ts";
import type { GatewayProcess, Wires } from "./gateway-process.ts";
import { Random } from "./random.ts";
import { untilServed, type Place, type Stage } from "./stage.ts";
import type { Wire } from "./wire.ts";

/** Every process dies at one kind of crossing, by how its name begins. */
export interface Aim {
  readonly crossing: string;
  readonly side: "before" | "after";
  /** Whoever comes by, or with him all of his place: nobody is left who has in hand what he knew. */
  readonly dies: "one" | "place";
}

export interface Toll {
  /** kill -9 of anybody. */
  kills: number;
  readonly of: Record<string, number>;
  /** Crossings at which a gateway died, by side. */
  readonly crossings: Map<string, { before: number; after: number; seen: number }>;
}

export interface Bringing {
  readonly kills: number;
  /** By the clock of `Date.now()`; may be Infinity. */
  readonly until: number;
  /** How much the people of a place got done so far. */
  readonly done: (place: Place) => number;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

const SPRING_WITHIN_MS = 1_500;
const AIMED_WITHIN_MS = 15_000;
const WORK_WITHIN_MS = 5_000;
/** Of the crossings that killed most rarely so many are armed at once: few, and nobody comes by in time; many, and the rare ones stay rare. */
const ARMED = 12;

/**
 * Brings misfortunes over a stage, at both places side by side: while one place starts a process again, one of the other dies.
 * Which, when and to whom comes from the seed alone; what stands there at that moment does not.
 */
export class Misfortunes {
  readonly toll: Toll = { kills: 0, of: {}, crossings: new Map() };
  readonly #stage: Stage;
  readonly #seed: number;
  readonly #aim: Aim | null;
  /** What is done to the servers both places share is done once at a time. */
  #shared: Promise<void> = Promise.resolve();

  constructor(stage: Stage, seed: number, aim: Aim | null) {
    this.#stage = stage;
    this.#seed = seed;
    this.#aim = aim;
  }

  readonly note = (crossing: string): void => {
    const known = this.toll.crossings.get(crossing);
    if (known === undefined) this.toll.crossings.set(crossing, { before: 0, after: 0, seen: 1 });
    else known.seen += 1;
  };

  /** Until at least so many were killed, or it is so late. */
  async bring({ kills, until, done, signal, say }: Bringing): Promise<void> {
    let told = 0;
    const over = async (place: Place, random: Random): Promise<void> => {
      while (this.toll.kills < kills && Date.now() < until && !signal.aborted) {
        await this.#one(place, random);
        if (this.toll.kills >= told + Math.max(10, kills / 20)) say(`${(told = this.toll.kills)} kills`);
        // over the dead and the idle it proves nothing: somebody serves and something was done before the next one
        await untilServed(place);
        const before = done(place);
        for (const end = Date.now() + WORK_WITHIN_MS; Date.now() < end && done(place) === before && !signal.aborted; ) await sleep(20);
        await sleep(random.between(0, 200));
      }
    };
    await Promise.all(this.#stage.places.map((place, index) => over(place, new Random(this.#seed + 1_000 * index))));
  }

  async #one(place: Place, random: Random): Promise<void> {
    const luck = random.next();
    const chance = random.next();
    const serving = place.processes.filter(({ ready }) => ready);
    const process = serving[Math.floor(chance * serving.length)];
    if (process === undefined) return;
    if (luck < 0.52 || this.#aim !== null) {
      await this.#killAtCrossing(serving, process, random);
      if (this.#aim?.dies === "place") this.#killAll([place], "gateway, with all of its place");
    }
    else if (luck < 0.62) this.#kill(process, "gateway, any moment");
    else if (luck < 0.67) this.#killAll([place], "gateway, with all of its place");
    else if (luck < 0.7) await this.#alone(() => this.#cutPower(random));
    else if (luck < 0.75) await this.#killTwice(process, random);
    else if (luck < 0.79) await this.#alone(() => this.#killDatabase(random));
    else if (luck < 0.83) await this.#alone(() => this.#killBroker(process, random));
    else if (luck < 0.87) await this.#count("process frozen", () => process.freeze(random.between(300, 2_000)));
    else if (luck < 0.9) await this.#count("connections cut", async () => await Promise.resolve(wireOf(process, random).cut()));
    else if (luck < 0.93) await this.#count("wire slowed", () => slow(wireOf(process, random), random));
    else if (luck < 0.955) await this.#fillDisk(random);
    else if (luck < 0.98) await this.#count("axis lists again what was acknowledged", () => this.#listAgain(random));
    else await this.#count("axis answers lost, cut or garbled", async () => await Promise.resolve(this.#faultAxis(random)));
  }

  #killAll(places: readonly Place[], how: string): void {
    for (const process of places.flatMap(({ processes }) => processes)) this.#kill(process, how);
  }

  /** Everything at both places, the servers not always: the worst minute of a data centre. */
  async #cutPower(random: Random): Promise<void> {
    const withDatabase = random.chance(0.5);
    this.#killAll(this.#stage.places, "gateway, with everything at both places");
    if (withDatabase) await this.#killDatabase(random);
  }

  /** And once more while it starts: migrations, leases and leftovers are looked at just then. */
  async #killTwice(process: GatewayProcess, random: Random): Promise<void> {
    this.#kill(process, "gateway, any moment");
    await sleep(random.between(100, 1_500));
    this.#kill(process, process.ready ? "gateway, any moment" : "gateway, while it starts");
  }

  #kill(process: GatewayProcess, how: string): void {
    if (!process.kill()) return;
    this.toll.kills += 1;
    this.toll.of[how] = (this.toll.of[how] ?? 0) + 1;
  }

  /** Whoever of the place comes first to one of the crossings that killed most rarely so far; when nobody comes in time, the process dies where it is. */
  async #killAtCrossing(serving: readonly GatewayProcess[], process: GatewayProcess, random: Random): Promise<void> {
    const side = this.#aim?.side ?? (random.chance(0.5) ? "before" : "after");
    // a write dies with its transaction, and the commit that ends it is a crossing of its own
    const rarest = [...this.toll.crossings].filter(([name]) => !name.startsWith("write ")).sort(([, a], [, b]) => a[side] - b[side]).slice(0, ARMED).map(([name]) => name);
    const aim = this.#aim;
    const isAt = (name: string): boolean => (aim === null ? rarest.includes(name) : name.startsWith(aim.crossing));
    const crossing = await dieAt(serving, side, isAt, aim === null ? SPRING_WITHIN_MS : AIMED_WITHIN_MS);
    if (crossing === null) return this.#kill(process, "gateway, any moment");
    this.#tell("gateway, at a crossing");
    const seen = this.toll.crossings.get(crossing);
    if (seen !== undefined) seen[side] += 1;
  }

  #alone(happen: () => Promise<void>): Promise<void> {
    const turn = this.#shared.then(happen);
    this.#shared = turn.catch(() => undefined);
    return turn;
  }

  async #killDatabase(random: Random): Promise<void> {
    const { postgres } = this.#stage;
    await postgres.kill();
    this.#tell("PostgreSQL");
    await sleep(random.between(0, 1_000));
    await postgres.start();
  }

  async #killBroker(process: GatewayProcess, random: Random): Promise<void> {
    const { broker } = this.#stage;
    if (broker === null) return this.#kill(process, "gateway, any moment");
    await broker.kill();
    this.#tell("RabbitMQ");
    await sleep(random.between(0, 1_000));
    await broker.start();
  }

  #tell(who: string): void {
    this.toll.kills += 1;
    this.toll.of[who] = (this.toll.of[who] ?? 0) + 1;
  }

  async #count(what: string, happen: () => Promise<void>): Promise<void> {
    this.toll.of[what] = (this.toll.of[what] ?? 0) + 1;
    await happen();
  }

  async #fillDisk(random: Random): Promise<void> {
    const disk = this.#stage.places[1].disk;
    if (disk === null) return;
    await this.#count("disk full", async () => {
      await disk.fill();
      await sleep(random.between(300, 2_000));
      await disk.free();
    });
  }

  /** As an axis that forgot an acknowledgement. */
  async #listAgain(random: Random): Promise<void> {
    const done = this.#stage.axis.control.deliveries().filter(({ state }) => state === "done");
    for (let times = Math.min(3, done.length); times > 0; times -= 1) {
      const one = done[random.between(0, done.length - 1)];
      if (one !== undefined) await this.#stage.axis.control.requeue(one.receiverDocId);
    }
  }

  #faultAxis(random: Random): void {
    const operation = random.pick(["sendEdoc", "getEdoc", "updateStatus", "getReceivedEdocList", "*"]);
    const kind = random.pick(["drop", "cut", "html-502", "busy-503", "empty-body", "text-401"] as const);
    const rules: AxisFaultsInput["rules"] = [{ operation, kind, retryAfter: "1", when: random.chance(0.6) ? "after" : "before", times: random.between(1, 3) }];
    this.#stage.axis.control.setFaults({ rules, duplicateListing: random.chance(0.5) });
  }
}

function wireOf({ settings }: GatewayProcess, random: Random): Wire {
  const { database, axis, broker }: Wires = settings.wires;
  return random.pick([database, axis, ...(broker === null ? [] : [broker])]);
}

async function slow(wire: Wire, random: Random): Promise<void> {
  wire.slow(random.between(20, 200));
  await sleep(random.between(300, 1_500));
  wire.slow(0);
}
