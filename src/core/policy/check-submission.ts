import type { FieldProblem } from "../fault.ts";
import { checkDocumentId } from "../outgoing/own-document-id.ts";
import type { SendDocument, SubmittedFile } from "../outgoing/send-command.ts";

/** A file as far as the rules look at it; a door can ask before it has stored anything. */
export type FileFacts = Pick<SubmittedFile, "name" | "size">;

/** What a sender may hand over. One profile for now, the national one; profiles become data with the policies. */
export interface SubmissionLimits {
  readonly maxFileBytes: number;
  readonly maxDocumentBytes: number;
}

const ALLOWED_EXTENSIONS = ["pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "txt", "rtf", "csv", "jpg", "jpeg", "png", "tif", "tiff", "zip"];
const NAME_MAX_BYTES = 240;
const FORBIDDEN_IN_NAME = /[\\/:*?"<>|\p{Cc}\p{Cf}]/u;
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Everything wrong with a submission that can be seen before its receivers are looked up; all at once. */
export function checkSubmission(command: SendDocument, files: readonly FileFacts[], limits: SubmissionLimits): FieldProblem[] {
  return [...checkSecrecy(command), ...checkDocumentId(command), ...checkFiles(files, limits), ...checkDescriptions(command, files)];
}

export function checkSecrecy(command: SendDocument): FieldProblem[] {
  if (command.secrecy.toLowerCase() === "khong") return [];
  return [
    {
      field: "/secrecy",
      code: "secret-content-forbidden",
      message: "Văn bản có độ mật không được gửi qua hệ thống này. Hãy gửi theo quy định về bảo vệ bí mật nhà nước; nội dung vừa gửi lên đã bị loại bỏ.",
      rule: "QĐ 28/2018/QĐ-TTg Đ.1.2",
    },
  ];
}

function checkFiles(files: readonly FileFacts[], limits: SubmissionLimits): FieldProblem[] {
  const main = files[0];
  if (main === undefined) {
    return [{ field: "/files", code: "file-missing", message: "Cần ít nhất một tệp: tệp đầu tiên là văn bản, dạng PDF đã ký số.", rule: "QĐ 28/2018/QĐ-TTg Đ.10.1" }];
  }
  const problems = files.flatMap((file, index) => checkFile(file, `/files/${index}`, limits));
  if (extensionOf(main.name) !== "pdf") {
    problems.push({ field: "/files/0", code: "file-format-not-allowed", message: `Tệp văn bản chính “${main.name}” phải là PDF. Hãy xuất văn bản đã ký số ra PDF rồi gửi lại.`, rule: "QĐ 28/2018/QĐ-TTg Đ.10.1; NĐ 30/2020 PL I" });
  }
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (total > limits.maxDocumentBytes) {
    problems.push({ field: "/files", code: "file-too-large", message: `Tổng dung lượng ${inMegabytes(total)} MB, tối đa ${inMegabytes(limits.maxDocumentBytes)} MB. Hãy tách hoặc nén phụ lục.`, rule: "giới hạn của cổng (LIENTHONG_MAX_DOCUMENT_MB)" });
  }
  const seen = new Set<string>();
  for (const [index, file] of files.entries()) {
    const key = file.name.toLowerCase();
    if (seen.has(key)) problems.push({ field: `/files/${index}`, code: "file-name-invalid", message: `Tên tệp “${file.name}” bị trùng. Hãy đổi tên một tệp.`, rule: "QCVN 102:2016/BTTTT" });
    seen.add(key);
  }
  return problems;
}

function checkFile(file: FileFacts, field: string, limits: SubmissionLimits): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const extension = extensionOf(file.name);
  if (FORBIDDEN_IN_NAME.test(file.name) || DEVICE_NAME.test(file.name) || file.name.startsWith(".") || Buffer.byteLength(file.name) > NAME_MAX_BYTES) {
    problems.push({ field, code: "file-name-invalid", message: `Tên tệp “${file.name}” không hợp lệ: bỏ các ký tự \\ / : * ? " < > |, không bắt đầu bằng dấu chấm, tối đa ${NAME_MAX_BYTES} byte.`, rule: "QCVN 102:2016/BTTTT" });
  }
  if (extension === null || !ALLOWED_EXTENSIONS.includes(extension)) {
    problems.push({ field, code: "file-format-not-allowed", message: `Tệp “${file.name}” không thuộc định dạng được gửi (${ALLOWED_EXTENSIONS.join(", ")}).`, rule: "TT 39/2017/TT-BTTTT; hồ sơ quốc gia" });
  }
  if (file.size === 0) problems.push({ field, code: "field-invalid", message: `Tệp “${file.name}” rỗng. Hãy kiểm tra và gửi lại tệp đủ nội dung.`, rule: "QĐ 28/2018/QĐ-TTg Đ.9.1" });
  if (file.size > limits.maxFileBytes) {
    problems.push({ field, code: "file-too-large", message: `Tệp “${file.name}” ${inMegabytes(file.size)} MB, tối đa ${inMegabytes(limits.maxFileBytes)} MB mỗi tệp.`, rule: "giới hạn của cổng (LIENTHONG_MAX_FILE_MB)" });
  }
  return problems;
}

function checkDescriptions(command: SendDocument, files: readonly FileFacts[]): FieldProblem[] {
  const names = new Set(files.map((file) => file.name));
  return command.files.flatMap((described, index) =>
    names.has(described.name.normalize("NFC"))
      ? []
      : [{ field: `/files/${index}/name`, code: "file-missing" as const, message: `Siêu dữ liệu nhắc tới tệp “${described.name}” nhưng không có tệp này kèm theo.`, rule: "QĐ 28/2018/QĐ-TTg Đ.10.1" }],
  );
}

function extensionOf(name: string): string | null {
  const at = name.lastIndexOf(".");
  return at > 0 && at < name.length - 1 ? name.slice(at + 1).toLowerCase() : null;
}

function inMegabytes(bytes: number): string {
  return (bytes / (1024 * 1024)).toLocaleString("vi-VN", { maximumFractionDigits: 1 });
}
