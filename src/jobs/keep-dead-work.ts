import type { DeadItem } from "#adapters/work-queue";
import type { InboundId, TransmissionId, WorkOrderId } from "../core/ids.ts";
import type { Clock, Store, Transaction } from "../core/ports.ts";

const AGAIN_MS = 10 * 60 * 1_000;

/**
 * Work that failed over and over is never dropped: the row it was about says so to everybody who looks, the journal keeps it, and it
 * is tried again in ten minutes; an envelope that keeps failing ends in quarantine. A long outage of the database ends here too, so nothing is given up.
 */
export async function keepDeadWork(needs: { readonly store: Store; readonly clock: Clock }, dead: DeadItem): Promise<void> {
  const at = needs.clock.now();
  const orderId = dead.item.id as WorkOrderId;
  const fault = { code: "work-dead", reason: dead.reason.slice(0, 500), at };
  await needs.store.write(async (tx) => {
    await tx.append({
      kind: "work.dead",
      at,
      actor: { kind: "gateway", job: dead.item.topic },
      facts: { orderId, topic: dead.item.topic, ref: dead.item.ref, deliveries: dead.deliveries, reason: fault.reason },
    });
    if (dead.item.topic === "deliver") await markTransmission(tx, dead.item.ref as TransmissionId, fault);
    if (dead.item.topic === "process-incoming") await markInbound(tx, dead.item.ref as InboundId, fault);
    if ((await tx.openWork([orderId])).has(orderId)) await tx.postponeWork(orderId, AGAIN_MS);
  });
}

async function markTransmission(tx: Transaction, id: TransmissionId, fault: { code: string; reason: string; at: Date }): Promise<void> {
  const transmission = await tx.transmissions.byId(id);
  if (transmission !== null && transmission.state !== "entered" && transmission.state !== "withdrawn") await tx.settleTransmissions([{ transmission: { ...transmission, lastFault: fault }, retryInMs: AGAIN_MS }]);
}

async function markInbound(tx: Transaction, id: InboundId, fault: { code: string; reason: string }): Promise<void> {
  const inbound = await tx.lockInbound(id);
  if (inbound === null || (inbound.state !== "kept" && inbound.state !== "waiting")) return;
  await tx.updateInbound({ ...inbound, state: "waiting", attempts: inbound.attempts + 1, fault });
}
