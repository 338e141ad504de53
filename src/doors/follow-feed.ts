import type { Access } from "../core/actor.ts";
import type { DoorName } from "../core/doors/ports.ts";
import type { FeedPage } from "../core/events/feed.ts";
import { HouseError } from "../core/fault.ts";
import type { Store } from "../core/ports.ts";
import type { GatewayService } from "../core/service.ts";

export interface FollowingNeeds {
  readonly store: Store;
  readonly service: GatewayService;
  readonly log: { warn(message: string, facts: Readonly<Record<string, unknown>>): void };
}

const BATCH = 100;

/**
 * Tells the next events of a door and moves its cursor when all of them are told; `tell` resolves to false when it stopped half-way. A door that was
 * closed for longer than events are kept goes on with the oldest. `from`: where a new door begins. Resolves to true when there is more.
 */
export async function followFeed(needs: FollowingNeeds, door: DoorName, from: "start" | "end", access: Access, tell: (events: FeedPage["events"]) => Promise<boolean>): Promise<boolean> {
  const after = (await needs.store.doors.cursor(door)) ?? from;
  const page = await nextPage(needs, door, after, access);
  if (!(await tell(page.events))) return false;
  if (page.next !== after) await needs.store.doors.saveCursor(door, page.next);
  return page.more;
}

async function nextPage(needs: FollowingNeeds, door: DoorName, after: string, access: Access): Promise<FeedPage> {
  try {
    return await needs.service.events({ after, limit: BATCH }, access);
  } catch (error) {
    if (!(error instanceof HouseError) || error.code !== "cursor-expired") throw error;
    needs.log.warn("door.events-missed", { door, after, ...error.facts });
    return await needs.service.events({ after: "start", limit: BATCH }, access);
  }
}
