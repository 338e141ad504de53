import type { Printout } from "../../core/reports/printout.ts";
import { cellText } from "../../core/reports/cell-text.ts";
import { drawCover } from "./cover.ts";
import { Ink } from "./ink.ts";
import { A4, PdfFile } from "./pdf-file.ts";
import { TablePages, PAGE } from "./table-pages.ts";

/** A4 landscape: a cover, then the tables with their titles on every page, then the place to sign. Pages leave as soon as they are full. */
export async function* writePdf(printout: Printout): AsyncGenerator<Buffer> {
  const file = new PdfFile({ title: printout.title, createdAt: printout.printedAt }, { width: A4.height, height: A4.width });
  yield file.header();
  const cover = new Ink(file.fonts);
  drawCover(cover, file.fonts, printout);
  yield file.page(cover.content);

  const pages = new TablePages(file, printout);
  for (const section of printout.sections) {
    yield* pages.begin(section, printout.sections.length > 1);
    for await (const rows of section.rows) {
      for (const row of rows) {
        const cells = section.columns.map((column, at) => ({ text: cellText(row[at] ?? null, column.kind), align: column.kind === "text" ? 0 : column.kind === "date" || column.kind === "instant" ? 0.5 : 1 }));
        yield* pages.row(cells);
      }
    }
    pages.end();
  }
  yield* pages.sign(printout.notes, printout.signatures);
  yield* pages.close();
  yield* file.finish(PAGE.footerSize);
}
