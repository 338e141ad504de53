import type { WorkItem } from "#adapters/work-queue";
import type { IncomingId, OutgoingId, WorkOrderId } from "../core/ids.ts";
import { aboutOf } from "../core/incoming/incoming-document.ts";
import type { Blobs, Clock, Store, Transaction } from "../core/ports.ts";

export interface PurgingNeeds {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
  /** How long a blob must have been left alone: longer than the slowest upload, whose row is not there yet. */
  readonly purgeAfterMs: number;
}

const AGAIN_MS = 10 * 60 * 1_000;

/** Deletes the bytes of a cancelled or discarded document that belong to nobody else. Safe to run twice; what is too young waits for another turn. */
export async function purgePayload(needs: PurgingNeeds, item: Pick<WorkItem, "id" | "ref">): Promise<void> {
  const orderId = item.id as WorkOrderId;
  const unused = await needs.store.write(async (tx) => {
    const held = [...new Set((await digestsOfIncoming(needs, tx, item.ref as IncomingId)) ?? (await digestsOfOutgoing(tx, item.ref as OutgoingId)))];
    const used = new Set(await tx.blobsInUse(held));
    return held.filter((sha256) => !used.has(sha256));
  });
  let young = false;
  for (const sha256 of unused) young = (await needs.blobs.remove(sha256, needs.purgeAfterMs)) === "too-young" || young;
  await needs.store.write((tx) => (young ? tx.postponeWork(orderId, AGAIN_MS) : tx.finishWork(orderId)));
}

async function digestsOfIncoming(needs: PurgingNeeds, tx: Transaction, id: IncomingId): Promise<readonly string[] | null> {
  const document = await tx.lockIncoming(id);
  if (document === null) return null;
  if (document.purgedAt === null) return [];
  const envelopes = await tx.purgeEnvelopes(aboutOf(document), needs.clock.now());
  return [document.envelope.sha256, ...envelopes, ...document.files.map((file) => file.sha256)];
}

/** One that was discarded while it was held: every way out had an envelope of its own. */
async function digestsOfOutgoing(tx: Transaction, id: OutgoingId): Promise<readonly string[]> {
  const document = await tx.outgoing.byId(id);
  if (document === null || document.purgedAt === null) return [];
  const envelopes = (await tx.transmissions.about(id)).map(({ envelope }) => envelope.sha256);
  return [document.envelope.sha256, ...envelopes, ...document.files.map((file) => file.sha256)];
}
