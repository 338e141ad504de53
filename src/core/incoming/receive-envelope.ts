import type { ExchangeAdapter, PendingItem } from "#adapters/adapter";
import type { Actor } from "../actor.ts";
import { newId, type InboundId } from "../ids.ts";
import type { Blobs, Clock, Store } from "../ports.ts";
import type { InboundEnvelope } from "./inbound-envelope.ts";
import { keepInbound } from "./keep-inbound.ts";

export interface ReceivingNeeds {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
}

const GATEWAY: Actor = { kind: "gateway", job: "pull" };

/**
 * Keeps one waiting message of a partner, raw, then tells the partner. Keep before you think: no parser has seen it yet.
 * The partner is told only after file and row are durable; telling it twice is harmless. Resolves to false when we had it already.
 */
export async function receiveEnvelope(needs: ReceivingNeeds, adapter: ExchangeAdapter, item: PendingItem, signal: AbortSignal): Promise<boolean> {
  const known = await needs.store.reader.inbound.byPartnerMessageId(adapter.channel, item.partnerMessageId);
  const inbound = known ?? (await keep(needs, adapter, item, signal));
  await adapter.acknowledge(item, "done", signal);
  if (inbound.acknowledgedAt === null) {
    const at = needs.clock.now();
    await needs.store.write(async (tx) => {
      await tx.markAcknowledged(inbound.id, at);
      await tx.append({ kind: "inbound.acknowledged", at, actor: GATEWAY, inboundId: inbound.id, facts: { partnerMessageId: item.partnerMessageId } });
    });
  }
  return known === null;
}

async function keep(needs: ReceivingNeeds, adapter: ExchangeAdapter, item: PendingItem, signal: AbortSignal): Promise<InboundEnvelope> {
  const draft = needs.blobs.draft();
  try {
    await adapter.fetch(item, draft.sink, signal);
  } catch (error) {
    await draft.discard();
    throw error;
  }
  const envelope = await draft.commit();
  const inbound: InboundEnvelope = {
    id: newId<InboundId>(),
    channel: adapter.channel,
    partnerMessageId: item.partnerMessageId,
    messageKind: item.messageKind,
    statedFrom: item.from,
    statedTo: item.to,
    envelope,
    receivedAt: needs.clock.now(),
    acknowledgedAt: null,
    state: "kept",
    attempts: 0,
    verdict: null,
    fault: null,
    about: [],
    purgedAt: null,
  };
  return needs.store.write(async (tx) => {
    if (await keepInbound(tx, inbound, GATEWAY)) return inbound;
    return (await tx.inbound.byPartnerMessageId(adapter.channel, item.partnerMessageId)) ?? inbound;
  });
}
