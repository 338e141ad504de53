import type { Access } from "../actor.ts";
import { HouseError } from "../fault.ts";
import { newId, type InboundId, type WorkOrderId } from "../ids.ts";
import type { Clock, Store } from "../ports.ts";
import { isOperator, notFound } from "../access.ts";
import type { InboundEnvelope } from "./inbound-envelope.ts";
import { requireReason } from "../reason.ts";

/** Xử lý lại: an operator has mended the cause (registered a certificate, hosted an agency) and lets a quarantined envelope be thought about again. */
export async function reprocess(needs: { readonly store: Store; readonly clock: Clock }, id: InboundId, reason: string, access: Access): Promise<InboundEnvelope> {
  if (!isOperator(access)) throw notFound("inbound envelope", id);
  requireReason(reason, "looking at a quarantined envelope again", { inboundId: id });
  return needs.store.write(async (tx) => {
    const inbound = await tx.lockInbound(id);
    if (inbound === null) throw notFound("inbound envelope", id);
    if (inbound.state !== "quarantined") throw new HouseError("move-illegal", `inbound envelope ${id} is ${inbound.state}, not quarantined`, { inboundId: id, state: inbound.state });
    const kept: InboundEnvelope = { ...inbound, state: "kept", attempts: 0, fault: null };
    await tx.updateInbound(kept);
    await tx.addWork({ id: newId<WorkOrderId>(), topic: "process-incoming", ref: id, urgency: 0 }, 0);
    await tx.append({ kind: "inbound.reprocess", at: needs.clock.now(), actor: access.actor, inboundId: id, facts: { reason: reason.slice(0, 500), was: inbound.fault?.code ?? null } });
    return kept;
  });
}
