import { setTimeout as sleep } from "node:timers/promises";
import { HouseError } from "../core/fault.ts";

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 3_000;
/** An outage that lasts longer is told as a failed delivery. */
const PATIENCE_MS = 10 * 60_000;

/**
 * Work that meets a database that is away or a disk that is full is not at fault: it keeps its place and tries again until they are back, instead of
 * wearing out its deliveries in a few seconds and waiting ten minutes as a dead letter. Everything else, and being told to stop, comes out as it is.
 */
export async function outlast(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || performance.now() > giveUpAt || !isOutage(error)) throw error;
    }
    await sleep(pause * (0.7 + 0.6 * Math.random()), undefined, { signal }).catch(() => undefined);
  }
}

function isOutage(error: unknown): boolean {
  return error instanceof HouseError && error.blame === "infrastructure" && error.retry === "later" && error.code !== "shutting-down";
}
