import type { FieldProblem } from "../core/fault.ts";
import type { SubmissionLimits } from "../core/policy/check-submission.ts";

/** What one submission may bring, by whichever door. */
export interface UploadLimits extends SubmissionLimits {
  readonly maxFiles: number;
  readonly maxMetadataBytes: number;
}

/** Asked while the bytes stream in: what is over its limit by now. `label` begins a sentence. */
export function tooLarge(file: { readonly field: string; readonly label: string; readonly size: number }, total: number, limits: UploadLimits): FieldProblem | null {
  const { maxFileBytes, maxDocumentBytes } = limits;
  if (file.size > maxFileBytes) {
    return { field: file.field, code: "file-too-large", message: `${file.label} vượt mức tối đa ${inMegabytes(maxFileBytes)} MB mỗi tệp. Hãy nén hoặc tách tệp rồi gửi lại.`, rule: "giới hạn của cổng (LIENTHONG_MAX_FILE_MB)" };
  }
  if (total > maxDocumentBytes) {
    return { field: "/files", code: "file-too-large", message: `Tổng dung lượng các tệp vượt mức tối đa ${inMegabytes(maxDocumentBytes)} MB. Hãy tách hoặc nén phụ lục.`, rule: "giới hạn của cổng (LIENTHONG_MAX_DOCUMENT_MB)" };
  }
  return null;
}

function inMegabytes(bytes: number): string {
  return (bytes / (1024 * 1024)).toLocaleString("vi-VN", { maximumFractionDigits: 1 });
}
