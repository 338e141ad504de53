import { sayDate, type Printout } from "../../core/reports/printout.ts";
import { vietnamTime } from "../../core/vietnam-time.ts";
import type { FontStyle, PdfFont } from "./font.ts";
import type { Ink } from "./ink.ts";
import { A4 } from "./pdf-file.ts";
import { wrap } from "./wrap.ts";

const [WIDTH, HEIGHT] = [A4.height, A4.width];
const FRAME = 42;

/** Bìa: agency, title, year, from and to, as the forms of NĐ 30/2020 PL IV have them. */
export function drawCover(ink: Ink, fonts: Readonly<Record<FontStyle, PdfFont>>, printout: Printout): void {
  for (const [inset, thickness] of [[FRAME, 1.5], [FRAME + 4, 0.5]] as const) {
    const [left, right, bottom, top] = [inset, WIDTH - inset, inset, HEIGHT - inset];
    ink.line(left, bottom, right, bottom, thickness);
    ink.line(left, top, right, top, thickness);
    ink.line(left, bottom, left, top, thickness);
    ink.line(right, bottom, right, top, thickness);
  }
  const centred = (text: string, y: number, size: number, style: FontStyle): number => {
    let at = y;
    for (const line of wrap(text, fonts[style], size, WIDTH - 2 * FRAME - 60)) {
      ink.aligned(line, 0, at, WIDTH, 0.5, size, style);
      at -= size * 1.35;
    }
    return at;
  };
  let y = centred(printout.agency.name.toLocaleUpperCase("vi"), HEIGHT - 100, 15, "bold");
  y = centred(`Mã định danh: ${printout.agency.code}`, y - 2, 12, "regular");
  y = centred(printout.title, Math.min(y - 60, HEIGHT - 230), 26, "bold");
  ink.line(WIDTH / 2 - 70, y + 12, WIDTH / 2 + 70, y + 12, 0.8);
  y -= 18;
  for (const line of printout.cover) y = centred(line, y, 14, "regular") - 5;
  centred(printout.form, FRAME + 44, 10.5, "italic");
  const printedAt = vietnamTime(printout.printedAt);
  centred(`In từ cổng liên thông lúc ${printedAt.slice(11, 16)} ngày ${sayDate(printedAt)}`, FRAME + 26, 10.5, "italic");
}
