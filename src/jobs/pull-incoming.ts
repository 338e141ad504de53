import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { ExchangeAdapter, PendingItem } from "#adapters/adapter";
import { receiverOf, type ReceivingNeeds } from "../core/incoming/receive-envelope.ts";
import { waitAskedBy } from "./loop.ts";

export interface PullingNeeds extends ReceivingNeeds {
  readonly onFault: (name: string, error: unknown) => void;
}

/** One message at a time waits for the network, the disk, a commit, the network and a commit: with sixteen of them a commit is shared by several. */
const AT_ONCE = 16;
const LOOKED_UP_AT_ONCE = 500;

/**
 * One round at one partner: keep everything that waits, each message by itself, so that one bad message stops no other.
 * Resolves to how many were new, or null when another process is pulling. A list that cannot be read throws: an outage is not an empty list.
 * A partner that asks to wait (Retry-After), at the list or at one message, ends the round: nobody else pulls from it until the time is over.
 */
export async function pullIncoming(needs: PullingNeeds, adapter: ExchangeAdapter, signal: AbortSignal): Promise<number | null> {
  return needs.store.asLeader(`pull:${adapter.channel}`, async (leadership) => {
    const either = AbortSignal.any([signal, leadership]);
    setMaxListeners(4 * AT_ONCE, either); // each message listens at several of its steps
    const receiver = receiverOf(needs, adapter);
    let fresh = 0;
    const asked: Error[] = [];
    try {
      const pending = await adapter.listPending(either);
      for (let from = 0; from < pending.length && !either.aborted && asked.length === 0; from += LOOKED_UP_AT_ONCE) await take(pending.slice(from, from + LOOKED_UP_AT_ONCE));
      await receiver.noted();
      const [first] = asked;
      if (first !== undefined) throw first;
    } catch (error) {
      const waitMs = waitAskedBy(error);
      if (waitMs === 0 || either.aborted) throw error;
      needs.onFault(`pull:${adapter.channel}`, error);
      await sleep(waitMs, undefined, { signal: either }).catch(() => undefined); // leading meanwhile, or another process would ask at once
      return 0;
    }
    return fresh;

    async function take(items: readonly PendingItem[]): Promise<void> {
      const known = await needs.store.reader.inbound.byPartnerMessageIds(adapter.channel, items.map(({ partnerMessageId }) => partnerMessageId));
      let next = 0; // by place: taking from the front of many moves all the others
      const takeTurns = async (): Promise<void> => {
        for (let item = items[next++]; item !== undefined && !either.aborted && asked.length === 0; item = items[next++]) {
          try {
            const before = known.get(item.partnerMessageId) ?? null;
            await receiver.receive(item, before, either);
            if (before === null) fresh += 1;
          } catch (error) {
            if (error instanceof Error && waitAskedBy(error) > 0) asked.push(error);
            else needs.onFault(`pull:${adapter.channel}:${item.partnerMessageId}`, error);
          }
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
    }
  });
}
