import type { Actor } from "../core/actor.ts";
import { CLOCK_LIMIT_MS, measured, offsetOfDateHeader, sayMeasurement, unmeasured, type ClockMeasurement } from "../core/clock-offset/measurement.ts";
import type { Clock, Store } from "../core/ports.ts";

/** What the axis's answers say about our clock, kept until the next measurement: the most certain one. */
export interface AxisClockSamples {
  note(date: Date, askedAt: Date, answeredAt: Date): void;
  /** Gives the best sample since the last call; null when there was none. */
  take(): { readonly at: Date; readonly offsetMs: number; readonly uncertaintyMs: number } | null;
}

export function axisClockSamples(): AxisClockSamples {
  let best: ReturnType<AxisClockSamples["take"]> = null;
  return {
    note(date, askedAt, answeredAt) {
      const sample = { at: answeredAt, ...offsetOfDateHeader(date, askedAt, answeredAt) };
      if (best === null || sample.uncertaintyMs < best.uncertaintyMs) best = sample;
    },
    take() {
      const taken = best;
      best = null;
      return taken;
    },
  };
}

export interface ClockNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: { warn(message: string, facts: Readonly<Record<string, unknown>>): void };
  /** null: no time server is configured. */
  readonly askTimeServer: ((signal: AbortSignal) => Promise<{ readonly server: string; readonly offsetMs: number; readonly uncertaintyMs: number } | { readonly server: string; readonly fault: string }>) | null;
  readonly axisClock: { readonly samples: AxisClockSamples; readonly server: string } | null;
}

/** A server that has been silent longer is as good as a new one. */
const LOOK_BACK = 100;
const GATEWAY: Actor = { kind: "gateway", job: "measure-clock" };

/** Measures our clock against the time server and the axis, keeps what it found, and tells when a limit is crossed in either direction. */
export async function measureClock(needs: ClockNeeds, signal: AbortSignal): Promise<readonly ClockMeasurement[]> {
  const found = [await fromServer(needs, signal), fromAxis(needs)].filter((measurement) => measurement !== null);
  for (const measurement of found) await keep(needs, measurement);
  return found;
}

async function fromServer({ askTimeServer, clock }: ClockNeeds, signal: AbortSignal): Promise<ClockMeasurement | null> {
  if (askTimeServer === null) return null;
  const answer = await askTimeServer(signal);
  return "fault" in answer ? unmeasured("ntp", answer.server, clock.now(), answer.fault) : measured("ntp", answer.server, clock.now(), answer.offsetMs, answer.uncertaintyMs);
}

function fromAxis({ axisClock }: ClockNeeds): ClockMeasurement | null {
  const sample = axisClock?.samples.take() ?? null;
  return axisClock === null || sample === null ? null : measured("axis", axisClock.server, sample.at, sample.offsetMs, sample.uncertaintyMs);
}

async function keep(needs: ClockNeeds, measurement: ClockMeasurement): Promise<void> {
  const { source, server, offsetMs, overLimit, at } = measurement;
  const before = (await needs.store.reader.clockOffsets.history(source, LOOK_BACK)).find((earlier) => earlier.fault === null);
  await needs.store.write(async (tx) => {
    await tx.addClockMeasurement(measurement);
    if (measurement.fault === null && overLimit !== (before?.overLimit ?? false)) {
      await tx.append({ kind: "clock.offset", at, actor: GATEWAY, facts: { source, server, offsetMs: offsetMs === null ? null : Math.round(offsetMs), limitMs: CLOCK_LIMIT_MS, over: overLimit } });
    }
  });
  if (overLimit || measurement.fault !== null) needs.log.warn("clock.offset", { source, server, offsetMs, detail: sayMeasurement(measurement) });
}
