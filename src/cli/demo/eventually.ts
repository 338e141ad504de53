import { setTimeout as sleep } from "node:timers/promises";
import { HouseError } from "../../core/fault.ts";

const PATIENCE_MS = 60_000;
const EVERY_MS = 40;

/** Asks again until the answer is not null. Throws `invariant-broken` naming `what` when it takes too long; rejects at once when aborted. */
export async function eventually<Found>(what: string, signal: AbortSignal, look: () => Promise<Found | null>): Promise<Found> {
  for (const end = Date.now() + PATIENCE_MS; ; ) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > end) throw new HouseError("invariant-broken", `the demo waited ${PATIENCE_MS / 1000} s in vain: ${what}`, { what });
    await sleep(EVERY_MS, undefined, { signal });
  }
}
