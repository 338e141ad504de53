import type { Actor } from "../actor.ts";
import { newId, type WorkOrderId } from "../ids.ts";
import type { Transaction } from "../ports.ts";
import type { InboundEnvelope } from "./inbound-envelope.ts";

/** Keeps an envelope whose bytes are durable and plans its processing. False when it is here already. */
export async function keepInbound(tx: Transaction, inbound: InboundEnvelope, actor: Actor): Promise<boolean> {
  if (!(await tx.addInbound(inbound))) return false;
  const { channel, partnerMessageId, envelope } = inbound;
  await tx.addWork({ id: newId<WorkOrderId>(), topic: "process-incoming", ref: inbound.id, urgency: 0 }, 0);
  await tx.append({ kind: "inbound.kept", at: inbound.receivedAt, actor, inboundId: inbound.id, facts: { channel, partnerMessageId, sha256: envelope.sha256, size: envelope.size } });
  return true;
}
