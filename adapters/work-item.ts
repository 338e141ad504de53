import { z } from "zod";
import { AdapterError } from "./errors.ts";
import type { WorkItem } from "./work-queue.ts";

/** Deliveries cut short by the death of their process, or of its connection, that an item may cost. Stops an item that kills processes. */
export const CRASH_ALLOWANCE = 8;

const WorkItemShape = z.object({
  id: z.uuid(),
  topic: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/),
  ref: z.string().min(1).max(200),
  urgency: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
});

/** Refuses items no queue could carry, before the first of them is published. Throws AdapterError `work-item-invalid`. */
export function checkItems(items: readonly WorkItem[], topics: readonly string[]): void {
  for (const item of items) {
    const { success } = WorkItemShape.safeParse(item);
    if (success && topics.includes(item.topic)) continue;
    throw new AdapterError("work-item-invalid", `work item ${item.id} of topic ${item.topic} cannot be published`, { id: item.id, topic: item.topic }, {
      hint: "id must be a UUID, urgency 0 to 3, ref not empty, and the topic one of those the queue was opened with",
    });
  }
}

/** Reads an item from bytes that came over a wire; null when it is none. */
export function parseItem(bytes: Uint8Array): WorkItem | null {
  try {
    return WorkItemShape.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}

/** hỏa tốc (3) and thượng khẩn (2) travel in the urgent lane. */
export function isUrgent(item: Pick<WorkItem, "urgency">): boolean {
  return item.urgency >= 2;
}

/** Places of a consumer that normal work never takes, so that an urgent item need not wait for a slow normal one. */
export function urgentPlaces(concurrency: number): number {
  return Math.floor(concurrency / 4);
}

/** Why a handler threw, short enough to keep. */
export function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? `${cause.code}: ` : "";
  return `${code}${cause instanceof Error ? cause.message : String(cause)}`.slice(0, 500);
}
