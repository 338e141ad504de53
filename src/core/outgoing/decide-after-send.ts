import type { SendOutcome } from "#adapters/adapter";
import { faultClassOf } from "../flow/fault-class.ts";
import type { ChannelFlowSettings } from "../flow/flow-settings.ts";
import { isExpired, pauseBefore } from "../flow/retry.ts";
import type { Transmission, TransmissionFault } from "./transmission.ts";

export type AfterSend =
  | { readonly kind: "entered"; readonly partnerMessageId: string; readonly leftAt: Date | null; readonly enteredAt: Date }
  | { readonly kind: "retry"; readonly inMs: number; readonly fault: TransmissionFault }
  | { readonly kind: "ask"; readonly inMs: number; readonly leftAt: Date; readonly fault: TransmissionFault }
  /** The partner will not have it. */
  | { readonly kind: "failed"; readonly fault: TransmissionFault }
  /** Tried long enough; a person decides. */
  | { readonly kind: "expired"; readonly leftAt: Date | null; readonly fault: TransmissionFault };

export interface Circumstances {
  readonly now: Date;
  /** Machine time since the first attempt. */
  readonly triedForMs: number;
  readonly retry: ChannelFlowSettings["retry"];
  /** In [0, 1): spreads the retries. */
  readonly random: number;
}

/** What to do after one hand-over, by the class of its fault. Pure. */
export function decideAfterSend({ urgency }: Pick<Transmission, "urgency">, outcome: SendOutcome, { now, triedForMs, retry, random }: Circumstances): AfterSend {
  switch (outcome.kind) {
    case "entered":
      return { kind: "entered", partnerMessageId: outcome.partnerMessageId, leftAt: outcome.leftAt, enteredAt: outcome.enteredAt };
    case "refused":
      return { kind: "failed", fault: { code: outcome.code, reason: outcome.reason, at: now } };
    case "not-sent":
    case "unknown": {
      const fault = { code: outcome.code, reason: outcome.reason, at: now };
      const rule = retry[faultClassOf(outcome.code)];
      if (isExpired(rule, triedForMs)) return { kind: "expired", leftAt: outcome.kind === "unknown" ? outcome.leftAt : null, fault };
      const inMs = Math.max(pauseBefore(rule, { triedForMs, urgency, random }), outcome.retryAfterMs ?? 0);
      return outcome.kind === "unknown" ? { kind: "ask", inMs, leftAt: outcome.leftAt, fault } : { kind: "retry", inMs, fault };
    }
  }
}
