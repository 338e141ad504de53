import type { TransmissionId, WorkOrderId } from "#src/core/ids";
import type { Transmission } from "#src/core/outgoing/transmission";
import type { Claim, Transaction } from "#src/core/ports";

/** One transmission taken, as the road takes many together. */
export async function claimOne(tx: Pick<Transaction, "claimTransmissions">, id: TransmissionId): Promise<Claim> {
  return (await tx.claimTransmissions([id])).get(id) ?? { kind: "finished" };
}

export async function settleOne(tx: Pick<Transaction, "settleTransmissions">, transmission: Transmission, retryInMs: number | null): Promise<void> {
  await tx.settleTransmissions([{ transmission, retryInMs }]);
}

export async function workIsOpen(tx: Pick<Transaction, "openWork">, id: WorkOrderId): Promise<boolean> {
  return (await tx.openWork([id])).has(id);
}
