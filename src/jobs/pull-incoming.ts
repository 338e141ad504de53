import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { ExchangeAdapter, PendingItem } from "#adapters/adapter";
import { receiverOf, type ReceivingNeeds } from "../core/incoming/receive-envelope.ts";
import { AT_ONCE, FetchPlaces, type Wanted } from "./fetch-places.ts";
import { waitAskedBy } from "./loop.ts";

export interface PullingNeeds extends ReceivingNeeds {
  readonly onFault: (name: string, error: unknown) => void;
}

const LOOKED_UP_AT_ONCE = 500;
/** A round waits so long for what it began: most messages are small. What takes longer goes on beside the next rounds. */
const LINGER_MS = 1_000;

export interface Puller {
  /**
   * One round at the partner: receive everything that waits, each message by itself, so that one bad or slow message stops no other.
   * Resolves to how many were new since the last round, or null when another process is pulling. A list that cannot be read throws: an outage is not an
   * empty list. A partner that asks to wait (Retry-After), at the list or at one message, ends the round: nobody else pulls from it until the time is over.
   */
  round(): Promise<number | null>;
  /** Breaks off what is being received; resolves when nothing runs any more. */
  close(): Promise<void>;
}

interface Leading {
  /** Aborts when another process may pull, and when this one is to stop. */
  readonly signal: AbortSignal;
  end(): void;
}

/** Pulls from one channel. `slowMs`: a message that took so long and failed is slow. */
export function pullerOf(needs: PullingNeeds, adapter: ExchangeAdapter, slowMs?: number): Puller {
  const name = `pull:${adapter.channel}`;
  const closing = new AbortController();
  const receiver = receiverOf(needs, adapter);
  const places = new FetchPlaces(receive, restIfIdle, slowMs);
  let leading: Leading | null = null;
  let led: Promise<unknown> = Promise.resolve();
  let current: Promise<unknown> = Promise.resolve();
  let inRound = false;
  let fresh = 0;
  let asked: { readonly error: unknown; readonly until: number } | null = null;

  async function receive({ item, known }: Wanted): Promise<"done" | "failed" | "broken-off"> {
    const signal = leading?.signal ?? closing.signal;
    try {
      await receiver.receive(item, known, signal);
      if (known === null) fresh += 1;
      return "done";
    } catch (error) {
      const isAsked = noteWait(error);
      if (!isAsked) needs.onFault(`${name}:${item.partnerMessageId}`, error);
      return isAsked || signal.aborted ? "broken-off" : "failed";
    }
  }

  function noteWait(error: unknown): boolean {
    const waitMs = waitAskedBy(error);
    if (waitMs === 0) return false;
    asked ??= { error, until: performance.now() + waitMs };
    places.stop();
    return true;
  }

  async function round(): Promise<number | null> {
    if (closing.signal.aborted) return null;
    const lead = await takeLead();
    if (lead === null) return null;
    try {
      if (asked === null) await oneRound(lead.signal);
      if (asked !== null) await waitAsAsked(lead.signal);
      await receiver.noted();
      const came = fresh;
      fresh = 0;
      return came;
    } finally {
      inRound = false;
      restIfIdle();
    }
  }

  async function oneRound(signal: AbortSignal): Promise<void> {
    places.newRound();
    try {
      const wanted = places.inOrder(await adapter.listPending(signal));
      if (signal.aborted) places.stop();
      for (let from = 0; from < wanted.length && !places.stopped; from += LOOKED_UP_AT_ONCE) {
        places.add(await lookUp(wanted.slice(from, from + LOOKED_UP_AT_ONCE)));
        await places.begun();
      }
    } catch (error) {
      places.forgetFailures();
      if (signal.aborted || !noteWait(error)) throw error;
    }
    await places.settled(LINGER_MS);
  }

  async function lookUp(items: readonly PendingItem[]): Promise<readonly Wanted[]> {
    const known = await needs.store.reader.inbound.byPartnerMessageIds(adapter.channel, items.map(({ partnerMessageId }) => partnerMessageId));
    return items.map((item) => ({ item, known: known.get(item.partnerMessageId) ?? null }));
  }

  /** Leading meanwhile, or another process would ask at once. */
  async function waitAsAsked(signal: AbortSignal): Promise<void> {
    if (asked === null) return;
    needs.onFault(name, asked.error);
    await sleep(Math.max(0, asked.until - performance.now()), undefined, { signal }).catch(() => undefined);
    asked = null;
  }

  /** Held for as long as anything is being received, not only for a round: another process would receive it a second time. */
  async function takeLead(): Promise<Leading | null> {
    if (leading !== null && !leading.signal.aborted) {
      inRound = true;
      return leading;
    }
    restIfIdle();
    await led;
    return await new Promise<Leading | null>((resolve, reject) => {
      led = needs.store
        .asLeader(name, async (lost) => {
          const signal = AbortSignal.any([lost, closing.signal]);
          setMaxListeners(4 * AT_ONCE, signal); // each message listens at several of its steps
          const stop = (): void => places.stop();
          signal.addEventListener("abort", stop);
          await new Promise<void>((end) => {
            leading = { signal, end };
            inRound = true;
            resolve(leading);
          });
          signal.removeEventListener("abort", stop); // or the signal is never forgotten
          await receiver.noted().catch((error: unknown) => needs.onFault(name, error));
        })
        .then(() => resolve(null), reject);
    });
  }

  function restIfIdle(): void {
    if (leading === null || inRound || !places.idle || (asked !== null && !leading.signal.aborted)) return;
    leading.end();
    leading = null;
  }

  return {
    round: async () => await (current = round()),
    async close() {
      closing.abort();
      places.stop();
      await current.catch(() => undefined);
      restIfIdle();
      await led;
    },
  };
}
