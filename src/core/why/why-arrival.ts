import type { WebhookView } from "../events/webhooks/webhook.ts";
import type { InboundEnvelope } from "../incoming/inbound-envelope.ts";
import type { IncomingDocument } from "../incoming/incoming-document.ts";
import type { Cause } from "./cause.ts";
import type { OrderSituation } from "./why-dispatch.ts";

const QUARANTINES: Readonly<Record<string, "quarantined-signature" | "quarantined-sender" | "quarantined-receiver" | "quarantined-changed">> = {
  "signature-not-acceptable": "quarantined-signature",
  "sender-mismatch": "quarantined-sender",
  "receiver-not-ours": "quarantined-receiver",
  "signed-content-changed": "quarantined-changed",
};

/** Why an envelope that came is not (yet) a document of ours. Pure. */
export function whyInbound(envelope: InboundEnvelope, order: OrderSituation | null): Cause {
  const since = envelope.receivedAt;
  const nextAt = order !== null && order.dueAt > order.at ? order.dueAt : null;
  const reason = envelope.fault?.reason ?? "không rõ lý do";
  switch (envelope.state) {
    case "kept":
      return { kind: "inbound-kept", facts: {}, since, nextAt };
    case "waiting":
      return { kind: envelope.fault?.code === "work-dead" ? "inbound-trouble" : "inbound-waits-for-document", facts: { reason }, since, nextAt };
    case "quarantined":
      return { kind: QUARANTINES[envelope.fault?.code ?? ""] ?? "quarantined-unreadable", facts: { reason }, since, nextAt: null };
    case "filed":
    case "duplicate":
      return { kind: "inbound-filed", facts: {}, since: null, nextAt: null };
  }
}

/** Why a document in the inbox is not decided on. Pure. */
export function whyIncoming(document: IncomingDocument): Cause {
  const { hold, state, fetchedAt, receivedAt } = document;
  if (hold?.state === "held") return { kind: "incoming-held", facts: { reason: hold.reason }, since: hold.heldAt, nextAt: null };
  if (state !== "arrived" || document.purgedAt !== null) return { kind: "incoming-done", facts: {}, since: null, nextAt: null };
  if (fetchedAt === null) return { kind: "incoming-not-fetched", facts: {}, since: receivedAt, nextAt: null };
  return { kind: "incoming-not-decided", facts: {}, since: fetchedAt, nextAt: null };
}

/** Why events do not reach an address. Pure. */
export function whyWebhook({ webhook, state, backlog, waitingSince }: WebhookView): Cause {
  const { name, health, pausedAt } = webhook;
  const reason = health.lastError ?? "không rõ lý do";
  switch (state) {
    case "paused":
      return { kind: "webhook-paused", facts: { name }, since: pausedAt, nextAt: null };
    case "down":
      return { kind: "webhook-down", facts: { name, backlog, reason }, since: waitingSince, nextAt: health.probeAt };
    case "retrying":
      return { kind: "webhook-retrying", facts: { name, reason }, since: health.lastFailureAt, nextAt: null };
    case "key-revoked":
      return { kind: "webhook-key-revoked", facts: { name }, since: null, nextAt: null };
    case "working":
      return { kind: "webhook-working", facts: { name }, since: null, nextAt: null };
  }
}
