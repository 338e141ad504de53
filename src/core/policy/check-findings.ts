import type { FieldProblem } from "../fault.ts";
import type { FileFinding, FileFormat } from "./file-finding.ts";

const FORMAT_WORDS: Readonly<Record<FileFormat, string>> = {
  pdf: "PDF",
  docx: "Word (DOCX)",
  xlsx: "Excel (XLSX)",
  pptx: "PowerPoint (PPTX)",
  doc: "Word 97–2003",
  xls: "Excel 97–2003",
  ppt: "PowerPoint 97–2003",
  odt: "OpenDocument văn bản",
  ods: "OpenDocument bảng tính",
  odp: "OpenDocument trình chiếu",
  rtf: "RTF",
  txt: "văn bản thuần",
  csv: "CSV",
  jpg: "ảnh JPEG",
  png: "ảnh PNG",
  tif: "ảnh TIFF",
  zip: "tệp nén ZIP",
  gif: "ảnh GIF",
  html: "trang web HTML",
  xml: "XML",
  executable: "chương trình chạy được",
  archive: "tệp nén kiểu khác",
  ole: "tệp Office kiểu cũ không rõ loại",
};

export function formatWords(format: FileFormat | null): string {
  return format === null ? "không nhận ra định dạng nào" : FORMAT_WORDS[format];
}

/** What a sender must mend, by content: a file that is not what its name says, text that is not Unicode, a program inside a zip. All at once. */
export function checkFindings(findings: readonly FileFinding[]): FieldProblem[] {
  return findings.flatMap((finding, index) => [...checkFormat(finding, `/files/${index}`), ...checkText(finding, `/files/${index}`), ...checkArchive(finding, `/files/${index}`)]);
}

function checkFormat({ name, size, extension, detected, agreement }: FileFinding, field: string): FieldProblem[] {
  if (agreement !== "differs" || size === 0) return [];
  const found = formatWords(detected);
  if (extension === "pdf") {
    return [{ field, code: "file-format-not-allowed", message: `Tệp “${name}” mang đuôi .pdf nhưng nội dung: ${found}. Được phép: PDF thật. Hãy xuất lại văn bản ra PDF rồi gửi lại.`, rule: "QĐ 28/2018/QĐ-TTg Đ.10.1; NĐ 30/2020/NĐ-CP PL I" }];
  }
  return [{ field, code: "file-format-not-allowed", message: `Tệp “${name}” mang đuôi .${extension ?? ""} nhưng nội dung: ${found}. Được phép: nội dung đúng với đuôi tệp. Hãy lưu lại đúng định dạng hoặc đổi đuôi cho đúng.`, rule: "TT 39/2017/TT-BTTTT" }];
}

/** TCVN 6909:2001 is Unicode; what is typed with older fonts reads as nonsense at the receiver's. */
function checkText({ name, text, detected }: FileFinding, field: string): FieldProblem[] {
  const problem = detected === "txt" ? text?.problems.find(({ kind }) => kind === "not-utf-8") : undefined;
  if (problem === undefined) return [];
  const legacy = text?.problems.find(({ kind }) => kind === "tcvn3" || kind === "vni");
  const found = legacy === undefined ? "không phải UTF-8" : `gõ bằng phông ${legacy.kind === "tcvn3" ? "TCVN3 (ABC)" : "VNI"}`;
  return [{ field, code: "field-invalid", message: `Tệp “${name}”: chữ ${found} (${problem.where}). Được phép: Unicode UTF-8. Hãy chuyển mã và lưu lại dạng UTF-8.`, rule: "QĐ 72/2002/QĐ-TTg; TCVN 6909:2001" }];
}

function checkArchive({ name, archive }: FileFinding, field: string): FieldProblem[] {
  const program = archive?.entries.find(({ detected }) => detected === "executable");
  return program === undefined ? [] : [{ field, code: "file-format-not-allowed", message: `Tệp nén “${name}” chứa chương trình “${program.name}”. Hãy bỏ tệp này khỏi tệp nén rồi gửi lại.`, rule: "QĐ 28/2018/QĐ-TTg Đ.6.1" }];
}
