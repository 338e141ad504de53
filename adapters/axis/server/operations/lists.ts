import { axisDate, axisDateText } from "../../axis-date.ts";
import type { AxisMessageType } from "../../message-type.ts";
import type { AxisAccount, AxisDesk, DeliveryState, PendingMessage, SentItem } from "../desk.ts";
import type { Reply } from "../reply.ts";
import type { VerifiedRequest } from "../verify-request.ts";

const STATE_TEXTS: Readonly<Record<DeliveryState, string>> = { initial: "Cho nhan", processing: "Dang xu ly", done: "Da nhan", fail: "Nhan loi" };
const SEND_TEXTS: Readonly<Record<SentItem["sendState"], string>> = { sending: "Dang gui", done: "Da gui", fail: "Gui loi" };

/** getReceivedEdocList: what the caller has not acknowledged. Leaked docId, from, to and status of earlier calls play no part (A5). */
export async function getReceivedEdocList<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>): Promise<Reply> {
  const pending = await desk.pending(request.account, messageType(request));
  return { kind: "list", items: pending.filter(({ createdAt }) => isWithin(request, createdAt)).map(receivedItem) };
}

export async function countReceiveEdoc<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>): Promise<Reply> {
  return { kind: "members", members: { count: await desk.count(request.account, "edoc") } };
}

export async function countReceiveStatus<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>): Promise<Reply> {
  return { kind: "members", members: { count: await desk.count(request.account, "status") } };
}

/** getSentEdocList: one item per receiver. */
export async function getSentEdocList<Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>): Promise<Reply> {
  const sent = await desk.sent(request.account, messageType(request), request.parameter("docId"));
  return { kind: "list", items: Array.from(sent, sentItem) };
}

function messageType(request: VerifiedRequest): AxisMessageType {
  return request.parameter("messagetype") === "status" ? "status" : "edoc";
}

/** `fromDate` and `toDate`, where both can be read, filter by the time of entry. */
function isWithin(request: VerifiedRequest, createdAt: Date): boolean {
  const [from, to] = [axisDate(request.parameter("fromDate")), axisDate(request.parameter("toDate"))];
  return from === null || to === null || (createdAt >= from && createdAt <= to);
}

function receivedItem(message: PendingMessage): Record<string, string> {
  return {
    docId: message.docId,
    serviceType: "eDoc",
    messageType: message.kind,
    created_time: axisDateText(message.createdAt),
    updated_time: axisDateText(message.updatedAt),
    from: message.from,
    to: message.to,
    status: message.state,
    status_desc: STATE_TEXTS[message.state],
  };
}

function sentItem(item: SentItem): Record<string, string> {
  return {
    serviceType: "eDoc",
    messageType: item.kind,
    senderDocId: item.senderDocId,
    receiverDocId: item.receiverDocId,
    fromCode: item.from,
    toCode: item.to,
    title: item.title,
    notation: item.notation,
    sentTime: axisDateText(item.sentAt),
    receivedTime: item.receivedAt === null ? "" : axisDateText(item.receivedAt),
    sendStatus: item.sendState,
    sendStatusDesc: SEND_TEXTS[item.sendState],
    receiveStatus: item.receiveState,
    receiveStatusDesc: item.description === "" ? STATE_TEXTS[item.receiveState] : item.description,
  };
}
