/** Values of ISO 32000, as far as inspection needs them. */
export type PdfValue = null | boolean | number | PdfName | PdfString | PdfRef | PdfKeyword | PdfArray | PdfDict;
export interface PdfName {
  readonly kind: "name";
  readonly value: string;
}
export interface PdfString {
  readonly kind: "string";
  readonly bytes: Buffer;
}
export interface PdfRef {
  readonly kind: "ref";
  readonly number: number;
}
/** An operator of a content stream, or a word of the file structure. */
export interface PdfKeyword {
  readonly kind: "keyword";
  readonly value: string;
}
export interface PdfArray {
  readonly kind: "array";
  readonly items: readonly PdfValue[];
}
export interface PdfDict {
  readonly kind: "dict";
  readonly entries: ReadonlyMap<string, PdfValue>;
}

export function isKind<Kind extends "name" | "string" | "ref" | "keyword" | "array" | "dict">(value: PdfValue | undefined, kind: Kind): value is Extract<PdfValue, { kind: Kind }> {
  return typeof value === "object" && value !== null && value.kind === kind;
}

export function nameOf(value: PdfValue | undefined): string | null {
  return isKind(value, "name") ? value.value : null;
}

/** Text strings are UTF-16 or UTF-8 with a mark, else PDFDocEncoding, which is near Latin-1. */
export function textOf(value: PdfValue | undefined): string | null {
  if (!isKind(value, "string")) return null;
  const { bytes } = value;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16be(bytes.subarray(2));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString("utf16le");
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3).toString("utf8");
  return bytes.toString("latin1");
}

/** Many times faster than a TextDecoder for the few bytes of a letter. */
export function utf16be(bytes: Buffer): string {
  const even = bytes.length - (bytes.length % 2);
  return Buffer.from(bytes.subarray(0, even)).swap16().toString("utf16le");
}
