import type { DeadItem } from "#adapters/work-queue";
import type { InboundId, TransmissionId, WorkOrderId } from "../core/ids.ts";
import type { TransmissionFault } from "../core/outgoing/transmission.ts";
import type { Clock, Store, Transaction } from "../core/ports.ts";

/** The first time others may be to blame: whatever was in hand of processes that died one after the other comes here too, and a document is not to lie for that. */
const FIRST_AGAIN_MS = 60 * 1_000;
const AGAIN_MS = 10 * FIRST_AGAIN_MS;
const CODE = "work-dead";

/**
 * Work that failed over and over is never dropped: the row it was about says so to everybody who looks, the journal keeps it, and it is tried again
 * in a minute, later every ten; an envelope that keeps failing ends in quarantine. A long outage of the database ends here too, so nothing is given up.
 */
export async function keepDeadWork(needs: { readonly store: Store; readonly clock: Clock }, dead: DeadItem): Promise<void> {
  const at = needs.clock.now();
  const orderId = dead.item.id as WorkOrderId;
  const fault = { code: CODE, reason: dead.reason.slice(0, 500), at };
  await needs.store.write(async (tx) => {
    await tx.append({
      kind: "work.dead",
      at,
      actor: { kind: "gateway", job: dead.item.topic },
      facts: { orderId, topic: dead.item.topic, ref: dead.item.ref, deliveries: dead.deliveries, reason: fault.reason },
    });
    const isFirst = await markRow(tx, dead.item, fault);
    if ((await tx.openWork([orderId])).has(orderId)) await tx.postponeWork(orderId, isFirst ? FIRST_AGAIN_MS : AGAIN_MS);
  });
}

/** The row the work is about tells the fault; resolves with whether that is new to it. Work without a row is not known to be here for the first time. */
async function markRow(tx: Transaction, { topic, ref }: DeadItem["item"], fault: TransmissionFault): Promise<boolean> {
  if (topic === "deliver") return (await tx.noteFault(ref as TransmissionId, fault, { firstMs: FIRST_AGAIN_MS, againMs: AGAIN_MS })) === "new";
  if (topic === "process-incoming") return await markInbound(tx, ref as InboundId, fault);
  return false;
}

async function markInbound(tx: Transaction, id: InboundId, fault: TransmissionFault): Promise<boolean> {
  const inbound = await tx.lockInbound(id);
  if (inbound === null || (inbound.state !== "kept" && inbound.state !== "waiting")) return false;
  await tx.updateInbound({ ...inbound, state: "waiting", attempts: inbound.attempts + 1, fault: { code: fault.code, reason: fault.reason } });
  return inbound.fault?.code !== CODE;
}
