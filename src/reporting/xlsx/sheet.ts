import type { Cell, Column, ColumnKind, Printout, Section } from "../../core/reports/printout.ts";
import { Breath } from "../breath.ts";
import { escapeXml, STYLE } from "./workbook-parts.ts";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const VIETNAM_OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;
/** Day 0 of spreadsheets is 30/12/1899. */
const EPOCH_DAYS = 25_569;
/** A cell holds no more (ECMA-376). */
const LONGEST_TEXT = 32_767;
const A4 = 9;
const STYLE_OF: Readonly<Record<ColumnKind, number>> = { text: STYLE.text, date: STYLE.date, instant: STYLE.instant, number: STYLE.number, minutes: STYLE.number, percent: STYLE.percent };

/** Rows above the table: agency, title, cover lines, heading, and one empty. */
function headLines(printout: Printout, section: Section): readonly { readonly text: string; readonly style: number }[] {
  return [
    { text: `${printout.agency.name} (${printout.agency.code})`, style: STYLE.agency },
    { text: printout.title, style: STYLE.title },
    ...printout.cover.map((text) => ({ text, style: STYLE.cover })),
    ...(printout.sections.length > 1 ? [{ text: section.heading, style: STYLE.agency }] : []),
    { text: "", style: STYLE.plain },
  ];
}

/** The rows that are repeated on every page: titles and column numbers. */
export function titleRowsOf(printout: Printout, section: Section): readonly [number, number] {
  const first = headLines(printout, section).length + 1;
  return [first, first + 1];
}

/** One sheet: cover lines, frozen titles, the rows. A4 landscape, one page wide, titles on every page. */
export async function* writeSheet(printout: Printout, section: Section): AsyncGenerator<string> {
  const { columns } = section;
  const head = headLines(printout, section);
  const [titleRow, numberRow] = titleRowsOf(printout, section);
  const last = letter(columns.length - 1);
  yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="${numberRow}" topLeftCell="A${numberRow + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${columns.map(columnXml).join("")}</cols><sheetData>`;
  yield head.map(({ text, style }, at) => `<row r="${at + 1}">${textCell(`A${at + 1}`, text, style)}</row>`).join("");
  yield `<row r="${titleRow}">${columns.map((column, at) => textCell(`${letter(at)}${titleRow}`, column.title, STYLE.header)).join("")}</row>`;
  yield `<row r="${numberRow}">${columns.map((_column, at) => textCell(`${letter(at)}${numberRow}`, `(${at + 1})`, STYLE.header)).join("")}</row>`;
  const breath = new Breath();
  let row = numberRow;
  for await (const rows of section.rows) {
    let xml = "";
    for (const cells of rows) {
      row += 1;
      xml += `<row r="${row}">${columns.map((column, at) => cellXml(`${letter(at)}${row}`, cells[at] ?? null, column)).join("")}</row>`;
    }
    yield xml;
    await breath.take();
  }
  const notes = [...printout.notes, printout.form];
  yield notes.map((text, at) => `<row r="${row + 2 + at}">${textCell(`A${row + 2 + at}`, text, STYLE.plain)}</row>`).join("");
  yield `</sheetData><mergeCells count="${head.length}">${head.map((_line, at) => `<mergeCell ref="A${at + 1}:${last}${at + 1}"/>`).join("")}</mergeCells><printOptions horizontalCentered="1"/><pageMargins left="0.6" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="${A4}" orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;L${escapeXml(footerText(printout.title))}&amp;RTrang &amp;P/&amp;N</oddFooter></headerFooter></worksheet>`;
}

/** An ampersand starts a field in a footer. */
function footerText(text: string): string {
  return text.replaceAll("&", "&&");
}

function columnXml({ width }: Column, at: number): string {
  return `<col min="${at + 1}" max="${at + 1}" width="${Math.max(6, width * 1.6).toFixed(1)}" customWidth="1"/>`;
}

/** Text goes in as an inline string, which no program ever runs as a formula. */
function cellXml(reference: string, cell: Cell, { kind }: Column): string {
  const style = STYLE_OF[kind];
  if (cell === null || cell === "") return `<c r="${reference}" s="${style}"/>`;
  if (typeof cell === "number") return `<c r="${reference}" s="${style}"><v>${cell}</v></c>`;
  if (cell instanceof Date) return `<c r="${reference}" s="${style}"><v>${(cell.getTime() + VIETNAM_OFFSET_MS) / DAY_MS + EPOCH_DAYS}</v></c>`;
  if (kind === "date") return `<c r="${reference}" s="${style}"><v>${Date.parse(`${cell}T00:00:00Z`) / DAY_MS + EPOCH_DAYS}</v></c>`;
  return textCell(reference, cell, STYLE.text);
}

function textCell(reference: string, text: string, style: number): string {
  return text === "" ? `<c r="${reference}" s="${style}"/>` : `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text.slice(0, LONGEST_TEXT))}</t></is></c>`;
}

function letter(at: number): string {
  return at < 26 ? String.fromCharCode(65 + at) : `${letter(Math.floor(at / 26) - 1)}${String.fromCharCode(65 + (at % 26))}`;
}
