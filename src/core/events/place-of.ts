import { HouseError } from "../fault.ts";
import { readCursor, writeCursor } from "./cursor.ts";

/** What there is of the feed: events after `horizon` up to `head`; those before were swept. */
export interface Extent {
  readonly horizon: string;
  readonly head: string;
}

/**
 * The place a reader names: a cursor of ours, `end` for from now on, `start` for the oldest event that is kept.
 * Throws `request-invalid`, and `cursor-expired` when events after it are gone.
 */
export function placeOf(after: string, { horizon, head }: Extent): string {
  if (after === "end") return head;
  if (after === "start") return horizon;
  const place = readCursor(after);
  if (BigInt(place) >= BigInt(horizon)) return place;
  throw new HouseError("cursor-expired", "events after this cursor were swept", { oldest: writeCursor(horizon) }, { hint: "compare the lists of documents, then go on from `start`" });
}
