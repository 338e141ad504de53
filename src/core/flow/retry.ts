import type { RetryRule } from "./flow-settings.ts";

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;

/** How long to wait before the next attempt. `random` in [0, 1) spreads the retries, so that an outage does not end in lock step. */
export function pauseBefore(rule: RetryRule, { triedForMs, urgency, random }: { readonly triedForMs: number; readonly urgency: number; readonly random: number }): number {
  const longest = (urgency > 0 ? rule.longestUrgentSeconds : rule.longestSeconds) * SECOND_MS;
  const planned = Math.max(rule.firstSeconds * SECOND_MS, Math.min(triedForMs * rule.growth, longest));
  return Math.round(planned * (0.8 + 0.4 * random));
}

export function isExpired(rule: RetryRule, triedForMs: number): boolean {
  return rule.expireHours !== null && triedForMs >= rule.expireHours * HOUR_MS;
}
