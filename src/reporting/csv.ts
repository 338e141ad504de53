import { writeCell } from "../core/directory/csv/cells.ts";
import { cellText } from "../core/reports/cell-text.ts";
import type { Cell, Column, Printout } from "../core/reports/printout.ts";
import { vietnamTime } from "../core/vietnam-time.ts";
import { Breath } from "./breath.ts";

/** CSV for spreadsheets and programs: UTF-8 with BOM, CRLF, one header line for each table, days and instants in ISO 8601. */
export async function* writeCsv(printout: Printout): AsyncGenerator<string> {
  const breath = new Breath();
  yield "\uFEFF";
  for (const [index, section] of printout.sections.entries()) {
    if (printout.sections.length > 1) yield `${index === 0 ? "" : "\r\n"}${writeCell(section.heading)}\r\n`;
    yield `${section.columns.map((column) => writeCell(column.title)).join(",")}\r\n`;
    for await (const rows of section.rows) {
      yield rows.map((row) => `${section.columns.map((column, at) => csvCell(row[at] ?? null, column)).join(",")}\r\n`).join("");
      await breath.take();
    }
  }
}

/** Numbers stay plain (`0.975`), text is guarded against being run as a formula. */
function csvCell(cell: Cell, { kind }: Column): string {
  if (cell instanceof Date) return vietnamTime(cell);
  if (typeof cell === "number") return String(cell);
  if (cell !== null && kind === "date") return cell;
  return writeCell(cellText(cell, kind));
}
