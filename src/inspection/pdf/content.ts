import { LIMITS } from "../limits.ts";
import { readFont, type Font } from "./font.ts";
import { Lexer } from "./lexer.ts";
import { apply, IDENTITY, matrixOf, times, type Matrix } from "./matrix.ts";
import type { PdfFile } from "./pdf-file.ts";
import { isKind, nameOf, type PdfDict, type PdfValue } from "./values.ts";

/** Letters shown by one operator, where they stand on the page. */
export interface Span {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly endX: number;
  readonly endY: number;
  /** Height of the letters on the page. */
  readonly size: number;
}

export interface PageReading {
  readonly spans: Span[];
  operators: number;
  /** Letters whose font does not say what they are. */
  unknownGlyphs: number;
  cut: boolean;
}

interface TextState {
  readonly ctm: Matrix;
  readonly font: Font | null;
  readonly size: number;
  readonly charSpace: number;
  readonly wordSpace: number;
  readonly scale: number;
  readonly leading: number;
  readonly rise: number;
}

const START: TextState = { ctm: IDENTITY, font: null, size: 1, charSpace: 0, wordSpace: 0, scale: 1, leading: 0, rise: 0 };
const FORM_DEPTH = 6;
const STACK = 200;

/** Plays the operators that show text (ISO 32000 §9) and keeps where each piece stands. Paths, images and colours are passed over. */
export class ContentReader {
  readonly #file: PdfFile;
  readonly #fonts: Map<PdfValue, Font>;
  readonly reading: PageReading = { spans: [], operators: 0, unknownGlyphs: 0, cut: false };

  constructor(file: PdfFile, fonts: Map<PdfValue, Font>) {
    this.#file = file;
    this.#fonts = fonts;
  }

  play(bytes: Buffer, resources: PdfDict | null, ctm: Matrix, depth = 0): void {
    const lexer = new Lexer(bytes);
    const stack: TextState[] = [];
    let state: TextState = { ...START, ctm };
    let text: Matrix = IDENTITY;
    let line: Matrix = IDENTITY;
    let operands: PdfValue[] = [];
    const number = (index: number): number => {
      const value = operands[index];
      return typeof value === "number" ? value : 0;
    };
    const moveLine = (x: number, y: number) => {
      line = times([1, 0, 0, 1, x, y], line);
      text = line;
    };
    const show = (value: PdfValue | undefined) => {
      if (isKind(value, "string")) text = this.#show(state, text, value.bytes);
    };
    for (let value = lexer.next(false); value !== undefined; value = lexer.next(false)) {
      if (!isKind(value, "keyword")) {
        if (operands.length < 64) operands.push(value);
        continue;
      }
      this.reading.operators += 1;
      if (this.reading.operators > LIMITS.pageOperators) {
        this.reading.cut = true;
        return;
      }
      switch (value.value) {
        case "q":
          if (stack.length < STACK) stack.push(state);
          break;
        case "Q":
          state = stack.pop() ?? state;
          break;
        case "cm":
          state = { ...state, ctm: times(matrixOf(operands), state.ctm) };
          break;
        case "BT":
          text = IDENTITY;
          line = IDENTITY;
          break;
        case "Tf":
          state = { ...state, font: this.#font(resources, nameOf(operands[0])), size: number(1) };
          break;
        case "Tc":
          state = { ...state, charSpace: number(0) };
          break;
        case "Tw":
          state = { ...state, wordSpace: number(0) };
          break;
        case "Tz":
          state = { ...state, scale: number(0) / 100 };
          break;
        case "TL":
          state = { ...state, leading: number(0) };
          break;
        case "Ts":
          state = { ...state, rise: number(0) };
          break;
        case "Td":
          moveLine(number(0), number(1));
          break;
        case "TD":
          state = { ...state, leading: -number(1) };
          moveLine(number(0), number(1));
          break;
        case "Tm":
          line = matrixOf(operands);
          text = line;
          break;
        case "T*":
          moveLine(0, -state.leading);
          break;
        case "Tj":
          show(operands[0]);
          break;
        case "'":
          moveLine(0, -state.leading);
          show(operands[0]);
          break;
        case '"':
          state = { ...state, wordSpace: number(0), charSpace: number(1) };
          moveLine(0, -state.leading);
          show(operands[2]);
          break;
        case "TJ":
          for (const item of isKind(operands[0], "array") ? operands[0].items : []) {
            if (typeof item === "number") text = times([1, 0, 0, 1, (-item / 1_000) * state.size * state.scale, 0], text);
            else show(item);
          }
          break;
        case "Do":
          this.#form(resources, nameOf(operands[0]), state.ctm, depth);
          break;
        case "ID":
          skipInlineImage(bytes, lexer);
          break;
        default:
      }
      operands = [];
    }
  }

  /** A form XObject at a place of the page: also how stamps and signatures are drawn. */
  playForm(form: PdfValue | undefined, ctm: Matrix, resources: PdfDict | null, depth: number): void {
    const stream = depth >= FORM_DEPTH ? null : this.#file.stream(form);
    if (stream === null) return;
    const { dict, unpacked } = stream;
    if (nameOf(this.#file.value(dict.entries.get("Subtype"))) === "Image") return;
    if (unpacked.kind !== "bytes") {
      this.reading.cut ||= unpacked.kind === "too-large";
      return;
    }
    const matrix = matrixOf(this.#file.items(dict.entries.get("Matrix")));
    this.play(unpacked.bytes, this.#file.dict(dict.entries.get("Resources")) ?? resources, times(matrix, ctm), depth + 1);
  }

  #form(resources: PdfDict | null, name: string | null, ctm: Matrix, depth: number): void {
    const objects = resources === null ? null : this.#file.dict(resources.entries.get("XObject"));
    const form = name === null ? undefined : objects?.entries.get(name);
    if (form === undefined || this.#isImage(form)) return;
    this.playForm(form, ctm, resources, depth);
  }

  /** Told by the dictionary alone, so that no image is ever unpacked. */
  #isImage(form: PdfValue): boolean {
    const dict = this.#file.dict(form);
    return dict === null || nameOf(this.#file.value(dict.entries.get("Subtype"))) === "Image";
  }

  #font(resources: PdfDict | null, name: string | null): Font | null {
    const fonts = resources === null ? null : this.#file.dict(resources.entries.get("Font"));
    const dict = name === null ? null : this.#file.dict(fonts?.entries.get(name));
    if (dict === null) return null;
    const known = this.#fonts.get(dict);
    if (known !== undefined) return known;
    const font = readFont(this.#file, dict);
    this.#fonts.set(dict, font);
    return font;
  }

  #show(state: TextState, text: Matrix, bytes: Buffer): Matrix {
    if (state.font === null) return text;
    let shown = "";
    let advance = 0;
    for (const glyph of state.font.glyphs(bytes)) {
      if (glyph.text === null) this.reading.unknownGlyphs += 1;
      else shown += glyph.text;
      advance += (glyph.width * state.size + state.charSpace + (glyph.isSpace ? state.wordSpace : 0)) * state.scale;
    }
    const place = times([1, 0, 0, 1, 0, state.rise], times(text, state.ctm));
    const [x, y] = apply(place, 0, 0);
    const [endX, endY] = apply(place, advance, 0);
    const size = Math.hypot(place[2], place[3]) * Math.abs(state.size);
    this.#keep({ text: shown, x, y, endX, endY, size });
    return times([1, 0, 0, 1, advance, 0], text);
  }

  /** Marks placed by themselves (text in NFD) belong to the letter drawn before them, wherever exactly they were put. */
  #keep(span: Span): void {
    const { spans } = this.reading;
    const before = spans.at(-1);
    if (before !== undefined && ONLY_MARKS.test(span.text)) spans[spans.length - 1] = { ...before, text: before.text + span.text };
    else if (span.text !== "") spans.push(span);
  }
}

const ONLY_MARKS = /^\p{M}+$/u;

/** Bytes of an inline image are no operators; they end at EI between white space. */
function skipInlineImage(bytes: Buffer, lexer: Lexer): void {
  for (let at = bytes.indexOf("EI", lexer.position); at >= 0; at = bytes.indexOf("EI", at + 2)) {
    if (isWhite(bytes[at - 1]) && (at + 2 >= bytes.length || isWhite(bytes[at + 2]))) {
      lexer.position = at + 2;
      return;
    }
  }
  lexer.position = bytes.length;
}

function isWhite(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
