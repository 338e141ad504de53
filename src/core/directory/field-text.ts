import { canonicalOrganId, DIALECTS, EdxmlError, parseOrganId, type LocalDate } from "#edxml";
import type { AgencyField, AgencyLayer } from "./facts.ts";
import { isPlainText, LONGEST_NAME, oneLine } from "./listed-agency.ts";

/** A field as a person writes it in a CSV cell or on the command line, with what it may hold. */
export interface FieldText {
  readonly field: AgencyField;
  /** Column of the CSV, and name on the command line. */
  readonly column: string;
  /** What a clerk reads about it. */
  readonly label: string;
  /** Reads a non-empty text; a sentence says what is wrong. */
  readonly read: (text: string) => { readonly value: string | number | readonly string[] } | { readonly problem: string };
  readonly write: (value: unknown) => string;
}

const LONGEST_TEXT = 300;
const LARGEST_MB = 1024 * 1024;

export const FIELD_TEXTS: readonly FieldText[] = [
  text("name", "name", "Tên cơ quan", LONGEST_NAME),
  list("aliases", "aliases", "Mã khác", (item) => codeOf(item)),
  day("validFrom", "valid_from", "Hiệu lực từ"),
  day("validTo", "valid_to", "Hiệu lực đến"),
  code("successor", "successor", "Cơ quan kế thừa"),
  code("parent", "parent", "Cơ quan cấp trên"),
  matching("email", "email", "Thư điện tử", /^[^\s@]+@[^\s@]+\.[^\s@]+$/, "không đúng dạng ten@don-vi.vn"),
  matching("phone", "phone", "Điện thoại", /^[\d+()./ -]{3,60}$/, "chỉ gồm chữ số và + ( ) . / -"),
  matching("fax", "fax", "Fax", /^[\d+()./ -]{3,60}$/, "chỉ gồm chữ số và + ( ) . / -"),
  matching("website", "website", "Trang thông tin", /^(https?:\/\/)?[^\s<>"']+\.[^\s<>"']+$/i, "không đúng dạng địa chỉ trang thông tin"),
  text("address", "address", "Địa chỉ", LONGEST_TEXT),
  text("inCharge", "in_charge", "Cơ quan chủ quản", LONGEST_TEXT),
  code("organId", "organ_id", "Mã ghi trong gói tin"),
  matching("channel", "channel", "Kênh", /^[a-z][a-z0-9:.-]{0,60}$/, "chỉ gồm chữ thường, chữ số và : . -"),
  { ...text("dialect", "dialect", "Biến thể edXML", 40), read: (given) => (Object.hasOwn(DIALECTS, given) ? { value: given } : { problem: `chỉ nhận một trong: ${Object.keys(DIALECTS).join(", ")}` }) },
  megabytes("maxFileMb", "max_file_mb", "Tối đa mỗi tệp (MB)"),
  megabytes("maxDocumentMb", "max_document_mb", "Tối đa mỗi văn bản (MB)"),
  list("formats", "formats", "Định dạng nhận được", (item) => {
    const extension = item.toLowerCase().replace(/^\./, "");
    return /^[a-z0-9]{1,10}$/.test(extension) ? { value: extension } : { problem: `“${item.slice(0, 20)}” không phải phần mở rộng của tệp` };
  }),
];

const BY_COLUMN = new Map(FIELD_TEXTS.map((field) => [field.column, field]));

export function fieldByColumn(column: string): FieldText | null {
  return BY_COLUMN.get(column) ?? null;
}

/** What a layer would say that cannot be true, whatever the single fields are. */
export function contradictions(code: string, layer: AgencyLayer): { readonly field: AgencyField; readonly problem: string }[] {
  const problems: { field: AgencyField; problem: string }[] = [];
  const { validFrom, validTo, successor, parent, aliases } = layer;
  if (typeof validFrom === "string" && typeof validTo === "string" && validTo < validFrom) problems.push({ field: "validTo", problem: "ngày hết hiệu lực sớm hơn ngày có hiệu lực" });
  if (successor === code) problems.push({ field: "successor", problem: "cơ quan không thể kế thừa chính mình" });
  if (parent === code) problems.push({ field: "parent", problem: "cơ quan không thể là cấp trên của chính mình" });
  if (aliases?.includes(code) === true) problems.push({ field: "aliases", problem: "mã khác trùng với chính mã của cơ quan" });
  return problems;
}

type Read = ReturnType<FieldText["read"]>;

function text(field: AgencyField, column: string, label: string, longest: number): FieldText {
  return {
    field,
    column,
    label,
    read: (given) => {
      const value = oneLine(given);
      if (!isPlainText(value)) return { problem: "có ký tự điều khiển hoặc ký tự không hợp lệ" };
      return Array.from(value).length > longest ? { problem: `tối đa ${longest} ký tự` } : { value };
    },
    write: (value) => (typeof value === "string" || typeof value === "number" ? String(value) : ""),
  };
}

function matching(field: AgencyField, column: string, label: string, form: RegExp, problem: string): FieldText {
  const plain = text(field, column, label, LONGEST_TEXT);
  return { ...plain, read: (given) => (form.test(given) ? plain.read(given) : { problem }) };
}

function day(field: AgencyField, column: string, label: string): FieldText {
  return { ...text(field, column, label, 10), read: (given) => (isRealDay(given) ? { value: given } : { problem: "cần là ngày có thật dạng YYYY-MM-DD" }) };
}

function code(field: AgencyField, column: string, label: string): FieldText {
  return { ...text(field, column, label, 50), read: (given) => (field === "organId" ? organId(given) : codeOf(given)) };
}

function megabytes(field: AgencyField, column: string, label: string): FieldText {
  return { ...text(field, column, label, 10), read: (given) => (/^[1-9]\d{0,6}$/.test(given) && Number(given) <= LARGEST_MB ? { value: Number(given) } : { problem: "cần là số nguyên dương, đơn vị MB" }) };
}

/** Items between `;` or `|`, without repetitions, in order of the alphabet. */
function list(field: AgencyField, column: string, label: string, readItem: (item: string) => Read): FieldText {
  return {
    ...text(field, column, label, LONGEST_TEXT),
    read: (given) => {
      const items = given.split(/[;|]/).map(oneLine).filter((item) => item !== "");
      if (items.length > 50) return { problem: "tối đa 50 mục" };
      const values = new Set<string>();
      for (const item of items) {
        const read = readItem(item);
        if ("problem" in read) return read;
        values.add(String(read.value));
      }
      return { value: [...values].sort() };
    },
    write: (value) => (Array.isArray(value) ? value.join("|") : ""),
  };
}

function organId(given: string): Read {
  try {
    const id = parseOrganId(given);
    return isPlainText(id) ? { value: id } : { problem: "có ký tự không hợp lệ" };
  } catch (error) {
    if (error instanceof EdxmlError) return { problem: `“${given.slice(0, 40)}” không phải mã định danh` };
    throw error;
  }
}

function codeOf(given: string): Read {
  const read = organId(given);
  return "problem" in read ? read : { value: canonicalOrganId(String(read.value)) };
}

function isRealDay(given: string): given is LocalDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(given)) return false;
  const at = new Date(`${given}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(given);
}
