import type { LocalDate } from "#edxml";
import { buildPolicies, type PolicyBook } from "./build-policies.ts";
import type { EffectivePolicy, PolicyData, PolicyOverride } from "./profile.ts";

const FRESH_FOR_MS = 1_000;

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
  return {
    book,
    get overrides() {
      return overrides;
    },
    for(code, on) {
      return book.policyFor(code, on, overrides);
    },
    async refresh(force = false) {
      const now = performance.now();
      if (!force && now - readAt < FRESH_FOR_MS) return;
      readAt = now;
      overrides = await readOverrides();
    },
  };
}
