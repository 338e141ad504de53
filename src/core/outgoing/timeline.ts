import type { StatusCode } from "#edxml";
import { LOCAL_CHANNEL } from "../local/local-channel.ts";
import { peerOfChannel } from "../peers/peer.ts";
import type { StatusRecord } from "../status/status-record.ts";
import type { Timeline, TimelineStep } from "../timeline.ts";
import type { Dispatch } from "./dispatch.ts";
import { legalSending } from "./legal-sending.ts";
import type { Transmission } from "./transmission.ts";

export const STATUS_WORDS: Readonly<Record<StatusCode, string>> = {
  "01": "đã đến phần mềm của bên nhận",
  "02": "bên nhận từ chối tiếp nhận",
  "03": "bên nhận đã tiếp nhận (vào sổ)",
  "04": "bên nhận đã phân công xử lý",
  "05": "bên nhận đang xử lý",
  "06": "bên nhận đã hoàn thành",
  "13": "yêu cầu lấy lại văn bản",
  "15": "bên nhận đồng ý lấy lại/cập nhật",
  "16": "bên nhận từ chối lấy lại/cập nhật",
};

/** Puts what is known of one dispatch in order, in words a clerk reads. */
export function timelineOf(dispatch: Dispatch, transmission: Transmission, statuses: readonly StatusRecord[]): Timeline {
  return { dispatch, state: dispatch.state, sent: legalSending(dispatch), now: whatNow(dispatch, transmission), steps: [...instantSteps(dispatch), ...statuses.map(statusStep)].sort(inOrder(dispatch)) };
}

function instantSteps({ instants, channel }: Dispatch): TimelineStep[] {
  const step = (kind: TimelineStep["kind"], at: Date | null, text: string): TimelineStep[] => (at === null ? [] : [{ at, kind, statusCode: null, text }]);
  return [
    ...step("submitted", instants.submittedAt, "QLVB chuyển văn bản cho cổng liên thông"),
    ...step("left", instants.leftAt, "rời cổng liên thông"),
    ...step("entered", instants.enteredAt, enteredWords(channel)),
    ...step("received", instants.receivedAt, "vào hệ thống của bên nhận"),
    ...step("effective", instants.effectiveAt, `thời điểm tiếp nhận được tính: ${instants.effectiveExplanation ?? ""}`),
    ...step("acknowledged", instants.acknowledgedAt, "nhận được báo đã đến của bên nhận"),
  ];
}

function enteredWords(channel: string): string {
  if (channel === LOCAL_CHANNEL) return "vào hộp văn bản đến của bên nhận, trong cùng cổng";
  return peerOfChannel(channel) === null ? "vào Trục liên thông văn bản" : "vào hệ thống kết nối trực tiếp của bên nhận";
}

function sentWords(channel: string): string {
  if (channel === LOCAL_CHANNEL) return "Đã chuyển trong cổng, chờ ghi nhận đã đến.";
  return peerOfChannel(channel) === null ? "Đã vào Trục, chờ hệ thống của bên nhận lấy về." : "Đã vào hệ thống kết nối trực tiếp của bên nhận, chờ báo đã đến.";
}

function statusStep(record: StatusRecord): TimelineStep {
  const who = record.staff?.staff === undefined ? "" : ` (${record.staff.staff})`;
  const what = record.description === null ? "" : `: ${record.description}`;
  return { at: record.statedAt, kind: "status", statusCode: record.statusCode, text: `${record.statusCode} ${STATUS_WORDS[record.statusCode]}${who}${what}` };
}

const KIND_ORDER: readonly TimelineStep["kind"][] = ["submitted", "left", "entered", "received", "status", "acknowledged", "effective"];

/** The wire has whole seconds, so within one second the cause comes first; and no receiver reports on what has not entered yet, whatever its clock says. */
function inOrder({ instants }: Dispatch): (a: TimelineStep, b: TimelineStep) => number {
  const second = ({ at, kind }: TimelineStep): number => Math.floor(Math.max(at.getTime(), kind === "status" ? (instants.enteredAt?.getTime() ?? 0) : 0) / 1000);
  return (a, b) => second(a) - second(b) || KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) || a.at.getTime() - b.at.getTime();
}

/** A recall is what matters until it is over; what the receiver had done with the document before, the steps tell. */
function whatNow(dispatch: Dispatch, transmission: Transmission): string {
  const { recall } = dispatch;
  switch (recall?.state) {
    case "asked":
      return `Đang thu hồi (${recall.reason}), chờ bên nhận hủy văn bản và báo lại.`;
    case "agreed":
      return "Bên nhận đã đồng ý thu hồi và hủy văn bản.";
    case "declined":
      return `Bên nhận từ chối dù quy định phải hủy (QĐ 28/2018 Đ.9.2): ${recall.answer ?? "không nêu lý do"}. Hãy báo cơ quan quản lý, hoặc thu hồi lại.`;
    case "unanswered":
      return "Bên nhận chưa trả lời yêu cầu thu hồi trong thời hạn. Hãy liên hệ bên nhận, hoặc thu hồi lại.";
    case "withdrawn":
    case undefined:
      return whereNow(dispatch, transmission);
  }
}

function whereNow(dispatch: Dispatch, transmission: Transmission): string {
  const fault = transmission.lastFault;
  switch (dispatch.state) {
    case "held":
      return "Đang tạm giữ (dấu mật hoặc mã độc); chưa gửi đi. Người có trách nhiệm cần xem và quyết định cho đi tiếp hoặc hủy.";
    case "queued":
      return fault === null ? "Đang chờ gửi." : `Chưa gửi được: ${fault.reason}. Cổng tự gửi lại, văn thư chưa cần làm gì.`;
    case "sending":
      return "Đang gửi.";
    case "unknown":
      return `Chưa rõ ${peerOfChannel(dispatch.channel) === null ? "Trục" : "hệ thống bên nhận"} đã nhận hay chưa${fault === null ? "" : ` (${fault.reason})`}. Cổng đang hỏi lại trước khi gửi tiếp.`;
    case "failed":
      return `Gửi không thành công: ${fault?.reason ?? "không rõ lý do"}. Hãy xử lý nguyên nhân rồi bấm gửi lại, hoặc gửi bản giấy.`;
    case "expired":
      return `Đã thử gửi nhiều lần không được: ${fault?.reason ?? "không rõ lý do"}. Hãy xử lý nguyên nhân rồi bấm gửi lại, hoặc gửi bản giấy.`;
    case "withdrawn":
      return "Đã rút lại trước khi rời cổng; bên nhận chưa từng có văn bản này.";
    case "sent":
      return sentWords(dispatch.channel);
    case "arrived":
      return "Đã đến bên nhận, chờ văn thư bên nhận tiếp nhận.";
    case "accepted":
      return "Bên nhận đã tiếp nhận.";
    case "refused":
      return `Bên nhận từ chối: ${dispatch.refusal?.text ?? ""}. Hãy xem lý do và gửi đúng nơi nhận hoặc phát hành lại.`;
    case "assigned":
      return "Bên nhận đã phân công xử lý.";
    case "processing":
      return "Bên nhận đang xử lý.";
    case "completed":
      return "Bên nhận đã hoàn thành xử lý.";
  }
}
