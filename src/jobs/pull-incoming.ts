import type { ExchangeAdapter } from "#adapters/adapter";
import { receiveEnvelope, type ReceivingNeeds } from "../core/incoming/receive-envelope.ts";

export interface PullingNeeds extends ReceivingNeeds {
  readonly onFault: (name: string, error: unknown) => void;
}

const AT_ONCE = 4;

/**
 * One round at one partner: keep everything that waits, each message by itself, so that one bad message stops no other.
 * Resolves to how many were new, or null when another process is pulling. A list that cannot be read throws: an outage is not an empty list.
 */
export async function pullIncoming(needs: PullingNeeds, adapter: ExchangeAdapter, signal: AbortSignal): Promise<number | null> {
  return needs.store.asLeader(`pull:${adapter.channel}`, async (leadership) => {
    const either = AbortSignal.any([signal, leadership]);
    const pending = await adapter.listPending(either);
    let [fresh, next] = [0, 0]; // by place: taking from the front of 60,000 moves all the others
    await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
    return fresh;

    async function takeTurns(): Promise<void> {
      for (let item = pending[next++]; item !== undefined && !either.aborted; item = pending[next++]) {
        try {
          if (await receiveEnvelope(needs, adapter, item, either)) fresh += 1;
        } catch (error) {
          needs.onFault(`pull:${adapter.channel}:${item.partnerMessageId}`, error);
        }
      }
    }
  });
}
