import type { Facts } from "#edxml";
import { HouseError } from "./fault.ts";

/** Whoever decides for others says why; it stands in the journal. `doing`: what was asked for, in English. Throws `reason-missing`. */
export function requireReason(reason: string, doing: string, facts: Facts = {}): void {
  if (reason.trim() === "") throw new HouseError("reason-missing", `${doing} needs a reason`, facts);
}
