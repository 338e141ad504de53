import { mayActFor, notFound } from "../access.ts";
import type { Access } from "../actor.ts";
import { HouseError } from "../fault.ts";
import { newId, type TransmissionId, type WorkOrderId } from "../ids.ts";
import type { Clock, Store } from "../ports.ts";
import { refuseFrozen } from "./amending.ts";
import { settleDispatch } from "./settle-dispatch.ts";
import { subjectOf, type Transmission } from "./transmission.ts";
import { requireReason } from "../reason.ts";

/** Gửi lại: a person puts a failed transmission back on the road, with a reason. Same message id, same bytes. */
export async function resend(needs: { readonly store: Store; readonly clock: Clock }, id: TransmissionId, reason: string, access: Access): Promise<Transmission> {
  requireReason(reason, "a resend", { transmissionId: id });
  return needs.store.write(async (tx) => {
    const transmission = await tx.transmissions.byId(id);
    if (transmission === null || !(await mayTouch(transmission))) throw notFound("transmission", id);
    if (transmission.state !== "failed") {
      throw new HouseError("move-illegal", `transmission ${id} is ${transmission.state}, only a failed one can be sent again`, { transmissionId: id, state: transmission.state });
    }
    const queued: Transmission = { ...transmission, state: "queued" }; // attempts go on counting: their number is the fence
    await tx.settleTransmissions([{ transmission: queued, retryInMs: 0 }]);
    const at = needs.clock.now();
    const dispatches = await tx.lockDispatchesOf([id]);
    if (transmission.carries.kind === "document") refuseFrozen(transmission.carries.id, dispatches);
    for (const dispatch of dispatches) await settleDispatch(tx, dispatch, { event: "resend", at, actor: access.actor });
    await tx.addWork({ id: newId<WorkOrderId>(), topic: "deliver", ref: id, urgency: transmission.urgency }, 0);
    await tx.append({
      kind: "transmission.resend",
      at,
      actor: access.actor,
      ...subjectOf(transmission),
      facts: { transmissionId: id, reason: reason.slice(0, 500) },
    });
    return queued;

    async function mayTouch(found: Transmission): Promise<boolean> {
      if (found.carries.kind === "status") {
        const incoming = await tx.incoming.byId(found.carries.incomingId);
        return incoming !== null && mayActFor(access, incoming.receiverCode);
      }
      const document = await tx.outgoing.byId(found.carries.kind === "document" ? found.carries.id : found.carries.documentId);
      return document !== null && mayActFor(access, document.senderCode);
    }
  });
}
