import type { Access, Actor } from "./actor.ts";
import { HouseError } from "./fault.ts";

/** Whether the caller may act for the agency with this canonical code. */
export function mayActFor(access: Access, agencyCode: string): boolean {
  return access.agencies === "all" || access.agencies.includes(agencyCode);
}

/** Whether the caller runs the gateway: at its machine, or signed in as quản trị. Keys of systems never do. */
export function isOperator({ actor, person }: Access): boolean {
  return actor.kind === "operator" || actor.kind === "gateway" || (person?.roles.includes("operator") ?? false);
}

/** Throws `role-missing`. */
export function requireOperator(access: Access): void {
  if (!isOperator(access)) throw new HouseError("role-missing", "only operators of the gateway may do that", { needed: ["operator"] });
}

/** Operators, and auditors, who see what they did. Throws `role-missing`. */
export function requireOverview(access: Access): void {
  if (access.person?.roles.includes("auditor") !== true) requireOperator(access);
}

/** For things addressed by id: what the caller may not see does not exist for it. */
export function notFound(what: string, id: string): HouseError {
  return new HouseError("not-found", `no ${what} ${id}`, { what, id });
}

export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case "system-key":
    case "operator":
    case "person":
      return actor.name;
    case "gateway":
      return actor.job;
    case "partner":
      return actor.organId;
  }
}
