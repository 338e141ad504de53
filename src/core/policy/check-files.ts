import { finding, type PolicyFinding } from "./finding.ts";
import { extensionOf, megabytes, MiB } from "./measure.ts";
import type { DecidedRules } from "./profile.ts";
import { safeName } from "./safe-name.ts";

export interface NamedFile {
  readonly name: string;
  readonly size: number;
}

const LETTERS_DIGITS = /^[A-Za-z0-9._-]+$/;

/** Whose policy speaks: null is the sender's own; else a receiver, named. */
export type Who = string | null;

/** Định dạng, dung lượng, tên tệp: everything the names and sizes show. The first file is the document itself. */
export function checkFilesBy(rules: DecidedRules, files: readonly NamedFile[], who: Who): PolicyFinding[] {
  return [...files.flatMap((file, index) => checkFile(rules, file, `/files/${index}`, who)), ...checkMain(rules, files, who), ...checkDocumentSize(rules, files, who)];
}

function checkFile(rules: DecidedRules, { name, size }: NamedFile, field: string, who: Who): PolicyFinding[] {
  const findings: PolicyFinding[] = [];
  const formats = rules["file-formats"];
  const extension = extensionOf(name);
  if (extension === null || !formats.value.extensions.includes(extension)) {
    const allowed = formats.value.extensions.join(", ");
    const message = who === null ? `Tệp “${name}” không thuộc định dạng được gửi (${allowed}).` : `${who} không nhận tệp “${name}”: chỉ nhận ${allowed}. Hãy đổi định dạng trước khi gửi cho nơi nhận này.`;
    findings.push(finding(formats, { field, code: "file-format-not-allowed", message, found: extension ?? "không có phần mở rộng", allowed }));
  }
  const sizes = rules["file-size"];
  const { maxMb } = sizes.value;
  if (maxMb !== null && size > maxMb * MiB) {
    const found = `${megabytes(size, maxMb)} MB`;
    findings.push(finding(sizes, { field, code: "file-too-large", message: who === null ? `Tệp “${name}” ${found}, tối đa ${maxMb} MB mỗi tệp. Hãy nén hoặc tách tệp.` : `${who} nhận tối đa ${maxMb} MB mỗi tệp; tệp “${name}” ${found}. Hãy nén hoặc tách tệp, hoặc gửi riêng cho nơi nhận này.`, found, allowed: `${maxMb} MB mỗi tệp` }));
  }
  return [...findings, ...checkName(rules, name, field, who)];
}

function checkName(rules: DecidedRules, name: string, field: string, who: Who): PolicyFinding[] {
  const rule = rules["file-name"];
  const { maxLength, characters } = rule.value;
  const length = Array.from(name).length;
  const wrong = [...(maxLength !== null && length > maxLength ? [`dài ${length} ký tự`] : []), ...(characters === "letters-digits" && !LETTERS_DIGITS.test(name) ? ["có dấu tiếng Việt, khoảng trắng hoặc ký tự đặc biệt"] : [])];
  if (wrong.length === 0) return [];
  const allowed = [...(maxLength === null ? [] : [`tối đa ${maxLength} ký tự`]), ...(characters === "letters-digits" ? ["chỉ chữ không dấu, số, dấu chấm, gạch nối, gạch dưới"] : [])].join("; ");
  const message = `${who === null ? "Tên" : `${who} không nhận tên`} tệp “${name}” ${wrong.join(" và ")}: ${allowed}. Đề nghị đổi thành “${safeName(name, maxLength ?? 50)}”.`;
  return [finding(rule, { field, code: "file-name-invalid", message, found: wrong.join("; "), allowed })];
}

/** The file that carries the signature. */
function checkMain(rules: DecidedRules, [main]: readonly NamedFile[], who: Who): PolicyFinding[] {
  const rule = rules["main-file-formats"];
  if (main === undefined) return [];
  const extension = extensionOf(main.name);
  const known = extension !== null && rules["file-formats"].value.extensions.includes(extension);
  if (extension !== null && rule.value.extensions.includes(extension)) return [];
  if (!known && extension !== null) return []; // said once, with the whole list
  const allowed = rule.value.extensions.join(", ").toUpperCase();
  const message = who === null ? `Tệp văn bản chính “${main.name}” phải là ${allowed}. Hãy xuất văn bản đã ký số ra ${allowed} rồi gửi lại.` : `${who} chỉ nhận văn bản chính dạng ${allowed}; tệp “${main.name}” phải đổi trước khi gửi.`;
  return [finding(rule, { field: "/files/0", code: "file-format-not-allowed", message, found: extension ?? "không có phần mở rộng", allowed })];
}

function checkDocumentSize(rules: DecidedRules, files: readonly NamedFile[], who: Who): PolicyFinding[] {
  const rule = rules["document-size"];
  const { maxMb } = rule.value;
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (maxMb === null || total <= maxMb * MiB) return [];
  const found = `${megabytes(total, maxMb)} MB`;
  const largest = files.reduce((a, b) => (b.size > a.size ? b : a));
  const which = files.length === 1 ? `tệp này ${found}` : `các tệp cộng lại ${found}, lớn nhất là “${largest.name}”`;
  const message = `${who === null ? "Văn bản" : `${who} nhận`} tối đa ${maxMb} MB; ${which}. Hãy nén hoặc tách phụ lục${who === null ? "" : ", hoặc gửi riêng cho nơi nhận này"}.`;
  return [finding(rule, { field: "/files", code: "file-too-large", message, found, allowed: `${maxMb} MB mỗi văn bản` })];
}
