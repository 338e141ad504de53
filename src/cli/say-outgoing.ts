import type { DispatchState } from "../core/outgoing/dispatch.ts";
import { sayEffect } from "../core/policy/legal-effect.ts";
import type { OutgoingView } from "../core/service.ts";
import { columns } from "./layout.ts";
import { isoInVietnam } from "./vietnam-time.ts";

export const STATE_WORDS: Readonly<Record<DispatchState, string>> = {
  held: "tạm giữ, chờ quyết định",
  queued: "chờ gửi",
  sending: "đang gửi",
  unknown: "chưa rõ đã tới trục, đang hỏi lại",
  failed: "gửi không thành công, cần người xử lý",
  expired: "quá hạn gửi, cần người xử lý",
  withdrawn: "đã rút lại trước khi gửi",
  sent: "đã vào trục",
  arrived: "đã đến",
  accepted: "đã tiếp nhận",
  refused: "từ chối",
  assigned: "đã phân công",
  processing: "đang xử lý",
  completed: "hoàn thành",
};

export function outgoingJson({ document, dispatches }: OutgoingView): object {
  const { message } = document;
  return {
    id: document.id,
    documentId: message.documentId,
    code: `${message.code.number}/${message.code.notation}`,
    sender: document.senderCode,
    subject: message.subject,
    submittedAt: isoInVietnam(document.submittedAt),
    envelope: document.envelope,
    legalEffect: document.legalEffect === null ? null : { ...document.legalEffect, text: sayEffect(document.legalEffect) },
    files: document.files.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
    dispatches: dispatches.map(({ id, receiverCode, receiverName, state, refusal }) => ({ id, receiver: receiverCode, name: receiverName, state, refusal })),
  };
}

export function outgoingText({ document, dispatches }: OutgoingView): string {
  const { message } = document;
  return columns([
    ["mã", document.id],
    ["số, ký hiệu", `${message.code.number}/${message.code.notation}`],
    ["trích yếu", message.subject],
    ["tệp", document.files.map((file) => file.name).join(", ")],
    ...(document.legalEffect === null ? [] : [["giá trị", sayEffect(document.legalEffect)]]),
    ...dispatches.map((dispatch, i) => [i === 0 ? "nơi nhận" : "", `${dispatch.receiverCode} – ${dispatch.receiverName}: ${STATE_WORDS[dispatch.state]}`]),
  ]);
}
