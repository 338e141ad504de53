import type { Schemas } from "../api/client.ts";
import type { Role } from "../api/session.ts";

/** How a state looks: the colour never says anything the words do not. */
export type Tone = "plain" | "wait" | "good" | "warn" | "bad";

export interface Label {
  readonly text: string;
  readonly tone: Tone;
}

export const DISPATCH_STATES: Readonly<Record<Schemas["DispatchState"], Label>> = {
  held: { text: "Tạm giữ", tone: "warn" },
  queued: { text: "Chờ gửi", tone: "wait" },
  sending: { text: "Đang gửi", tone: "wait" },
  unknown: { text: "Đang hỏi lại", tone: "warn" },
  failed: { text: "Gửi không thành công", tone: "bad" },
  expired: { text: "Quá hạn gửi", tone: "bad" },
  withdrawn: { text: "Đã rút lại", tone: "plain" },
  sent: { text: "Đã gửi", tone: "wait" },
  arrived: { text: "Đã đến", tone: "wait" },
  accepted: { text: "Đã tiếp nhận", tone: "good" },
  refused: { text: "Bị từ chối", tone: "bad" },
  assigned: { text: "Đã phân công", tone: "good" },
  processing: { text: "Đang xử lý", tone: "good" },
  completed: { text: "Hoàn thành", tone: "good" },
};

export const INCOMING_STATES: Readonly<Record<Schemas["IncomingState"], Label>> = {
  arrived: { text: "Chờ tiếp nhận", tone: "warn" },
  accepted: { text: "Đã tiếp nhận", tone: "good" },
  refused: { text: "Đã từ chối", tone: "bad" },
  assigned: { text: "Đã phân công", tone: "wait" },
  processing: { text: "Đang xử lý", tone: "wait" },
  completed: { text: "Hoàn thành", tone: "good" },
};

export const REQUEST_STATES: Readonly<Record<Schemas["RequestState"], Label>> = {
  asked: { text: "Chờ trả lời", tone: "warn" },
  agreed: { text: "Đã đồng ý", tone: "good" },
  declined: { text: "Bị từ chối", tone: "bad" },
  unanswered: { text: "Quá hạn chưa trả lời", tone: "bad" },
  withdrawn: { text: "Đã rút yêu cầu", tone: "plain" },
};

export const DEADLINE_KINDS: Readonly<Record<Schemas["DeadlineKind"], string>> = {
  send: "Gửi văn bản",
  acknowledge: "Thông báo đã nhận",
  register: "Đăng ký, chuyển giao",
  process: "Xử lý, trả lời",
  "recall-answer": "Trả lời thu hồi",
};

export const DEADLINE_STATES: Readonly<Record<Schemas["DeadlineState"], Label>> = {
  "on-time": { text: "Còn hạn", tone: "good" },
  near: { text: "Sắp đến hạn", tone: "warn" },
  late: { text: "Quá hạn", tone: "bad" },
  met: { text: "Xong đúng hạn", tone: "good" },
  missed: { text: "Xong trễ hạn", tone: "bad" },
  void: { text: "Không còn phải làm", tone: "plain" },
};

export const URGENCIES: Readonly<Record<Schemas["Document"]["urgency"], Label>> = {
  thuong: { text: "Thường", tone: "plain" },
  khan: { text: "Khẩn", tone: "warn" },
  "thuong-khan": { text: "Thượng khẩn", tone: "bad" },
  "hoa-toc": { text: "Hỏa tốc", tone: "bad" },
  "hoa-toc-hen-gio": { text: "Hỏa tốc hẹn giờ", tone: "bad" },
};

export const VERDICTS: Readonly<Record<Schemas["SignatureVerdict"]["kind"], Label>> = {
  intact: { text: "Chữ ký hợp lệ", tone: "good" },
  relayed: { text: "Hợp lệ, đã qua trục", tone: "good" },
  altered: { text: "Nội dung bị thay đổi", tone: "bad" },
  untrusted: { text: "Chứng thư chưa được tin cậy", tone: "warn" },
  invalid: { text: "Chữ ký không hợp lệ", tone: "bad" },
  unsigned: { text: "Không ký số", tone: "warn" },
};

type RefusalCode = Extract<Schemas["StatusCommand"], { action: "refuse" }>["code"];
export const REFUSAL_CODES: Readonly<Record<RefusalCode, string>> = {
  WRONG_RECIPIENT: "Gửi sai nơi nhận",
  INCOMPLETE: "Thiếu thành phần văn bản",
  UNSIGNED: "Văn bản chưa được ký số",
  SIGNATURE_INVALID: "Chữ ký số không hợp lệ",
  CERT_REVOKED_OR_EXPIRED: "Chứng thư số hết hạn hoặc bị thu hồi",
  INTEGRITY_FAIL: "Văn bản không toàn vẹn",
  DUPLICATE: "Văn bản trùng",
  FORMAT_NOT_ALLOWED: "Định dạng tệp không được phép",
  TOO_LARGE: "Dung lượng vượt mức cho phép",
  MALWARE: "Có mã độc",
  SECRET_CONTENT: "Có nội dung mật",
  FORBIDDEN_CATEGORY: "Loại văn bản không được gửi qua mạng",
  OTHER: "Lý do khác",
};

export function sayRefusalCode(code: string): string {
  return (REFUSAL_CODES as Readonly<Record<string, string>>)[code] ?? code;
}

export const ROLES: Readonly<Record<Role, string>> = { clerk: "Văn thư", leader: "Lãnh đạo", supervisor: "Giám sát", operator: "Quản trị", auditor: "Kiểm tra" };

export const CHANNELS: Readonly<Record<string, string>> = { axis: "Trục liên thông quốc gia", local: "Trong cổng" };

/** A channel as people call it. */
export function sayChannel(channel: string): string {
  if (channel === "") return "Việc khác của cổng";
  if (channel.startsWith("in:")) return `Đến qua ${sayChannel(channel.slice(3))}`;
  return CHANNELS[channel] ?? (channel.startsWith("peer:") ? `Kết nối ${channel.slice(5)}` : channel);
}

export const EVENT_WORDS: Readonly<Record<Schemas["Event"]["type"], string>> = {
  "document.submitted": "Văn bản được gửi vào cổng",
  "document.duplicate-alarm": "Cảnh báo trùng số, ký hiệu",
  "document.changed": "Văn bản được cập nhật",
  "document.held": "Văn bản đi bị tạm giữ",
  "document.released": "Văn bản được thả",
  "document.discarded": "Văn bản bị hủy gửi",
  "dispatch.moved": "Lượt gửi đổi trạng thái",
  "dispatch.contradiction": "Nơi nhận báo trái với lần trước",
  "transmission.failed": "Chuyến gửi không thành công",
  "incoming.arrived": "Văn bản đến",
  "incoming.fetched": "QLVB đã lấy văn bản",
  "incoming.moved": "Văn bản đến đổi trạng thái",
  "incoming.changed": "Bên gửi cập nhật văn bản",
  "incoming.held": "Văn bản đến bị tạm giữ",
  "incoming.discarded": "Văn bản đến bị hủy",
  "inbound.quarantined": "Gói tin bị cách ly",
  "inbound.reprocess": "Gói tin được xử lý lại",
  "work.dead": "Việc dừng sau nhiều lần thử",
  "receipt.renewed": "Tính lại thời điểm tiếp nhận",
  "deadline.near": "Sắp đến hạn",
  "deadline.late": "Quá hạn",
  "calendar.corrected": "Sửa lịch làm việc",
  "clock.offset": "Đồng hồ lệch",
  "report.issued": "Phát hành báo cáo",
  "notice.issued": "Phát thông báo",
  "notice.ended": "Kết thúc thông báo",
  "channel.paused": "Kênh tạm ngừng gửi",
  "channel.resumed": "Kênh gửi trở lại",
};

export const FORMATS: Readonly<Record<string, string>> = { pdf: "PDF", docx: "Word", doc: "Word", xlsx: "Excel", xls: "Excel", pptx: "PowerPoint", ppt: "PowerPoint", zip: "Tệp nén", jpg: "Ảnh", png: "Ảnh", tif: "Ảnh", executable: "Tệp thực thi" };
