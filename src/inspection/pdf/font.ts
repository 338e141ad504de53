import { readToUnicode, type ToUnicode } from "./cmap.ts";
import { textOfGlyph } from "./glyph-names.ts";
import type { PdfFile } from "./pdf-file.ts";
import { isKind, nameOf, type PdfDict, type PdfValue } from "./values.ts";

export interface Glyph {
  /** null: the font does not say what it means. */
  readonly text: string | null;
  /** In units of the font size. */
  readonly width: number;
  /** A single byte 32, which Tw widens. */
  readonly isSpace: boolean;
}

export interface Font {
  glyphs(bytes: Buffer): readonly Glyph[];
}

const DEFAULT_WIDTH = 0.55;
const WINDOWS_1252 = new TextDecoder("windows-1252");
const MOST_WIDTHS = 70_000;

/** A font as far as reading its text goes: which letter and how wide. Shapes are never looked at. */
export function readFont(file: PdfFile, dict: PdfDict): Font {
  const unicode = toUnicodeOf(file, dict);
  return nameOf(file.value(dict.entries.get("Subtype"))) === "Type0" ? compositeFont(file, dict, unicode) : simpleFont(file, dict, unicode);
}

function toUnicodeOf(file: PdfFile, dict: PdfDict): ToUnicode | null {
  const stream = file.stream(dict.entries.get("ToUnicode"));
  return stream?.unpacked.kind === "bytes" ? readToUnicode(stream.unpacked.bytes) : null;
}

function compositeFont(file: PdfFile, dict: PdfDict, unicode: ToUnicode | null): Font {
  const descendant = file.dict(file.items(dict.entries.get("DescendantFonts"))[0]);
  const widths = descendant === null ? new Map<number, number>() : cidWidths(file, descendant);
  const standard = descendant === null ? undefined : file.value(descendant.entries.get("DW"));
  const defaultWidth = typeof standard === "number" ? standard / 1_000 : 1;
  const step = unicode?.codeLength === 1 ? 1 : 2;
  const glyphOf = remembered((code) => ({ text: unicode?.textOf(code) ?? null, width: widths.get(code) ?? defaultWidth, isSpace: step === 1 && code === 32 }));
  return {
    glyphs(bytes) {
      const glyphs: Glyph[] = [];
      for (let at = 0; at + step <= bytes.length; at += step) glyphs.push(glyphOf(step === 1 ? (bytes[at] ?? 0) : bytes.readUInt16BE(at)));
      return glyphs;
    },
  };
}

/** A page shows the same few letters thousands of times. */
function remembered(read: (code: number) => Glyph): (code: number) => Glyph {
  const known: (Glyph | undefined)[] = [];
  return (code) => (known[code] ??= read(code));
}

/** W: `c [w1 w2 …]` or `first last w` (ISO 32000 §9.7.4.3). */
function cidWidths(file: PdfFile, descendant: PdfDict): Map<number, number> {
  const widths = new Map<number, number>();
  const items = file.items(descendant.entries.get("W"));
  for (let at = 0; at < items.length && widths.size < MOST_WIDTHS; ) {
    const first = file.value(items[at]);
    const second = file.value(items[at + 1]);
    if (typeof first !== "number") return widths;
    if (isKind(second, "array")) {
      second.items.forEach((width, index) => typeof width === "number" && widths.set(first + index, width / 1_000));
      at += 2;
    } else {
      const width = file.value(items[at + 2]);
      if (typeof second !== "number" || typeof width !== "number") return widths;
      for (let cid = first; cid <= Math.min(second, first + 65_535) && widths.size < MOST_WIDTHS; cid += 1) widths.set(cid, width / 1_000);
      at += 3;
    }
  }
  return widths;
}

function simpleFont(file: PdfFile, dict: PdfDict, unicode: ToUnicode | null): Font {
  const encoding = file.value(dict.entries.get("Encoding"));
  const differences = isKind(encoding, "dict") ? differencesOf(file, encoding) : new Map<number, string | null>();
  // symbol fonts and Type 3 without any map have codes of their own
  const readable = nameOf(file.value(dict.entries.get("Subtype"))) !== "Type3" || differences.size > 0;
  const firstChar = file.value(dict.entries.get("FirstChar"));
  const widths = file.items(dict.entries.get("Widths"));
  const textOf = (code: number): string | null => {
    const mapped = unicode?.textOf(code);
    if (mapped !== undefined && mapped !== null) return mapped;
    if (differences.has(code)) return differences.get(code) ?? null;
    return readable ? WINDOWS_1252.decode(Buffer.of(code)) : null;
  };
  const glyphOf = remembered((code) => {
    const width = typeof firstChar === "number" ? file.value(widths[code - firstChar]) : undefined;
    return { text: textOf(code), width: typeof width === "number" && width > 0 ? width / 1_000 : DEFAULT_WIDTH, isSpace: code === 32 };
  });
  return {
    glyphs(bytes) {
      const glyphs: Glyph[] = [];
      for (const code of bytes) glyphs.push(glyphOf(code));
      return glyphs;
    },
  };
}

function differencesOf(file: PdfFile, encoding: PdfDict): Map<number, string | null> {
  const differences = new Map<number, string | null>();
  let code = 0;
  for (const item of file.items(encoding.entries.get("Differences"))) {
    const value: PdfValue | undefined = file.value(item);
    if (typeof value === "number") code = value;
    else if (isKind(value, "name") && differences.size < 256) {
      differences.set(code, textOfGlyph(value.value));
      code += 1;
    }
  }
  return differences;
}
