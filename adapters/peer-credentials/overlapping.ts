import type { ExchangeAdapter } from "../adapter.ts";
import { AdapterError } from "../errors.ts";

const REFUSED = ["credentials-refused", "partner-credentials-refused"];

/**
 * One partner that may know the new or the old credentials: whichever it takes counts, the newer tried first in each round of listing. Only a
 * certain refusal of the credentials changes over, so nothing is ever sent twice.
 */
export function overlapping(adapters: readonly [ExchangeAdapter, ...ExchangeAdapter[]]): ExchangeAdapter {
  const [newest] = adapters;
  let current: ExchangeAdapter = newest;

  /** True when there is another one to try after this refusal. */
  function changeOver(): boolean {
    const next = adapters[adapters.indexOf(current) + 1];
    if (next === undefined) return false;
    current = next;
    return true;
  }

  async function either<Result>(ask: (adapter: ExchangeAdapter) => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await ask(current);
      } catch (error) {
        if (!isRefusal(error) || !changeOver()) throw error;
      }
    }
  }

  return {
    channel: newest.channel,
    async send(parcel, signal) {
      for (;;) {
        const outcome = await current.send(parcel, signal);
        if (outcome.kind !== "not-sent" || !REFUSED.includes(outcome.code) || !changeOver()) return outcome;
      }
    },
    findSent: (parcel, signal, since) => either((adapter) => adapter.findSent(parcel, signal, since)),
    listPending(signal) {
      current = newest;
      return either((adapter) => adapter.listPending(signal));
    },
    async fetch(item, sink, signal) {
      // the sink is spent by a failed attempt: the next round fetches with the other one
      await current.fetch(item, sink, signal).catch((error: unknown) => {
        if (isRefusal(error)) changeOver();
        throw error;
      });
    },
    acknowledge: (item, verdict, signal, description) => either((adapter) => adapter.acknowledge(item, verdict, signal, description)),
    listAgencies: (signal) => current.listAgencies(signal),
    async close() {
      await Promise.all(adapters.map((adapter) => adapter.close()));
    },
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof AdapterError && error.code === "partner-credentials-refused";
}
