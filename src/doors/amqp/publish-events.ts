import type { MessageDoors } from "#adapters/message-door";
import type { ApiKeyId } from "../../core/ids.ts";
import type { Store } from "../../core/ports.ts";
import type { GatewayService } from "../../core/service.ts";
import { eventJson } from "../../core/events/event-json.ts";

export interface EventNeeds {
  readonly store: Store;
  readonly service: GatewayService;
}

const BATCH = 100;

/**
 * Puts what happened since the cursor into the queue of this door; the cursor moves only after the broker has all of it. A crash in between
 * puts the same events there again under the same ids. One process at a time. Resolves to true when there is more.
 */
export async function publishEvents(needs: EventNeeds, doors: MessageDoors, keyId: ApiKeyId, signal: AbortSignal): Promise<boolean> {
  if (!doors.isReady()) return false;
  const more = await needs.store.asLeader(`door:amqp:${keyId}`, async (leadership) => {
    const access = await needs.store.doors.amqpAccess(keyId);
    if (access === null) return false;
    const after = (await needs.store.doors.cursor(`amqp:${keyId}`)) ?? "end";
    const page = await needs.service.events({ after, limit: BATCH }, access);
    for (const event of page.events) {
      if (leadership.aborted || signal.aborted) return false;
      const view = eventJson(event);
      await doors.send(keyId, "events", { id: event.id, body: Buffer.from(JSON.stringify(view)), headers: { "x-event-type": event.type } });
    }
    if (page.next !== after) await needs.store.doors.saveCursor(`amqp:${keyId}`, page.next);
    return page.more;
  });
  return more ?? false;
}
