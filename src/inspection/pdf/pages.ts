import { LIMITS } from "../limits.ts";
import { ContentReader, type PageReading } from "./content.ts";
import type { Font } from "./font.ts";
import { IDENTITY, matrixOf, type Matrix } from "./matrix.ts";
import type { PdfFile } from "./pdf-file.ts";
import { isKind, nameOf, type PdfDict, type PdfRef, type PdfValue } from "./values.ts";

const TREE_DEPTH = 40;
const A4_HEIGHT = 842;

export interface Page {
  /** From 1. */
  readonly number: number;
  readonly dict: PdfDict;
  readonly resources: PdfDict | null;
  readonly bottom: number;
  readonly top: number;
}

export interface ReadPage extends PageReading {
  readonly page: Page;
}

/** How many pages there are, by the tree; null when there is none. */
export function pageCount(file: PdfFile, catalog: PdfDict | null): number | null {
  const count = file.value(file.dict(catalog?.entries.get("Pages"))?.entries.get("Count"));
  return typeof count === "number" && count >= 0 ? count : null;
}

/** The first pages and the last, in order. A tree that loops or is too deep gives what was found until then. */
export function pagesToRead(file: PdfFile, catalog: PdfDict | null): readonly Page[] {
  const root = catalog?.entries.get("Pages");
  if (root === undefined) return [];
  const first = collect(file, root, LIMITS.firstPages, "forward");
  const total = pageCount(file, catalog) ?? first.length;
  if (total <= first.length) return first;
  const last = collect(file, root, Math.min(LIMITS.lastPages, total - first.length), "backward").toReversed();
  return [...first, ...last.map((page, index) => ({ ...page, number: total - last.length + index + 1 }))];
}

interface Inherited {
  readonly resources: PdfDict | null;
  readonly box: readonly PdfValue[];
}

function collect(file: PdfFile, root: PdfValue, most: number, order: "forward" | "backward"): Page[] {
  const pages: Page[] = [];
  const seen = new Set<number>();
  const walk = (node: PdfValue, inherited: Inherited, depth: number): void => {
    if (pages.length >= most || depth > TREE_DEPTH || (isKind(node, "ref") && seen.has(node.number))) return;
    if (isKind(node, "ref")) seen.add(node.number);
    const dict = file.dict(node);
    if (dict === null) return;
    const own: Inherited = { resources: file.dict(dict.entries.get("Resources")) ?? inherited.resources, box: boxOf(file, dict) ?? inherited.box };
    const kids = file.items(dict.entries.get("Kids"));
    if (kids.length === 0 && nameOf(file.value(dict.entries.get("Type"))) !== "Pages") {
      const [, bottom, , top] = own.box.map((side) => (typeof side === "number" ? side : 0));
      pages.push({ number: pages.length + 1, dict, resources: own.resources, bottom: Math.min(bottom ?? 0, top ?? A4_HEIGHT), top: Math.max(bottom ?? 0, top ?? A4_HEIGHT) });
      return;
    }
    for (const kid of order === "forward" ? kids : kids.toReversed()) {
      if (pages.length >= most || seen.size > LIMITS.objects) return;
      walk(kid, own, depth + 1);
    }
  };
  walk(root, { resources: null, box: [] }, 0);
  return pages;
}

function boxOf(file: PdfFile, dict: PdfDict): readonly PdfValue[] | null {
  const items = file.items(dict.entries.get("CropBox"));
  const box = (items.length === 4 ? items : file.items(dict.entries.get("MediaBox"))).map((item) => file.value(item) ?? 0);
  return box.length === 4 ? box : null;
}

/** The text of one page: its content, the forms in it, and what its annotations show. */
export function readPage(file: PdfFile, page: Page, fonts: Map<PdfValue, Font>): ReadPage {
  const reader = new ContentReader(file, fonts);
  const content = contentOf(file, page.dict, reader.reading);
  if (content !== null) reader.play(content, page.resources, IDENTITY);
  for (const annotation of file.items(page.dict.entries.get("Annots")).slice(0, LIMITS.annotations)) {
    const dict = file.dict(annotation);
    const appearance = dict === null ? null : appearanceOf(file, dict);
    if (dict !== null && appearance !== null) reader.playForm(appearance, placeOf(file, dict, appearance), page.resources, 1);
  }
  return Object.assign(reader.reading, { page });
}

function contentOf(file: PdfFile, dict: PdfDict, reading: PageReading): Buffer | null {
  const contents = dict.entries.get("Contents");
  const direct = file.stream(contents);
  const streams = direct === null ? file.items(contents).slice(0, 1_000).map((item) => file.stream(item)) : [direct];
  const parts: Buffer[] = [];
  for (const stream of streams) {
    if (stream?.unpacked.kind === "bytes") parts.push(stream.unpacked.bytes, Buffer.from("\n"));
    else if (stream !== null) reading.cut = true;
  }
  return parts.length === 0 ? null : Buffer.concat(parts);
}

/** The normal appearance, in the state the annotation is in. */
function appearanceOf(file: PdfFile, annotation: PdfDict): PdfRef | null {
  const normal = file.dict(annotation.entries.get("AP"))?.entries.get("N");
  if (isKind(normal, "ref") && file.object(normal.number)?.streamAt !== null) return normal;
  const state = nameOf(file.value(annotation.entries.get("AS")));
  const chosen = state === null ? undefined : file.dict(normal)?.entries.get(state);
  return isKind(chosen, "ref") ? chosen : null;
}

/** Moves the box of the form onto the rectangle of the annotation (ISO 32000 §12.5.5). */
function placeOf(file: PdfFile, annotation: PdfDict, form: PdfRef): Matrix {
  const numbers = (items: readonly PdfValue[]) => items.map((item) => file.value(item)).map((item) => (typeof item === "number" ? item : 0));
  const [left = 0, bottom = 0, right = 0, top = 0] = numbers(file.items(annotation.entries.get("Rect")));
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = numbers(file.items(file.dict(form)?.entries.get("BBox")));
  const scaleX = x1 === x0 ? 1 : Math.abs((right - left) / (x1 - x0));
  const scaleY = y1 === y0 ? 1 : Math.abs((top - bottom) / (y1 - y0));
  return matrixOf([scaleX, 0, 0, scaleY, Math.min(left, right) - Math.min(x0, x1) * scaleX, Math.min(bottom, top) - Math.min(y0, y1) * scaleY]);
}
