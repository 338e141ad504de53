import type { MessageDoors } from "#adapters/message-door";
import type { ApiKeyId } from "../../core/ids.ts";
import { eventJson } from "../../core/events/event-json.ts";
import { followFeed, type FollowingNeeds } from "../follow-feed.ts";

export type EventNeeds = FollowingNeeds;

/**
 * Puts what happened since the cursor into the queue of this door; the cursor moves only after the broker has all of it. A crash in between
 * puts the same events there again under the same ids. One process at a time. Resolves to true when there is more.
 */
export async function publishEvents(needs: EventNeeds, doors: MessageDoors, keyId: ApiKeyId, signal: AbortSignal): Promise<boolean> {
  if (!doors.isReady()) return false;
  const more = await needs.store.asLeader(`door:amqp:${keyId}`, async (leadership) => {
    const access = await needs.store.doors.amqpAccess(keyId);
    if (access === null) return false;
    return await followFeed(needs, `amqp:${keyId}`, "end", access, async (events) => {
      for (const event of events) {
        if (leadership.aborted || signal.aborted) return false;
        await doors.send(keyId, "events", { id: event.id, body: Buffer.from(JSON.stringify(eventJson(event))), headers: { "x-event-type": event.type } });
      }
      return true;
    });
  });
  return more ?? false;
}
