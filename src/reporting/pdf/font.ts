import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { create, type Font, type FontCollection } from "fontkit";
import { HouseError } from "../../core/fault.ts";

/** Tinos: the widths of Times New Roman, all Vietnamese letters, SIL Open Font License 1.1 (inside the npm package `@expo-google-fonts/tinos`). */
const FILES = { regular: "400Regular/Tinos_400Regular.ttf", bold: "700Bold/Tinos_700Bold.ttf", italic: "400Regular_Italic/Tinos_400Regular_Italic.ttf" } as const;
export type FontStyle = keyof typeof FILES;
export const FONT_STYLES: readonly FontStyle[] = ["regular", "bold", "italic"];

const loaded = new Map<FontStyle, Font>();
const SPACE = 0x20;
const WIDEST_UNICODE = 0x10ffff;

function load(style: FontStyle): Font {
  const known = loaded.get(style);
  if (known !== undefined) return known;
  const font: Font | FontCollection = create(readFileSync(createRequire(import.meta.url).resolve(`@expo-google-fonts/tinos/${FILES[style]}`)));
  if (!("glyphForCodePoint" in font)) throw new HouseError("data-file-invalid", `the font ${FILES[style]} is a collection`, { file: FILES[style] });
  loaded.set(style, font);
  return font;
}

interface UsedGlyph {
  /** Number inside the embedded subset, by first use. */
  readonly id: number;
  /** Thousandths of the font size. */
  readonly width: number;
  readonly codePoint: number;
}

/** Text as PDF shows it: glyph numbers in hex, and how wide they are in thousandths of the font size. */
export interface Run {
  readonly text: string;
  readonly hex: string;
  readonly width: number;
}

/** Words repeat; more than these are forgotten together. */
const REMEMBERED_WORDS = 20_000;

/** One face of one PDF: measures text, and remembers which glyphs were used so that only these are embedded. */
export class PdfFont {
  readonly style: FontStyle;
  readonly #font: Font;
  readonly #subset: ReturnType<Font["createSubset"]>;
  readonly #glyphs = new Map<number, UsedGlyph>();
  readonly #words = new Map<string, Run>();
  readonly #used: UsedGlyph[] = [];
  #lastId = 0;

  constructor(style: FontStyle) {
    this.style = style;
    this.#font = load(style);
    this.#subset = this.#font.createSubset();
  }

  /** Width in points. */
  widthOf(text: string, size: number): number {
    return (this.run(text).width * size) / 1000;
  }

  run(text: string): Run {
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    let hex = "";
    let width = 0;
    for (const char of text) {
      const glyph = this.#glyph(char.codePointAt(0) ?? SPACE);
      hex += glyph.id.toString(16).padStart(4, "0");
      width += glyph.width;
    }
    if (this.#words.size >= REMEMBERED_WORDS) this.#words.clear();
    const run = { text, hex, width };
    this.#words.set(text, run);
    return run;
  }

  get isUsed(): boolean {
    return this.#used.length > 0;
  }

  get glyphs(): readonly UsedGlyph[] {
    return this.#used;
  }

  /** Thousandths of the font size, as the descriptor wants them. */
  get metrics(): { readonly name: string; readonly ascent: number; readonly descent: number; readonly capHeight: number; readonly italicAngle: number; readonly box: readonly number[] } {
    const font = this.#font;
    const scale = (value: number): number => Math.round((value * 1000) / font.unitsPerEm);
    const { minX, minY, maxX, maxY } = font.bbox;
    return { name: font.postscriptName, ascent: scale(font.ascent), descent: scale(font.descent), capHeight: scale(font.capHeight), italicAngle: font.italicAngle, box: [minX, minY, maxX, maxY].map(scale) };
  }

  /** The TrueType file with nothing but the used glyphs. */
  subset(): Uint8Array {
    return this.#subset.encode();
  }

  #glyph(codePoint: number): UsedGlyph {
    const known = this.#glyphs.get(codePoint);
    if (known !== undefined) return known;
    const glyph = this.#font.glyphForCodePoint(codePoint <= WIDEST_UNICODE ? codePoint : SPACE);
    this.#subset.includeGlyph(glyph);
    const id = glyph.id === 0 ? 0 : (this.#lastId += 1);
    const used: UsedGlyph = { id, width: Math.round((glyph.advanceWidth * 1000) / this.#font.unitsPerEm), codePoint };
    this.#glyphs.set(codePoint, used);
    this.#used.push(used);
    return used;
  }
}
