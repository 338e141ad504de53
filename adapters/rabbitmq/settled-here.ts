/** Enough to cover everything that can be in flight when a connection breaks, and small. */
const REMEMBERED = 5_000;

/**
 * Ids this process works on or has lately finished. When a connection breaks, the broker hands out again what it has no answer for:
 * an item whose handler still runs here, or ran here to its end, must not be run once more.
 */
export class SettledHere {
  readonly running = new Set<string>();
  readonly #done = new Set<string>();

  remember(id: string): void {
    this.#done.delete(id);
    this.#done.add(id);
    for (const oldest of this.#done) {
      if (this.#done.size <= REMEMBERED) return;
      this.#done.delete(oldest);
    }
  }

  isDone(id: string): boolean {
    return this.#done.has(id);
  }
}
