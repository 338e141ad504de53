import type { Letter } from "../reports/printout.ts";
import type { SAMPLE_AGENCIES, SampleLetter } from "./story.ts";

/** A sample as it is printed; every page says what it is. `day`: as `2026-11-20`. */
export function printedSample(letter: SampleLetter, sender: (typeof SAMPLE_AGENCIES)[number], receivers: readonly string[], day: string): Letter {
  const invited = letter.type === "Công văn";
  return {
    agency: { code: sender.code, name: sender.name },
    number: `${letter.code.number}/${letter.code.notation}`,
    placeAndDate: `${sender.place}, ngày ${day.slice(8, 10)} tháng ${day.slice(5, 7)} năm ${day.slice(0, 4)}`,
    title: invited ? letter.subject : letter.type,
    subject: invited ? "" : letter.subject,
    parts: [{ heading: "Kính gửi:", text: receivers.join("; ") }, ...letter.text.map((text) => ({ heading: "", text })), { heading: "", text: "Văn bản mẫu để dùng thử phần mềm, không có giá trị pháp lý./." }],
    recipients: ["Như trên;", "Lưu: VT (mẫu)."],
    signer: `${sender.signer.position} ${sender.signer.fullName}`,
    fileName: `${letter.code.number}-${letter.code.notation}`,
  };
}
