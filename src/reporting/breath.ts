import { setImmediate as turn } from "node:timers/promises";

/** Longest stretch of work before everybody else has a turn; the loop must never be held for 20 ms. */
const LONGEST_MS = 3;

/** Lets the event loop turn when this much work was done at a stretch. */
export class Breath {
  #since = performance.now();

  async take(): Promise<void> {
    if (performance.now() - this.#since < LONGEST_MS) return;
    await turn();
    this.#since = performance.now();
  }
}
