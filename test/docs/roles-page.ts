import { ROLE_NAMES, ROLES } from "#src/core/accounts/role";
import type { Callers } from "#src/core/accounts/callers";
import { OPERATIONS } from "#src/web/rest/operations";

/** docs/roles.md, from the operations themselves: who may call what. */
export function rolesPage(): string {
  const lines = OPERATIONS.toSorted((a, b) => (a.tag === b.tag ? 0 : a.tag < b.tag ? -1 : 1)).map(({ id, method, path, callers }) => `| \`${method.toUpperCase()} ${path}\` | ${id} | ${["system" as const, ...ROLES].map((caller) => (may(callers, caller) ? "x" : "")).join(" | ")} |`);
  return `<!-- written by \`npm run docs\` from the operations of the API; do not edit -->
# Who may call what

Every operation of the REST API names its callers (\`callers\` of the \`Operation\`), and the router lets nobody else further. A person with several
roles acts in those alone that the operation names. \`test/web/session/roles.test.ts\` calls every route as every role, as an API key and as nobody.
What a call sees beyond that (agencies, trees) is in [accounts](accounts.md#roles).

| operation | id | API key | ${ROLES.map((role) => ROLE_NAMES[role]).join(" | ")} |
|---|---|---|${ROLES.map(() => "---|").join("")}
${lines.join("\n")}

Without signing in: ${OPERATIONS.filter(({ callers }) => callers === "anyone").map(({ method, path }) => `\`${method.toUpperCase()} ${path}\``).join(", ")}.
`; // prettier-ignore
}

function may(callers: Callers, caller: string): boolean {
  if (callers === "anyone") return true;
  return callers === "oneself" ? caller !== "system" : callers.some((one) => one === caller);
}
