import { axisDate, axisDateText } from "../../axis-date.ts";
import type { AxisMessageType } from "../../message-type.ts";
import type { Desk } from "../desk.ts";
import type { DeliveryState, SentMessage } from "../records.ts";
import type { Reply } from "../reply.ts";
import type { FoundDelivery } from "../state.ts";
import type { VerifiedRequest } from "../verify-request.ts";

const STATE_TEXTS: Readonly<Record<DeliveryState, string>> = { initial: "Cho nhan", processing: "Dang xu ly", done: "Da nhan", fail: "Nhan loi" };

/** getReceivedEdocList: what the caller has not acknowledged. Leaked docId, from, to and status of earlier calls play no part (A5). */
export async function getReceivedEdocList(desk: Desk, request: VerifiedRequest): Promise<Reply> {
  const pending = pendingFor(desk, request, messageType(request)).filter(({ delivery }) => isWithin(request, delivery.createdAt));
  const listed = desk.faults.current.duplicateListing ? pending.flatMap((one) => [one, one]) : pending;
  return { kind: "list", items: listed.map(receivedItem) };
}

export async function countReceiveEdoc(desk: Desk, request: VerifiedRequest): Promise<Reply> {
  return { kind: "members", members: { count: pendingFor(desk, request, "edoc").length } };
}

export async function countReceiveStatus(desk: Desk, request: VerifiedRequest): Promise<Reply> {
  return { kind: "members", members: { count: pendingFor(desk, request, "status").length } };
}

/** getSentEdocList: one item per receiver. A docId narrows only when it names a send of the caller; a leaked one does not. */
export async function getSentEdocList(desk: Desk, request: VerifiedRequest): Promise<Reply> {
  const sent = desk.state.sentBy(request.member.systemId, messageType(request));
  const named = sent.filter((message) => message.docId === request.parameter("docId"));
  return { kind: "list", items: (named.length > 0 ? named : sent).flatMap(sentItems) };
}

function pendingFor(desk: Desk, request: VerifiedRequest, kind: AxisMessageType): readonly FoundDelivery[] {
  const states: readonly DeliveryState[] = desk.faults.current.failRequeues ? ["initial", "processing", "fail"] : ["initial", "processing"];
  return desk.state.openFor(request.member.systemId, kind, states);
}

function messageType(request: VerifiedRequest): AxisMessageType {
  return request.parameter("messagetype") === "status" ? "status" : "edoc";
}

/** `fromDate` and `toDate`, where both can be read, filter by the time of entry. */
function isWithin(request: VerifiedRequest, createdAt: string): boolean {
  const [from, to] = [axisDate(request.parameter("fromDate")), axisDate(request.parameter("toDate"))];
  if (from === null || to === null) return true;
  const created = Date.parse(createdAt);
  return created >= from.getTime() && created <= to.getTime();
}

function receivedItem({ message, delivery }: FoundDelivery): Record<string, string> {
  return {
    docId: delivery.docId,
    serviceType: "eDoc",
    messageType: message.kind,
    created_time: axisDateText(new Date(delivery.createdAt)),
    updated_time: axisDateText(new Date(delivery.updatedAt)),
    from: message.from,
    to: delivery.toCode,
    status: delivery.state,
    status_desc: STATE_TEXTS[delivery.state],
  };
}

function sentItems(message: SentMessage): Record<string, string>[] {
  return message.deliveries.map((delivery) => ({
    serviceType: "eDoc",
    messageType: message.kind,
    senderDocId: message.docId,
    receiverDocId: delivery.docId,
    fromCode: message.from,
    toCode: delivery.toCode,
    title: message.title,
    notation: message.notation,
    sentTime: axisDateText(new Date(message.sentAt)),
    receivedTime: delivery.state === "done" ? axisDateText(new Date(delivery.updatedAt)) : "",
    sendStatus: "done",
    sendStatusDesc: "Da gui",
    receiveStatus: delivery.state,
    receiveStatusDesc: delivery.description === "" ? STATE_TEXTS[delivery.state] : delivery.description,
  }));
}
