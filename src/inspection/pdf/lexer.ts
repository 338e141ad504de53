import { isKind, type PdfValue } from "./values.ts";

const DEPTH = 60;
const WHITE_BYTES = [0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20];
const DELIMITER_BYTES = Array.from("()<>[]{}/%", (char) => char.charCodeAt(0));
/** 1: white space, 2: delimiter. A table, because every byte of a page is asked. */
const KIND = Uint8Array.from({ length: 256 }, (_, byte) => (WHITE_BYTES.includes(byte) ? 1 : DELIMITER_BYTES.includes(byte) ? 2 : 0));
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)/;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** Reads values one after the other and never fails: what is no value becomes a keyword, what is cut off ends at the end. */
export class Lexer {
  readonly #bytes: Buffer;
  /** Where the next value begins. */
  position: number;

  constructor(bytes: Buffer, position = 0) {
    this.#bytes = bytes;
    this.position = position;
  }

  get atEnd(): boolean {
    this.#skipWhite();
    return this.position >= this.#bytes.length;
  }

  /** undefined at the end. References are recognised where `refs` says so: in objects, not in content streams. */
  next(refs = true, depth = 0): PdfValue | undefined {
    if (this.atEnd) return undefined;
    const byte = this.#bytes[this.position] ?? 0;
    switch (byte) {
      case 0x2f: // /
        return this.#name();
      case 0x28: // (
        return this.#literal();
      case 0x3c: // <
        return this.#bytes[this.position + 1] === 0x3c ? this.#dict(refs, depth) : this.#hex();
      case 0x5b: // [
        return this.#array(refs, depth);
      case 0x29: // ) ] > { } on their own
      case 0x5d:
      case 0x3e:
      case 0x7b:
      case 0x7d: {
        const double = byte === 0x3e && this.#bytes[this.position + 1] === 0x3e;
        this.position += double ? 2 : 1;
        return { kind: "keyword", value: double ? ">>" : String.fromCharCode(byte) };
      }
      default:
        return this.#word(refs);
    }
  }

  #skipWhite(): void {
    for (; this.position < this.#bytes.length; this.position += 1) {
      const byte = this.#bytes[this.position] ?? 0;
      if (byte === 0x25) {
        while (this.position < this.#bytes.length && this.#bytes[this.position] !== 0x0a && this.#bytes[this.position] !== 0x0d) this.position += 1;
      } else if (KIND[byte] !== 1) return;
    }
  }

  #regular(): string {
    const start = this.position;
    while (this.position < this.#bytes.length && KIND[this.#bytes[this.position] ?? 0] === 0) this.position += 1;
    return this.#bytes.toString("latin1", start, this.position);
  }

  #name(): PdfValue {
    this.position += 1;
    const raw = this.#regular();
    return { kind: "name", value: raw.includes("#") ? raw.replaceAll(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : raw };
  }

  /** Most of a page is numbers: read without making a string of them. null: something else, and the place is unchanged. */
  #number(): number | null {
    const bytes = this.#bytes;
    let at = this.position;
    const negative = bytes[at] === 0x2d;
    if (negative || bytes[at] === 0x2b) at += 1;
    let value = 0;
    let scale = 0;
    const first = at;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte >= 0x30 && byte <= 0x39) {
        value = value * 10 + (byte - 0x30);
        scale *= 10;
      } else if (byte === 0x2e && scale === 0) scale = 1;
      else if (KIND[byte] !== 0) break;
      else return null;
    }
    if (at === first || at - first > 15 || (scale !== 0 && at - first === 1)) return null;
    this.position = at;
    return (negative ? -value : value) / (scale === 0 ? 1 : scale);
  }

  #word(refs: boolean): PdfValue {
    if (!refs) {
      const number = this.#number();
      if (number !== null) return number;
    }
    const word = this.#regular();
    if (NUMBER.test(word)) return (refs && /^\d{1,10}$/.test(word) ? this.#reference(Number(word)) : null) ?? (Number.parseFloat(word) || 0);
    if (word === "true" || word === "false") return word === "true";
    if (word === "null") return null;
    return { kind: "keyword", value: word };
  }

  #reference(number: number): PdfValue | null {
    const back = this.position;
    this.#skipWhite();
    const generation = this.#regular();
    this.#skipWhite();
    if (/^\d{1,5}$/.test(generation) && this.#bytes[this.position] === 0x52) {
      this.position += 1;
      const after = this.#bytes[this.position] ?? 0x20;
      if (KIND[after] !== 0) return { kind: "ref", number };
    }
    this.position = back;
    return null;
  }

  #array(refs: boolean, depth: number): PdfValue {
    this.position += 1;
    const items: PdfValue[] = [];
    for (let value = this.#inner(refs, depth); value !== undefined; value = this.#inner(refs, depth)) {
      if (isKind(value, "keyword") && value.value === "]") break;
      items.push(value);
    }
    return { kind: "array", items };
  }

  #dict(refs: boolean, depth: number): PdfValue {
    this.position += 2;
    const entries = new Map<string, PdfValue>();
    for (let key = this.#inner(refs, depth); key !== undefined; key = this.#inner(refs, depth)) {
      if (isKind(key, "keyword") && key.value === ">>") break;
      if (!isKind(key, "name")) continue;
      const value = this.#inner(refs, depth);
      if (value === undefined || (isKind(value, "keyword") && value.value === ">>")) break;
      entries.set(key.value, value);
    }
    return { kind: "dict", entries };
  }

  #inner(refs: boolean, depth: number): PdfValue | undefined {
    if (depth < DEPTH) return this.next(refs, depth + 1);
    this.position = this.#bytes.length; // nested beyond reason: nothing after it is believed
    return undefined;
  }

  #hex(): PdfValue {
    const end = this.#bytes.indexOf(0x3e, this.position);
    const stop = end < 0 ? this.#bytes.length : end;
    const said = this.#bytes.toString("latin1", this.position + 1, stop);
    this.position = end < 0 ? stop : stop + 1;
    const whole = Buffer.from(said, "hex"); // ends at the first that is no digit: nearly always at the end
    if (whole.length * 2 === said.length) return { kind: "string", bytes: whole };
    const digits = said.replaceAll(/[^0-9a-fA-F]/g, "");
    return { kind: "string", bytes: Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, "hex") };
  }

  #literal(): PdfValue {
    const start = this.position + 1;
    let open = 1;
    let escaped = false;
    let at = start;
    for (; at < this.#bytes.length; at += 1) {
      const byte = this.#bytes[at];
      if (byte === 0x5c) {
        escaped = true;
        at += 1;
      } else if (byte === 0x28) open += 1;
      else if (byte === 0x29) {
        open -= 1;
        if (open === 0) break;
      }
    }
    this.position = Math.min(at + 1, this.#bytes.length);
    const raw = this.#bytes.subarray(start, Math.min(at, this.#bytes.length));
    return { kind: "string", bytes: escaped ? Buffer.from(unescape(raw.toString("latin1")), "latin1") : raw };
  }
}

function unescape(raw: string): string {
  return raw.replaceAll(/\\(\r\n|[0-7]{1,3}|[^])/g, (_, escape: string) => {
    if (/^[0-7]/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8) & 0xff);
    if (escape.startsWith("\r") || escape === "\n") return "";
    return ESCAPES[escape] ?? escape;
  });
}
