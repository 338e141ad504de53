import test from "ava";
import * as fc from "fast-check";
import { loadFlowSettings } from "#config";
import { decideFlow, newFlow, type ChannelFlow, type FlowSeen } from "#src/core/flow/channel-flow";

const settings = loadFlowSettings().of("axis");
const T0 = new Date("2026-11-20T02:00:00Z");
const after = (ms: number): Date => new Date(T0.getTime() + ms);
const fault = { code: "partner-unreachable", reason: "connection refused", at: T0 };
const quiet: FlowSeen = { good: 0, faultsInARow: 0, lastFault: null, askedToWaitMs: 0, strained: false, backlog: false };
const faults = (n: number): FlowSeen => ({ ...quiet, faultsInARow: n, lastFault: fault });
const good = (n: number): FlowSeen => ({ ...quiet, good: n });

function paused(changes: Partial<ChannelFlow> = {}): ChannelFlow {
  return { ...decideFlow(newFlow("axis", settings), faults(settings.breaker.opensAfter), settings, T0, 0.5).after, ...changes };
}

test("enough faults in a row, of whichever processes, pause the channel; one success between begins the count anew", (t) => {
  const two = decideFlow(newFlow("axis", settings), faults(2), settings, T0, 0.5);
  t.is(two.change, null);
  t.is(decideFlow(two.after, { ...good(1), faultsInARow: 1 }, settings, T0, 0.5).after.failures, 1);
  const { after: flow, change } = decideFlow(two.after, faults(3), settings, T0, 0.5);
  t.is(change, "paused");
  t.like(flow, { pausedAt: T0, probeAt: after(2_000), failures: 5, lastFault: fault });
});

test("a failed probe plans the next one later, up to a minute; what was under way when the pause began moves nothing", (t) => {
  t.deepEqual(decideFlow(paused(), faults(3), settings, after(100), 0.5).after.probeAt, after(2_000));
  const once = decideFlow(paused({ probing: true }), faults(1), settings, after(2_000), 0.5).after;
  t.like(once, { probing: false, probes: 1, probeAt: after(6_000) });
  t.deepEqual(decideFlow(paused({ probing: true, probes: 30 }), faults(1), settings, T0, 0.5).after.probeAt, after(60_000));
});

test("one success ends the pause, and the channel begins with a few at once and doubles them", (t) => {
  const { after: flow, change } = decideFlow(paused({ probing: true }), good(1), settings, after(2_000), 0.5);
  t.is(change, "resumed");
  t.like(flow, { pausedAt: null, probeAt: null, failures: 0, atOnce: 2 });
  t.is(decideFlow(flow, { ...good(3), backlog: true }, settings, T0, 0.5).after.atOnce, 4);
});

test("a partner that says when to come again is left alone until then, whatever of what was under way still succeeds", (t) => {
  const asked = decideFlow(newFlow("axis", settings), { ...faults(1), askedToWaitMs: 90_000 }, settings, T0, 0.5);
  t.is(asked.change, "paused");
  t.deepEqual(asked.after.probeAt, after(90_000));
  const late = decideFlow(asked.after, good(1), settings, after(1_000), 0.5);
  t.is(late.change, null);
  t.deepEqual(late.after.probeAt, after(90_000));
  t.deepEqual(decideFlow(late.after, { ...faults(1), askedToWaitMs: 120_000 }, settings, after(2_000), 0.5).after.probeAt, after(122_000), "it may ask for more");
  t.is(decideFlow({ ...late.after, probing: true }, good(1), settings, after(90_500), 0.5).change, "resumed");
});

test("the number at once grows by one while there is more to do, halves under strain, and keeps its bounds", (t) => {
  const { least, most, start } = settings.concurrency;
  const flow = newFlow("axis", settings);
  t.is(decideFlow(flow, { ...good(9), backlog: true }, settings, T0, 0.5).after.atOnce, start + 1);
  t.is(decideFlow(flow, good(9), settings, T0, 0.5).after.atOnce, start);
  t.is(decideFlow(flow, { ...good(9), strained: true, backlog: true }, settings, T0, 0.5).after.atOnce, start / 2);
  const seen = fc.record({ good: fc.nat(5), faultsInARow: fc.nat(2), lastFault: fc.constant(null), askedToWaitMs: fc.constantFrom(0, 0, 5_000), strained: fc.boolean(), backlog: fc.boolean() });
  fc.assert(
    fc.property(fc.array(seen, { maxLength: 60 }), (all) => {
      let now: ChannelFlow = flow;
      for (const each of all) {
        now = decideFlow(now, each, settings, T0, 0.3).after;
        if (now.atOnce < least || now.atOnce > most || (now.pausedAt === null) !== (now.probeAt === null)) return false;
      }
      return true;
    }),
  );
});
