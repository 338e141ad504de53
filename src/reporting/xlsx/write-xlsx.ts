import { PassThrough, Readable } from "node:stream";
import { ZipFile } from "yazl";
import type { Printout } from "../../core/reports/printout.ts";
import { titleRowsOf, writeSheet } from "./sheet.ts";
import { contentTypes, coreProperties, PACKAGE_RELATIONS, STYLES, workbook, workbookRelations } from "./workbook-parts.ts";

const FORBIDDEN_IN_NAMES = /[[\]*?:/\\]/g;

/** A workbook (ECMA-376), written as it is read: one sheet for each table, rows through zlib onto the stream. */
export function writeXlsx(printout: Printout): Readable {
  const zip = new ZipFile();
  const out = new PassThrough();
  const sheets = printout.sections.map((section, index) => ({ name: sheetName(section.heading, index), titleRows: titleRowsOf(printout, section) }));
  const fixed: Readonly<Record<string, string>> = {
    "[Content_Types].xml": contentTypes(sheets),
    "_rels/.rels": PACKAGE_RELATIONS,
    "docProps/core.xml": coreProperties(printout.title, printout.printedAt),
    "xl/workbook.xml": workbook(sheets),
    "xl/_rels/workbook.xml.rels": workbookRelations(sheets),
    "xl/styles.xml": STYLES,
  };
  const mtime = printout.printedAt;
  for (const [path, text] of Object.entries(fixed)) zip.addBuffer(Buffer.from(text), path, { mtime });
  const tables = printout.sections.map((section) => Readable.from(writeSheet(printout, section)));
  out.once("close", () => {
    for (const rows of tables) rows.destroy();
  });
  for (const [index, rows] of tables.entries()) {
    rows.once("error", (cause) => out.destroy(cause)); // a database that goes away breaks the download instead of shortening it
    zip.addReadStream(rows, `xl/worksheets/sheet${index + 1}.xml`, { mtime });
  }
  zip.end();
  zip.outputStream.pipe(out);
  return out;
}

/** At most 31 characters, none of []*?:/\, each name once. */
function sheetName(heading: string, index: number): string {
  return `${index + 1}. ${heading.replaceAll(FORBIDDEN_IN_NAMES, " ")}`.slice(0, 31).trimEnd();
}
