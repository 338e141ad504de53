import type { Access } from "../actor.ts";
import { HouseError } from "../fault.ts";
import type { Store } from "../ports.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import type { EventType, GatewayEvent } from "./event.ts";
import { placeOf } from "./place-of.ts";

export interface FeedRequest {
  /** A cursor; `end` for whatever comes from now on; `start`, or left out, for everything that is kept. */
  readonly after?: string;
  readonly types?: readonly EventType[];
  readonly limit: number;
}

/** Oldest first. `next` is where to go on, also when there is nothing more now. */
export interface FeedPage {
  readonly events: readonly GatewayEvent[];
  readonly next: string;
  readonly more: boolean;
}

/** The events of the caller's agencies after a cursor, all that were committed before the call. Reading on from `next` misses none, ever: throws `cursor-expired` when some are not kept any more. */
export async function readFeed(store: Store, request: FeedRequest, access: Access): Promise<FeedPage> {
  await store.sortJournal();
  const { after = "start" } = request;
  if (after === "end") return { events: [], next: writeCursor((await store.reader.events.extent()).head), more: false };
  const asked = after === "start" ? (await store.reader.events.extent()).horizon : readCursor(after);
  const { events, extent } = await store.reader.events.after({ place: asked, agencies: access.agencies, trees: treesOf(access), types: request.types ?? null, limit: request.limit });
  const place = after === "start" ? asked : placeOf(after, extent);
  // A feed that was restored from a backup would pass such a reader by without a word.
  if (BigInt(place) > BigInt(extent.head)) throw new HouseError("request-invalid", "the cursor is ahead of the feed", { head: writeCursor(extent.head) }, { hint: "the gateway was restored from a backup; start from the beginning" });
  const last = events.at(-1);
  const more = last !== undefined && events.length === request.limit;
  return { events, next: writeCursor(more ? last.place : extent.head), more };
}

/** A person who supervises sees what moves below (QĐ 28/2018 Đ.15); a key is told of its own agencies only, or its queue would fill with what is others'. */
function treesOf({ person, supervises }: Access): readonly string[] {
  return person === undefined ? [] : (supervises ?? []);
}
