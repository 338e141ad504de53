import type { Readable } from "node:stream";
import type { LocalDate } from "#edxml";

/** How a value is written: `text` wraps and is never read as a number or a formula; `instant` is a moment in Vietnamese time, `percent` a share between 0 and 1. */
export type ColumnKind = "text" | "date" | "instant" | "number" | "percent" | "minutes";

export interface Column {
  /** Name in JSON. */
  readonly key: string;
  /** As printed above the column. */
  readonly title: string;
  readonly kind: ColumnKind;
  /** Share of the printed width, relative to the other columns. */
  readonly width: number;
}

/** Days are `LocalDate` text, instants are `Date`; null is an empty cell, to be written in by hand where a register asks for it. */
export type Cell = string | number | Date | null;
export type Row = readonly Cell[];

export interface Section {
  /** Above the table; also the name of the sheet. */
  readonly heading: string;
  readonly columns: readonly Column[];
  /** In batches, so that a hundred thousand rows never stand in memory together. Read once. */
  readonly rows: AsyncIterable<readonly Row[]>;
}

/** Bản in: one register, report or notice before it takes the form of CSV, a workbook or pages. */
export interface Printout {
  /** `SỔ ĐĂNG KÝ VĂN BẢN ĐI` */
  readonly title: string;
  readonly agency: { readonly code: string; readonly name: string };
  /** A document to be signed and sent, with quốc hiệu on its cover; a register is a book of the agency and has none (NĐ 30/2020 PL I, PL IV). */
  readonly isSent?: boolean;
  /** The form it follows, e.g. `Mẫu: Phụ lục IV Nghị định 30/2020/NĐ-CP`. */
  readonly form: string;
  /** Lines of the cover: year, from, to, volume. */
  readonly cover: readonly string[];
  readonly sections: readonly Section[];
  /** After the last table. */
  readonly notes: readonly string[];
  /** Who signs below the last table, left to right. */
  readonly signatures: readonly string[];
  readonly printedAt: Date;
  /** Without extension. */
  readonly fileName: string;
}

/** A text over a few pages, such as a notice: headings and paragraphs. */
export interface Letter {
  readonly agency: { readonly code: string; readonly name: string };
  readonly number: string;
  readonly placeAndDate: string;
  readonly title: string;
  readonly subject: string;
  readonly parts: readonly { readonly heading: string; readonly text: string }[];
  readonly recipients: readonly string[];
  readonly signer: string;
  readonly fileName: string;
}

export const PRINT_FORMATS = ["csv", "xlsx", "pdf"] as const;
export type PrintFormat = (typeof PRINT_FORMATS)[number];

export const PRINT_TYPES: Readonly<Record<PrintFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pdf: "application/pdf",
};

/** Writes a printout as bytes, row by row; a fault while reading the rows breaks the stream. */
export interface Printer {
  print(printout: Printout, format: PrintFormat): Readable;
  /** A4 upright. */
  printLetter(letter: Letter): Readable;
}

export interface PrintedFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Readable;
}

/** `2026-11-20` → `20/11/2026` */
export function sayDate(date: LocalDate | string): string {
  return `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
}
