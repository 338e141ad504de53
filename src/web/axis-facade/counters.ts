const MINUTE = 60_000;

/** Counts in fixed minutes, per process. A key that nobody used this minute costs nothing. */
export class PerMinute {
  readonly #limit: number;
  #minute = 0;
  #counts = new Map<string, number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  isSpent(key: string): boolean {
    this.#turn();
    return (this.#counts.get(key) ?? 0) >= this.#limit;
  }

  add(key: string): void {
    this.#turn();
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  #turn(): void {
    const minute = Math.floor(performance.now() / MINUTE);
    if (minute === this.#minute) return;
    this.#minute = minute;
    this.#counts = new Map();
  }
}

/** How many of something one key does at the same time. */
export class AtOnce {
  readonly #limit: number;
  readonly #running = new Map<string, number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** null when there are as many as allowed already; else what ends this one. */
  enter(key: string): (() => void) | null {
    const running = this.#running.get(key) ?? 0;
    if (running >= this.#limit) return null;
    this.#running.set(key, running + 1);
    return () => {
      const left = (this.#running.get(key) ?? 1) - 1;
      if (left === 0) this.#running.delete(key);
      else this.#running.set(key, left);
    };
  }
}
