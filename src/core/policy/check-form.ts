import type { KnownDocumentType } from "../outgoing/compose-document.ts";
import { finding, type PolicyFinding } from "./finding.ts";
import { FIELD_POINTERS, type MetadataFacts } from "./metadata.ts";
import type { DecidedRules } from "./profile.ts";

export type KnownType = KnownDocumentType & { readonly abbreviation: string | null };

export const URGENCY_TEXTS = { thuong: "thường", khan: "khẩn", "thuong-khan": "thượng khẩn", "hoa-toc": "hỏa tốc" } as const;
export type Urgency = keyof typeof URGENCY_TEXTS;

/** Tên loại văn bản và chữ viết tắt. A type the law dropped is not sent any more; one nobody knows is only told. */
export function checkType(rules: DecidedRules, facts: MetadataFacts, known: readonly KnownType[]): PolicyFinding[] {
  const rule = rules["document-types"];
  const name = facts.documentType?.normalize("NFC").toLowerCase();
  if (name === undefined || rule.value.list === "any") return [];
  const types = known.filter((type) => type.name.toLowerCase() === name);
  const field = FIELD_POINTERS.documentType;
  if (types.length === 0) {
    return [finding(rule, { severity: "note", field, code: "field-invalid", message: `“${facts.documentType ?? ""}” không có trong danh mục loại văn bản; nơi nhận có thể không phân loại được.`, found: facts.documentType ?? "", allowed: "29 loại của NĐ 30/2020 Đ.7 và văn bản quy phạm pháp luật" })];
  }
  if (types.every(({ outgoing }) => !outgoing)) {
    return [finding(rule, { field, code: "field-invalid", message: `Loại “${facts.documentType ?? ""}” không còn trong danh mục. Hãy chọn loại khác.`, found: facts.documentType ?? "", allowed: "29 loại của NĐ 30/2020 Đ.7" })];
  }
  return [];
}

/** Số, ký hiệu: what a register would trip over. All notes: the number is the sender's own. */
export function checkNumbering(rules: DecidedRules, facts: MetadataFacts, known: readonly KnownType[]): PolicyFinding[] {
  const rule = rules.numbering;
  const { number, notation, documentType } = facts;
  const notes: PolicyFinding[] = [];
  const note = (field: string, message: string, found: string, allowed: string) => notes.push(finding(rule, { severity: "note", field, code: "field-invalid", message, found, allowed }));
  if (number !== null && /\s/.test(number)) note(FIELD_POINTERS.number, `Số văn bản “${number}” có khoảng trắng; hãy viết liền.`, number, "không có khoảng trắng");
  if (number !== null && /^[1-9]$/.test(number)) note(FIELD_POINTERS.number, `Số dưới 10 viết thêm số 0 đứng trước: 0${number}.`, number, `0${number}`);
  if (notation !== null && /\s/.test(notation)) note(FIELD_POINTERS.notation, `Ký hiệu “${notation}” có khoảng trắng; các nhóm nối bằng gạch nối, không cách chữ.`, notation, "không có khoảng trắng");
  const abbreviations = known.filter((type) => type.name.toLowerCase() === documentType?.normalize("NFC").toLowerCase()).flatMap(({ abbreviation }) => (abbreviation === null ? [] : [abbreviation]));
  const begins = (abbreviation: string): boolean => notation !== null && (notation === abbreviation || notation.startsWith(`${abbreviation}-`) || notation.includes(`/${abbreviation}-`));
  if (rule.value.abbreviation && notation !== null && abbreviations.length > 0 && !abbreviations.some(begins)) {
    note(FIELD_POINTERS.notation, `Ký hiệu “${notation}” không có chữ viết tắt “${abbreviations[0] ?? ""}” của ${documentType ?? ""}.`, notation, `${abbreviations[0] ?? ""}-…`);
  }
  return notes;
}

/** A level the other side does not know is read as the next lower one; it travels as it is. */
export function checkUrgency(rules: DecidedRules, urgency: Urgency): PolicyFinding[] {
  const rule = rules.urgency;
  if (rule.value.levels.includes(urgency)) return [];
  const allowed = rule.value.levels.map((level) => URGENCY_TEXTS[level]).join(", ");
  return [finding(rule, { severity: "note", field: "/urgency", code: "field-invalid", message: `Mức “${URGENCY_TEXTS[urgency]}” không có trong quy định này (${allowed}); được xử lý như mức thấp hơn liền kề.`, found: URGENCY_TEXTS[urgency], allowed })];
}
