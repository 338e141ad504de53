import { Lexer } from "./lexer.ts";
import { isKind, utf16be, type PdfValue } from "./values.ts";

/** ToUnicode of a font (ISO 32000 §9.10.3): what each code says. */
export interface ToUnicode {
  /** Bytes of one code; null when the map does not say. */
  readonly codeLength: 1 | 2 | null;
  textOf(code: number): string | null;
}

interface Range {
  readonly low: number;
  readonly high: number;
  readonly text: string;
}

const MOST = 70_000;

export function readToUnicode(bytes: Buffer): ToUnicode {
  const lexer = new Lexer(bytes);
  const chars = new Map<number, string>();
  const ranges: Range[] = [];
  let codeLength: 1 | 2 | null = null;
  for (let value = lexer.next(false); value !== undefined; value = lexer.next(false)) {
    if (!isKind(value, "keyword")) continue;
    if (value.value === "begincodespacerange") {
      const low = lexer.next(false);
      if (isKind(low, "string")) codeLength = low.bytes.length >= 2 ? 2 : 1;
    } else if (value.value === "beginbfchar") readChars(lexer, chars);
    else if (value.value === "beginbfrange") readRanges(lexer, chars, ranges);
  }
  return {
    codeLength,
    textOf(code) {
      const direct = chars.get(code);
      if (direct !== undefined) return direct;
      const range = ranges.find(({ low, high }) => code >= low && code <= high);
      return range === undefined ? null : shifted(range.text, code - range.low);
    },
  };
}

function readChars(lexer: Lexer, chars: Map<number, string>): void {
  for (;;) {
    const code = lexer.next(false);
    if (!isKind(code, "string")) return;
    const text = lexer.next(false);
    if (!isKind(text, "string") || chars.size >= MOST) return;
    chars.set(codeOf(code.bytes), utf16(text));
  }
}

function readRanges(lexer: Lexer, chars: Map<number, string>, ranges: Range[]): void {
  for (;;) {
    const low = lexer.next(false);
    if (!isKind(low, "string")) return;
    const high = lexer.next(false);
    const target = lexer.next(false);
    if (!isKind(high, "string") || ranges.length >= MOST || chars.size >= MOST) return;
    if (isKind(target, "string")) ranges.push({ low: codeOf(low.bytes), high: codeOf(high.bytes), text: utf16(target) });
    else if (isKind(target, "array")) target.items.forEach((item, index) => isKind(item, "string") && chars.set(codeOf(low.bytes) + index, utf16(item)));
    else return;
  }
}

function codeOf(bytes: Buffer): number {
  return bytes.length === 0 ? 0 : bytes.readUIntBE(0, Math.min(bytes.length, 4));
}

function utf16(value: Extract<PdfValue, { kind: "string" }>): string {
  return value.bytes.length === 1 ? value.bytes.toString("latin1") : utf16be(value.bytes);
}

function shifted(text: string, by: number): string {
  const last = text.codePointAt(text.length - 1);
  return last === undefined || last + by > 0x10ffff ? text : text.slice(0, -1) + String.fromCodePoint(last + by);
}
