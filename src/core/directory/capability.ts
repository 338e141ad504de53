import { DIALECTS, type Dialect } from "#edxml";
import type { FieldProblem } from "../fault.ts";
import type { AgencyFacts } from "./facts.ts";

/** A receiver as far as its limits are concerned. */
export interface CapableReceiver {
  /** Canonical code. */
  readonly code: string;
  readonly organization: { readonly organName?: string };
  readonly limits: Pick<AgencyFacts, "maxFileMb" | "maxDocumentMb" | "formats">;
  /** Hồ sơ chính sách of the peer it is reached through; null: none of its own. */
  readonly peerProfile?: string | null;
}

const MiB = 1024 * 1024;

/** Năng lực nhận: what of these files the receiver cannot take, in words that say who, how much and what to do. Nothing known is no limit. */
export function capabilityProblems(receiver: CapableReceiver, files: readonly { readonly name: string; readonly size: number }[]): FieldProblem[] {
  const { maxFileMb, maxDocumentMb, formats } = receiver.limits;
  const who = receiver.organization.organName === undefined ? receiver.code : `${receiver.organization.organName} (${receiver.code})`;
  const rule = `năng lực nhận của ${receiver.code} trong danh bạ`;
  const problems: FieldProblem[] = [];
  for (const [index, { name, size }] of files.entries()) {
    if (maxFileMb !== null && size > maxFileMb * MiB)
      problems.push({ field: `/files/${index}`, code: "file-too-large", message: `${who} nhận tối đa ${maxFileMb} MB mỗi tệp; tệp “${name}” ${megabytes(size, maxFileMb)} MB. Hãy nén hoặc tách tệp, hoặc gửi riêng cho nơi nhận này.`, rule });
    const extension = name.includes(".") ? name.slice(name.lastIndexOf(".") + 1).toLowerCase() : "";
    if (formats !== null && !formats.includes(extension))
      problems.push({ field: `/files/${index}`, code: "file-format-not-allowed", message: `${who} chỉ nhận tệp ${formats.join(", ")}; tệp “${name}” phải đổi định dạng trước khi gửi cho nơi nhận này.`, rule });
  }
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (maxDocumentMb !== null && total > maxDocumentMb * MiB)
    problems.push({ field: "/files", code: "file-too-large", message: `${who} nhận tối đa ${maxDocumentMb} MB mỗi văn bản; các tệp cộng lại ${megabytes(total, maxDocumentMb)} MB. Hãy nén hoặc tách phụ lục.`, rule });
  return problems;
}

/** One envelope serves all receivers of a transmission: their dialect only when every one of them wants the same, else the standard one. */
export function commonDialect(dialects: readonly (string | null)[]): Dialect {
  const [first] = dialects;
  if (first === undefined || first === null || dialects.some((dialect) => dialect !== first)) return DIALECTS.standard;
  return Object.entries(DIALECTS).find(([name]) => name === first)?.[1] ?? DIALECTS.standard;
}

/** One decimal, and never the limit itself when the size is over it. */
function megabytes(bytes: number, limit: number): string {
  const tenths = Math.max(Math.round((bytes / MiB) * 10), limit * 10 + 1) / 10;
  return tenths.toLocaleString("vi-VN", { maximumFractionDigits: 1 });
}
