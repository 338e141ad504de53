import { canonicalOrNull } from "../agency-code.ts";
import type { FieldProblem } from "../fault.ts";
import { checkDocumentId } from "../outgoing/own-document-id.ts";
import type { SendDocument, SubmittedFile } from "../outgoing/send-command.ts";
import type { KnownType } from "./check-form.ts";
import { examineSubmission } from "./examine.ts";
import type { FileFinding } from "./file-finding.ts";
import { problemsIn } from "./finding.ts";
import { megabytes } from "./measure.ts";
import type { EffectivePolicy } from "./profile.ts";

/** A file as far as the rules look at it; a door can ask before it has stored anything. */
export type FileFacts = Pick<SubmittedFile, "name" | "size">;

/** What a sender may hand over: what the gateway can carry, and what the policy of the sender lets go. */
export interface SubmissionLimits {
  readonly maxFileBytes: number;
  readonly maxDocumentBytes: number;
  readonly documentTypes: readonly KnownType[];
  /** Of today; `code` canonical, or empty for the policy everybody has. */
  policyOf(code: string): EffectivePolicy;
}

const NAME_MAX_BYTES = 240;
const FORBIDDEN_IN_NAME = /[\\/:*?"<>|\p{Cc}\p{Cf}]/u;
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Everything wrong with a submission that can be seen before its receivers are looked up; all at once. */
export function checkSubmission(command: SendDocument, files: readonly FileFacts[], limits: SubmissionLimits, findings: readonly FileFinding[] | null = null): FieldProblem[] {
  const policy = limits.policyOf(senderCode(command));
  const problems = [...checkFiles(files, limits), ...problemsIn(examineSubmission(policy, command, files, limits.documentTypes, findings))];
  return [...checkSecrecy(command), ...checkDocumentId(command), ...inOrder(problems), ...checkDescriptions(command, files)];
}

/** Độ mật: nothing secret comes in by any door, whatever a policy says. */
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

/** Canonical, or empty when it is no code; that is said elsewhere. */
export function senderCode(command: SendDocument): string {
  return canonicalOrNull(command.sender) ?? "";
}

/** What no policy decides: names no disk takes, empty files, what the gateway itself can carry. */
function checkFiles(files: readonly FileFacts[], limits: SubmissionLimits): FieldProblem[] {
  if (files.length === 0) {
    return [{ field: "/files", code: "file-missing", message: "Cần ít nhất một tệp: tệp đầu tiên là văn bản, dạng PDF đã ký số.", rule: "QĐ 28/2018/QĐ-TTg Đ.10.1" }];
  }
  const problems = files.flatMap((file, index) => checkFile(file, `/files/${index}`, limits));
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (total > limits.maxDocumentBytes) {
    problems.push({ field: "/files", code: "file-too-large", message: `Tổng dung lượng ${megabytes(total)} MB, tối đa ${megabytes(limits.maxDocumentBytes)} MB. Hãy tách hoặc nén phụ lục.`, rule: "giới hạn của cổng (LIENTHONG_MAX_DOCUMENT_MB)" });
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
  if (FORBIDDEN_IN_NAME.test(file.name) || DEVICE_NAME.test(file.name) || file.name.startsWith(".") || Buffer.byteLength(file.name) > NAME_MAX_BYTES) {
    problems.push({ field, code: "file-name-invalid", message: `Tên tệp “${file.name}” không hợp lệ: bỏ các ký tự \\ / : * ? " < > |, không bắt đầu bằng dấu chấm, tối đa ${NAME_MAX_BYTES} byte.`, rule: "QCVN 102:2016/BTTTT" });
  }
  if (file.size === 0) problems.push({ field, code: "field-invalid", message: `Tệp “${file.name}” rỗng. Hãy kiểm tra và gửi lại tệp đủ nội dung.`, rule: "QĐ 28/2018/QĐ-TTg Đ.9.1" });
  if (file.size > limits.maxFileBytes) {
    problems.push({ field, code: "file-too-large", message: `Tệp “${file.name}” ${megabytes(file.size)} MB, tối đa ${megabytes(limits.maxFileBytes)} MB mỗi tệp.`, rule: "giới hạn của cổng (LIENTHONG_MAX_FILE_MB)" });
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

/** Files in their order, then what is about all of them, then the metadata. */
function inOrder(problems: readonly FieldProblem[]): FieldProblem[] {
  const place = ({ field }: FieldProblem): number => (field.startsWith("/files/") ? Number(field.slice(7)) : field === "/files" ? Number.MAX_SAFE_INTEGER - 1 : Number.MAX_SAFE_INTEGER);
  return [...problems].sort((a, b) => place(a) - place(b));
}
