import { formatWords } from "./check-findings.ts";
import { sayVirus } from "./virus-scan.ts";
import type { ActiveContent, FileFinding, TextProblem } from "./file-finding.ts";

const ACTIVE_WORDS: Readonly<Record<ActiveContent["kind"], string>> = {
  macros: "có macro",
  javascript: "có JavaScript",
  "embedded-files": "có tệp nhúng bên trong",
  "launch-action": "có lệnh mở chương trình",
  "external-content": "có nội dung lấy từ bên ngoài",
  "embedded-objects": "có đối tượng nhúng",
};
const TEXT_WORDS: Readonly<Record<TextProblem["kind"], string>> = {
  "not-utf-8": "chữ không phải UTF-8",
  "not-nfc": "chữ Unicode tổ hợp, chưa ở dạng dựng sẵn NFC (TCVN 6909:2001)",
  tcvn3: "chữ gõ bằng phông TCVN3 (ABC), không phải Unicode",
  vni: "chữ gõ bằng phông VNI, không phải Unicode",
  "control-characters": "có ký tự điều khiển",
  "private-use": "có ký tự ngoài bảng mã chuẩn",
};

/** What a clerk should know of a file, one sentence each; what was not looked at is said last. */
export function notesOn(finding: FileFinding): string[] {
  const notes: string[] = [];
  if (finding.agreement === "differs") notes.push(`Nội dung (${formatWords(finding.detected)}) không đúng với đuôi tệp.`);
  if (finding.encrypted) notes.push("Tệp đặt mật khẩu hoặc hạn chế quyền.");
  if (finding.damage !== null) notes.push(`Tệp hỏng: ${finding.damage}.`);
  for (const { kind, where } of finding.text?.problems ?? []) notes.push(`Văn bản: ${TEXT_WORDS[kind]} (${where}).`);
  for (const { kind, where } of finding.activeContent) notes.push(`Tệp ${ACTIVE_WORDS[kind]} (${where}).`);
  for (const { name, detected, agreement } of finding.archive?.entries ?? []) if (agreement === "differs") notes.push(`Trong tệp nén: “${name}” có nội dung ${formatWords(detected)}, không đúng với đuôi tệp.`);
  if (finding.virus !== null && finding.virus.kind !== "clean") notes.push(`Tệp ${sayVirus(finding.virus)}.`);
  for (const { what } of finding.unread) notes.push(`Chưa kiểm tra được: ${what}.`);
  return notes;
}
