import { openPdf } from "../../parts/pdf.ts";

/** What the first page of an administrative document says of itself (layout of NĐ 30/2020 PL I). Guesses: a person looks over them. */
export interface ReadMetadata {
  readonly number?: string;
  readonly notation?: string;
  readonly issuedAt?: string;
  readonly issuedOn?: string;
  readonly subject?: string;
}

export async function readMetadata(file: Blob): Promise<ReadMetadata> {
  try {
    const task = openPdf(await file.arrayBuffer());
    const page = await (await task.promise).getPage(1);
    const { items } = await page.getTextContent();
    await task.destroy();
    return metadataIn(items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join(""));
  } catch {
    return {};
  }
}

export function metadataIn(text: string): ReadMetadata {
  const plain = text.normalize("NFC");
  const code = /Số\s*:\s*(\d{1,6})\s*\/\s*([\p{L}\d-]{2,30})/u.exec(plain);
  const date = /([\p{Lu}][\p{L}.\s-]{1,30}?),\s*ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})/u.exec(plain);
  const subject = /(V\/v\s[\s\S]{5,300}?)(?=\n\s*\n|Kính gửi|CỘNG HÒA|$)/u.exec(plain);
  return {
    ...(code?.[1] !== undefined && code[2] !== undefined && { number: code[1], notation: code[2] }),
    ...(date?.[1] !== undefined && { issuedAt: date[1].split("\n").at(-1)?.trim() ?? "", issuedOn: `${date[4]}-${String(date[3]).padStart(2, "0")}-${String(date[2]).padStart(2, "0")}` }),
    ...(subject?.[1] !== undefined && { subject: subject[1].replaceAll(/\s+/g, " ").trim() }),
  };
}
