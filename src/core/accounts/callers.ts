import type { Access } from "../actor.ts";
import { HouseError } from "../fault.ts";
import type { Role } from "./role.ts";

/** Who calls: a QLVB system with its API key, or a person in one of the roles. */
export type Caller = "system" | Role;

/** Who may call an operation. `anyone`: without signing in; `oneself`: every person signed in, about their own account and sessions. */
export type Callers = "anyone" | "oneself" | readonly Caller[];

/** Whoever is signed in, with a key or in person. */
export const SIGNED_IN: readonly Caller[] = ["system", "clerk", "leader", "supervisor", "operator", "auditor"];
/** Who reads documents: of their own agencies, or to inspect (kiểm tra). Operators and supervisors do not. */
export const READERS: readonly Caller[] = ["system", "clerk", "leader", "auditor"];
/** Who reads registers, reports and logs: also of the agencies below one they supervise (QĐ 28/2018 Đ.15). */
export const BOOK_READERS: readonly Caller[] = [...READERS, "supervisor"];
/** Who acts for an agency. */
export const CLERKS: readonly Caller[] = ["system", "clerk"];

/** For operations that need no access. */
export const STRANGER: Access = { actor: { kind: "gateway", job: "sign-in" }, agencies: [] };

/**
 * The caller as far as this operation lets it: a person acts only in those of their roles that may call it, so what one role sees is never
 * lent to what another may do. Throws `role-missing`, and `password-change-needed` before a first password is replaced.
 */
export function accessFor(access: Access, callers: Exclude<Callers, "anyone">): Access {
  if (access.person === undefined) {
    if (access.actor.kind !== "system-key" || (callers !== "oneself" && callers.includes("system"))) return access;
    throw new HouseError("role-missing", "this is for persons, not for keys of systems", { needed: callers === "oneself" ? ["person"] : [...callers] });
  }
  if (callers === "oneself") return access;
  if (access.person.mustChangePassword) throw new HouseError("password-change-needed", "the first password has to be replaced before anything else");
  return inRoles(access, access.person.roles.filter((role) => callers.includes(role)), callers);
}

/** The rights of a person in these roles alone. Throws `role-missing`. */
export function inRoles(access: Access, roles: readonly Role[], needed: readonly Caller[]): Access {
  if (roles.length === 0 || access.person === undefined) throw new HouseError("role-missing", "none of the roles of this person may do that", { needed: [...needed] });
  const everywhere = roles.includes("auditor") || roles.includes("operator");
  const bound = roles.includes("clerk") || roles.includes("leader");
  return {
    actor: access.actor,
    agencies: everywhere ? "all" : bound ? access.agencies : [],
    supervises: roles.includes("supervisor") ? (access.supervises ?? []) : [],
    person: { ...access.person, roles },
  };
}
