import type { WorkItem } from "#adapters/work-queue";
import type { IncomingId, WorkOrderId } from "../core/ids.ts";
import { aboutOf } from "../core/incoming/incoming-document.ts";
import type { Blobs, Clock, Store } from "../core/ports.ts";

export interface PurgingNeeds {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
  /** How long a blob must have been left alone: longer than the slowest upload, whose row is not there yet. */
  readonly purgeAfterMs: number;
}

const AGAIN_MS = 10 * 60 * 1_000;

/** Deletes the bytes of a cancelled document that belong to nobody else. Safe to run twice; what is too young waits for another turn. */
export async function purgePayload(needs: PurgingNeeds, item: Pick<WorkItem, "id" | "ref">): Promise<void> {
  const orderId = item.id as WorkOrderId;
  const unused = await needs.store.write(async (tx) => {
    const document = await tx.lockIncoming(item.ref as IncomingId);
    if (document === null || document.purgedAt === null) return [];
    const envelopes = await tx.purgeEnvelopes(aboutOf(document), needs.clock.now());
    const held = [...new Set([document.envelope.sha256, ...envelopes, ...document.files.map((file) => file.sha256)])];
    const used = new Set(await tx.blobsInUse(held));
    return held.filter((sha256) => !used.has(sha256));
  });
  let young = false;
  for (const sha256 of unused) young = (await needs.blobs.remove(sha256, needs.purgeAfterMs)) === "too-young" || young;
  await needs.store.write((tx) => (young ? tx.postponeWork(orderId, AGAIN_MS) : tx.finishWork(orderId)));
}
