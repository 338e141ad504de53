import test from "ava";
import * as fc from "fast-check";
import { loadFlowSettings } from "#config";
import { FAULT_CLASSES, faultClassOf } from "#src/core/flow/fault-class";
import { decideAfterSend } from "#src/core/outgoing/decide-after-send";

const HOUR_MS = 3_600_000;
const now = new Date("2026-11-20T10:00:00Z");
const notSent = { kind: "not-sent", code: "partner-unreachable", reason: "connection refused" } as const;
const unknown = { kind: "unknown", code: "partner-timeout", reason: "no answer in 60 s", leftAt: now } as const;
const { retry } = loadFlowSettings().of("axis");
const first = { now, triedForMs: 10, retry, random: 0.5 };

test("what entered is settled with its two instants", (t) => {
  const enteredAt = new Date("2026-11-20T10:00:01Z");
  t.deepEqual(decideAfterSend({ urgency: 0 }, { kind: "entered", partnerMessageId: "68ed", leftAt: now, enteredAt }, first), { kind: "entered", partnerMessageId: "68ed", leftAt: now, enteredAt });
});

test("a refusal of the partner is final and keeps its reason", (t) => {
  const decision = decideAfterSend({ urgency: 0 }, { kind: "refused", code: "partner-refused", reason: "Don vi nhan khong ton tai" }, first);
  t.deepEqual(decision, { kind: "failed", fault: { code: "partner-refused", reason: "Don vi nhan khong ton tai", at: now } });
});

test("what did not enter is sent again, what may have entered is asked about first", (t) => {
  t.is(decideAfterSend({ urgency: 0 }, notSent, first).kind, "retry");
  t.is(decideAfterSend({ urgency: 0 }, unknown, first).kind, "ask");
});

test("pauses grow with the time tried, each class by its own rule, spread by chance, and stay short for urgent documents", (t) => {
  const pauseOf = (code: string, triedForMs: number, urgency: 0 | 3, random = 0.5): number => {
    const decision = decideAfterSend({ urgency }, { kind: "not-sent", code, reason: "" }, { ...first, triedForMs, random });
    return decision.kind === "retry" ? decision.inMs : -1;
  };
  t.is(pauseOf("partner-unreachable", 10, 0), 2_000);
  t.is(pauseOf("partner-busy", 10, 0), 10_000);
  t.is(pauseOf("partner-unreachable", 60_000, 0), 30_000);
  t.is(pauseOf("partner-unreachable", HOUR_MS, 0), 600_000);
  t.is(pauseOf("partner-unreachable", HOUR_MS, 3), 60_000);
  t.not(pauseOf("partner-unreachable", HOUR_MS, 0, 0.1), pauseOf("partner-unreachable", HOUR_MS, 0, 0.9));
  fc.assert(fc.property(fc.integer({ min: 0, max: 70 * HOUR_MS }), fc.double({ min: 0, max: 0.999, noNaN: true }), (tried, random) => pauseOf("partner-unreachable", tried, 0, random) >= 1_600));
});

test("a partner that asks to wait is not tried before, however urgent; what it asked less than the pause changes nothing", (t) => {
  const busy = { kind: "not-sent", code: "partner-busy", reason: "503", retryAfterMs: 90_000 } as const;
  t.like(decideAfterSend({ urgency: 3 }, busy, first), { kind: "retry", inMs: 90_000 });
  t.like(decideAfterSend({ urgency: 0 }, { ...unknown, retryAfterMs: 3_600_000 }, first), { kind: "ask", inMs: 3_600_000 });
  t.like(decideAfterSend({ urgency: 0 }, { ...busy, retryAfterMs: 1 }, first), { kind: "retry", inMs: 10_000 });
});

test("the retries ride out three days of outage before a person is asked", (t) => {
  t.is(decideAfterSend({ urgency: 0 }, notSent, { ...first, triedForMs: 72 * HOUR_MS - 1 }).kind, "retry");
  t.like(decideAfterSend({ urgency: 3 }, unknown, { ...first, triedForMs: 72 * HOUR_MS }), { kind: "expired", leftAt: now });
});

test("what a person holds back never expires, whatever was tried before", (t) => {
  for (const outcome of [{ ...notSent, code: "peer-paused" }, { ...unknown, code: "peer-paused" }]) t.not(decideAfterSend({ urgency: 0 }, outcome, { ...first, triedForMs: 365 * 24 * HOUR_MS }).kind, "expired");
});

test("every class has a rule, and a code nobody knows counts as an answer we do not understand", (t) => {
  for (const faultClass of FAULT_CLASSES) t.true(retry[faultClass].longestSeconds >= retry[faultClass].firstSeconds, faultClass);
  t.is(faultClassOf("something-new"), "broken");
});
