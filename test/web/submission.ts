/** What a QLVB sends, ready to be spoiled. */
export const METADATA = {
  sender: "G22",
  receivers: [{ organId: "H48" }],
  code: { number: "123", notation: "VPCP-KSTT" },
  issuedOn: "2026-11-20",
  issuedAt: "Hà Nội",
  documentType: "Công văn",
  subject: "V/v kết nối, liên thông văn bản điện tử",
  signer: { competence: "KT. BỘ TRƯỞNG, CHỦ NHIỆM", position: "PHÓ CHỦ NHIỆM", fullName: "Nguyễn Văn Đức" },
  staff: { fullName: "Trần Thị Hương", department: "Văn thư" },
};

export interface FormFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

export const LETTER: FormFile = { name: "Công văn số 123.pdf", content: "%PDF-1.7 nội dung công văn\n%%EOF" };
export const APPENDIX: FormFile = { name: "Phụ lục.csv", content: "STT;Nội dung\n1;danh sách\n" };

let lastNumber = 1000;
/** A document nobody sent yet. */
export function fresh(): typeof METADATA {
  return { ...METADATA, code: { number: String(++lastNumber), notation: METADATA.code.notation } };
}

export function form(metadata: unknown = fresh(), files: readonly FormFile[] = [LETTER]): FormData {
  const data = new FormData();
  if (metadata !== undefined) data.append("metadata", typeof metadata === "string" ? metadata : JSON.stringify(metadata));
  for (const file of files) data.append("files", new Blob([file.content]), file.name);
  return data;
}

export interface Part {
  readonly head: string;
  readonly body: string;
}

/** A form written by hand: what no honest client would send. */
export function handMade(boundary: string, ...parts: readonly Part[]): string {
  return `${parts.map((part) => `--${boundary}\r\n${part.head}\r\n\r\n${part.body}\r\n`).join("")}--${boundary}--\r\n`;
}

export function metadataPart(metadata: unknown = fresh()): Part {
  return { head: 'Content-Disposition: form-data; name="metadata"\r\nContent-Type: application/json', body: JSON.stringify(metadata) };
}

export function filePart(disposition: string, body = "%PDF-1.7"): Part {
  return { head: `Content-Disposition: form-data; name="files"; ${disposition}\r\nContent-Type: application/pdf`, body };
}
