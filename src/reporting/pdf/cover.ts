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
  let y: number;
  if (printout.isSent === true) y = drawLetterhead(ink, fonts, printout);
  else {
    y = centred(printout.agency.name.toLocaleUpperCase("vi"), HEIGHT - 100, 15, "bold");
    y = centred(`Mã định danh: ${printout.agency.code}`, y - 2, 12, "regular");
  }
  y = centred(printout.title, Math.min(y - 60, HEIGHT - 230), 26, "bold");
  ink.line(WIDTH / 2 - 70, y + 12, WIDTH / 2 + 70, y + 12, 0.8);
  y -= 18;
  for (const line of printout.cover) y = centred(line, y, 14, "regular") - 5;
  const printedAt = vietnamTime(printout.printedAt);
  const foot = [...wrap(printout.form, fonts.italic, 10.5, WIDTH - 2 * FRAME - 60), `In từ cổng liên thông lúc ${printedAt.slice(11, 16)} ngày ${sayDate(printedAt)}`];
  for (const [at, line] of foot.entries()) ink.aligned(line, 0, FRAME + 26 + (foot.length - 1 - at) * 14, WIDTH, 0.5, 10.5, "italic");
}

/** Who writes, and beside it quốc hiệu and tiêu ngữ, number and date to be filled in (NĐ 30/2020 PL I mục II.1–4). Answers how far down it reaches. */
function drawLetterhead(ink: Ink, fonts: Readonly<Record<FontStyle, PdfFont>>, { agency }: Printout): number {
  const [left, right] = [{ from: FRAME + 14, width: 310 }, { from: WIDTH - FRAME - 14 - 380, width: 380 }];
  const top = HEIGHT - 84;
  let y = top;
  for (const line of wrap(agency.name.toLocaleUpperCase("vi"), fonts.bold, 13, left.width)) {
    ink.aligned(line, left.from, y, left.width, 0.5, 13, "bold");
    y -= 17;
  }
  ink.line(left.from + left.width / 2 - 45, y + 11, left.from + left.width / 2 + 45, y + 11, 0.8);
  ink.aligned("Số: ……/BC-……", left.from, y - 8, left.width, 0.5, 13);
  ink.aligned("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", right.from, top, right.width, 0.5, 13, "bold");
  ink.aligned("Độc lập - Tự do - Hạnh phúc", right.from, top - 18, right.width, 0.5, 14, "bold");
  ink.line(right.from + right.width / 2 - 92, top - 24, right.from + right.width / 2 + 92, top - 24, 0.8);
  ink.aligned("…………, ngày …… tháng …… năm ………", right.from, top - 44, right.width, 0.5, 13, "italic");
  return Math.min(y, top - 44) - 20;
}
