import type { StatusCode } from "#edxml";
import { HouseError } from "../fault.ts";
import type { DispatchState } from "./dispatch.ts";

/** What can happen to a dispatch: on our own road, or by a report of the receiver. */
export const ROAD_EVENTS = ["attempt", "entered", "not-sent", "unknown", "failed", "expired", "withdraw", "resend", "release"] as const;
export type RoadEvent = (typeof ROAD_EVENTS)[number];
export type DispatchEvent = RoadEvent | StatusCode;

/**
 * moved: a legal move. implied: true, but said before or overtaken by something later.
 * noted: kept, moves nothing. contradiction: the receiver says the opposite of what it said before.
 */
export type Move<State = DispatchState> = { readonly kind: "moved"; readonly to: State } | { readonly kind: "implied" } | { readonly kind: "noted" } | { readonly kind: "contradiction" };

/** Our own road, until the receiver speaks. */
const ROAD_MOVES: Readonly<Record<"held" | "queued" | "sending" | "unknown" | "failed" | "expired" | "withdrawn" | "sent", Partial<Record<RoadEvent, DispatchState>>>> = {
  held: { release: "queued", withdraw: "withdrawn" },
  queued: { attempt: "sending", withdraw: "withdrawn" },
  sending: { attempt: "sending", entered: "sent", "not-sent": "queued", unknown: "unknown", failed: "failed", expired: "expired" },
  unknown: { attempt: "sending", entered: "sent", failed: "failed", expired: "expired" },
  failed: { resend: "queued", withdraw: "withdrawn" },
  expired: { resend: "queued", withdraw: "withdrawn" },
  withdrawn: {},
  sent: {},
};

/** The receiver's road. Vendors skip steps, so a later one implies the earlier; none goes back (edXML §4.5). */
const RANK: Readonly<Record<DispatchState, number>> = {
  held: 0,
  queued: 0,
  sending: 0,
  unknown: 0,
  failed: 0,
  expired: 0,
  withdrawn: 0,
  sent: 0,
  arrived: 1,
  refused: 2,
  accepted: 2,
  assigned: 3,
  processing: 4,
  completed: 5,
};

const STATUS_STATE: Readonly<Record<StatusCode, DispatchState | null>> = {
  "01": "arrived",
  "02": "refused",
  "03": "accepted",
  "04": "assigned",
  "05": "processing",
  "06": "completed",
  "13": null,
  "15": null,
  "16": null,
};

/** The one table of legal moves of a dispatch. An illegal move of our own road throws `move-illegal`. */
export function decideMove(from: DispatchState, event: DispatchEvent): Move {
  return isRoadEvent(event) ? decideRoadMove(from, event) : decideStatusMove(from, STATUS_STATE[event]);
}

function isRoadEvent(event: DispatchEvent): event is RoadEvent {
  const known: readonly string[] = ROAD_EVENTS;
  return known.includes(event);
}

function decideRoadMove(from: DispatchState, event: RoadEvent): Move {
  if (hasSpoken(from)) return { kind: "implied" }; // the receiver has it, whatever our own bookkeeping still learns
  const to = ROAD_MOVES[from][event];
  if (to === undefined) throw new HouseError("move-illegal", `a dispatch that is ${from} cannot take "${event}"`, { from, event });
  return to === from ? { kind: "implied" } : { kind: "moved", to };
}

function hasSpoken(state: DispatchState): state is Exclude<DispatchState, keyof typeof ROAD_MOVES> {
  return RANK[state] > 0;
}

function decideStatusMove(from: DispatchState, to: DispatchState | null): Move {
  if (to === null) return { kind: "noted" };
  const contradicts = (from === "refused" && RANK[to] >= RANK.accepted && to !== "refused") || (to === "refused" && RANK[from] >= RANK.accepted && from !== "refused");
  if (contradicts) return { kind: "contradiction" };
  return RANK[to] > RANK[from] ? { kind: "moved", to } : { kind: "implied" };
}
