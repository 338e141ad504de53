import type { Store } from "../core/ports.ts";
import { startLoop, type Loop, type LoopOptions } from "./loop.ts";

export interface PacedOptions extends Omit<LoopOptions, "round" | "pauseMs"> {
  readonly store: Pick<Store, "onJournal">;
  /** Resolves to true when there was more to do than fitted in one round. */
  readonly round: (signal: AbortSignal) => Promise<boolean>;
  /** Between two rounds while something happened lately: also what nobody announces is seen that soon, such as the clock. */
  readonly busyMs: number;
  /** Between two rounds of a gateway at rest. */
  readonly quietMs: number;
}

/** So long after an entry of the journal, by whatever process, more is to be expected. */
const LATELY_MS = 60_000;

/**
 * A loop that follows what happens: a round comes right after an entry of the journal (as often as `atMostEveryMs` lets it), then every `busyMs` for a
 * minute, and seldom while nothing happens: a gateway at rest costs next to nothing. An announcement that is missed is made up for when the connection
 * that hears them is back.
 */
export function startPacedLoop(options: PacedOptions): Loop {
  const { store, round, busyMs, quietMs } = options;
  let heardAt = performance.now();
  const loop = startLoop({
    ...options,
    pauseMs: busyMs,
    round: async (signal) => (await round(signal)) || (performance.now() - heardAt < LATELY_MS ? busyMs : quietMs),
  });
  const stopListening = store.onJournal(() => {
    heardAt = performance.now();
    loop.wake();
  });
  return {
    wake: () => loop.wake(),
    close: async () => {
      stopListening();
      await loop.close();
    },
  };
}
