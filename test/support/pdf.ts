import { deflateSync } from "node:zlib";

/** A small real PDF: one page for each list of lines, Helvetica, WinAnsi; letters beyond it by a ToUnicode map of one-byte codes. */
export interface PdfPlan {
  readonly pages: readonly (readonly PdfLine[])[];
  /** Added to the catalogue, e.g. `/OpenAction << /S /JavaScript /JS (app.alert) >>`. */
  readonly catalog?: string;
  /** Added to the trailer, e.g. `/Encrypt 9 0 R`. */
  readonly trailer?: string;
  /** Objects beyond those of the pages, numbered from 100. */
  readonly extra?: readonly (string | Buffer)[];
}
export interface PdfLine {
  readonly text: string;
  /** From the left and the bottom of an A4 page, in points. */
  readonly x?: number;
  readonly y?: number;
}

export const A4 = { width: 595, height: 842 } as const;

/** The least a reader accepts as a whole PDF. */
export function minimalPdf(text = "Công văn thử nghiệm"): Buffer {
  return makePdf({ pages: [[{ text }]] });
}

export function makePdf({ pages, catalog = "", trailer = "", extra = [] }: PdfPlan): Buffer {
  const objects = new Map<number, string | Buffer>();
  const letters = [...new Set(pages.flat().flatMap(({ text }) => Array.from(text.normalize("NFC"))))];
  objects.set(1, `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`);
  objects.set(2, `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${10 + index * 2} 0 R`).join(" ")}] >>`);
  objects.set(3, `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>`);
  objects.set(4, stream(toUnicode(letters)));
  for (const [index, lines] of pages.entries()) {
    objects.set(10 + index * 2, `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${A4.width} ${A4.height}] /Resources << /Font << /F1 3 0 R >> >> /Contents ${11 + index * 2} 0 R >>`);
    objects.set(11 + index * 2, stream(content(lines, letters)));
  }
  for (const [index, object] of extra.entries()) objects.set(100 + index, object);
  return assemble(objects, trailer);
}

function content(lines: readonly PdfLine[], letters: readonly string[]): string {
  const shown = lines.map(({ text, x = 72, y = 760 }) => {
    const codes = Array.from(text.normalize("NFC"), (letter) => (letters.indexOf(letter) + 1).toString(16).padStart(2, "0")).join("");
    return `BT /F1 13 Tf 1 0 0 1 ${x} ${y} Tm <${codes}> Tj ET`;
  });
  return shown.join("\n");
}

function toUnicode(letters: readonly string[]): string {
  const chars = letters.map((letter, index) => `<${(index + 1).toString(16).padStart(2, "0")}> <${Buffer.from(letter, "utf16le").swap16().toString("hex")}>`);
  return `/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange ${chars.length} beginbfchar\n${chars.join("\n")}\nendbfchar endcmap end`;
}

export function stream(text: string | Buffer, dict = "", packed = true): Buffer {
  const bytes = packed ? deflateSync(text) : Buffer.from(text);
  return Buffer.concat([Buffer.from(`<< /Length ${bytes.length} ${packed ? "/Filter /FlateDecode" : ""} ${dict} >>\nstream\n`), bytes, Buffer.from("\nendstream")]);
}

/** Puts objects into a file with its cross-reference table. */
export function assemble(objects: ReadonlyMap<number, string | Buffer>, trailer = ""): Buffer {
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n%âãÏÓ\n", "latin1")];
  const offsets = new Map<number, number>();
  let length = parts[0]?.length ?? 0;
  for (const [number, object] of objects) {
    offsets.set(number, length);
    const part = Buffer.concat([Buffer.from(`${number} 0 obj\n`), Buffer.from(object), Buffer.from("\nendobj\n")]);
    parts.push(part);
    length += part.length;
  }
  const table = [...offsets].map(([number, offset]) => `${number} 1\n${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  parts.push(Buffer.from(`xref\n0 1\n0000000000 65535 f \n${table}trailer\n<< /Size ${Math.max(...objects.keys()) + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${length}\n%%EOF\n`));
  return Buffer.concat(parts);
}
