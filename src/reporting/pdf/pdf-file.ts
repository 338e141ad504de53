import { deflateSync } from "node:zlib";
import { FONT_STYLES, PdfFont, type FontStyle } from "./font.ts";

export const A4 = { width: 595.28, height: 841.89 } as const;
const CATALOG = 1;
const PAGES = 2;
const INFO = 3;
const TOTAL = 4;
const FIRST_FONT = 5;
const FIRST_FREE = FIRST_FONT + FONT_STYLES.length;

export interface PdfFacts {
  readonly title: string;
  readonly createdAt: Date;
}

/**
 * Writes PDF 1.7 (ISO 32000-1) object by object: a page is gone from memory once it is written; fonts, the list of pages and their number come
 * last. The text is selectable and searchable (ToUnicode), the fonts are embedded as subsets.
 */
export class PdfFile {
  readonly fonts: Readonly<Record<FontStyle, PdfFont>> = { regular: new PdfFont("regular"), bold: new PdfFont("bold"), italic: new PdfFont("italic") };
  readonly #facts: PdfFacts;
  readonly #size: { readonly width: number; readonly height: number };
  readonly #offsets: number[] = [];
  readonly #pages: number[] = [];
  #next = FIRST_FREE;
  #written = 0;

  constructor(facts: PdfFacts, size: { readonly width: number; readonly height: number }) {
    this.#facts = facts;
    this.#size = size;
  }

  get pageCount(): number {
    return this.#pages.length;
  }

  header(): Buffer {
    return this.#count(Buffer.from("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n", "latin1"));
  }

  page(content: string): Buffer {
    const [contents, page] = [this.#next, this.#next + 1];
    this.#next += 2;
    this.#pages.push(page);
    const fonts = FONT_STYLES.map((style, at) => `/${style} ${FIRST_FONT + at} 0 R`).join(" ");
    return Buffer.concat([
      this.#stream(contents, "", Buffer.from(content, "latin1")),
      this.#object(page, `<< /Type /Page /Parent ${PAGES} 0 R /MediaBox [0 0 ${this.#size.width} ${this.#size.height}] /Resources << /Font << ${fonts} >> /XObject << /Total ${TOTAL} 0 R >> >> /Contents ${contents} 0 R >>`),
    ]);
  }

  /** Everything that is only known at the end. */
  *finish(footerSize: number): Generator<Buffer> {
    const total = `BT /regular ${footerSize} Tf <${this.fonts.regular.run(String(this.pageCount)).hex}> Tj ET`;
    yield this.#stream(TOTAL, `/Type /XObject /Subtype /Form /BBox [-2 -4 60 ${footerSize + 4}] /Resources << /Font << /regular ${FIRST_FONT} 0 R >> >>`, Buffer.from(total, "latin1"));
    for (const [at, style] of FONT_STYLES.entries()) yield* this.#font(FIRST_FONT + at, this.fonts[style]);
    yield this.#object(PAGES, `<< /Type /Pages /Count ${this.pageCount} /Kids [${this.#pages.map((id) => `${id} 0 R`).join(" ")}] >>`);
    yield this.#object(CATALOG, `<< /Type /Catalog /Pages ${PAGES} 0 R /Lang (vi-VN) /ViewerPreferences << /DisplayDocTitle true >> >>`);
    yield this.#object(INFO, `<< /Title ${utf16(this.#facts.title)} /Producer (lienthong) /CreationDate (${pdfDate(this.#facts.createdAt)}) >>`);
    yield this.#crossReferences();
  }

  *#font(id: number, font: PdfFont): Generator<Buffer> {
    if (!font.isUsed) font.run(" "); // every page names all faces
    const [descendant, descriptor, file, unicode] = [this.#next, this.#next + 1, this.#next + 2, this.#next + 3];
    this.#next += 4;
    const { name, ascent, descent, capHeight, italicAngle, box } = font.metrics;
    const subsetName = `LTHONG+${name}`;
    const bytes = Buffer.from(font.subset());
    yield this.#object(id, `<< /Type /Font /Subtype /Type0 /BaseFont /${subsetName} /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] /ToUnicode ${unicode} 0 R >>`);
    const widths = font.glyphs.map((glyph) => `${glyph.id} [${glyph.width}]`).join(" ");
    yield this.#object(
      descendant,
      `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${subsetName} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${descriptor} 0 R /W [${widths}] /CIDToGIDMap /Identity >>`,
    );
    yield this.#object(
      descriptor,
      `<< /Type /FontDescriptor /FontName /${subsetName} /Flags ${font.style === "italic" ? 70 : 6} /FontBBox [${box.join(" ")}] /ItalicAngle ${italicAngle} /Ascent ${ascent} /Descent ${descent} /CapHeight ${capHeight} /StemV ${font.style === "bold" ? 140 : 80} /FontFile2 ${file} 0 R >>`,
    );
    yield this.#stream(file, `/Length1 ${bytes.length}`, bytes);
    yield this.#stream(unicode, "", Buffer.from(toUnicode(font), "latin1"));
  }

  #crossReferences(): Buffer {
    const start = this.#written;
    const rows = Array.from({ length: this.#next - 1 }, (_row, at) => `${String(this.#offsets[at + 1] ?? 0).padStart(10, "0")} 00000 n \n`).join("");
    return this.#count(Buffer.from(`xref\n0 ${this.#next}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${this.#next} /Root ${CATALOG} 0 R /Info ${INFO} 0 R >>\nstartxref\n${start}\n%%EOF\n`, "latin1"));
  }

  #object(id: number, body: string): Buffer {
    this.#offsets[id] = this.#written;
    return this.#count(Buffer.from(`${id} 0 obj\n${body}\nendobj\n`, "latin1"));
  }

  #stream(id: number, entries: string, data: Buffer): Buffer {
    const packed = deflateSync(data, { level: 3 });
    this.#offsets[id] = this.#written;
    return this.#count(Buffer.concat([Buffer.from(`${id} 0 obj\n<< ${entries} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`, "latin1"), packed, Buffer.from("\nendstream\nendobj\n", "latin1")]));
  }

  #count(bytes: Buffer): Buffer {
    this.#written += bytes.length;
    return bytes;
  }
}

/** How a reader gets the letters back from glyph numbers; at most 100 in one block. */
function toUnicode(font: PdfFont): string {
  const known = font.glyphs.filter(({ id }) => id > 0);
  const blocks: string[] = [];
  for (let at = 0; at < known.length; at += 100) {
    const rows = known.slice(at, at + 100).map(({ id, codePoint }) => `<${id.toString(16).padStart(4, "0")}> <${hex16(String.fromCodePoint(codePoint))}>`);
    blocks.push(`${rows.length} beginbfchar\n${rows.join("\n")}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n${blocks.join("\n")}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend`;
}

function hex16(text: string): string {
  return Buffer.from(text, "utf16le").swap16().toString("hex");
}

function utf16(text: string): string {
  return `<feff${hex16(text)}>`;
}

function pdfDate(at: Date): string {
  const local = new Date(at.getTime() + 7 * 3_600_000).toISOString();
  return `D:${local.replaceAll(/\D/g, "").slice(0, 14)}+07'00'`;
}
