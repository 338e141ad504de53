import type { Command } from "commander";
import { explainVerdict } from "#edxml";
import { HouseError } from "../core/fault.ts";
import { asId, type IncomingId, type OutgoingId } from "../core/ids.ts";
import type { IncomingDocument, IncomingState } from "../core/incoming/incoming-document.ts";
import { STATUS_WORDS } from "../core/outgoing/timeline.ts";
import type { GatewayService } from "../core/service.ts";
import type { StatusRecord } from "../core/status/status-record.ts";
import type { Timeline } from "../core/timeline.ts";
import type { Whys } from "../core/why/service.ts";
import { columns, heading } from "./layout.ts";
import { outgoingJson, outgoingText, STATE_WORDS } from "./say-outgoing.ts";
import { UsageFault } from "./usage-fault.ts";
import { clerkTime, isoInVietnam } from "./vietnam-time.ts";
import { answering, verb, type Answer, type Run } from "./verb.ts";
import { operatorAccess, withHouse } from "./with-house.ts";

/** Văn bản đi hay đến: the id says which. */
export function statusVerb(run: Run): Command {
  const command = verb("status", "một văn bản đi hoặc đến đang ở đâu, từng nơi nhận, dòng thời gian", ["status 019aa9c4-6f00-7c3e-9f1a-0242ac120002", "status 019aa9c4-6f00-7c3e-9f1a-0242ac120002 --why"]).argument("<mã>", "mã văn bản đi hoặc đến, như lệnh send và API trả về");
  command.option("--why", "vì sao chưa tới: nguyên nhân, từ bao giờ, ai phải làm, lần thử sau; dùng được cả mã gói tin đến và mã webhook");
  return answering(run, command, async () => {
    const text = command.args[0] ?? "";
    const id = asId<OutgoingId>(text);
    if (id === null) throw new UsageFault(`“${text.slice(0, 50)}” không phải mã văn bản (dạng 019aa9c4-6f00-7c3e-9f1a-0242ac120002)`);
    if (command.opts<{ why?: boolean }>().why === true) return await withHouse(async ({ service }) => whyAnswer(await service.why(id, operatorAccess())));
    return await withHouse(async ({ service }) => (await found(() => outgoingStatus(service, id))) ?? (await incomingStatus(service, asId<IncomingId>(text) ?? ("" as IncomingId))));
  });
}

function whyAnswer({ about, items }: Whys): Answer {
  const lines = items.map(({ receiver, sentence, action }) => [...(receiver === null ? [] : [heading(receiver)]), sentence, ...(action === null ? [] : [`  → ${action.text}${action.command === null ? "" : ` (${action.command})`}`])].join("\n"));
  return { json: { about, items: items.map((item) => ({ ...item, since: item.since && isoInVietnam(item.since), nextAt: item.nextAt && isoInVietnam(item.nextAt) })) }, text: lines.join("\n\n") };
}

async function found(look: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof HouseError && error.code === "not-found") return null;
    throw error;
  }
}

async function outgoingStatus(service: GatewayService, id: OutgoingId): Promise<Answer> {
  const access = operatorAccess();
  const view = await service.outgoing(id, access);
  const timelines = await service.outgoingTimeline(id, access);
  return {
    json: { direction: "outgoing", ...outgoingJson(view), timelines: timelines.map(timelineJson) },
    text: [heading(`Văn bản đi ${view.document.message.code.number}/${view.document.message.code.notation}`), outgoingText(view), ...timelines.map(timelineText)].join("\n"),
  };
}

function timelineJson({ dispatch, state, now, sent, steps }: Timeline): object {
  return {
    receiver: dispatch.receiverCode,
    state,
    now,
    sent: sent && { at: isoInVietnam(sent.at), rule: sent.rule },
    instants: Object.fromEntries(Object.entries(dispatch.instants).map(([name, value]: [string, Date | string | null]) => [name, value instanceof Date ? isoInVietnam(value) : value])),
    refusal: dispatch.refusal,
    steps: steps.map((step) => ({ ...step, at: isoInVietnam(step.at) })),
  };
}

function timelineText({ dispatch, state, now, sent, steps }: Timeline): string {
  return [
    "",
    heading(`${dispatch.receiverName} (${dispatch.receiverCode}): ${STATE_WORDS[state]}`),
    columns(steps.map((step) => [clerkTime(step.at), step.text])),
    ...(sent === null ? [] : [`  Thời điểm gửi theo luật: ${clerkTime(sent.at)} (${sent.rule})`]),
    `  ${now}`,
  ].join("\n");
}

async function incomingStatus(service: GatewayService, id: IncomingId): Promise<Answer> {
  const access = operatorAccess();
  const document = await service.incoming(id, access);
  const statuses = await service.incomingStatuses(id, access);
  return { json: incomingJson(document, statuses), text: incomingText(document, statuses) };
}

const INCOMING_WORDS: Readonly<Record<IncomingState, string>> = { arrived: "đã đến, chờ tiếp nhận", accepted: "đã tiếp nhận", refused: "đã từ chối", assigned: "đã phân công", processing: "đang xử lý", completed: "đã hoàn thành" };

function incomingJson(document: IncomingDocument, statuses: readonly StatusRecord[]): object {
  const { message } = document;
  return {
    direction: "incoming",
    id: document.id,
    documentId: message.documentId,
    code: `${message.code.number}/${message.code.notation}`,
    subject: message.subject,
    sender: document.senderCode,
    receiver: document.receiverCode,
    state: document.state,
    receivedAt: isoInVietnam(document.receivedAt),
    effectiveAt: isoInVietnam(document.effectiveAt),
    effectiveExplanation: document.effectiveExplanation,
    effectiveProvisional: document.effectiveProvisional,
    fetchedAt: document.fetchedAt && isoInVietnam(document.fetchedAt),
    decidedAt: document.decidedAt && isoInVietnam(document.decidedAt),
    refusal: document.refusal,
    verdict: document.verdict,
    warnings: document.warnings,
    files: document.files.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
    statuses: statuses.map((status) => ({ code: status.statusCode, at: isoInVietnam(status.statedAt), description: status.description, person: status.staff?.staff ?? null })),
  };
}

function incomingText(document: IncomingDocument, statuses: readonly StatusRecord[]): string {
  const { message } = document;
  return [
    heading(`Văn bản đến ${message.code.number}/${message.code.notation}`),
    columns([
      ["trích yếu", message.subject],
      ["bên gửi", `${document.senderCode} – ${message.from.organName ?? ""}`],
      ["bên nhận", document.receiverCode],
      ["trạng thái", `${INCOMING_WORDS[document.state]}${document.refusal === null ? "" : `: ${document.refusal.text} (${document.refusal.person})`}`],
      ["nhận lúc", clerkTime(document.receivedAt)],
      ["tính là nhận", `${clerkTime(document.effectiveAt)}${document.effectiveProvisional ? " (tạm tính)" : ""}`],
      ["", document.effectiveExplanation],
      ["QLVB lấy lúc", document.fetchedAt === null ? "chưa lấy" : clerkTime(document.fetchedAt)],
      ["tệp", document.files.map((file) => file.name).join(", ")],
    ]),
    `Chữ ký: ${explainVerdict(document.verdict)}`,
    ...(statuses.length === 0 ? [] : ["Đã báo về bên gửi:", columns(statuses.map((status) => [clerkTime(status.statedAt), `${status.statusCode} ${STATUS_WORDS[status.statusCode]}`, status.description ?? ""]))]),
  ].join("\n");
}
