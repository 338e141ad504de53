import { Lexer } from "./lexer.ts";
import type { PdfFile } from "./pdf-file.ts";
import { isKind, nameOf, type PdfDict, type PdfValue } from "./values.ts";

/** Where a cross-reference says an object stands (ISO 32000-2 §7.5.4, 7.5.8): a place of the file, or inside an object stream. */
export type Place = { readonly kind: "at"; readonly offset: number } | { readonly kind: "packed"; readonly container: number; readonly index: number } | { readonly kind: "free" };

/** What a reader finds that follows the cross-reference from one place on. */
export interface Table {
  readonly places: ReadonlyMap<number, Place>;
  readonly root: number | null;
}

interface Section {
  readonly places: ReadonlyMap<number, Place>;
  readonly trailer: PdfDict;
}

const MOST_SECTIONS = 200;
const LONGEST_TABLE = 8 * 1024 * 1024;

/** The table a `startxref` right before this place names; null: there is none. */
export function startOf(file: PdfFile, end: number): number | null {
  const from = Math.max(0, end - 1024);
  const said = [...file.read(from, end - from).toString("latin1").matchAll(/startxref\s+(\d{1,12})/g)].at(-1)?.[1];
  return said === undefined ? null : Number(said);
}

/** Follows /Prev as readers do: what is said later in the file counts. null: there is no readable table. */
export function tableFrom(file: PdfFile, start: number): Table | null {
  const places = new Map<number, Place>();
  const seen = new Set<number>();
  let root: number | null = null;
  for (let at: number | null = start; at !== null; ) {
    const section: Section | null = seen.has(at) || seen.size >= MOST_SECTIONS ? null : sectionAt(file, at);
    if (section === null) return null;
    seen.add(at);
    const hybrid = numberOf(section.trailer, "XRefStm");
    const beside = hybrid === null ? null : streamAt(file, hybrid);
    if (hybrid !== null && beside === null) return null;
    // a hybrid file hides from old readers, as free, what its stream tells to new ones
    const added = new Map([...section.places].filter(([number, place]) => place.kind !== "free" || beside?.places.has(number) !== true));
    for (const [number, place] of [...added, ...(beside?.places ?? [])]) if (!places.has(number)) places.set(number, place);
    const named = section.trailer.entries.get("Root");
    root ??= isKind(named, "ref") ? named.number : null;
    at = numberOf(section.trailer, "Prev");
  }
  return { places, root };
}

/** Whether a reader would take what stands here for a table, readable or not. */
export function looksLikeTable(file: PdfFile, at: number): boolean {
  return /^\s*(?:xref|\d+\s+\d+\s+obj)/.test(file.read(at, 64).toString("latin1"));
}

function sectionAt(file: PdfFile, at: number): Section | null {
  if (at >= file.size) return null;
  return /^\s*xref/.test(file.read(at, 32).toString("latin1")) ? classicAt(file, at) : streamAt(file, at);
}

function classicAt(file: PdfFile, at: number): Section | null {
  const bytes = file.read(at, LONGEST_TABLE);
  const text = bytes.toString("latin1");
  const places = new Map<number, Place>();
  const head = /\s*(\d{1,10})\s+(\d{1,10})(?=\s)/y;
  const entry = /\s*(\d{1,10}) +(\d{1,5}) +([nf])/y;
  let position = text.indexOf("xref") + 4;
  for (;;) {
    head.lastIndex = position;
    const found = head.exec(text);
    if (found === null) break;
    position = head.lastIndex;
    for (let number = Number(found[1]), left = Number(found[2]); left > 0; left -= 1, number += 1) {
      entry.lastIndex = position;
      const said = entry.exec(text);
      if (said === null) return null;
      position = entry.lastIndex;
      if (!places.has(number)) places.set(number, said[3] === "n" ? { kind: "at", offset: Number(said[1]) } : { kind: "free" });
    }
  }
  const trailerAt = /\s*trailer/y;
  trailerAt.lastIndex = position;
  if (!trailerAt.test(text)) return null;
  const trailer = new Lexer(bytes, trailerAt.lastIndex).next();
  return isKind(trailer, "dict") ? { places, trailer } : null;
}

function streamAt(file: PdfFile, at: number): Section | null {
  const object = file.objectAt(at);
  if (object === null || !isKind(object.value, "dict") || nameOf(object.value.entries.get("Type")) !== "XRef") return null;
  const trailer = object.value;
  const widths = numbersOf(file.items(trailer.entries.get("W")));
  const bytes = file.unpacked(object);
  const [typeWidth = 0, secondWidth = 0, thirdWidth = 0] = widths;
  const width = typeWidth + secondWidth + thirdWidth;
  const rows = bytes === null || widths.length !== 3 || width === 0 || width > 32 ? null : unpredicted(bytes, file.dict(firstOf(trailer.entries.get("DecodeParms"))), width);
  if (rows === null) return null;
  const places = new Map<number, Place>();
  const spans = trailer.entries.has("Index") ? numbersOf(file.items(trailer.entries.get("Index"))) : [0, numberOf(trailer, "Size") ?? 0];
  let row = 0;
  for (let span = 0; span + 1 < spans.length; span += 2) {
    for (let left = spans[span + 1] ?? 0, number = spans[span] ?? 0; left > 0 && (row + 1) * width <= rows.length; left -= 1, number += 1, row += 1) {
      const type = typeWidth === 0 ? 1 : whole(rows, row * width, typeWidth);
      const second = whole(rows, row * width + typeWidth, secondWidth);
      const third = whole(rows, row * width + typeWidth + secondWidth, thirdWidth);
      places.set(number, type === 1 ? { kind: "at", offset: second } : type === 2 ? { kind: "packed", container: second, index: third } : { kind: "free" });
    }
  }
  return { places, trailer };
}

/** Rows without their PNG predictor (ISO 32000-2 §7.4.4.4); null: another one, which nobody writes here. */
function unpredicted(bytes: Buffer, parameters: PdfDict | null, width: number): Buffer | null {
  const predictor = parameters === null ? 1 : (numberOf(parameters, "Predictor") ?? 1);
  if (predictor === 1) return bytes;
  if (predictor < 10 || (parameters !== null && (numberOf(parameters, "Columns") ?? 1) !== width)) return null;
  const rows = Math.floor(bytes.length / (width + 1));
  const out = Buffer.alloc(rows * width);
  for (let row = 0; row < rows; row += 1) {
    const filter = bytes[row * (width + 1)] ?? 0;
    for (let column = 0; column < width; column += 1) {
      const left = column === 0 ? 0 : (out[row * width + column - 1] ?? 0);
      const above = row === 0 ? 0 : (out[(row - 1) * width + column] ?? 0);
      const corner = row === 0 || column === 0 ? 0 : (out[(row - 1) * width + column - 1] ?? 0);
      out[row * width + column] = (bytes[row * (width + 1) + 1 + column] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  return out;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter !== 4) return 0;
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

function whole(bytes: Buffer, at: number, width: number): number {
  let value = 0;
  for (let index = 0; index < width; index += 1) value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}

function firstOf(value: PdfValue | undefined): PdfValue | undefined {
  return isKind(value, "array") ? value.items[0] : value;
}

function numbersOf(items: readonly PdfValue[]): readonly number[] {
  return items.flatMap((item) => (typeof item === "number" && Number.isSafeInteger(item) && item >= 0 ? [item] : []));
}

function numberOf(dict: PdfDict, key: string): number | null {
  const value = dict.entries.get(key);
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
