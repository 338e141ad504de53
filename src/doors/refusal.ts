import { HouseError } from "../core/fault.ts";
import { describeProblem, faultOf, type Problem } from "../web/problem.ts";

/** True when somebody else has to act before the same request can succeed; everything else is tried again later, by the door itself. */
export function isFinal(error: unknown): boolean {
  const fault = faultOf(error);
  return fault.blame === "caller" || (fault instanceof HouseError && fault.blame !== "us" && fault.retry === "never");
}

/** The answer REST would give, without its HTTP parts. */
export function refusalOf(error: unknown, requestId: string): Omit<Problem, "type" | "status"> {
  const { type: _type, status: _status, ...said } = describeProblem(faultOf(error), requestId);
  return said;
}

export function isUnexpected(error: unknown): boolean {
  return faultOf(error).blame === "us";
}
