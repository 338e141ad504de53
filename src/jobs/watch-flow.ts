import type { SendOutcome } from "#adapters/adapter";
import { decideFlow, newFlow, type FlowSeen } from "../core/flow/channel-flow.ts";
import { faultClassOf, isCongestion, tellsOfChannel } from "../core/flow/fault-class.ts";
import type { FlowSettings } from "../core/flow/flow-settings.ts";
import type { Actor } from "../core/actor.ts";
import type { Clock, Store } from "../core/ports.ts";

export interface WatchingNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly flow: FlowSettings;
  readonly random: () => number;
  /** More is due than the lanes have room for. */
  readonly backlog: () => boolean;
  readonly onFault: (name: string, error: unknown) => void;
}

/** What this process sees of its channels, told to the others: a fault at once, all else once a second at most. */
export interface FlowWatch {
  note(channel: string, outcome: SendOutcome, tookMs: number): void;
  /** Tells what is left. */
  close(): Promise<void>;
}

const TELL_EVERY_MS = 1_000;
const GATEWAY: Actor = { kind: "gateway", job: "flow" };

interface Seen {
  good: number;
  faultsInARow: number;
  lastFault: FlowSeen["lastFault"];
  askedToWaitMs: number;
  strained: boolean;
  telling: Promise<void> | null;
  timer: NodeJS.Timeout | null;
}

export function watchFlow(needs: WatchingNeeds): FlowWatch {
  const channels = new Map<string, Seen>();

  function seenAt(channel: string): Seen {
    const known = channels.get(channel) ?? { good: 0, faultsInARow: 0, lastFault: null, askedToWaitMs: 0, strained: false, telling: null, timer: null };
    channels.set(channel, known);
    return known;
  }

  function tellSoon(channel: string, seen: Seen, inMs: number): void {
    if (seen.timer !== null && inMs > 0) return;
    if (seen.timer !== null) clearTimeout(seen.timer);
    seen.timer = setTimeout(() => {
      seen.timer = null;
      if (seen.telling !== null) return tellSoon(channel, seen, 50);
      seen.telling = tell(channel, seen)
        .catch((error: unknown) => needs.onFault("watch-flow", error))
        .finally(() => (seen.telling = null));
    }, inMs);
  }

  async function tell(channel: string, seen: Seen): Promise<void> {
    const { good, faultsInARow, lastFault, askedToWaitMs, strained } = seen;
    if (good === 0 && faultsInARow === 0 && !strained) return;
    Object.assign(seen, { good: 0, faultsInARow: 0, lastFault: null, askedToWaitMs: 0, strained: false });
    await needs.store.write(async (tx) => {
      const settings = needs.flow.of(channel);
      const { flow: before, now } = await tx.lockFlow(newFlow(channel, settings));
      const { after, change } = decideFlow(before, { good, faultsInARow, lastFault, askedToWaitMs, strained, backlog: needs.backlog() }, settings, now, needs.random());
      await tx.saveFlow(after);
      if (change === null) return;
      const facts = { channel, code: after.lastFault?.code ?? null, reason: after.lastFault?.reason.slice(0, 300) ?? null, since: (before.pausedAt ?? now).toISOString() };
      await tx.append({ kind: change === "paused" ? "channel.paused" : "channel.resumed", at: needs.clock.now(), actor: GATEWAY, facts });
      if (change === "resumed") await tx.bringForward(channel);
    });
  }

  return {
    note(channel, outcome, tookMs) {
      const seen = seenAt(channel);
      const { slowSeconds } = needs.flow.of(channel).concurrency;
      if (tookMs > slowSeconds * 1_000) seen.strained = true;
      // also a doubt about one message is an answer: a probe that gets it knows that somebody is there
      if (outcome.kind === "entered" || outcome.kind === "refused" || faultClassOf(outcome.code) === "unclear") {
        seen.good += 1;
        seen.faultsInARow = 0;
        return tellSoon(channel, seen, TELL_EVERY_MS);
      }
      const faultClass = faultClassOf(outcome.code);
      if (isCongestion(faultClass)) seen.strained = true;
      if (!tellsOfChannel(faultClass)) return;
      seen.faultsInARow += 1;
      seen.askedToWaitMs = Math.max(seen.askedToWaitMs, outcome.retryAfterMs ?? 0);
      seen.lastFault = { code: outcome.code, reason: outcome.reason, at: needs.clock.now() };
      tellSoon(channel, seen, 0);
    },
    async close() {
      for (const [channel, seen] of channels) {
        if (seen.timer !== null) clearTimeout(seen.timer);
        await seen.telling;
        await tell(channel, seen).catch((error: unknown) => needs.onFault("watch-flow", error));
      }
    },
  };
}
