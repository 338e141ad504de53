import { LOCAL_CHANNEL } from "../local/local-channel.ts";
import { faultClassOf, type FaultClass } from "../flow/fault-class.ts";
import { LARGE_ENVELOPE_BYTES } from "../flow/flow-settings.ts";
import type { ChannelFlow } from "../flow/channel-flow.ts";
import type { Dispatch } from "../outgoing/dispatch.ts";
import { isOpen, type Transmission } from "../outgoing/transmission.ts";
import type { Cause } from "./cause.ts";

/** The open order of some work, by the clock of the database. */
export interface OrderSituation {
  /** When this was looked up. */
  readonly at: Date;
  readonly addedAt: Date;
  readonly dueAt: Date;
  /** The queue has it since; null: it waits in the outbox. */
  readonly relayedAt: Date | null;
  /** Due orders of its lane that go before it, 1,000 at most. */
  readonly ahead: number;
  /** Orders of its lane that are under way. */
  readonly underWay: number;
}

/** All that has to be known to say why a dispatch is where it is. */
export interface DispatchSituation {
  readonly dispatch: Dispatch;
  readonly transmission: Transmission;
  /** What it must follow, if that is still open. */
  readonly after: Transmission | null;
  readonly order: OrderSituation | null;
  readonly flow: ChannelFlow | null;
  readonly queueReady: boolean;
  readonly holdReason: string | null;
  /** Legal time. */
  readonly now: Date;
}

const HOUR_MS = 3_600_000;
const LONG_NOT_FETCHED_HOURS = 4;
/** Due for so long and nobody took it: nobody is there to take it. */
const NOBODY_TAKES_AFTER_MS = 60_000;
const MiB = 1024 * 1024;

/** Why this document is not (yet) with this receiver. Pure. */
export function whyDispatch(situation: DispatchSituation): Cause {
  const { dispatch, transmission, now } = situation;
  const { instants, channel } = dispatch;
  const receiver = dispatch.receiverName;
  const fault = transmission.lastFault;
  switch (dispatch.recall?.state) {
    case "asked":
      return { kind: "recall-asked", facts: { receiver }, since: dispatch.recall.askedAt, nextAt: null };
    case "declined":
      return { kind: "recall-declined", facts: { receiver, reason: dispatch.recall.answer ?? "không nêu lý do" }, since: dispatch.recall.answeredAt, nextAt: null };
    case "unanswered":
      return { kind: "recall-unanswered", facts: { receiver }, since: dispatch.recall.askedAt, nextAt: null };
    case "agreed":
      return { kind: "recall-agreed", facts: { receiver }, since: dispatch.recall.answeredAt, nextAt: null };
    case "withdrawn":
    case undefined:
  }
  switch (dispatch.state) {
    case "held":
      return { kind: "held", facts: { reason: situation.holdReason ?? "thấy dấu mật trong tệp" }, since: instants.submittedAt, nextAt: null };
    case "queued":
    case "sending":
    case "unknown":
      return whyOpen(situation);
    case "failed":
      return whyFailed(transmission);
    case "expired": {
      const facts = { channel, reason: fault?.reason ?? "không rõ lý do" };
      return { kind: transmission.leftAt === null ? "expired-away" : "expired-unclear", facts, since: fault?.at ?? null, nextAt: null };
    }
    case "withdrawn":
      return { kind: "withdrawn", facts: {}, since: null, nextAt: null };
    case "sent": {
      if (channel === LOCAL_CHANNEL) return { kind: "local-processing", facts: {}, since: instants.enteredAt, nextAt: null };
      const hours = instants.enteredAt === null ? 0 : Math.floor((now.getTime() - instants.enteredAt.getTime()) / HOUR_MS);
      if (hours >= LONG_NOT_FETCHED_HOURS) return { kind: "entered-long-not-fetched", facts: { channel, hours }, since: instants.enteredAt, nextAt: null };
      return { kind: "entered-not-fetched", facts: { channel }, since: instants.enteredAt, nextAt: null };
    }
    case "arrived":
      return { kind: "arrived-not-accepted", facts: { receiver }, since: instants.receivedAt ?? instants.acknowledgedAt, nextAt: null };
    case "refused":
      return { kind: "refused-by-receiver", facts: { receiver, reason: dispatch.refusal?.text ?? "không nêu lý do" }, since: instants.decidedAt, nextAt: null };
    case "accepted":
    case "assigned":
    case "processing":
      return { kind: "goes-on", facts: { receiver }, since: instants.decidedAt, nextAt: null };
    case "completed":
      return { kind: "done", facts: { receiver }, since: null, nextAt: null };
  }
}

function whyOpen(situation: DispatchSituation): Cause {
  const { transmission, after, order, flow, queueReady } = situation;
  const { channel } = transmission;
  const fault = transmission.lastFault;
  const since = situation.dispatch.instants.submittedAt;
  if (transmission.state === "sending") {
    const { size } = transmission.envelope;
    if (size >= LARGE_ENVELOPE_BYTES) return { kind: "sending-large", facts: { channel, mebibytes: Math.ceil(size / MiB) }, since: null, nextAt: null };
    return { kind: "sending-now", facts: { channel }, since: null, nextAt: null };
  }
  if (after !== null && isOpen(after)) return { kind: "waits-for-earlier", facts: {}, since, nextAt: null };
  if (flow !== null && flow.held !== null) return { kind: "channel-held", facts: { channel }, since: flow.held.at, nextAt: null };
  if (flow !== null && flow.pausedAt !== null) return whyPaused(flow, flow.pausedAt);
  const nextAt = order !== null && order.dueAt > order.at ? order.dueAt : null;
  if (fault?.code === "work-dead") return { kind: "work-dead", facts: { reason: fault.reason }, since: fault.at, nextAt };
  if (fault !== null && nextAt !== null) return whyRetry(transmission, fault, nextAt);
  if (!queueReady) return { kind: "queue-away", facts: {}, since, nextAt: null };
  if (order?.relayedAt !== null && order?.relayedAt !== undefined) return { kind: "relayed-waiting", facts: {}, since: order.relayedAt, nextAt: null };
  if (order !== null && order.underWay === 0 && order.at.getTime() - order.dueAt.getTime() > NOBODY_TAKES_AFTER_MS) return { kind: "jobs-not-running", facts: {}, since: order.dueAt, nextAt: null };
  if (transmission.envelope.size >= LARGE_ENVELOPE_BYTES) return { kind: "queued-large", facts: { channel }, since, nextAt: null };
  if (order !== null && order.ahead > 0) return { kind: "queued-behind", facts: { channel, ahead: order.ahead }, since, nextAt: null };
  return { kind: "queued-first", facts: {}, since, nextAt: null };
}

function whyPaused(flow: ChannelFlow, since: Date): Cause {
  const { channel } = flow;
  const nextAt = flow.probeAt;
  const reason = flow.lastFault?.reason ?? "không rõ lý do";
  switch (faultClassOf(flow.lastFault?.code ?? "")) {
    case "unreachable":
      return { kind: "channel-unreachable", facts: { channel, reason }, since, nextAt };
    case "timeout":
      return { kind: "channel-timeout", facts: { channel }, since, nextAt };
    case "busy":
      return { kind: "channel-busy", facts: { channel }, since, nextAt };
    case "credentials":
      return { kind: "channel-credentials", facts: { channel }, since, nextAt };
    case "paused":
      return { kind: "channel-held", facts: { channel }, since, nextAt };
    case "unconfigured":
      return { kind: "channel-unconfigured", facts: { channel }, since, nextAt };
    case "broken":
    case "unclear":
    case "ours":
      return { kind: "channel-broken", facts: { channel, reason }, since, nextAt };
  }
}

function whyRetry({ channel, state }: Transmission, fault: { readonly code: string; readonly reason: string; readonly at: Date }, nextAt: Date): Cause {
  const facts = { channel, reason: fault.reason };
  const since = fault.at;
  if (fault.code === "partner-cannot-be-asked") return { kind: "cannot-be-asked", facts, since, nextAt };
  const faultClass: FaultClass = faultClassOf(fault.code);
  if (faultClass === "paused") return { kind: "channel-held", facts, since, nextAt };
  if (state === "unknown" && faultClass === "timeout") return { kind: "asking-after-timeout", facts, since, nextAt };
  if (state === "unknown" && faultClass !== "ours") return { kind: "asking-unclear", facts, since, nextAt };
  switch (faultClass) {
    case "unreachable":
    case "timeout":
      return { kind: "retry-unreachable", facts, since, nextAt };
    case "busy":
      return { kind: "retry-busy", facts, since, nextAt };
    case "credentials":
      return { kind: "retry-credentials", facts, since, nextAt };
    case "unconfigured":
      return { kind: "retry-unconfigured", facts, since, nextAt };
    case "ours":
      return { kind: "retry-ours", facts, since, nextAt };
    case "broken":
    case "unclear":
      return { kind: "retry-broken", facts, since, nextAt };
  }
}

/** Codes of a refusal, as adapters and our own store give them. */
const REFUSALS: Readonly<Record<string, "refused-receiver-unknown" | "refused-receiver-closed" | "refused-sender-unknown" | "refused-too-large" | "refused-envelope" | "refused-address" | "blob-lost">> = {
  "receiver-unknown": "refused-receiver-unknown",
  "receiver-closed": "refused-receiver-closed",
  "sender-not-registered": "refused-sender-unknown",
  "message-too-large": "refused-too-large",
  "partner-message-too-large": "refused-too-large",
  "envelope-refused": "refused-envelope",
  "address-not-sendable": "refused-address",
  "blob-corrupt": "blob-lost",
  "blob-missing": "blob-lost",
};

function whyFailed({ channel, lastFault }: Transmission): Cause {
  const facts = { channel, reason: lastFault?.reason ?? "không rõ lý do" };
  return { kind: REFUSALS[lastFault?.code ?? ""] ?? "refused-otherwise", facts, since: lastFault?.at ?? null, nextAt: null };
}
