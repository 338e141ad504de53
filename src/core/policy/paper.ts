import type { DecidedRules } from "./profile.ts";
import { PURPOSE_TEXTS, type Purpose } from "./rules.ts";

/** What decides whether paper follows (QĐ 28/2018 Đ.5.3; 57/2014/QĐ-UBND Đ.7–8; 1690/QĐ-UBND Đ.7). */
export interface PaperQuestion {
  readonly documentType: string | null;
  readonly purpose: Purpose | null;
  /** One agency with itself, or two agencies. */
  readonly scope: "internal" | "inter-agency";
  /** Whose certificate the signatures come from; null: not signed, or not known yet. */
  readonly signatureIssuer: "ban-co-yeu" | "other" | null;
}

export interface PaperDecision {
  readonly mode: "electronic-only" | "with-paper";
  readonly article: string;
  readonly profile: string;
  /** Vietnamese, one sentence. */
  readonly why: string;
  /** The head of the agency may decide otherwise. */
  readonly headMayDecide: boolean;
}

/** Điện tử hay kèm giấy. */
export function decidePaper(rules: DecidedRules, question: PaperQuestion): PaperDecision {
  const { value, article, label } = rules.paper;
  const decided = (mode: PaperDecision["mode"], why: string, by = article): PaperDecision => ({ mode, article: by, profile: label, why, headMayDecide: value.exceptions === "head" });
  const type = question.documentType?.normalize("NFC").toLowerCase() ?? "";
  const named = (types: readonly string[]): boolean => types.some((name) => name.toLowerCase() === type);

  const listed = value.electronicOnly.find(({ scope, purposes, types }) => (scope === "any" || scope === question.scope) && ((question.purpose !== null && purposes.includes(question.purpose)) || named(types)));
  if (listed !== undefined) {
    const what = question.purpose !== null && listed.purposes.includes(question.purpose) ? PURPOSE_TEXTS[question.purpose] : (question.documentType ?? "");
    return decided("electronic-only", `${capital(what)} thuộc danh mục gửi hoàn toàn điện tử.`, listed.article);
  }
  if (value.otherwise === "electronic-only" && !named(value.withPaper)) return decided("electronic-only", "Đã gửi điện tử thì không gửi bản giấy.");

  const waiver = value.waivedBySignature;
  if (waiver !== null && question.signatureIssuer !== null && (waiver.issuer === "any" || waiver.issuer === question.signatureIssuer)) {
    if (question.purpose === null || !waiver.except.includes(question.purpose)) return decided("electronic-only", "Đã ký số bằng chứng thư được công nhận nên không phải gửi bản giấy.", waiver.article);
    return decided("with-paper", `Đã ký số, nhưng ${PURPOSE_TEXTS[question.purpose]} phải lưu bản giấy tại nơi nhận.`, waiver.article);
  }
  return decided("with-paper", waiver === null ? "Loại này phải gửi kèm bản giấy, cùng nội dung với bản điện tử." : "Loại này phải gửi kèm bản giấy khi chưa ký số bằng chứng thư của Ban Cơ yếu Chính phủ.");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
