import test from "ava";
import * as fc from "fast-check";
import { decideAfterSend, MAX_ATTEMPTS } from "#src/core/outgoing/decide-after-send";

const now = new Date("2026-11-20T10:00:00Z");
const notSent = { kind: "not-sent", code: "partner-unreachable", reason: "connection refused" } as const;
const unknown = { kind: "unknown", code: "partner-timeout", reason: "no answer in 60 s", leftAt: now } as const;

test("what entered is settled with its two instants", (t) => {
  const enteredAt = new Date("2026-11-20T10:00:01Z");
  t.deepEqual(decideAfterSend({ attempts: 1, urgency: 0 }, { kind: "entered", partnerMessageId: "68ed", leftAt: now, enteredAt }, enteredAt, 0.5), { kind: "entered", partnerMessageId: "68ed", leftAt: now, enteredAt });
});

test("a refusal of the partner is final and keeps its reason", (t) => {
  const decision = decideAfterSend({ attempts: 1, urgency: 0 }, { kind: "refused", code: "partner-refused", reason: "Don vi nhan khong ton tai" }, now, 0.5);
  t.deepEqual(decision, { kind: "failed", fault: { code: "partner-refused", reason: "Don vi nhan khong ton tai", at: now } });
});

test("what did not enter is sent again, what may have entered is asked about first", (t) => {
  t.is(decideAfterSend({ attempts: 1, urgency: 0 }, notSent, now, 0.5).kind, "retry");
  t.is(decideAfterSend({ attempts: 1, urgency: 0 }, unknown, now, 0.5).kind, "ask");
});

test("pauses grow with the attempts, spread by chance, and stay below a minute for urgent documents", (t) => {
  const pauseOf = (attempts: number, urgency: 0 | 3, random: number): number => {
    const decision = decideAfterSend({ attempts, urgency }, notSent, now, random);
    return decision.kind === "retry" ? decision.inMs : -1;
  };
  t.is(pauseOf(1, 0, 0.5), 2_000);
  t.is(pauseOf(7, 0, 0.5), 30 * 60_000);
  t.is(pauseOf(7, 3, 0.5), 60_000);
  t.not(pauseOf(3, 0, 0.1), pauseOf(3, 0, 0.9));
  fc.assert(fc.property(fc.integer({ min: 1, max: MAX_ATTEMPTS - 1 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempts, random) => pauseOf(attempts, 0, random) >= 1_600));
});

test("the retries ride out three days of outage before a person is asked", (t) => {
  let total = 0;
  let attempts = 1;
  for (; attempts < MAX_ATTEMPTS; attempts++) {
    const decision = decideAfterSend({ attempts, urgency: 0 }, notSent, now, 0);
    if (decision.kind === "retry") total += decision.inMs;
  }
  t.true(total > 2 * 24 * 3_600_000, `${total / 3_600_000} h`);
  t.is(decideAfterSend({ attempts: MAX_ATTEMPTS, urgency: 0 }, notSent, now, 0.5).kind, "expired");
});
