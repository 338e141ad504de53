import type { ExchangeAdapter, PendingItem } from "#adapters/adapter";
import type { Actor } from "../actor.ts";
import { HouseError } from "../fault.ts";
import { newId, type InboundId } from "../ids.ts";
import type { Blobs, Clock, Store } from "../ports.ts";
import type { InboundEnvelope } from "./inbound-envelope.ts";
import { keepInbound } from "./keep-inbound.ts";
import { together } from "../together.ts";

export interface ReceivingNeeds {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
}

const GATEWAY: Actor = { kind: "gateway", job: "pull" };
const MOST_TOGETHER = 64;
const NOTE_EVERY_MS = 1_000;

export interface Receiver {
  /**
   * Keeps one waiting message of a partner, raw, then tells the partner. Keep before you think: no parser has seen it yet. The partner is told only
   * after file and row are durable; telling it twice is harmless. `known` is the row when we had it already. Messages received side by side share
   * their transactions.
   */
  receive(item: PendingItem, known: InboundEnvelope | null, signal: AbortSignal): Promise<void>;
  /** Resolves when it is written of all of them when the partner was told; no message waits for it. What could not be written is kept for the next call. */
  noted(): Promise<void>;
}

export function receiverOf(needs: ReceivingNeeds, adapter: ExchangeAdapter): Receiver {
  const keep = together((inbounds: readonly InboundEnvelope[]) => keepTogether(needs, inbounds), MOST_TOGETHER);
  let told: Told[] = [];
  let toldAt = performance.now(); // the first of them
  let noting: Promise<void> = Promise.resolve();
  const noteAfter = async (before: Promise<void>): Promise<void> => {
    await before.catch(() => undefined);
    const some = told;
    told = [];
    try {
      await noteTogether(needs, some);
    } catch (error) {
      told.push(...some);
      throw error;
    }
  };
  const note = (): void => {
    noting = noteAfter(noting);
    noting.catch(() => undefined); // thrown by `noted`
  };
  return {
    async receive(item, known, signal) {
      const inbound = known ?? (await keep(await fetchRaw(needs, adapter, item, signal)));
      await adapter.acknowledge(item, "done", signal);
      if (inbound.acknowledgedAt !== null) return;
      if (told.push({ inbound, at: needs.clock.now() }) === 1) toldAt = performance.now();
      if (told.length >= MOST_TOGETHER || performance.now() - toldAt > NOTE_EVERY_MS) note();
    },
    async noted() {
      note();
      await noting;
    },
  };
}

interface Told {
  readonly inbound: InboundEnvelope;
  readonly at: Date;
}

async function fetchRaw(needs: ReceivingNeeds, adapter: ExchangeAdapter, item: PendingItem, signal: AbortSignal): Promise<InboundEnvelope> {
  const draft = needs.blobs.draft();
  try {
    await adapter.fetch(item, draft.sink, signal);
  } catch (error) {
    await draft.discard();
    throw error;
  }
  return {
    id: newId<InboundId>(),
    channel: adapter.channel,
    partnerMessageId: item.partnerMessageId,
    messageKind: item.messageKind,
    statedFrom: item.from,
    statedTo: item.to,
    envelope: await draft.commit(),
    receivedAt: needs.clock.now(),
    acknowledgedAt: null,
    state: "kept",
    attempts: 0,
    verdict: null,
    fault: null,
    about: [],
    purgedAt: null,
  };
}

/** As they are kept: of a message that somebody else kept meanwhile, that row. */
async function keepTogether({ store }: ReceivingNeeds, inbounds: readonly InboundEnvelope[]): Promise<readonly InboundEnvelope[]> {
  return await store.write(async (tx) => {
    const added = await keepInbound(tx, inbounds, GATEWAY);
    return await Promise.all(inbounds.map(async (inbound) => (added.has(inbound.id) ? inbound : await keptBefore(tx.inbound, inbound))));
  });
}

async function keptBefore(reader: Store["reader"]["inbound"], { channel, partnerMessageId }: InboundEnvelope): Promise<InboundEnvelope> {
  const kept = await reader.byPartnerMessageId(channel, partnerMessageId);
  if (kept === null) throw new HouseError("invariant-broken", `message ${partnerMessageId} of ${channel} is there and is not`, { channel, partnerMessageId });
  return kept;
}

async function noteTogether({ store }: ReceivingNeeds, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return;
  await store.write(async (tx) => {
    await tx.markAcknowledged(told.map(({ inbound: { id }, at }) => ({ id, at })));
    await tx.appendAll(told.map(({ inbound: { id, partnerMessageId }, at }) => ({ kind: "inbound.acknowledged", at, actor: GATEWAY, inboundId: id, facts: { partnerMessageId } })));
  });
}
