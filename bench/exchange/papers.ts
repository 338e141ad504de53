import { randomBytes } from "node:crypto";
import { makePdf, stream } from "#test/support/pdf";

/** Many different PDFs of one size: a page of text and a picture nobody can pack, with a number in it. */
export function papers(bytes: number): (number: number) => Buffer {
  const mark = "so 00000000";
  const lines = Array.from({ length: 30 }, (_, index) => ({ text: `Điều ${index + 1}. Các cơ quan, đơn vị chịu trách nhiệm thi hành văn bản này.`, y: 760 - index * 20 }));
  const bare = makePdf({ pages: [lines], extra: [`(${mark})`] }).length;
  const picture = stream(randomBytes(Math.max(0, bytes - bare - 200)), "/Type /XObject /Subtype /Image /Width 100 /Height 100 /ColorSpace /DeviceGray /BitsPerComponent 8", false);
  const paper = makePdf({ pages: [lines], extra: [`(${mark})`, picture] });
  const at = paper.indexOf(mark) + 3;
  return (number) => {
    const copy = Buffer.from(paper);
    copy.write(String(number).padStart(8, "0"), at, "latin1");
    return copy;
  };
}
