import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { MutantName } from "./mutants.ts";
import type { Wire } from "./wire.ts";

export interface Wires {
  readonly database: Wire;
  readonly axis: Wire;
  readonly broker: Wire | null;
}

export interface GatewaySettings {
  readonly name: string;
  /** Where the bundles lie: the program as it is in `itself`, each mutant under its name. */
  readonly programs: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly port: number;
  readonly wires: Wires;
  readonly logFile: string;
}

const RESTART_PAUSE_MS = 100;

/** One process of a gateway under a supervisor that starts it again whenever it ends. */
export class GatewayProcess {
  readonly settings: GatewaySettings;
  readonly url: string;
  #child: ChildProcess | null = null;
  #ready = false;
  #closing = false;
  #mutant: MutantName | null = null;
  readonly #running: Promise<void>;

  constructor(settings: GatewaySettings) {
    this.settings = settings;
    this.url = `http://127.0.0.1:${settings.port}/api/v1`;
    this.#running = this.#supervise();
  }

  get ready(): boolean {
    return this.#ready;
  }

  get mutant(): MutantName | null {
    return this.#mutant;
  }

  /** Dies, and is this mutant from now on; null: the program as it is. */
  startAs(mutant: MutantName | null): void {
    this.#mutant = mutant;
    this.kill();
  }

  /** Whether there was somebody to kill. */
  kill(): boolean {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return false;
    this.#ready = false;
    return child.kill("SIGKILL");
  }

  /** Asks it to stop, as an operator who upgrades; resolves when it has ended. The supervisor starts it again. */
  async restart(): Promise<number | null> {
    const child = this.#child;
    if (child === null || child.exitCode !== null) return null;
    const ended = once(child, "exit");
    this.#ready = false; // whoever shares out requests looks at this
    child.kill("SIGTERM");
    await ended;
    return child.exitCode;
  }

  /** Stops the process without ending it, as a machine that swaps or sleeps. */
  async freeze(ms: number): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    child.kill("SIGSTOP");
    await sleep(ms);
    child.kill("SIGCONT");
  }

  async close(atOnce = false): Promise<void> {
    this.#closing = true;
    this.#child?.kill("SIGCONT");
    this.#child?.kill(atOnce ? "SIGKILL" : "SIGTERM");
    const force = setTimeout(() => this.#child?.kill("SIGKILL"), 15_000);
    await this.#running;
    clearTimeout(force);
    for (const wire of [this.settings.wires.database, this.settings.wires.axis, this.settings.wires.broker]) await wire?.close();
  }

  async #supervise(): Promise<void> {
    while (!this.#closing) {
      const { environment, port, logFile, programs } = this.settings;
      const child = spawn(process.execPath, [join(programs, this.#mutant ?? "itself", "main.js"), "serve", "--json"], {
        env: { PATH: process.env["PATH"] ?? "", ...environment, LIENTHONG_PORT: String(port) },
        stdio: ["ignore", "pipe", "pipe"],
      });
      this.#child = child;
      child.stderr.on("data", (chunk: Buffer) => appendFileSync(logFile, chunk));
      createInterface({ input: child.stdout }).on("line", (line) => (this.#ready = !child.killed && line.includes('"url"'))); // it also says why it does not start
      await once(child, "exit");
      this.#ready = false;
      if (!this.#closing) await sleep(RESTART_PAUSE_MS);
    }
  }
}
