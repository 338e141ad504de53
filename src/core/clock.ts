import type { Clock } from "./ports.ts";

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is set: for the demo and for tests. Never goes back. */
export interface ManualClock extends Clock {
  set(instant: Date): void;
}

export function manualClock(start: Date): ManualClock {
  let current = start.getTime();
  return {
    now: () => new Date(current),
    set(instant) {
      current = Math.max(current, instant.getTime());
    },
  };
}
