import type { PdfFont, Run } from "./font.ts";

/** Printable Latin text with all Vietnamese letters composed: nothing to clean. */
const PLAIN = /^[ -~\u00a0-\u02ff\u1ea0-\u1eff\u2010-\u2026]*$/;

/** Line breaks of the text itself are kept, other control characters become spaces; decomposed letters are composed first. */
export function clean(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.normalize("NFC").replaceAll(/\r\n?/g, "\n").replaceAll(/(?!\n)\p{C}/gu, " ");
}

/** Breaks text into lines no wider than `width` points: at spaces, after the marks inside codes, and inside a word only when it is wider than the line. */
export function wrap(text: string, font: PdfFont, size: number, width: number): Run[] {
  if (text === "") return [];
  const limit = (width * 1000) / size;
  return clean(text).split("\n").flatMap((paragraph) => wrapParagraph(paragraph, font, limit));
}

const EMPTY: Run = { text: "", hex: "", width: 0 };

/** Widths in thousandths of the font size. The space at the end of a line hangs over, unseen. */
function wrapParagraph(paragraph: string, font: PdfFont, limit: number): Run[] {
  const lines: Run[] = [];
  const space = font.run(" ").width;
  let line = EMPTY;
  for (const piece of (paragraph.match(PIECES) ?? []).flatMap((word) => runsOf(word, font, limit, space))) {
    const bare = piece.text.endsWith(" ") ? piece.width - space : piece.width;
    if (line.width + bare <= limit) {
      line = join(line, piece);
      continue;
    }
    lines.push(line);
    line = piece;
  }
  lines.push(line);
  return lines.map((one) => trimmed(one, font));
}

/** A word as one run, or letter by letter when no line is wide enough. */
function runsOf(word: string, font: PdfFont, limit: number, space: number): Run[] {
  const run = font.run(word);
  return run.width - space <= limit ? [run] : Array.from(word, (char) => font.run(char));
}

function join(a: Run, b: Run): Run {
  return { text: a.text + b.text, hex: a.hex + b.hex, width: a.width + b.width };
}

function trimmed(run: Run, font: PdfFont): Run {
  if (!run.text.endsWith(" ")) return run;
  return { text: run.text.slice(0, -1), hex: run.hex.slice(0, -4), width: run.width - font.run(" ").width };
}

/** A day with its space, a word with its space, or the part of a code up to one of its marks. */
const PIECES = /\b\d{1,2}\/\d{1,2}\/\d{4}\b[,;.]*\s?|[^\s/\-–_,;.]*(?:[/\-–_,;.]+(?=\S)|[/\-–_,;.]*\s?)/gu;
