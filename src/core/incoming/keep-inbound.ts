import type { Actor } from "../actor.ts";
import { newId, type InboundId, type WorkOrderId } from "../ids.ts";
import type { Transaction } from "../ports.ts";
import type { InboundEnvelope } from "./inbound-envelope.ts";

/** Keeps envelopes whose bytes are durable and plans their processing. Resolves to those that were not here already. */
export async function keepInbound(tx: Transaction, inbounds: readonly InboundEnvelope[], actor: Actor): Promise<ReadonlySet<InboundId>> {
  const added = await tx.addInbound(inbounds);
  const fresh = inbounds.filter(({ id }) => added.has(id));
  await tx.addWorks(fresh.map(({ id }) => ({ id: newId<WorkOrderId>(), topic: "process-incoming", ref: id, urgency: 0 })));
  await tx.appendAll(
    fresh.map(({ id, channel, partnerMessageId, envelope, receivedAt }) => ({ kind: "inbound.kept", at: receivedAt, actor, inboundId: id, facts: { channel, partnerMessageId, sha256: envelope.sha256, size: envelope.size } })),
  );
  return added;
}
