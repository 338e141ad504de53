import { HouseError } from "./core/fault.ts";

/**
 * What one process does. `web`: the REST, SOAP and axis doors. `doors`: AMQP and watched folders. `jobs`: everything that moves by itself but pulling.
 * `pull`: takes what waits at every partner; `pull:<channel>`: at that one. Any number of processes may have the same role, on any machine.
 */
export interface Roles {
  readonly web: boolean;
  readonly doors: boolean;
  readonly jobs: boolean;
  readonly pulls: "all" | readonly string[];
}

export const ALL_ROLES: Roles = { web: true, doors: true, jobs: true, pulls: "all" };

/** `web,jobs,pull:axis`. Throws `configuration-invalid`. */
export function readRoles(text: string): Roles {
  const names = text.split(",").map((name) => name.trim()).filter((name) => name !== "");
  const unknown = names.filter((name) => !/^(web|doors|jobs|pull(:[a-z][a-z0-9:._-]*)?)$/.test(name));
  if (names.length === 0 || unknown.length > 0) {
    throw new HouseError("configuration-invalid", `no such role: ${unknown.join(", ") || "(none)"}`, { roles: text.slice(0, 200) }, { hint: "roles are web, doors, jobs, pull and pull:<channel>, with commas between them" });
  }
  const has = (name: string): boolean => names.includes(name);
  return { web: has("web"), doors: has("doors"), jobs: has("jobs"), pulls: has("pull") ? "all" : names.flatMap((name) => (name.startsWith("pull:") ? [name.slice("pull:".length)] : [])) };
}

/** `pull`: take what waits at partners, in a process that does no other jobs. */
export type HousePart = "web" | "doors" | "jobs" | "pull";

export function partsOf({ web, doors, jobs, pulls }: Roles): readonly HousePart[] {
  return [...(web ? ["web" as const] : []), ...(doors ? ["doors" as const] : []), ...(jobs ? ["jobs" as const] : []), ...(pulls === "all" || pulls.length > 0 ? ["pull" as const] : [])];
}

export function pullsFrom({ pulls }: Roles, channel: string): boolean {
  return pulls === "all" || pulls.includes(channel);
}

/** Says them as they are written. */
export function sayRoles({ web, doors, jobs, pulls }: Roles): readonly string[] {
  return [...(web ? ["web"] : []), ...(doors ? ["doors"] : []), ...(jobs ? ["jobs"] : []), ...(pulls === "all" ? ["pull"] : pulls.map((channel) => `pull:${channel}`))];
}
