import { z } from "zod";

/** Danh mục cấm: what a clerk says the content is. Never guessed from the content. */
export const CATEGORIES = ["petition", "complaint", "denunciation", "ethnic-religious-foreign", "one-stop-dossier", "sensitive"] as const;
export type Category = (typeof CATEGORIES)[number];
export const CATEGORY_TEXTS: Readonly<Record<Category, string>> = {
  petition: "đơn kiến nghị",
  complaint: "đơn khiếu nại",
  denunciation: "đơn tố cáo",
  "ethnic-religious-foreign": "thông tin dân tộc, tôn giáo, đối ngoại chưa có kết luận",
  "one-stop-dossier": "hồ sơ thủ tục hành chính một cửa",
  sensitive: "văn bản nhạy cảm",
};

/** Mục đích gửi, where the type of a document does not tell whether paper must follow. */
export const PURPOSES = [
  "steering",
  "comment",
  "for-information",
  "report",
  "periodic-report",
  "work-schedule",
  "invitation",
  "meeting-papers",
  "working-papers",
  "draft-for-comment",
  "one-stop-dossier",
  "individual-decision",
  "asset-declaration",
  "inspection-conclusion",
  "financial-records",
] as const;
export type Purpose = (typeof PURPOSES)[number];
export const PURPOSE_TEXTS: Readonly<Record<Purpose, string>> = {
  steering: "chỉ đạo, điều hành",
  comment: "tham gia ý kiến, góp ý",
  "for-information": "để biết",
  report: "để báo cáo",
  "periodic-report": "báo cáo định kỳ",
  "work-schedule": "lịch công tác",
  invitation: "giấy mời",
  "meeting-papers": "tài liệu họp, hội thảo",
  "working-papers": "tài liệu trao đổi trong xử lý công việc",
  "draft-for-comment": "dự thảo xin ý kiến",
  "one-stop-dossier": "hồ sơ thủ tục hành chính",
  "individual-decision": "quyết định cá biệt",
  "asset-declaration": "kê khai tài sản",
  "inspection-conclusion": "kết luận thanh tra",
  "financial-records": "hồ sơ, chứng từ tài chính",
};

/** Trường thông tin that a profile may require (QĐ 28/2018 Đ.10.2; NĐ 30/2020 PL VI part II). */
export const METADATA_FIELDS = ["sender", "receivers", "number", "notation", "issuedOn", "issuedAt", "documentType", "subject", "signerName", "signerPosition", "signerCompetence", "sphere", "pages", "copies", "dueOn", "toPlaces"] as const;
export type MetadataField = (typeof METADATA_FIELDS)[number];

const extensions = z.strictObject({ extensions: z.array(z.string().regex(/^[a-z0-9]{1,8}$/, { error: "Phần mở rộng: chữ thường, số, không có dấu chấm" })).min(1).max(100) });
const size = z.strictObject({ maxMb: z.number().positive().max(4096).nullable() });
const field = z.enum(METADATA_FIELDS);

/** Every rule a profile may hold and an agency may override, with what its value looks like. Sizes in MiB, `≤` allowed ("không quá 25Mb"). */
export const RULES = {
  secrecy: z.strictObject({ allowed: z.tuple([z.literal("khong")]) }),
  "file-formats": extensions,
  "main-file-formats": extensions,
  "file-size": size,
  "document-size": size,
  "file-name": z.strictObject({ maxLength: z.int().min(8).max(240).nullable(), characters: z.enum(["any", "letters-digits"]) }),
  text: z.strictObject({ standard: z.literal("tcvn-6909-2001") }),
  metadata: z.strictObject({ required: z.array(field), expected: z.array(field), lengths: z.partialRecord(field, z.int().min(1).max(10_000)) }),
  "document-types": z.strictObject({ list: z.enum(["nd-30-2020", "any"]) }),
  numbering: z.strictObject({ abbreviation: z.boolean() }),
  urgency: z.strictObject({ levels: z.array(z.enum(["thuong", "khan", "thuong-khan", "hoa-toc"])).min(1) }),
  "forbidden-categories": z.strictObject({ categories: z.array(z.enum(CATEGORIES)) }),
  signature: z.strictObject({ unsigned: z.enum(["for-information", "refuse"]), issuer: z.enum(["any", "ban-co-yeu"]), paperWithoutSignature: z.boolean() }),
  /** `infected` to a receiver is always held: only a person may send it back (NĐ 30/2020 Đ.21.2.b). */
  "virus-scan": z.strictObject({ infected: z.enum(["refuse", "hold"]), unscanned: z.enum(["hold", "pass"]) }),
  paper: z.strictObject({
    otherwise: z.enum(["electronic-only", "with-paper"]),
    electronicOnly: z.array(z.strictObject({ scope: z.enum(["internal", "inter-agency", "any"]), purposes: z.array(z.enum(PURPOSES)), types: z.array(z.string().min(1).max(100)), article: z.string().min(1).max(200) })),
    withPaper: z.array(z.string().min(1).max(100)),
    waivedBySignature: z.strictObject({ issuer: z.enum(["any", "ban-co-yeu"]), article: z.string().min(1).max(200), except: z.array(z.enum(PURPOSES)) }).nullable(),
    /** `head`: the head of the agency may decide otherwise. */
    exceptions: z.enum(["none", "head"]),
  }),
  "account-name": z.strictObject({ pattern: z.string().min(1).max(200).refine(isPattern, { error: "Mẫu tên tài khoản: không phải biểu thức chính quy" }), example: z.string().min(1).max(60) }),
  network: z.strictObject({ class: z.enum(["internet", "restricted"]) }),
} as const;

export type RuleName = keyof typeof RULES;
export type RuleValue<Name extends RuleName> = z.output<(typeof RULES)[Name]>;
export const RULE_NAMES = Object.keys(RULES) as readonly RuleName[];

export const RULE_TEXTS: Readonly<Record<RuleName, string>> = {
  secrecy: "độ mật",
  "file-formats": "định dạng tệp",
  "main-file-formats": "định dạng văn bản chính (tệp mang chữ ký)",
  "file-size": "dung lượng mỗi tệp",
  "document-size": "dung lượng mỗi văn bản",
  "file-name": "tên tệp",
  text: "bộ mã ký tự",
  metadata: "thông tin bắt buộc",
  "document-types": "tên loại văn bản",
  numbering: "số, ký hiệu",
  urgency: "độ khẩn",
  "forbidden-categories": "nội dung không được gửi",
  signature: "chữ ký số",
  "virus-scan": "quét vi rút",
  paper: "bản giấy",
  "account-name": "tên tài khoản",
  network: "mạng truyền",
};

export function isRuleName(name: string): name is RuleName {
  return Object.hasOwn(RULES, name);
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, "u").source !== "";
  } catch {
    return false;
  }
}
