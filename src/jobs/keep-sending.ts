import type { TransmissionId } from "../core/ids.ts";
import type { Store } from "../core/ports.ts";
import { startLoop, type Loop } from "./loop.ts";

export interface KeepingNeeds {
  readonly store: Pick<Store, "keepWork">;
  /** What this process is sending right now. */
  readonly running: ReadonlySet<TransmissionId>;
  readonly onFault: (name: string, error: unknown) => void;
}

/** A quarter of the time after which an order is taken for lost. */
const KEEP_EVERY_MS = 10_000;

/** A large envelope takes an hour. While it is under way its order is not lost: copies of it, one a minute, would only be answered that it is busy. */
export function keepSending({ store, running, onFault }: KeepingNeeds, everyMs = KEEP_EVERY_MS): Loop {
  let before: readonly TransmissionId[] = [];
  return startLoop({
    name: "keep-sending",
    round: async () => {
      const long = before.filter((id) => running.has(id));
      before = [...running];
      if (long.length > 0) await store.keepWork("deliver", long);
      return false;
    },
    pauseMs: everyMs,
    longestFaultPauseMs: everyMs,
    onFault,
  });
}
