import { openDatabaseQueue } from "#adapters/database-queue/database-queue";
import { openRabbitmqQueue } from "#adapters/rabbitmq/rabbitmq-queue";
import type { WorkQueue, WorkQueueOptions } from "#adapters/work-queue";

/** Where a queue lives, in words that fit on a command line. */
export type QueuePlace =
  | { readonly kind: "database"; readonly url: string; readonly leaseMs: number }
  | { readonly kind: "rabbitmq"; readonly url: string; readonly prefix: string };

export const TOPICS = ["deliver", "process"] as const;

/** Opens the queue of a place with quick settings for tests. */
export async function openQueue(place: QueuePlace, options: Partial<WorkQueueOptions> = {}): Promise<WorkQueue> {
  const settings: WorkQueueOptions = {
    topics: TOPICS,
    maxDeliveries: 3,
    redeliveryDelayMs: 200,
    onDead: async () => await Promise.resolve(),
    onEvent: () => undefined,
    ...options,
  };
  if (place.kind === "database") return await openDatabaseQueue({ ...settings, databaseUrl: place.url, leaseMs: place.leaseMs });
  return await openRabbitmqQueue({ ...settings, url: place.url, prefix: place.prefix });
}
