import type { FileFinding, PdfSignature } from "./file-finding.ts";

/** Giá trị pháp lý of a document as exchanged: as an original, or only to know and consult (QĐ 28/2018 Đ.4; NĐ 30/2020 Đ.5.1). */
export interface LegalEffect {
  readonly effect: "full" | "for_information";
  /** What is missing for full effect; empty when the effect is full. */
  readonly missing: readonly MissingForEffect[];
  /** false: the signatures were found, but nobody has proven them yet. */
  readonly verified: boolean;
}

export const MISSING_FOR_EFFECT = ["main-not-pdf", "main-unreadable", "person-signature", "agency-signature", "attachment-agency-signature", "changed-after-signing"] as const;
export interface MissingForEffect {
  readonly what: (typeof MISSING_FOR_EFFECT)[number];
  /** Name of the file. */
  readonly file: string;
  /** Vietnamese sentence. */
  readonly message: string;
  readonly rule: string;
}

/**
 * Full effect needs, on the main PDF, the signature of the authorised person and of the agency (NĐ 30/2020 Đ.5.1), and on every separate attachment
 * the signature of the agency (PL I.II.8.b). A signature whose range no longer covers what follows it counts only when a later one covers the whole file.
 */
export function legalEffectOf(findings: readonly FileFinding[]): LegalEffect {
  const [main, ...attachments] = findings;
  const missing = [...(main === undefined ? [] : missingOnMain(main)), ...attachments.flatMap(missingOnAttachment)];
  return { effect: main !== undefined && missing.length === 0 ? "full" : "for_information", missing, verified: false };
}

function missingOnMain(main: FileFinding): MissingForEffect[] {
  if (main.detected !== "pdf") return [missing("main-not-pdf", main, "không phải PDF nên không mang chữ ký số của văn bản", "QĐ 28/2018/QĐ-TTg Đ.4.1")];
  if (main.encrypted || main.damage !== null) return [missing("main-unreadable", main, "không đọc được đầy đủ nên không thấy chữ ký số", "QĐ 28/2018/QĐ-TTg Đ.4.1")];
  const found: MissingForEffect[] = [];
  if (!main.signatures.some(ofPerson)) found.push(missing("person-signature", main, "chưa có chữ ký số của người có thẩm quyền", "NĐ 30/2020/NĐ-CP Đ.5.1"));
  if (!main.signatures.some(ofAgency)) found.push(missing("agency-signature", main, "chưa có chữ ký số của cơ quan", "NĐ 30/2020/NĐ-CP Đ.5.1"));
  return [...found, ...changedAfterSigning(main)];
}

function missingOnAttachment(file: FileFinding): MissingForEffect[] {
  if (!file.signatures.some(ofAgency)) return [missing("attachment-agency-signature", file, "là phụ lục ở tệp riêng, chưa có chữ ký số của cơ quan", "NĐ 30/2020/NĐ-CP PL I.II.8.b")];
  return changedAfterSigning(file);
}

function changedAfterSigning(file: FileFinding): MissingForEffect[] {
  if (file.signatures.length === 0 || file.signatures.some(({ covers }) => covers === "whole")) return [];
  return [missing("changed-after-signing", file, "đã được ghi thêm sau chữ ký cuối cùng", "QĐ 28/2018/QĐ-TTg Đ.9.1")];
}

function ofPerson({ kind, covers }: PdfSignature): boolean {
  return kind === "person" && covers !== "broken";
}

function ofAgency({ kind, covers }: PdfSignature): boolean {
  return kind === "agency" && covers !== "broken";
}

function missing(what: MissingForEffect["what"], file: FileFinding, text: string, rule: string): MissingForEffect {
  return { what, file: file.name, message: `Tệp “${file.name}” ${text}.`, rule };
}

/** One sentence for whoever reads the document at either end. */
export function sayEffect({ effect, missing: lacking, verified }: LegalEffect): string {
  if (effect === "full") return `Có giá trị như bản gốc${verified ? "" : " nếu các chữ ký số tìm thấy được xác minh là hợp lệ"} (NĐ 30/2020/NĐ-CP Đ.5.1; QĐ 28/2018/QĐ-TTg Đ.4.1).`;
  return `Để biết, tham khảo, chưa thay cho bản giấy (QĐ 28/2018/QĐ-TTg Đ.4.2). ${lacking.map(({ message }) => message).join(" ")}`.trim();
}
