import type { SendOutcome } from "#adapters/adapter";
import type { Transmission, TransmissionFault } from "./transmission.ts";

export type AfterSend =
  | { readonly kind: "entered"; readonly partnerMessageId: string; readonly leftAt: Date | null; readonly enteredAt: Date }
  | { readonly kind: "retry"; readonly inMs: number; readonly fault: TransmissionFault }
  | { readonly kind: "ask"; readonly inMs: number; readonly leftAt: Date; readonly fault: TransmissionFault }
  /** The partner will not have it. */
  | { readonly kind: "failed"; readonly fault: TransmissionFault }
  /** Tried long enough; a person decides. */
  | { readonly kind: "expired"; readonly leftAt: Date | null; readonly fault: TransmissionFault };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Pause before attempt n + 1; the last one repeats. With it and MAX_ATTEMPTS an outage of three days is ridden out. */
const PAUSES_MS = [2 * SECOND, 5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE] as const;
const URGENT_LONGEST_MS = MINUTE;
export const MAX_ATTEMPTS = 150;

/** What to do after one hand-over. Pure: `random` in [0, 1) spreads the retries so that an outage does not end in lock step. */
export function decideAfterSend(transmission: Pick<Transmission, "attempts" | "urgency">, outcome: SendOutcome, now: Date, random: number): AfterSend {
  switch (outcome.kind) {
    case "entered":
      return { kind: "entered", partnerMessageId: outcome.partnerMessageId, leftAt: outcome.leftAt, enteredAt: outcome.enteredAt };
    case "refused":
      return { kind: "failed", fault: { code: outcome.code, reason: outcome.reason, at: now } };
    case "not-sent":
    case "unknown": {
      const fault = { code: outcome.code, reason: outcome.reason, at: now };
      if (transmission.attempts >= MAX_ATTEMPTS) return { kind: "expired", leftAt: outcome.kind === "unknown" ? outcome.leftAt : null, fault };
      const inMs = pause(transmission, random);
      return outcome.kind === "unknown" ? { kind: "ask", inMs, leftAt: outcome.leftAt, fault } : { kind: "retry", inMs, fault };
    }
  }
}

function pause({ attempts, urgency }: Pick<Transmission, "attempts" | "urgency">, random: number): number {
  const planned = PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1] ?? PAUSES_MS[0];
  const capped = urgency > 0 ? Math.min(planned, URGENT_LONGEST_MS) : planned;
  return Math.round(capped * (0.8 + 0.4 * random));
}
