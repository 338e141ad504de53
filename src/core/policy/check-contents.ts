import { formatWords } from "./check-findings.ts";
import { FILE_FORMATS, type FileFinding, type FileFormat } from "./file-finding.ts";
import { finding, UNSIGNED, type PolicyFinding } from "./finding.ts";
import type { Who } from "./check-files.ts";
import { legalEffectOf, mainFirst, signatureIssuerOf } from "./legal-effect.ts";
import type { DecidedRules } from "./profile.ts";
import { sayVirus } from "./virus-scan.ts";

/** Extensions a format goes by; every other one goes by its own name. */
const NAMES: Partial<Readonly<Record<FileFormat, readonly string[]>>> = { jpg: ["jpg", "jpeg"], tif: ["tif", "tiff"], txt: ["txt", "csv"] };

/** What the rules say of what inspection found: format by content, signatures, malware. */
export function checkContents(rules: DecidedRules, findings: readonly FileFinding[], who: Who): PolicyFinding[] {
  return [...findings.flatMap((file, index) => [...checkFormat(rules, file, `/files/${index}`, who), ...checkVirus(rules, file, `/files/${index}`)]), ...checkSignatures(rules, findings, who)];
}

/** A file whose name promises nothing we know is judged by its content; so are the entries of a zip. What its name promises and is not is said elsewhere. */
function checkFormat(rules: DecidedRules, { name, agreement, detected, archive }: FileFinding, field: string, who: Who): PolicyFinding[] {
  const rule = rules["file-formats"];
  const allowed = rule.value.extensions.join(", ");
  const isListed = (format: FileFormat): boolean => (NAMES[format] ?? [format]).some((extension) => rule.value.extensions.includes(extension));
  const findings: PolicyFinding[] = [];
  if (agreement === "unknown" && detected !== null && detected !== "ole" && !isListed(detected)) {
    findings.push(finding(rule, { field, code: "file-format-not-allowed", message: `${who === null ? "Tệp" : `${who} không nhận tệp`} “${name}” có nội dung ${formatWords(detected)}: chỉ nhận ${allowed}.`, found: formatWords(detected), allowed }));
  }
  const strange = archive?.entries.find((entry) => entry.detected !== null && entry.detected !== "ole" && FILE_FORMATS.includes(entry.detected) && !isListed(entry.detected));
  if (strange !== undefined) {
    findings.push(finding(rule, { severity: "note", field, code: "file-format-not-allowed", message: `Tệp nén “${name}” chứa “${strange.name}” (${formatWords(strange.detected)}), không thuộc định dạng ${who ?? "được gửi"}${who === null ? "" : " nhận"}.`, found: formatWords(strange.detected), allowed }));
  }
  return findings;
}

/** Văn bản trao đổi được ký số (01/2022/QĐ-UBND Đắk Nông Đ.5.2): without, it is refused or for information, as the profile says. */
function checkSignatures(rules: DecidedRules, unordered: readonly FileFinding[], who: Who): PolicyFinding[] {
  const rule = rules.signature;
  const findings = mainFirst(unordered);
  const [main] = findings;
  if (main === undefined) return [];
  const field = `/files/${unordered.indexOf(main)}`;
  const { effect, missing } = legalEffectOf(findings);
  if (effect === "for_information") {
    const severity = rule.value.unsigned === "refuse" ? "refuse" : "note";
    const follows = severity === "refuse" ? `${who ?? "Quy định của cơ quan"} chỉ ${who === null ? "cho gửi" : "nhận"} văn bản đã ký số đủ. Hãy ký số rồi gửi lại.` : "Văn bản chỉ để biết, tham khảo, chưa thay cho bản giấy.";
    const found = main.signatures.length === 0 ? UNSIGNED : "chữ ký số chưa đủ hoặc không hợp lệ";
    return [finding(rule, { severity, field, code: "signature-not-acceptable", message: `${missing.map(({ message }) => message).join(" ")} ${follows}`, found, allowed: "chữ ký số hợp lệ của người có thẩm quyền và của cơ quan" })];
  }
  if (rule.value.issuer === "any" || signatureIssuerOf(findings) === "ban-co-yeu") return [];
  return [finding(rule, { severity: "note", field, code: "signature-not-acceptable", message: "Chữ ký số hợp lệ nhưng chứng thư không do Ban Cơ yếu Chính phủ cấp; quy định về miễn bản giấy không áp dụng.", found: "chứng thư của tổ chức khác", allowed: "chứng thư của Ban Cơ yếu Chính phủ" })];
}

/** Malware is never let through; whether it is refused or held, and what becomes of what could not be scanned, the profile says. */
function checkVirus(rules: DecidedRules, { name, virus }: FileFinding, field: string): PolicyFinding[] {
  const rule = rules["virus-scan"];
  if (virus === null || virus.kind === "clean") return [];
  const refused = virus.kind === "infected" && rule.value.infected === "refuse";
  const follows = refused ? "Hãy diệt mã độc trên máy, tạo lại tệp rồi gửi lại." : virus.kind === "infected" || rule.value.unscanned === "hold" ? "Văn bản được tạm giữ chờ người có trách nhiệm." : "Văn bản vẫn đi, có đánh dấu chưa quét.";
  return [finding(rule, { severity: refused ? "refuse" : "note", field, code: "malware-found", message: `Tệp “${name}” ${sayVirus(virus)}. ${follows}`, found: sayVirus(virus), allowed: "tệp đã quét, không có mã độc" })];
}
