import type { FileFinding, PdfSignature } from "./file-finding.ts";
import { sayCheck, type SignatureIssuer } from "./signature-check.ts";

/** Giá trị pháp lý of a document as exchanged: as an original, or only to know and consult (QĐ 28/2018 Đ.4; NĐ 30/2020 Đ.5.1). */
export interface LegalEffect {
  readonly effect: "full" | "for_information";
  /** What is missing for full effect; empty when the effect is full. */
  readonly missing: readonly MissingForEffect[];
  /** false: the signatures were found, but nobody had proven them when this was computed. */
  readonly verified: boolean;
}

export const MISSING_FOR_EFFECT = ["main-not-pdf", "main-unreadable", "person-signature", "agency-signature", "attachment-agency-signature", "changed-after-signing", "signature-not-valid"] as const;
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
 * the signature of the agency (PL I.II.8.b). A signature counts when it is proven and nothing it does not cover was written after it, but for the
 * next signatures.
 */
export function legalEffectOf(findings: readonly FileFinding[]): LegalEffect {
  const [main, ...attachments] = findings;
  const missing = [...(main === undefined ? [] : missingOnMain(main)), ...attachments.flatMap(missingOnAttachment)];
  return { effect: main !== undefined && missing.length === 0 ? "full" : "for_information", missing: saidOnce(missing), verified: true };
}

/** One sentence for a file that was changed, however many signatures that concerns. */
function saidOnce(missing: readonly MissingForEffect[]): readonly MissingForEffect[] {
  return missing.filter((one, index) => one.what !== "changed-after-signing" || missing.findIndex(({ what, file }) => what === one.what && file === one.file) === index);
}

/** edXML does not say which file is the document; the first PDF is. */
export function mainFirst<File extends { readonly name: string }>(files: readonly File[]): readonly File[] {
  const main = files.find(({ name }) => name.toLowerCase().endsWith(".pdf"));
  return main === undefined ? files : [main, ...files.filter((file) => file !== main)];
}

/** Signed by a person or an agency, proven, and still about the file as it is. */
export function countsForEffect({ kind, check, later }: PdfSignature): boolean {
  return (kind === "person" || kind === "agency") && check.kind === "valid" && later !== "changed";
}

/**
 * Whose certificates a document is signed with: the person's and the agency's on the main file. `other` when either comes from elsewhere than
 * Ban Cơ yếu, null when the document is not signed by both (57/2014/QĐ-UBND Đ.8.2).
 */
export function signatureIssuerOf(findings: readonly FileFinding[] | null): SignatureIssuer | null {
  const counting = (findings?.[0]?.signatures ?? []).filter(countsForEffect);
  const issuers = (["person", "agency"] as const).map((kind) => counting.flatMap((signature) => (signature.kind === kind && signature.check.kind === "valid" ? [signature.check.issuer] : [])));
  if (issuers.some((found) => found.length === 0)) return null;
  return issuers.every((found) => found.includes("ban-co-yeu")) ? "ban-co-yeu" : "other";
}

function missingOnMain(main: FileFinding): MissingForEffect[] {
  if (main.detected !== "pdf") return [missing("main-not-pdf", main, "không phải PDF nên không mang chữ ký số của văn bản", "QĐ 28/2018/QĐ-TTg Đ.4.1")];
  if (main.encrypted || main.damage !== null) return [missing("main-unreadable", main, "không đọc được đầy đủ nên không thấy chữ ký số", "QĐ 28/2018/QĐ-TTg Đ.4.1")];
  return [
    ...lacking(main, "person", "person-signature", "chưa có chữ ký số của người có thẩm quyền", "NĐ 30/2020/NĐ-CP Đ.5.1"),
    ...lacking(main, "agency", "agency-signature", "chưa có chữ ký số của cơ quan", "NĐ 30/2020/NĐ-CP Đ.5.1"),
  ];
}

function missingOnAttachment(file: FileFinding): MissingForEffect[] {
  return lacking(file, "agency", "attachment-agency-signature", "là phụ lục ở tệp riêng, chưa có chữ ký số của cơ quan", "NĐ 30/2020/NĐ-CP PL I.II.8.b");
}

/** Nothing when one signature of this kind counts; else why each that is there does not, or that there is none. */
function lacking(file: FileFinding, kind: "person" | "agency", what: MissingForEffect["what"], text: string, rule: string): MissingForEffect[] {
  const signatures = file.signatures.filter((signature) => signature.kind === kind);
  if (signatures.some(countsForEffect)) return [];
  if (signatures.length === 0) return [missing(what, file, text, rule), ...unreadable(file)];
  return signatures.map((signature) => {
    const who = signature.signerName ?? "không rõ tên";
    if (signature.check.kind === "valid") return missing("changed-after-signing", file, `đã được ghi thêm sau chữ ký của ${who}`, "QĐ 28/2018/QĐ-TTg Đ.9.1");
    return missing("signature-not-valid", file, `có chữ ký của ${who} nhưng ${sayCheck(signature.check)}`, "QĐ 28/2018/QĐ-TTg Đ.9.1; NĐ 23/2025/NĐ-CP Đ.15, 16");
  });
}

/** A signature nobody can tell whose it is may be the one that is missing: why it does not count is said beside. */
function unreadable(file: FileFinding): MissingForEffect[] {
  return file.signatures
    .filter(({ kind, check }) => kind === "unknown" && check.kind !== "valid")
    .slice(0, 1)
    .map(({ check }) => missing("signature-not-valid", file, `có chữ ký ${sayCheck(check)}`, "QĐ 28/2018/QĐ-TTg Đ.9.1"));
}

function missing(what: MissingForEffect["what"], file: FileFinding, text: string, rule: string): MissingForEffect {
  return { what, file: file.name, message: `Tệp “${file.name}” ${text}.`, rule };
}

/** One sentence for whoever reads the document at either end. */
export function sayEffect({ effect, missing: lacking, verified }: LegalEffect): string {
  if (effect === "full") return `Có giá trị như bản gốc${verified ? "" : " nếu các chữ ký số tìm thấy được xác minh là hợp lệ"} (NĐ 30/2020/NĐ-CP Đ.5.1; QĐ 28/2018/QĐ-TTg Đ.4.1).`;
  return `Để biết, tham khảo, chưa thay cho bản giấy (QĐ 28/2018/QĐ-TTg Đ.4.2). ${lacking.map(({ message }) => message).join(" ")}`.trim();
}
