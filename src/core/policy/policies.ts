import type { LocalDate } from "#edxml";
import { buildPolicies, type PolicyBook } from "./build-policies.ts";
import type { EffectivePolicy, PolicyData, PolicyOverride } from "./profile.ts";

const FRESH_FOR_MS = 1_000;
/** Policies of agencies kept made; each takes a few kilobytes. */
const REMEMBERED = 500;

/** The policies as they count now: the profiles of the package and the overrides people recorded. */
export interface Policies {
  readonly book: PolicyBook;
  readonly overrides: readonly PolicyOverride[];
  /** `code` canonical, `on` a day in Vietnam. By the overrides read last. */
  for(code: string, on: LocalDate): EffectivePolicy;
  /** Reads the overrides again when they are older than a second, so that a decision recorded by any process counts at once. */
  refresh(force?: boolean): Promise<void>;
}

/** Opens the book; `readOverrides` resolves to every override ever recorded. Throws `data-file-invalid`. */
export function openPolicies(data: PolicyData, readOverrides: () => Promise<readonly PolicyOverride[]>): Policies {
  const book = buildPolicies(data);
  let overrides: readonly PolicyOverride[] = [];
  let readAt = -Infinity;
  let known = new Map<string, EffectivePolicy>();
  return {
    book,
    get overrides() {
      return overrides;
    },
    for(code, on) {
      const key = `${on} ${code}`;
      const policy = known.get(key) ?? book.policyFor(code, on, overrides);
      if (known.size >= REMEMBERED) known = new Map();
      known.set(key, policy);
      return policy;
    },
    async refresh(force = false) {
      const now = performance.now();
      if (!force && now - readAt < FRESH_FOR_MS) return;
      readAt = now;
      const read = await readOverrides();
      if (read.length === 0 && overrides.length === 0) return;
      overrides = read;
      known = new Map();
    },
  };
}
