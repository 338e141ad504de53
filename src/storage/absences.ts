/** Looks further apart than this say nothing about the time between them. */
const FORGET_MS = 60_000;

interface Absence {
  readonly since: number;
  readonly seenAt: number;
}

/**
 * Since when others were seen absent. A living process whose lifeline broke is back within a few seconds, under the same number; taken for dead in
 * between, what it still sends would be sent twice. So the first look condemns nobody: a later one does, when the grace is over.
 */
export class Absences {
  readonly #graceMs: number;
  readonly #absences = new Map<number, Absence>();

  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  /** To be told of every look at an owner. True when it is absent and has been so for the grace. */
  isDead(owner: number, present: boolean): boolean {
    const now = performance.now();
    for (const [one, { seenAt }] of this.#absences) if (now - seenAt > FORGET_MS) this.#absences.delete(one);
    if (present) {
      this.#absences.delete(owner);
      return false;
    }
    const since = this.#absences.get(owner)?.since ?? now;
    this.#absences.set(owner, { since, seenAt: now });
    return now - since >= this.#graceMs;
  }
}
