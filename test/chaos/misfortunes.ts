import { setTimeout as sleep } from "node:timers/promises";
import type { AxisFaultsInput } from "#adapters/axis/simulator/faults";
import type { GatewayProcess, Wires } from "./gateway-process.ts";
import type { Random } from "./random.ts";
import type { Stage } from "./stage.ts";
import type { Wire } from "./wire.ts";

/** Every process dies at one kind of crossing, by how its name begins. */
export interface Aim {
  readonly crossing: string;
  readonly side: "before" | "after";
}

export interface Toll {
  /** kill -9 of anybody. */
  kills: number;
  readonly of: Record<string, number>;
  /** Crossings at which a gateway died, by side. */
  readonly crossings: Map<string, { before: number; after: number; seen: number }>;
}

const SPRING_WITHIN_MS = 2_500;

/** Brings one misfortune after the other over a stage. Which, when and to whom comes from the seed alone; what stands there at that moment does not. */
export class Misfortunes {
  readonly toll: Toll = { kills: 0, of: {}, crossings: new Map() };
  readonly #random: Random;
  #stage: Stage | null = null;

  readonly #aim: Aim | null;

  constructor(random: Random, aim: Aim | null) {
    this.#random = random;
    this.#aim = aim;
  }

  begin(stage: Stage): void {
    this.#stage = stage;
  }

  readonly note = (crossing: string): void => {
    const known = this.toll.crossings.get(crossing);
    if (known === undefined) this.toll.crossings.set(crossing, { before: 0, after: 0, seen: 1 });
    else known.seen += 1;
  };

  async one(): Promise<void> {
    const stage = this.#stage;
    if (stage === null) return;
    const luck = this.#random.next();
    const process = this.#random.pick([...stage.places[0].processes, ...stage.places[1].processes] as [GatewayProcess, ...GatewayProcess[]]);
    if (luck < 0.58 || this.#aim !== null) await this.#killAtCrossing(process);
    else if (luck < 0.74) this.#kill(process, "gateway, any moment");
    else if (luck < 0.8) await this.#killDatabase(stage);
    else if (luck < 0.84) await this.#killBroker(stage, process);
    else if (luck < 0.89) await this.#count("process frozen", () => process.freeze(this.#random.between(500, 3_000)));
    else if (luck < 0.93) await this.#count("connections cut", async () => await Promise.resolve(this.#wireOf(process).cut()));
    else if (luck < 0.96) await this.#count("wire slowed", () => this.#slow(this.#wireOf(process)));
    else await this.#count("axis misbehaves", async () => await Promise.resolve(this.#faultAxis(stage)));
  }

  #kill(process: GatewayProcess, how: string): void {
    if (!process.kill()) return;
    this.toll.kills += 1;
    this.toll.of[how] = (this.toll.of[how] ?? 0) + 1;
  }

  /** Whichever comes first of those that killed most rarely so far; when none comes in time, the process dies where it is. */
  async #killAtCrossing(process: GatewayProcess): Promise<void> {
    const side = this.#aim?.side ?? (this.#random.chance(0.5) ? "before" : "after");
    // a write dies with its transaction, and the commit that ends it is a crossing of its own
    const rarest = [...this.toll.crossings].filter(([name]) => (this.#aim === null ? !name.startsWith("write ") : name.startsWith(this.#aim.crossing))).sort(([, a], [, b]) => a[side] - b[side]).slice(0, 8).map(([name]) => name);
    const wires = Object.values<Wire | null>({ ...process.settings.wires });
    const crossing = await new Promise<string | null>((resolve) => {
      const late = setTimeout(() => resolve(null), SPRING_WITHIN_MS);
      const spring = (name: string): void => {
        clearTimeout(late);
        this.#kill(process, "gateway, at a crossing");
        resolve(name);
      };
      for (const wire of wires) wire?.set({ crossings: new Set(rarest), side, spring });
    });
    for (const wire of wires) wire?.set(null);
    const seen = crossing === null ? undefined : this.toll.crossings.get(crossing);
    if (seen === undefined) this.#kill(process, "gateway, any moment");
    else seen[side] += 1;
  }

  async #killDatabase(stage: Stage): Promise<void> {
    await stage.postgres.kill();
    this.toll.kills += 1;
    this.toll.of["database"] = (this.toll.of["database"] ?? 0) + 1;
    await sleep(this.#random.between(0, 1_500));
    await stage.postgres.start();
  }

  async #killBroker({ broker }: Stage, process: GatewayProcess): Promise<void> {
    if (broker === null) return this.#kill(process, "gateway, any moment");
    await broker.kill();
    this.toll.kills += 1;
    this.toll.of["broker"] = (this.toll.of["broker"] ?? 0) + 1;
    await sleep(this.#random.between(0, 1_500));
    await broker.start();
  }

  async #count(what: string, happen: () => Promise<void>): Promise<void> {
    this.toll.of[what] = (this.toll.of[what] ?? 0) + 1;
    await happen();
  }

  #wireOf({ settings }: GatewayProcess): Wire {
    const { database, axis, broker }: Wires = settings.wires;
    return this.#random.pick([database, axis, ...(broker === null ? [] : [broker])]);
  }

  async #slow(wire: Wire): Promise<void> {
    wire.slow(this.#random.between(20, 200));
    await sleep(this.#random.between(500, 2_000));
    wire.slow(0);
  }

  #faultAxis({ axis }: Stage): void {
    const operation = this.#random.pick(["sendEdoc", "getEdoc", "updateStatus", "getReceivedEdocList", "*"]);
    const kind = this.#random.pick(["drop", "cut", "html-502", "empty-body", "text-401"] as const);
    const rules: AxisFaultsInput["rules"] = [{ operation, kind, when: this.#random.chance(0.6) ? "after" : "before", times: this.#random.between(1, 3) }];
    axis.control.setFaults({ rules, duplicateListing: this.#random.chance(0.5) });
  }
}
