import { askedToWaitMs } from "./retry-after.ts";
import type { Delivery, WebhookHealth } from "./webhook.ts";

/** What an attempt came to. Anything but a 2xx answer is a failure. `retryAfter`: the header of a receiver that is busy (429, 503). */
export type DeliveryOutcome = { readonly kind: "taken" } | { readonly kind: "failed"; readonly reason: string; readonly retryAfter?: string };

export type AfterDelivery = { readonly health: WebhookHealth } & (
  | { readonly kind: "done"; /** The breaker closes: what waits for a later attempt is due now. */ readonly recovered: boolean }
  | { readonly kind: "again"; readonly at: Date }
  | { readonly kind: "given-up" }
);

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const PAUSES = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR];
/** So many failures in a row, of whatever events, and the address counts as down: single attempts only. */
export const BREAKER_AT = 5;
const FIRST_PROBE = 30 * SECOND;
const LONGEST_PROBE = 10 * MINUTE;
const GIVE_UP_AFTER = 5 * 24 * HOUR;

/**
 * An address that is down costs no event, however long: everything waits, one attempt at a time feels for it. Only an event that is refused for
 * five days while others were taken is given up, and stays visible. A receiver that says when to come again (Retry-After) is left alone so long, with all
 * its events. `random` in [0, 1).
 */
export function decideAfterDelivery(delivery: Delivery, health: WebhookHealth, outcome: DeliveryOutcome, now: Date, random: number): AfterDelivery {
  if (outcome.kind === "taken") {
    return { kind: "done", recovered: health.failures >= BREAKER_AT, health: { ...health, failures: 0, probeAt: stillAsked(health, now), lastSuccessAt: now } };
  }
  const failures = health.failures + 1;
  const askedMs = askedToWaitMs(outcome.retryAfter, now);
  const asked = askedMs === 0 ? null : new Date(now.getTime() + askedMs);
  const probe = failures < BREAKER_AT ? null : later(now, Math.min(FIRST_PROBE * 2 ** Math.min(failures - BREAKER_AT, 10), LONGEST_PROBE), random);
  const failed: WebhookHealth = { ...health, failures, probeAt: latest(probe, asked, stillAsked(health, now)), lastFailureAt: now, lastError: outcome.reason };
  const first = delivery.firstFailedAt;
  const othersTaken = first !== null && health.lastSuccessAt !== null && health.lastSuccessAt > first;
  if (othersTaken && now.getTime() - first.getTime() > GIVE_UP_AFTER) return { kind: "given-up", health: failed };
  const at = later(now, PAUSES[Math.min(delivery.attempts, PAUSES.length - 1)] ?? HOUR, random);
  return { kind: "again", at: asked !== null && asked > at ? asked : at, health: failed };
}

/** Until when it asked to be left alone, and what came side by side does not shorten: the breaker is closed, so it is no probe of ours. */
function stillAsked({ failures, probeAt }: WebhookHealth, now: Date): Date | null {
  return failures < BREAKER_AT && probeAt !== null && probeAt > now ? probeAt : null;
}

function latest(...instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((last, one) => (last === null || (one !== null && one > last) ? one : last), null);
}

/** Give or take a fifth, so that what failed together does not come back together. */
function later(now: Date, pauseMs: number, random: number): Date {
  return new Date(now.getTime() + pauseMs * (0.8 + 0.4 * random));
}
