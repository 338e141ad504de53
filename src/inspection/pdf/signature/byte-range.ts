import { Lexer } from "../lexer.ts";
import type { PdfFile } from "../pdf-file.ts";
import { isKind, type PdfDict, type PdfValue } from "../values.ts";

/** A signature dictionary where it stands in the file. */
export interface PlacedSignature {
  readonly dict: PdfDict;
  /** The four numbers, when they are four. */
  readonly range: readonly number[];
  readonly contents: Buffer;
  /** First byte of the string of /Contents, and the byte after it. */
  readonly contentsAt: number;
  readonly contentsEnd: number;
  /** A key is given twice: readers disagree which one counts. */
  readonly ambiguous: boolean;
}

export type Coverage =
  | { readonly kind: "covers"; readonly first: number; readonly second: number; readonly end: number }
  | { readonly kind: "broken"; readonly detail: string };

const DEPTH = 4;

/** The dictionary itself, or one written directly into its field; with the places of its parts, because the gap must be its own. */
export function placedSignature(file: PdfFile, mark: number): PlacedSignature | null {
  const object = file.bytesAround(mark);
  return object === null ? null : inDict(object.bytes, 0, object.offset, 0);
}

interface Entry {
  readonly key: string;
  readonly value: PdfValue;
  readonly from: number;
  readonly to: number;
}

function inDict(bytes: Buffer, at: number, base: number, depth: number): PlacedSignature | null {
  const entries = entriesOf(bytes, at);
  if (entries === null || depth > DEPTH) return null;
  const range = entries.findLast(({ key }) => key === "ByteRange");
  const contents = entries.findLast(({ key }) => key === "Contents");
  if (isKind(range?.value, "array") && contents !== undefined && isKind(contents.value, "string")) {
    const keys = entries.map(({ key }) => key);
    return {
      dict: { kind: "dict", entries: new Map(entries.map(({ key, value }) => [key, value])) },
      range: range.value.items.map((item) => (typeof item === "number" && Number.isSafeInteger(item) && item >= 0 ? item : Number.NaN)),
      contents: contents.value.bytes,
      contentsAt: base + contents.from,
      contentsEnd: base + contents.to,
      ambiguous: ["ByteRange", "Contents", "SubFilter", "M"].some((key) => keys.indexOf(key) !== keys.lastIndexOf(key)),
    };
  }
  for (const { value, from } of entries) {
    const found = isKind(value, "dict") ? inDict(bytes, from, base, depth + 1) : null;
    if (found !== null) return found;
  }
  return null;
}

/** Keys and values of the dictionary that begins here, in their order, repetitions kept. */
function entriesOf(bytes: Buffer, at: number): readonly Entry[] | null {
  const lexer = new Lexer(bytes, at);
  if (lexer.atEnd || bytes.toString("latin1", lexer.position, lexer.position + 2) !== "<<") return null;
  lexer.position += 2;
  const entries: Entry[] = [];
  while (!lexer.atEnd && entries.length < 100) {
    const key = lexer.next();
    if (!isKind(key, "name") || lexer.atEnd) break;
    const from = lexer.position;
    const value = lexer.next();
    if (value === undefined || isKind(value, "keyword")) break;
    entries.push({ key: key.value, value, from, to: lexer.position });
  }
  return entries;
}

/**
 * [0 a b c] covers the file but for the gap [a, b), which must be the string of this dictionary's own /Contents and nothing else (ISO 32000-2 §12.8.1):
 * whatever else fits into a gap is content nobody signed (signature wrapping).
 */
export function coverageOf(file: PdfFile, { range, contentsAt, contentsEnd, ambiguous }: PlacedSignature): Coverage {
  const [start = Number.NaN, first = Number.NaN, second = Number.NaN, last = Number.NaN] = range;
  const end = second + last;
  if (ambiguous) return { kind: "broken", detail: "từ điển chữ ký ghi một mục hai lần" };
  if (range.length !== 4 || start !== 0 || !(first > 0 && first < second && last > 0 && end <= file.size)) return { kind: "broken", detail: "ByteRange không phải hai đoạn của tệp, từ đầu tệp" };
  if (first !== contentsAt || second !== contentsEnd) return { kind: "broken", detail: "phần chừa lại không phải đúng là chữ ký" };
  if (!isHexString(file, first, second)) return { kind: "broken", detail: "phần chừa lại có gì khác ngoài chữ ký" };
  if (!endsRevision(file, end)) return { kind: "broken", detail: "không bao trùm tới hết một bản của tệp" };
  return { kind: "covers", first, second, end };
}

/** `<` hex digits `>`: no second object, no comment, no white space to hide anything in. */
function isHexString(file: PdfFile, from: number, to: number): boolean {
  const bytes = file.read(from, to - from);
  if (bytes.length < 2 || bytes[0] !== 0x3c || bytes.at(-1) !== 0x3e) return false;
  for (let at = 1; at < bytes.length - 1; at += 1) {
    const byte = bytes[at] ?? 0;
    if (!((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66))) return false;
  }
  return true;
}

/** What is signed ends where a version of the file ended, so that nothing of that version stands outside. */
function endsRevision(file: PdfFile, end: number): boolean {
  const from = Math.max(0, end - 32);
  return file.read(from, end - from).toString("latin1").trimEnd().endsWith("%%EOF");
}

/** Line ends some tools add after the last %%EOF say nothing new. */
export function isBlankFrom(file: PdfFile, from: number): boolean {
  const rest = file.size - from;
  return rest === 0 || (rest <= 16 && file.read(from, rest).toString("latin1").trim() === "");
}
