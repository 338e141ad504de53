import { formatWireTimestamp, type LocalDate } from "./model/dates.ts";
import type { Business, EdxmlDocument, Organization } from "./model/document.ts";
import { BUSINESS_LABELS, PRIORITY_LABELS, STATUS_LABELS, STEERING_LABELS } from "./model/labels.ts";
import type { StatusReport } from "./model/status-report.ts";
import type { EnvelopeReading } from "./read/read-envelope.ts";
import type { InvalidReason, SignatureVerdict, SignedPart, UntrustedReason } from "./signature/verdict.ts";
import type { EdxmlWarning, EdxmlWarningCode } from "./warnings.ts";

/**
 * A message told to a clerk, in Vietnamese: what it says, what its signature is worth, what was odd about it. Plain text, several lines.
 * `sha256` is the digest of the message's bytes, for whoever has taken it.
 */
export function explainReading(reading: EnvelopeReading, sha256?: string): string {
  const message = reading.verified ?? reading.unverified;
  const lines = [
    ...(message.kind === "document" ? explainDocument(message) : explainStatus(message)),
    ...(message.kind === "document" ? explainAttachments(reading) : []),
    "",
    `Chữ ký: ${explainVerdict(reading.verdict)}`,
    ...explainParts(reading.verdict),
  ];
  if (reading.verified === undefined) lines.push("  Nội dung nêu trên CHƯA được chữ ký chứng minh; không dùng làm căn cứ xử lý khi chưa xác minh với cơ quan gửi.");
  if (reading.warnings.length > 0) lines.push("", `Điểm cần lưu ý (${reading.warnings.length}):`, ...reading.warnings.map((warning) => `  - ${explainWarning(warning)}`));
  if (reading.unknownElements.length > 0) lines.push("", "Thông tin ngoài quy chuẩn, được giữ lại nguyên văn:", ...reading.unknownElements.map(({ path, text }) => `  - ${path}: ${cut(text)}`));
  lines.push("", `Gói tin: ${bytes(reading.size)}${sha256 === undefined ? "" : `, SHA-256 ${sha256}`}`);
  return lines.map(oneLine).join("\n");
}

/** What a message says stays within its line and reads in one direction: a subject cannot write a verdict of its own beneath itself. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "");
}

function explainDocument(document: EdxmlDocument): string[] {
  const { business } = document;
  return [
    `${BUSINESS_LABELS[business.kind]}: ${document.documentType.typeName || "(không ghi loại)"} số ${document.code.number}/${document.code.notation} ngày ${day(document.promulgation.date)}`,
    `Trích yếu: ${document.subject || "(không có)"}`,
    `Bên gửi: ${organization(document.from)}`,
    `Bên nhận: ${document.to.map(organization).join("; ")}`,
    `Người ký: ${[document.signer.competence, document.signer.position, document.signer.fullName].filter(Boolean).join(", ") || "(không ghi)"}`,
    `Độ khẩn: ${PRIORITY_LABELS[document.otherInfo.priority]}. ${STEERING_LABELS[document.steeringType]}.`,
    ...(document.dueDate === undefined ? [] : [`Hạn xử lý: ${day(document.dueDate)}`]),
    ...explainBusiness(business),
    ...document.responseFor.map((response) => `Trả lời, liên quan: văn bản ${response.code || response.documentId} của ${response.organId}`),
    `Bản giấy gửi kèm: ${business.paper ? "có" : "không"}`,
    `Mã định danh văn bản: ${document.documentId}`,
    ...document.traceHeaders.map((trace) => `Đã qua: ${trace.organId ?? "(không ghi cơ quan)"}${trace.timestamp === undefined ? "" : ` lúc ${formatWireTimestamp(trace.timestamp)}`}`),
  ];
}

function explainBusiness(business: Business): string[] {
  const reason = business.reason === "" ? [] : [`Lý do: ${business.reason}`];
  if (business.kind === "recall") return [...reason, `Thu hồi: ${business.documentId ?? "chính văn bản này"}`];
  if (business.kind === "update")
    return [
      ...reason,
      `Cập nhật: ${business.documentId ?? "chính văn bản này"}; thông tin ${business.informationChanged ? "có" : "không"} thay đổi; nơi nhận ${business.receiversChanged ? "có" : "không"} thay đổi`,
      ...business.receivers.map((receiver) => `  ${receiver.change === "added" ? "thêm" : "bỏ"} nơi nhận ${receiver.organId}`),
    ];
  if (business.kind === "replace") return [...reason, ...business.replacements.map((one) => `Thay thế: ${one.documentId}, cho ${one.organIds.join(", ") || "mọi nơi nhận"}`)];
  return reason;
}

function explainStatus(report: StatusReport): string[] {
  return [
    `Trạng thái ${report.statusCode}: ${STATUS_LABELS[report.statusCode]}`,
    `Bên báo: ${organization(report.from)}`,
    `Về văn bản: ${report.responseFor.code || report.responseFor.documentId}, gửi tới ${report.responseFor.organId}`,
    `Lúc: ${formatWireTimestamp(report.timestamp)} (giờ Việt Nam)`,
    ...(report.description === undefined ? [] : [`Nội dung: ${report.description}`]),
    ...(report.staff?.staff === undefined ? [] : [`Cán bộ: ${report.staff.staff}`]),
  ];
}

function explainAttachments({ attachments }: EnvelopeReading): string[] {
  if (attachments.length === 0) return ["Tệp đính kèm: không có"];
  return [`Tệp đính kèm (${attachments.length}):`, ...attachments.map((one, i) => `  ${i + 1}. ${one.name}, ${bytes(one.size)}, SHA-256 ${one.sha256.slice(0, 16)}…`)];
}

/** One sentence for one verdict. */
export function explainVerdict(verdict: SignatureVerdict): string {
  return oneLine(sentence(verdict));
}

function sentence(verdict: SignatureVerdict): string {
  switch (verdict.kind) {
    case "intact":
      return `HỢP LỆ. Gói tin nguyên vẹn đúng như ${verdict.signer.subject} đã ký.`;
    case "relayed":
      return `HỢP LỆ QUA TRUNG CHUYỂN. Trục đã ghi lại gói tin, nhưng nội dung văn bản và mọi tệp đúng như ${verdict.signer.subject} đã ký.${added(verdict.added.to, verdict.added.traceHeaders.length)}`;
    case "altered":
      return `BỊ THAY ĐỔI sau khi ${verdict.signer.subject} ký: ${verdict.altered.map(partLabel).join(", ")}. Đề nghị cơ quan gửi phát hành lại.`;
    case "untrusted":
      return `CHƯA TIN CẬY. Chữ ký khớp với chứng thư của ${verdict.signer.subject}, nhưng ${UNTRUSTED[verdict.reason]}.`;
    case "invalid":
      return `KHÔNG HỢP LỆ: ${INVALID[verdict.reason]} (${verdict.detail}).`;
    case "unsigned":
      return "KHÔNG CÓ chữ ký trên gói tin.";
    default:
      return verdict satisfies never;
  }
}

const UNTRUSTED: Readonly<Record<UntrustedReason, string>> = {
  "no-trust-given": "hệ thống chưa được cấu hình chứng thư gốc tin cậy",
  "not-registered": "chứng thư này chưa được đăng ký cho cơ quan gửi; đề nghị quản trị viên kiểm tra đăng ký chứng thư",
  "chain-incomplete": "không tìm được cơ quan cấp chứng thư đáng tin cậy",
  "chain-invalid": "chuỗi chứng thư có cơ quan không có quyền cấp chứng thư",
  "not-yet-valid": "chứng thư chưa đến ngày có hiệu lực",
  expired: "chứng thư đã hết hạn; đề nghị cơ quan gửi gia hạn và ký lại",
  "key-usage": "chứng thư không được phép dùng để ký",
  "key-too-weak": "khóa ký quá yếu so với quy định",
};

const INVALID: Readonly<Record<InvalidReason, string>> = {
  profile: "chữ ký không theo khuôn dạng được chấp nhận",
  certificate: "chữ ký không kèm chứng thư đọc được",
  "signature-value": "giá trị chữ ký không khớp với chứng thư kèm theo",
  manifest: "bản kê đã ký mâu thuẫn với gói tin đã ký",
};

function explainParts(verdict: SignatureVerdict): string[] {
  if (!("parts" in verdict)) return [];
  return [
    ...verdict.parts.map((part) => `  ${part.matches ? "✓" : "✗"} ${describePart(part)}`),
    `  Chứng thư: số ${verdict.signer.serialNumber}, cấp bởi ${verdict.signer.issuer}, hiệu lực ${verdict.signer.notBefore.toISOString().slice(0, 10)} đến ${verdict.signer.notAfter.toISOString().slice(0, 10)}`,
  ];
}

function describePart(part: SignedPart): string {
  return part.part === "attachment" ? `tệp ${part.name ?? ""}` : partLabel(part.part);
}

function partLabel(part: string): string {
  const labels: Readonly<Record<string, string>> = { envelope: "toàn bộ gói tin", manifest: "bản kê", core: "nội dung nghiệp vụ (số, ngày, trích yếu, bên gửi, bên nhận, người ký…)" };
  return Object.hasOwn(labels, part) ? (labels[part] ?? part) : `tệp ${part}`;
}

function added(to: readonly string[], traces: number): string {
  const parts = [to.length > 0 && `nơi nhận ${to.join(", ")}`, traces > 0 && `${traces} dấu vết trung chuyển`].filter((part) => part !== false);
  return parts.length === 0 ? "" : ` Trục thêm vào: ${parts.join("; ")}.`;
}

/** One sentence for one warning, with where and what. */
export function explainWarning({ code, path, found }: EdxmlWarning): string {
  return oneLine(`${WARNINGS[code]} — ${path}${found === undefined || found === "" ? "" : ` (“${found}”)`}`);
}

const WARNINGS: Readonly<Record<EdxmlWarningCode, string>> = {
  "byte-order-mark": "Tệp có dấu thứ tự byte ở đầu",
  cdata: "Giá trị viết trong khối CDATA",
  comment: "Có chú thích XML, đã bỏ qua",
  "unbound-prefix": "Tiền tố không được khai báo không gian tên",
  "namespace-other": "Phần tử không thuộc không gian tên của quy chuẩn",
  "unknown-element": "Phần tử ngoài quy chuẩn, được giữ để lưu vết",
  "field-missing": "Thiếu thông tin",
  "business-missing": "Không có thông tin nghiệp vụ, hiểu là văn bản mới",
  "business-spelling": "Tên phần tử nghiệp vụ viết khác quy chuẩn",
  "status-element": "Trạng thái nằm trong phần tử Status thay cho MessageHeader",
  "trace-header-incomplete": "Dấu vết trung chuyển không đủ thông tin",
  "attachments-misplaced": "Tệp đính kèm đặt không đúng chỗ",
  "digital-signature-empty": "Có phần tử DigitalSignature, không có giá trị chứng thực",
  "organ-id-long": "Mã định danh dài hơn 35 ký tự",
  "organ-id-unusual": "Mã định danh không theo quy tắc nào",
  "text-long": "Nội dung dài hơn quy định",
  "date-variant": "Ngày viết khác dạng yyyy/MM/dd",
  "date-unreadable": "Ngày không đọc được",
  "number-unreadable": "Số không đọc được",
  "priority-unknown": "Độ khẩn ngoài danh mục, hiểu là Thường",
  "steering-type-unknown": "Loại chỉ đạo ngoài danh mục, hiểu là không phải chỉ đạo",
  "document-type-unusual": "Nhóm loại văn bản khác 1 và 2, chỉ dùng tên loại",
  "status-code-variant": "Mã trạng thái viết khác quy chuẩn",
  "receiver-repeated": "Nơi nhận lặp lại",
  "content-id-missing": "Tệp không có mã ContentId",
  "content-id-prefix": "ContentId thừa hoặc thiếu tiền tố cid:",
  "attachment-name-from-manifest": "Tên tệp lấy từ bản kê",
  "attachment-name-without-extension": "Tên tệp không có phần mở rộng",
  "attachment-name-repeated": "Hai tệp trùng tên",
  "manifest-mismatch": "Bản kê không khớp với tệp đính kèm",
  "content-type-mismatch": "Kiểu tệp trong bản kê khác kiểu của tệp",
  "zip-kept": "Tệp nén có nhiều tệp bên trong, giữ nguyên tệp nén",
  "zip-unreadable": "Tệp có vẻ là tệp nén nhưng không mở được, giữ nguyên",
  "base64-url-alphabet": "Tệp mã hóa theo bảng chữ URL",
  "base64-unpadded": "Tệp mã hóa thiếu ký tự đệm cuối",
};

function organization(one: Organization): string {
  return one.organName === undefined ? one.organId : `${one.organName} (${one.organId})`;
}

function day(date: LocalDate): string {
  return date.split("-").toReversed().join("/");
}

function bytes(count: number): string {
  return count < 1024 ? `${count} byte` : count < 1024 * 1024 ? `${decimal(count / 1024)} KB` : `${decimal(count / 1024 / 1024)} MB`;
}

/** One place, with the comma a Vietnamese reader expects. */
function decimal(value: number): string {
  return value.toFixed(1).replace(".", ",");
}

function cut(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
