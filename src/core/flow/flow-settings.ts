import type { FaultClass } from "./fault-class.ts";

/** Pauses between attempts of one transmission. They grow with the time it has been tried, so that they need no counter and survive a restart. */
export interface RetryRule {
  readonly firstSeconds: number;
  /** The next pause is so much of the time tried so far, between `firstSeconds` and `longestSeconds`. */
  readonly growth: number;
  readonly longestSeconds: number;
  /** For khẩn, thượng khẩn and hỏa tốc. */
  readonly longestUrgentSeconds: number;
  /** Tried for so long it expires: a person decides. null: it never does, a person has decided already. */
  readonly expireHours: number | null;
}

/** Cầu dao of a channel: after so many faults in a row nothing is attempted but one probe at a time. */
export interface BreakerRule {
  readonly opensAfter: number;
  readonly firstProbeSeconds: number;
  readonly longestProbeSeconds: number;
}

/** How many hand-overs a channel gets at once, all processes together: up by one while all is well, halved when it is slow or faulty. */
export interface ConcurrencyRule {
  readonly start: number;
  readonly least: number;
  readonly most: number;
  /** A hand-over that takes longer is slow. */
  readonly slowSeconds: number;
  /** After an outage it begins with so few. */
  readonly afterOutage: number;
}

/** From this size an envelope goes in the lane for large ones. */
export const LARGE_ENVELOPE_BYTES = 10 * 1024 * 1024;

/** How many orders may be under way at once in lanes that do not adapt. Each degree of urgency has one more place, kept for it and what is above it. */
export interface LaneRule {
  /** Large envelopes, per channel. */
  readonly large: number;
  /** Kept envelopes that wait to be processed, per channel they came by. */
  readonly incoming: number;
  /** A channel nobody has learnt about yet. */
  readonly start: number;
}

export interface ChannelFlowSettings {
  readonly retry: Readonly<Record<FaultClass, RetryRule>>;
  readonly breaker: BreakerRule;
  readonly concurrency: ConcurrencyRule;
}

/** Settings of the flow: for every channel, and what is different for some. */
export interface FlowSettings {
  readonly lanes: LaneRule;
  of(channel: string): ChannelFlowSettings;
}
