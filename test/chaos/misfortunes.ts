import { setTimeout as sleep } from "node:timers/promises";
import type { AxisFaultsInput } from "#adapters/axis/simulator/faults";
import type { GatewayProcess, Wires } from "./gateway-process.ts";
import type { Random } from "./random.ts";
import type { Stage } from "./stage.ts";
import type { Wire } from "./wire.ts";

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

  constructor(random: Random) {
    this.#random = random;
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
    if (luck < 0.58) await this.#killAtCrossing(process);
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

  /** A crossing that killed rarely so far, a commit rather than a write within its transaction (which is the same death); when it does not come in time, the process dies where it is. */
  async #killAtCrossing(process: GatewayProcess): Promise<void> {
    const side = this.#random.chance(0.5) ? "before" : "after";
    const rarest = [...this.toll.crossings].filter(([name]) => this.#random.chance(name.startsWith("write ") ? 0.2 : 1)).sort(([, a], [, b]) => a[side] - b[side] || b.seen - a.seen).slice(0, 6).map(([name]) => name);
    const [first, ...others] = rarest;
    if (first === undefined) return this.#kill(process, "gateway, any moment");
    const crossing = this.#random.pick([first, ...others]);
    const wires = Object.values<Wire | null>({ ...process.settings.wires });
    const sprung = await new Promise<boolean>((resolve) => {
      const late = setTimeout(() => resolve(false), SPRING_WITHIN_MS);
      const spring = (): void => {
        clearTimeout(late);
        this.#kill(process, "gateway, at a crossing");
        resolve(true);
      };
      for (const wire of wires) wire?.set({ crossing, side, spring });
    });
    for (const wire of wires) wire?.set(null);
    const seen = this.toll.crossings.get(crossing);
    if (sprung && seen !== undefined) seen[side] += 1;
    if (!sprung) this.#kill(process, "gateway, any moment");
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
