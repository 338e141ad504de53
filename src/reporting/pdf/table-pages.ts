import type { Column, Printout, Section } from "../../core/reports/printout.ts";
import { Ink } from "./ink.ts";
import { A4, type PdfFile } from "./pdf-file.ts";
import { wrap } from "./wrap.ts";
import type { Run } from "./font.ts";

/** Millimetres of the forms, in points: 20 mm on the side that is bound. */
export const PAGE = { width: A4.height, height: A4.width, left: 56.7, right: 34, top: 40, bottom: 44, footerSize: 9 } as const;
const SIZE = 9;
const LEADING = 10.8;
const PADDING = 2.6;
const HEADER_SIZE = 9;
const INNER_WIDTH = PAGE.width - PAGE.left - PAGE.right;

export interface PrintedCell {
  readonly text: string;
  readonly align: number;
}

interface Layout {
  readonly columns: readonly Column[];
  readonly lefts: readonly number[];
  readonly widths: readonly number[];
  readonly heading: string | null;
}

/** Lays rows onto pages: titles on each, a row stays together unless it is longer than a page. */
export class TablePages {
  readonly #file: PdfFile;
  readonly #printout: Printout;
  #ink: Ink | null = null;
  #y = 0;
  /** Where the vertical lines of the table on this page begin. */
  #tableTop = 0;
  #layout: Layout | null = null;
  /** No row stands on this page yet. */
  #isEmpty = true;

  constructor(file: PdfFile, printout: Printout) {
    this.#file = file;
    this.#printout = printout;
  }

  *begin(section: Section, withHeading: boolean): Generator<Buffer> {
    const sum = section.columns.reduce((total, column) => total + column.width, 0);
    const widths = section.columns.map((column) => (column.width / sum) * INNER_WIDTH);
    const lefts = widths.map((_width, at) => PAGE.left + widths.slice(0, at).reduce((total, width) => total + width, 0));
    if (this.#y - PAGE.bottom <= 150) yield* this.#finishPage(); // before the new table is known: its lines are not those of the page that ends
    this.#layout = { columns: section.columns, widths, lefts, heading: withHeading ? section.heading : null };
    if (this.#ink !== null) this.#titles(this.#ink, this.#layout);
    else yield* this.#turn();
  }

  *row(cells: readonly PrintedCell[]): Generator<Buffer> {
    const layout = this.#layout;
    if (layout === null) return;
    const lines = cells.map((cell, at) => wrap(cell.text, this.#file.fonts.regular, SIZE, (layout.widths[at] ?? 0) - 2 * PADDING));
    let [from, left] = [0, Math.max(1, ...lines.map((cell) => cell.length))];
    while (left > 0) {
      const fitting = Math.floor((this.#y - PAGE.bottom - 2 * PADDING) / LEADING);
      const isLongerThanAPage = left * LEADING > PAGE.height - PAGE.top - PAGE.bottom - 80;
      const count = fitting >= left ? left : isLongerThanAPage || this.#isEmpty ? Math.max(this.#isEmpty ? 1 : 0, fitting) : 0;
      if (count === 0) {
        yield* this.#turn();
        continue;
      }
      this.#drawRow(layout, cells, lines, from, count);
      from += count;
      left -= count;
    }
  }

  end(): void {
    if (this.#ink !== null && this.#layout !== null) {
      this.#frame(this.#ink, this.#layout);
      if (this.#isEmpty) this.#nothing(this.#ink);
    }
    this.#layout = null;
    this.#y -= 14;
  }

  /** Notes, then the places to sign, together on one page. */
  *sign(notes: readonly string[], signatures: readonly string[]): Generator<Buffer> {
    const { italic } = this.#file.fonts;
    const lines = notes.flatMap((note) => wrap(note, italic, 10, INNER_WIDTH));
    const height = lines.length * 13 + (signatures.length === 0 ? 0 : 110);
    if (this.#ink === null || this.#y - PAGE.bottom < height) yield* this.#turn();
    const ink = this.#ink;
    if (ink === null) return;
    for (const line of lines) {
      this.#y -= 13;
      ink.text(line, PAGE.left, this.#y, 10, "italic");
    }
    const width = INNER_WIDTH / Math.max(1, signatures.length);
    this.#y -= 24;
    for (const [at, signature] of signatures.entries()) {
      const x = PAGE.left + at * width;
      ink.aligned(signature.toLocaleUpperCase("vi"), x, this.#y, width, 0.5, 11, "bold");
      ink.aligned("(Ký, ghi rõ họ tên)", x, this.#y - 14, width, 0.5, 10, "italic");
    }
  }

  *close(): Generator<Buffer> {
    yield* this.#finishPage();
  }

  *#turn(): Generator<Buffer> {
    yield* this.#finishPage();
    const ink = new Ink(this.#file.fonts);
    this.#ink = ink;
    this.#y = PAGE.height - PAGE.top;
    if (this.#layout !== null) this.#titles(ink, this.#layout);
  }

  *#finishPage(): Generator<Buffer> {
    const ink = this.#ink;
    if (ink === null) return;
    if (this.#layout !== null) this.#frame(ink, this.#layout);
    const y = PAGE.bottom - 18;
    const { regular } = this.#file.fonts;
    const page = `Trang ${this.#file.pageCount + 1}/`;
    const x = PAGE.width - PAGE.right - regular.widthOf(`${page}0000`, PAGE.footerSize);
    ink.text(`${this.#printout.title} – ${this.#printout.agency.name} (${this.#printout.agency.code})`.slice(0, 150), PAGE.left, y, PAGE.footerSize, "italic");
    ink.text(page, x, y, PAGE.footerSize);
    ink.pageTotal(x + regular.widthOf(page, PAGE.footerSize), y);
    this.#ink = null;
    yield this.#file.page(ink.content);
  }

  #titles(ink: Ink, { columns, lefts, widths, heading }: Layout): void {
    const { bold } = this.#file.fonts;
    if (heading !== null) {
      this.#y -= 14;
      ink.text(heading, PAGE.left, this.#y, 12, "bold");
      this.#y -= 8;
    }
    const lines = columns.map((column, at) => wrap(column.title, bold, HEADER_SIZE, (widths[at] ?? 0) - 2 * PADDING));
    const height = Math.max(...lines.map((cell) => cell.length)) * LEADING + 2 * PADDING + 2;
    const numbers = LEADING + PADDING;
    this.#tableTop = this.#y;
    this.#isEmpty = true;
    ink.fill(PAGE.left, this.#y - height - numbers, INNER_WIDTH, height + numbers, 0.93);
    ink.line(PAGE.left, this.#y, PAGE.left + INNER_WIDTH, this.#y);
    for (const [at, cell] of lines.entries()) {
      const [left, width] = [lefts[at] ?? 0, widths[at] ?? 0];
      const top = this.#y - (height - cell.length * LEADING) / 2;
      for (const [index, line] of cell.entries()) ink.aligned(line, left, top - (index + 1) * LEADING + 2.4, width, 0.5, HEADER_SIZE, "bold");
      ink.aligned(`(${at + 1})`, left, this.#y - height - numbers + PADDING + 1, width, 0.5, SIZE - 1, "italic");
    }
    this.#y -= height;
    ink.line(PAGE.left, this.#y, PAGE.left + INNER_WIDTH, this.#y);
    this.#y -= numbers;
    ink.line(PAGE.left, this.#y, PAGE.left + INNER_WIDTH, this.#y);
  }

  #drawRow({ lefts, widths }: Layout, cells: readonly PrintedCell[], lines: readonly (readonly Run[])[], from: number, count: number): void {
    const ink = this.#ink;
    if (ink === null) return;
    for (const [at, cell] of lines.entries()) {
      for (const [index, line] of cell.slice(from, from + count).entries()) {
        ink.aligned(line, (lefts[at] ?? 0) + PADDING, this.#y - PADDING - (index + 1) * LEADING + 2.4, (widths[at] ?? 0) - 2 * PADDING, cells[at]?.align ?? 0, SIZE);
      }
    }
    this.#isEmpty = false;
    this.#y -= count * LEADING + 2 * PADDING;
    ink.line(PAGE.left, this.#y, PAGE.left + INNER_WIDTH, this.#y, 0.4);
  }

  /** An empty table says that it is empty, so that nobody adds a line to it later. */
  #nothing(ink: Ink): void {
    const bottom = this.#y - LEADING - 2 * PADDING - 4;
    ink.aligned("Không phát sinh trong kỳ.", PAGE.left, bottom + PADDING + 3, INNER_WIDTH, 0.5, SIZE, "italic");
    ink.line(PAGE.left, bottom, PAGE.left + INNER_WIDTH, bottom, 0.4);
    for (const x of [PAGE.left, PAGE.left + INNER_WIDTH]) ink.line(x, this.#y, x, bottom);
    this.#y = bottom;
  }

  /** The vertical lines, once for the part of the table on this page. */
  #frame(ink: Ink, { lefts }: Layout): void {
    for (const x of [...lefts, PAGE.left + INNER_WIDTH]) ink.line(x, this.#tableTop, x, this.#y);
  }
}
