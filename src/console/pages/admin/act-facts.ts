import type { Schemas } from "../../api/client.ts";
import { sayDay, sayInstant, saySize } from "../../text/dates.ts";
import { DISPATCH_STATES, EVENT_WORDS, INCOMING_STATES, ROLES, sayChannel } from "../../text/labels.ts";
import { RULE_WORDS } from "./rule-words.ts";

type Facts = Schemas["AuditEntry"]["facts"];

/** What the journal keeps of an act, as a person says it: labels by name, in the order they are read. */
const LABELS: Readonly<Record<string, string>> = {
  reason: "lý do", accountId: "tài khoản", userName: "tên đăng nhập", means: "cách đăng nhập", why: "vì", address: "từ địa chỉ", minutes: "số phút", by: "do",
  name: "tên", changed: "đã sửa", change: "việc", roles: "vai trò", rolesBefore: "vai trò trước", agencies: "cơ quan", agenciesBefore: "cơ quan trước", supervises: "giám sát", supervisesBefore: "giám sát trước",
  decision: "quyết định", decidedOn: "ngày quyết định", dueAt: "hạn", late: "trễ hạn", first: "tài khoản đầu tiên", successorId: "người nhận",
  agency: "cơ quan", agencyCode: "cơ quan", sender: "bên gửi", receiver: "bên nhận", receiverCode: "bên nhận", receivers: "nơi nhận", code: "số, ký hiệu hoặc mã", number: "số", kind: "loại", direction: "chiều",
  from: "từ", to: "đến", event: "việc", state: "trạng thái", was: "trước đó", statusCode: "mã trạng thái", person: "người thực hiện", action: "việc", recall: "trả lời", answer: "trả lời",
  peer: "kết nối", channel: "kênh", channels: "các kênh", endpoint: "địa chỉ", reaches: "cơ quan gửi qua", passed: "đạt", secret: "đổi khóa bí mật", certificate: "chứng thư", keepHours: "giữ khóa cũ (giờ)", promoted: "dùng chứng thư kế tiếp",
  door: "cửa", systemId: "mã hệ thống", fingerprint: "vân tay chứng thư", validTo: "hiệu lực đến", validFrom: "hiệu lực từ", believedHere: "cổng tin ngay",
  scope: "phạm vi", version: "bản", before: "bản trước", profile: "bộ quy định", rules: "quy tắc", period: "kỳ", digest: "mã băm", what: "việc",
  folder: "thư mục", madeAt: "lúc sao lưu", blobs: "số tệp", bytes: "dung lượng", newBytes: "phần mới", wrong: "tệp hỏng",
  suspendedFrom: "ngừng từ", resumesAt: "dự kiến hoạt động lại", resumedAt: "hoạt động lại", entries: "số mục", seals: "số niêm phong", broken: "niêm phong hỏng",
  accounts: "tài khoản", outgoing: "văn bản đi", incoming: "văn bản đến", paper: "bản giấy", replacedBy: "thay bằng", heldAt: "tạm giữ lúc", about: "văn bản", left: "có thể đã tới", woken: "số chuyến gửi tiếp", since: "từ", secondFactor: "tắt hai lớp",
  legalEffect: "giá trị pháp lý", tables: "số bảng", rows: "số dòng", missing: "tệp thiếu", types: "loại sự kiện", host: "máy nhận", after: "từ con trỏ", attempts: "số lần thử", effectiveAt: "coi là nhận lúc", verdict: "chữ ký", text: "nội dung", policy: "quy tắc", senderCode: "bên gửi", request: "yêu cầu", askedAt: "yêu cầu lúc", statedAt: "bên gửi nêu lúc", deviations: "sai khác so với chuẩn", seconds: "số giây", only: "chỉ phiên", owner: "của", over: "vượt",
}; // prettier-ignore

/** Words of values that are codes of ours; the same code under another name is looked up there first. */
const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  means: { password: "mật khẩu", "sign-on": "đăng nhập một lần", setup: "liên kết lần đầu" },
  why: { password: "sai mật khẩu", code: "sai mã xác thực hai lớp", unknown: "không có tài khoản này", locked: "tài khoản bị khóa", "sign-on-refused": "nơi đăng nhập một lần từ chối", "no-account-for-sign-on": "chưa có tài khoản cho người đăng nhập một lần" },
  by: { operator: "quản trị", owner: "chính chủ" },
  change: { added: "thêm", changed: "sửa", paused: "tạm dừng", resumed: "chạy lại", replayed: "gửi lại sự kiện", removed: "gỡ", "secret-changed": "đổi khóa ký" },
  code: { held: "người vận hành giữ" },
  legalEffect: { full: "đầy đủ", for_information: "chỉ để biết" },
  types: EVENT_WORDS,
  event: { activate: "bật", pause: "tạm dừng", resume: "chạy lại", retire: "gỡ", test: "kiểm tra" },
  kind: { incident: "sự cố", maintenance: "bảo trì", axis: "theo giao thức của trục", amqp: "RabbitMQ (AMQP)" },
  direction: { outgoing: "gửi đi", incoming: "nhận" },
  recall: { agreed: "đồng ý", declined: "từ chối", asked: "chờ trả lời" },
  what: { make: "sao lưu", verify: "kiểm tra", rehearse: "phục hồi thử" },
  door: { api: "API", axis: "giao thức trục", amqp: "AMQP", rest: "REST", soap: "SOAP", folder: "thư mục" },
  paper: { promised: "chờ bản giấy", matched: "khớp", mismatched: "không khớp" },
  period: { day: "ngày", week: "tuần", month: "tháng", quarter: "quý", half: "nửa năm", year: "năm" },
  action: { decide: "quyết định ngày", accept: "tiếp nhận", refuse: "từ chối", assign: "phân công", process: "xử lý", complete: "hoàn thành" },
  changed: { fullName: "họ tên", roles: "vai trò", agencies: "cơ quan", supervises: "giám sát", name: "tên", endpoint: "địa chỉ", account: "tài khoản", reaches: "cơ quan gửi qua", dialect: "phương ngữ", policyProfile: "bộ quy định", maxDocumentMb: "dung lượng tối đa", whenPaused: "khi tạm dừng", takesDirectory: "lấy danh bạ", pullSeconds: "nhịp hỏi", certificate: "chứng thư", nextCertificate: "chứng thư kế tiếp", link: "tên trên hàng đợi", url: "địa chỉ", types: "loại sự kiện", signOnName: "tên đăng nhập một lần" },
};

const STATES: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...Object.entries(DISPATCH_STATES), ...Object.entries(INCOMING_STATES)].map(([state, { text }]) => [state, text.toLowerCase()])),
  draft: "chưa kiểm tra", tested: "đã kiểm tra", active: "đang hoạt động", paused: "tạm dừng", retired: "đã gỡ",
}; // prettier-ignore

/** Ids of ours that say nothing to a person. */
const SILENT = /^(sessionId|webhookId|keyId|handoverId|noticeId|entryId|reportId|transmissionId|dispatchId|amendmentId|deadlineId|orderId|parcel|envelope|files|documents|review|contentDigest|identityKey|packetId|partnerMessageId|signatures|checks)$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** One part for each fact that means something. `nameOf`: the name of an account. */
export function sayFacts(facts: Facts, nameOf: (accountId: string) => string | null): readonly { readonly label: string; readonly text: string }[] {
  const order = Object.keys(LABELS);
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(facts)
    .filter(([name, value]) => !SILENT.test(name) && value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0))
    .toSorted(([one], [other]) => rank(one) - rank(other))
    .flatMap(([name, value]) => {
      const text = sayValue(name, value, nameOf);
      return text === "" ? [] : [{ label: LABELS[name] ?? name, text }];
    });
}

function sayValue(name: string, value: unknown, nameOf: (accountId: string) => string | null): string {
  if (Array.isArray(value)) return value.map((one) => sayValue(name, one, nameOf)).join(", ");
  if (typeof value === "boolean") return value ? "có" : "không";
  if (typeof value === "number" && /bytes$/i.test(name)) return saySize(value);
  if (typeof value === "number") return value.toLocaleString("vi-VN");
  if (typeof value !== "string") return Object.entries(value as Readonly<Record<string, unknown>>).map(([part, inner]) => `${LABELS[part] ?? part} ${sayValue(part, inner, nameOf)}`).join(", ");
  if (name === "accountId" || name === "successorId") return nameOf(value) ?? "";
  if (name === "roles" || name === "rolesBefore") return ROLES[value as keyof typeof ROLES] ?? value;
  if (name === "rules" || name === "rule") return RULE_WORDS[value] ?? value;
  if (name === "channel" || name === "channels") return sayChannel(value);
  if (name === "fingerprint" || name === "digest" || (name === "was" && /^[0-9a-f]{64}$/.test(value))) return `${value.slice(0, 16)}…`;
  if (INSTANT.test(value)) return sayInstant(value);
  if (DAY.test(value)) return sayDay(value);
  if (name === "from" || name === "to" || name === "was" || name === "state") return STATES[value] ?? value;
  return VALUES[name]?.[value] ?? value;
}
