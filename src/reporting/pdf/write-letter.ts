import type { Letter } from "../../core/reports/printout.ts";
import type { FontStyle } from "./font.ts";
import { Ink } from "./ink.ts";
import { A4, PdfFile } from "./pdf-file.ts";
import { wrap } from "./wrap.ts";

/** Margins of NĐ 30/2020 PL I: top and bottom 20 mm, left 30 mm, right 15 mm. */
const [LEFT, RIGHT, TOP, BOTTOM] = [85, 42.5, 57, 57];
const WIDTH = A4.width - LEFT - RIGHT;
const SIZE = 13;
const LEADING = 17;

/** A notice on A4 upright, laid out as an administrative document: agency and number left, motto and date right, headings, signature. */
export function* writeLetter(letter: Letter, createdAt: Date): Generator<Buffer> {
  const file = new PdfFile({ title: `${letter.title} ${letter.number}`, createdAt }, A4);
  yield file.header();
  let ink = new Ink(file.fonts);
  let y = drawHead(ink, file, letter);

  const put = function* (text: string, style: FontStyle, align = 0, size = SIZE): Generator<Buffer> {
    for (const line of wrap(text, file.fonts[style], size, WIDTH)) {
      if (y < BOTTOM + LEADING) {
        yield file.page(ink.content);
        ink = new Ink(file.fonts);
        y = A4.height - TOP;
      }
      y -= LEADING;
      ink.aligned(line, LEFT, y, WIDTH, align, size, style);
    }
  };

  yield* put(letter.title.toLocaleUpperCase("vi"), "bold", 0.5, 14);
  yield* put(letter.subject, "bold", 0.5);
  for (const { heading, text } of letter.parts) {
    y -= 8;
    yield* put(heading, "bold");
    yield* put(text, "regular");
  }
  y -= 22;
  if (y < BOTTOM + 130) {
    yield file.page(ink.content);
    ink = new Ink(file.fonts);
    y = A4.height - TOP;
  }
  ink.text("Nơi nhận:", LEFT, y, 12, "italic");
  for (const [at, recipient] of letter.recipients.slice(0, 12).entries()) ink.text(`- ${recipient}`.slice(0, 60), LEFT, y - 14 * (at + 1), 11);
  ink.aligned(letter.signer.toLocaleUpperCase("vi"), LEFT + WIDTH / 2, y, WIDTH / 2, 0.5, SIZE, "bold");
  ink.aligned("(Ký, ghi rõ họ tên)", LEFT + WIDTH / 2, y - 16, WIDTH / 2, 0.5, 12, "italic");
  yield file.page(ink.content);
  yield* file.finish(9);
}

function drawHead(ink: Ink, file: PdfFile, letter: Letter): number {
  const half = WIDTH * 0.45;
  let left = A4.height - TOP;
  for (const line of wrap(letter.agency.name.toLocaleUpperCase("vi"), file.fonts.bold, 12, half)) {
    left -= 15;
    ink.aligned(line, LEFT, left, half, 0.5, 12, "bold");
  }
  ink.line(LEFT + half * 0.3, left - 5, LEFT + half * 0.7, left - 5, 0.7);
  ink.aligned(`Số: ${letter.number}`, LEFT, left - 22, half, 0.5, SIZE);
  const x = LEFT + half;
  const right = A4.height - TOP - 15;
  ink.aligned("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", x, right, WIDTH - half, 0.5, 11.5, "bold");
  ink.aligned("Độc lập - Tự do - Hạnh phúc", x, right - 16, WIDTH - half, 0.5, SIZE, "bold");
  ink.line(x + (WIDTH - half) * 0.2, right - 21, x + (WIDTH - half) * 0.8, right - 21, 0.7);
  ink.aligned(letter.placeAndDate, x, right - 40, WIDTH - half, 0.5, SIZE, "italic");
  return Math.min(left - 22, right - 40) - 20;
}
