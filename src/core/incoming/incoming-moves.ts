import type { StatusCode } from "#edxml";
import { HouseError } from "../fault.ts";
import type { IncomingState } from "./incoming-document.ts";
import type { StatusCommand } from "./status-command.ts";

/** What each action of a receiver leads to, and the code it reports (edXML §4.5). */
export const ACTIONS: Readonly<Record<StatusCommand["action"], { readonly to: IncomingState; readonly code: StatusCode }>> = {
  accept: { to: "accepted", code: "03" },
  refuse: { to: "refused", code: "02" },
  assign: { to: "assigned", code: "04" },
  process: { to: "processing", code: "05" },
  complete: { to: "completed", code: "06" },
};

/** Forward only. A document must be accepted before it is worked on, and can be refused only until then. */
const MOVES: Readonly<Record<IncomingState, readonly IncomingState[]>> = {
  arrived: ["accepted", "refused"],
  accepted: ["assigned", "processing", "completed"],
  assigned: ["processing", "completed"],
  processing: ["completed"],
  completed: [],
  refused: [],
};

export type IncomingMove = { readonly kind: "moved"; readonly to: IncomingState; readonly code: StatusCode } | { readonly kind: "repeated" };

/** The one table of legal moves of an incoming document. Throws `move-illegal` naming what would be legal. */
export function decideIncomingMove(from: IncomingState, action: StatusCommand["action"]): IncomingMove {
  const { to, code } = ACTIONS[action];
  if (to === from) return { kind: "repeated" };
  if (!MOVES[from].includes(to)) {
    throw new HouseError("move-illegal", `an incoming document that is ${from} cannot become ${to}`, { from, to, allowed: MOVES[from] });
  }
  return { kind: "moved", to, code };
}
