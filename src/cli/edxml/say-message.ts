import type { EdxmlDocument, EnvelopeReading, Organization, StatusReport } from "#edxml";
import { STATUS_WORDS } from "../../core/outgoing/timeline.ts";
import { sayDate } from "../../core/calendar/say.ts";
import { columns } from "../layout.ts";
import { clerkTime } from "../vietnam-time.ts";

const BUSINESS: Readonly<Record<EdxmlDocument["business"]["kind"], string>> = { new: "văn bản mới", recall: "thu hồi văn bản", update: "cập nhật văn bản", replace: "thay thế văn bản" };
const URGENCY = ["thường", "khẩn", "thượng khẩn", "hỏa tốc", "hỏa tốc hẹn giờ"] as const;

/** The message for a person, a field a line. */
export function sayMessage(message: EdxmlDocument | StatusReport): string {
  return columns(message.kind === "document" ? documentRows(message) : statusRows(message));
}

function documentRows(document: EdxmlDocument): string[][] {
  const { signer } = document;
  return [
    ["loại gói tin", BUSINESS[document.business.kind]],
    ["số, ký hiệu", `${document.code.number}/${document.code.notation}`],
    ["tên loại", document.documentType.typeName],
    ["trích yếu", document.subject],
    ["ngày, nơi ban hành", `${sayDate(document.promulgation.date)}, ${document.promulgation.place}`],
    ["bên gửi", sayAgency(document.from)],
    ...document.to.map((to, i) => [i === 0 ? "bên nhận" : "", sayAgency(to)]),
    ["người ký", [signer.competence, signer.position, signer.fullName].filter((part) => part !== undefined).join(", ")],
    ["độ khẩn", URGENCY[document.otherInfo.priority]],
    ...(document.dueDate === undefined ? [] : [["hạn xử lý", sayDate(document.dueDate)]]),
    ...document.responseFor.map((earlier) => ["trả lời", `${earlier.code} của ${earlier.organId}`]),
    ["mã văn bản", document.documentId],
    ...document.traceHeaders.map((trace, i) => [i === 0 ? "đã qua" : "", `${trace.organId ?? "?"}${trace.timestamp === undefined ? "" : ` lúc ${clerkTime(trace.timestamp)}`}`]),
  ];
}

function statusRows(report: StatusReport): string[][] {
  return [
    ["loại gói tin", "trạng thái"],
    ["trạng thái", `${report.statusCode} ${STATUS_WORDS[report.statusCode]}`],
    ["bên báo", sayAgency(report.from)],
    ["cho văn bản", `${report.responseFor.code} của ${report.responseFor.organId} (${report.responseFor.documentId})`],
    ["lúc", clerkTime(report.timestamp)],
    ...(report.staff?.staff === undefined ? [] : [["người báo", report.staff.staff]]),
    ...(report.description === undefined ? [] : [["nội dung", report.description]]),
  ];
}

function sayAgency(agency: Organization): string {
  return `${agency.organId}${agency.organName === undefined ? "" : ` – ${agency.organName}`}`;
}

/** Size, name and digest of each file, and what was odd. */
export function sayParts(reading: EnvelopeReading): string {
  const files = reading.attachments.map((file, i) => [`tệp ${i + 1}`, file.name, `${file.size.toLocaleString("vi-VN")} byte`, `sha256 ${file.sha256}`]);
  const warnings = reading.warnings.map((warning) => ["lưu ý", warning.code, warning.path, warning.found ?? ""]);
  return [...(files.length === 0 ? [] : [columns(files)]), ...(warnings.length === 0 ? [] : [columns(warnings)])].join("\n");
}
