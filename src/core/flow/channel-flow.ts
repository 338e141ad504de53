import type { ChannelFlowSettings } from "./flow-settings.ts";

/** What all processes know of a channel together. One row; machine time of the database. */
export interface ChannelFlow {
  readonly channel: string;
  /** How many hand-overs it gets at once. */
  readonly atOnce: number;
  /** Faults since the last success. */
  readonly failures: number;
  /** Since when nothing is attempted; null: the channel is open for business. */
  readonly pausedAt: Date | null;
  /** When one order may try whether the partner is back. */
  readonly probeAt: Date | null;
  /** One order is trying just now. */
  readonly probing: boolean;
  /** Probes that failed since the pause began. */
  readonly probes: number;
  readonly lastFault: ChannelFault | null;
  readonly lastSuccessAt: Date | null;
  /** A person keeps it closed until it is let go again; null: nobody does. */
  readonly held: ChannelHold | null;
}

export interface ChannelHold {
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
}

export interface ChannelFault {
  readonly code: string;
  readonly reason: string;
  readonly at: Date;
  /** The partner asked not to be tried before (Retry-After). */
  readonly until?: Date;
}

/** What one process saw at a channel since it last told. */
export interface FlowSeen {
  readonly good: number;
  /** Faults that tell of the channel, after the last success if there was one. */
  readonly faultsInARow: number;
  readonly lastFault: ChannelFault | null;
  /** The partner asked not to be tried for so long; 0: it did not. */
  readonly askedToWaitMs: number;
  /** It was slow, or asked for fewer. */
  readonly strained: boolean;
  /** More was due than the channel was given. */
  readonly backlog: boolean;
}

export interface FlowDecision {
  readonly after: ChannelFlow;
  /** Told to operators once each: `paused` when it starts, `resumed` when it ends. */
  readonly change: "paused" | "resumed" | null;
}

export function newFlow(channel: string, { concurrency }: Pick<ChannelFlowSettings, "concurrency">): ChannelFlow {
  return { channel, atOnce: concurrency.start, failures: 0, pausedAt: null, probeAt: null, probing: false, probes: 0, lastFault: null, lastSuccessAt: null, held: null };
}

/** The breaker and the number at once, decided on what was seen. Pure; `random` in [0, 1). */
export function decideFlow(before: ChannelFlow, seen: FlowSeen, settings: Pick<ChannelFlowSettings, "breaker" | "concurrency">, now: Date, random: number): FlowDecision {
  const failures = seen.good > 0 ? seen.faultsInARow : before.failures + seen.faultsInARow;
  const until = seen.askedToWaitMs > 0 ? new Date(now.getTime() + seen.askedToWaitMs) : null;
  const lastFault = seen.lastFault === null || until === null ? seen.lastFault : { ...seen.lastFault, until };
  const told = { ...before, failures, lastFault: lastFault ?? before.lastFault, lastSuccessAt: seen.good > 0 ? now : before.lastSuccessAt };
  if (before.pausedAt !== null) return whilePaused(told, seen, settings, now, random);
  // one that says when to come again need not be asked five times
  if (failures >= settings.breaker.opensAfter || until !== null) {
    return { after: { ...told, atOnce: settings.concurrency.afterOutage, pausedAt: now, probeAt: later(probeTime(0, settings, now, random), until), probing: false, probes: 0 }, change: "paused" };
  }
  return { after: { ...told, atOnce: adaptAtOnce(before.atOnce, seen, settings) }, change: null };
}

function whilePaused(told: ChannelFlow, seen: FlowSeen, settings: Pick<ChannelFlowSettings, "breaker" | "concurrency">, now: Date, random: number): FlowDecision {
  const { lastFault } = told;
  const until = lastFault?.until ?? null;
  // what was under way when it asked for peace may still succeed; that is no invitation
  const asksForPeace = until !== null && until > now && !told.probing;
  if (seen.good > 0 && !asksForPeace) return { after: { ...told, pausedAt: null, probeAt: null, probing: false, probes: 0 }, change: "resumed" };
  // faults of what was under way when the pause began say nothing new
  if (!told.probing || seen.faultsInARow === 0) return { after: { ...told, probeAt: told.probeAt === null ? null : later(told.probeAt, until) }, change: null };
  const probes = told.probes + 1;
  return { after: { ...told, probing: false, probes, probeAt: later(probeTime(probes, settings, now, random), until) }, change: null };
}

function later(one: Date, other: Date | null): Date {
  return other !== null && other > one ? other : one;
}

function probeTime(probes: number, { breaker }: Pick<ChannelFlowSettings, "breaker">, now: Date, random: number): Date {
  const seconds = Math.min(breaker.firstProbeSeconds * 2 ** Math.min(probes, 16), breaker.longestProbeSeconds);
  return new Date(now.getTime() + seconds * 1000 * (0.8 + 0.4 * random));
}

/** Additive up, multiplicative down; up only when there was more to do. Below the start it doubles, so that an outage is soon over. */
function adaptAtOnce(atOnce: number, seen: FlowSeen, { concurrency }: Pick<ChannelFlowSettings, "concurrency">): number {
  const { least, most, start } = concurrency;
  if (seen.strained) return Math.max(least, Math.floor(atOnce / 2));
  if (seen.good === 0 || seen.faultsInARow > 0 || !seen.backlog) return atOnce;
  return Math.min(most, atOnce < start ? Math.min(start, atOnce * 2) : atOnce + 1);
}
