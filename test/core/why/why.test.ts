import test from "ava";
import { LARGE_ENVELOPE_BYTES } from "#src/core/flow/flow-settings";
import type { ChannelFlow } from "#src/core/flow/channel-flow";
import type { WebhookView } from "#src/core/events/webhooks/webhook";
import { HOLD_RULE } from "#src/core/hold/hold";
import { newId, type WebhookId } from "#src/core/ids";
import type { Dispatch } from "#src/core/outgoing/dispatch";
import type { Transmission } from "#src/core/outgoing/transmission";
import type { Request } from "#src/core/status/request";
import type { Cause } from "#src/core/why/cause";
import { CAUSE_KINDS, sayCause } from "#src/core/why/say-cause";
import { whyInbound, whyIncoming, whyWebhook } from "#src/core/why/why-arrival";
import { whyDispatch, type DispatchSituation, type OrderSituation } from "#src/core/why/why-dispatch";
import { dispatch, inbound, incoming, outgoing, transmission } from "../../storage/records.ts";
import { SENTENCES } from "./sentences.ts";

const at = (time: string): Date => new Date(`2026-11-20T${time}:00+07:00`);
const NOW = at("10:00");
const document = outgoing();
const fault = (code: string, reason = "lý do của bên kia") => ({ code, reason, at: at("09:30") });
const order = (changes: Partial<OrderSituation> = {}): OrderSituation => ({ at: NOW, addedAt: at("09:00"), dueAt: at("09:59"), relayedAt: null, ahead: 0, underWay: 1, ...changes });
const later = order({ dueAt: at("10:05") });
const flow = (code: string): ChannelFlow => ({ channel: "axis", atOnce: 2, failures: 5, pausedAt: at("09:40"), probeAt: at("10:01"), probing: false, probes: 3, lastFault: fault(code), lastSuccessAt: null, held: null });
const request = (state: Request["state"], answer: string | null = null): Request => ({ ...dispatch(document, transmission(document)).recall, state, answer, askedAt: at("09:10"), answeredAt: at("09:20"), answerDueAt: null, reason: "nhầm" } as Request);

function out(transmissionChanges: Partial<Transmission>, changes: Partial<Omit<DispatchSituation, "dispatch" | "transmission">> & { readonly dispatch?: Partial<Dispatch> } = {}): Cause {
  const carrier = transmission(document, transmissionChanges);
  const { dispatch: dispatchChanges = {}, ...rest } = changes;
  const state = carrier.state === "queued" || carrier.state === "sending" || carrier.state === "unknown" || carrier.state === "failed" || carrier.state === "withdrawn" ? carrier.state : "sent";
  const sent = dispatch(document, carrier, { state, ...dispatchChanges });
  const instants = { ...sent.instants, submittedAt: at("09:00"), enteredAt: at("09:45"), receivedAt: at("09:50"), decidedAt: at("09:55") };
  return whyDispatch({ dispatch: { ...sent, instants }, transmission: carrier, after: null, order: order(), flow: null, queueReady: true, holdReason: null, now: NOW, ...rest });
}
const failed = (code: string): Cause => out({ state: "failed", lastFault: fault(code) });
const retried = (code: string, state: "queued" | "unknown" = "queued"): Cause => out({ state, lastFault: fault(code) }, { order: later });
const paused = (code: string): Cause => out({}, { flow: flow(code) });
const quarantined = (code: string): Cause => whyInbound(inbound({ state: "quarantined", receivedAt: at("08:00"), fault: { code, reason: "lý do" } }), null);
const envelope = inbound();
const arrived = incoming(envelope, { receivedAt: at("08:00") });
const hook = (state: WebhookView["state"]): Cause =>
  whyWebhook({
    webhook: { id: newId<WebhookId>(), name: "QLVB", url: "https://qlvb.example", agencies: "all", types: null, keyId: null, createdAt: NOW, createdBy: "", pausedAt: state === "paused" ? at("09:00") : null, place: "0", health: { failures: 3, probeAt: at("10:02"), lastSuccessAt: null, lastFailureAt: at("09:58"), lastError: "HTTP 500" } },
    state,
    backlog: 12,
    givenUp: 0,
    waitingSince: at("09:30"),
  });

const big = { ...document.envelope, size: 3 * LARGE_ENVELOPE_BYTES };
const expired = { dispatch: { state: "expired" } } as const;

const SITUATIONS: readonly Cause[] = [
  out({}, { dispatch: { state: "held" }, holdReason: "Thấy dấu “MẬT” ở tệp thứ 1, trang 1." }),
  out({}),
  out({}, { order: order({ ahead: 41 }) }),
  out({ envelope: big }),
  out({}, { queueReady: false }),
  out({}, { order: order({ dueAt: at("09:20"), underWay: 0 }) }),
  out({}, { order: order({ relayedAt: at("09:59") }) }),
  out({}, { after: transmission(document) }),
  out({ state: "sending" }),
  out({ state: "sending", envelope: big }),
  retried("work-dead"),
  ...["partner-unreachable", "partner-timeout", "partner-busy", "partner-failed", "credentials-refused", "channel-not-configured", "peer-paused"].map(paused),
  ...["partner-unreachable", "partner-busy", "partner-failed", "credentials-refused", "channel-not-configured", "attempt-broke"].map((code) => retried(code)),
  ...["partner-timeout", "sent-before", "partner-cannot-be-asked"].map((code) => retried(code, "unknown")),
  ...["receiver-unknown", "receiver-closed", "sender-not-registered", "message-too-large", "envelope-refused", "address-not-sendable", "something-else", "blob-corrupt"].map(failed),
  out({ state: "failed", lastFault: fault("partner-unreachable") }, expired),
  out({ state: "failed", lastFault: fault("partner-timeout"), leftAt: at("09:00") }, expired),
  out({ state: "entered" }),
  out({ state: "entered" }, { now: at("16:50") }),
  out({ state: "entered" }, { dispatch: { channel: "local" } }),
  out({ state: "entered" }, { dispatch: { state: "arrived" } }),
  out({ state: "entered" }, { dispatch: { state: "refused", refusal: { code: "1", text: "Sai thẩm quyền", person: "Trần Văn B" } } }),
  out({ state: "entered" }, { dispatch: { recall: request("asked") } }),
  out({ state: "entered" }, { dispatch: { recall: request("agreed") } }),
  out({ state: "entered" }, { dispatch: { recall: request("declined", "đã triển khai") } }),
  out({ state: "entered" }, { dispatch: { recall: request("unanswered") } }),
  out({ state: "withdrawn" }),
  out({ state: "entered" }, { dispatch: { state: "processing" } }),
  out({ state: "entered" }, { dispatch: { state: "completed" } }),
  whyInbound(inbound({ receivedAt: at("08:00") }), null),
  whyInbound(inbound({ state: "waiting", receivedAt: at("08:00"), fault: { code: "status-without-document", reason: "chưa có văn bản 1/UBND" } }), later),
  whyInbound(inbound({ state: "waiting", receivedAt: at("08:00"), fault: { code: "work-dead", reason: "lỗi đọc" } }), later),
  ...["signature-not-acceptable", "sender-mismatch", "receiver-not-ours", "signed-content-changed", "unreadable"].map(quarantined),
  whyInbound(inbound({ state: "filed" }), null),
  whyIncoming({ ...arrived, hold: { state: "held", rule: HOLD_RULE, reason: "Thấy dấu “MẬT” ở tệp thứ 1.", stamps: [], scans: [], answers: [], heldAt: at("08:00"), decision: null } }),
  whyIncoming(arrived),
  whyIncoming({ ...arrived, fetchedAt: at("08:30") }),
  whyIncoming({ ...arrived, state: "accepted" }),
  ...(["paused", "down", "retrying", "key-revoked", "working"] as const).map(hook),
];

for (const [index, cause] of SITUATIONS.entries()) {
  test(`${index + 1}. ${cause.kind} is said in one sentence`, (t) => {
    const { sentence, action, who } = sayCause(cause);
    t.is(sentence, SENTENCES[cause.kind] ?? "");
    t.is(action === null, who === "nobody", "whoever must act is told what mends it, and nobody else");
  });
}

test("every cause there is was met once", (t) => {
  t.deepEqual(SITUATIONS.map(({ kind }) => kind).toSorted(), CAUSE_KINDS.toSorted());
});
