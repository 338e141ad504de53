import { finding, type PolicyFinding } from "./finding.ts";
import { legacyVietnamese } from "./legacy-vietnamese.ts";
import type { DecidedRules } from "./profile.ts";

/** A text of the metadata with the place it stands at. */
export interface PlacedText {
  readonly field: string;
  readonly text: string;
}

interface TextFault {
  readonly found: string;
  readonly advice: string;
  readonly severity: PolicyFinding["severity"];
}

const NAMES = { tcvn3: "TCVN3 (ABC, .VnTime)", vni: "VNI" } as const;

/** Bộ mã ký tự: valid Unicode, composed letters, nothing typed with fonts older than Unicode (TCVN 6909:2001). */
export function checkTexts(rules: DecidedRules, texts: readonly PlacedText[]): PolicyFinding[] {
  return texts.flatMap(({ field, text }) => {
    const fault = textFault(text);
    if (fault === null) return [];
    const { found, advice, severity } = fault;
    return [finding(rules.text, { severity, field, code: "field-invalid", message: `${advice} (${found}).`, found, allowed: "Unicode dựng sẵn, TCVN 6909:2001" })];
  });
}

/** The worst thing only: one repair mends the text. */
export function textFault(text: string): TextFault | null {
  if (/\p{Cs}/u.test(text)) return refuse("nửa cặp ký tự thay thế", "Văn bản có ký tự hỏng; hãy nhập lại trường này bằng bộ gõ Unicode");
  if (text.includes("\uFFFD")) return refuse("ký tự thay thế U+FFFD", "Văn bản đã mất ký tự khi chuyển mã; hãy nhập lại trường này bằng bộ gõ Unicode");
  if (/[\p{Cc}]/u.test(text.replaceAll(/[\t\n\r]/g, ""))) return refuse("ký tự điều khiển", "Văn bản có ký tự điều khiển; hãy xóa rồi nhập lại");
  if (/\p{Co}/u.test(text)) return refuse("ký tự vùng dùng riêng", "Văn bản có ký tự ngoài bảng mã chung; hãy nhập lại bằng phông Unicode");
  const legacy = legacyVietnamese(text);
  if (legacy !== null) return refuse(`bảng mã ${NAMES[legacy]}`, `Văn bản gõ bằng bảng mã ${NAMES[legacy]}, nơi nhận không đọc được; hãy chuyển sang Unicode`);
  if (text !== text.normalize("NFC")) return { found: "Unicode tổ hợp (không phải NFC)", advice: "Chữ có dấu viết bằng ký tự tổ hợp, tìm kiếm có thể không thấy; cổng đọc theo dạng dựng sẵn", severity: "note" };
  return null;
}

function refuse(found: string, advice: string): TextFault {
  return { found, advice, severity: "refuse" };
}
