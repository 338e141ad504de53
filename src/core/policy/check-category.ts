import { finding, type PolicyFinding } from "./finding.ts";
import type { DecidedRules } from "./profile.ts";
import { CATEGORY_TEXTS, type Category } from "./rules.ts";

/** Who let a sensitive document go (19-QC/HU Đ.6.1). */
export interface Release {
  readonly person: string;
  readonly reason: string;
}

/** Words that make a clerk look once more. They never block: a letter about a complaint is not the complaint. */
const HINTS: Partial<Readonly<Record<Category, RegExp>>> = {
  complaint: /^đơn (?:thư )?khiếu nại/iu,
  denunciation: /^đơn (?:thư )?tố cáo/iu,
  petition: /^đơn (?:thư )?(?:kiến nghị|phản ánh)/iu,
  "one-stop-dossier": /(?:hồ sơ (?:giải quyết )?thủ tục hành chính|một cửa điện tử)/iu,
};

/** Nội dung không được gửi: what the clerk declared, and what the subject sounds like. */
export function checkCategories(rules: DecidedRules, declared: readonly Category[], subject: string | null, release: Release | null, who: string | null): PolicyFinding[] {
  const rule = rules["forbidden-categories"];
  const allowed = "gửi theo đường khác";
  return rule.value.categories.flatMap((category): PolicyFinding[] => {
    const text = CATEGORY_TEXTS[category];
    if (declared.includes(category)) {
      if (category === "sensitive" && release !== null) return [];
      const how = category === "sensitive" ? " khi chưa có ý kiến của người đứng đầu (trường release)" : "";
      return [finding(rule, { field: "/categories", code: "content-forbidden", message: `${who === null ? "Cơ quan gửi không được gửi" : `${who} không nhận`} ${text} qua hệ thống này${how}.`, found: text, allowed })];
    }
    if (subject !== null && HINTS[category]?.test(subject.normalize("NFC").replace(/^v\/v\s*/iu, "")) === true) {
      return [finding(rule, { severity: "note", field: "/subject", code: "content-forbidden", message: `Trích yếu giống ${text}; nếu đúng là ${text} thì không được gửi qua hệ thống này.`, found: "trích yếu", allowed })];
    }
    return [];
  });
}
