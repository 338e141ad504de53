import { Readable } from "node:stream";
import type { Clock } from "../core/ports.ts";
import type { Letter, PrintFormat, Printer, Printout } from "../core/reports/printout.ts";
import { writeCsv } from "./csv.ts";
import { writeXlsx } from "./xlsx/write-xlsx.ts";

/** The printer of the house: CSV, workbooks and pages, all streamed. */
export function printer(clock: Clock): Printer {
  return {
    print: (printout: Printout, format: PrintFormat) => {
      switch (format) {
        case "csv":
          return Readable.from(writeCsv(printout), { objectMode: false });
        case "xlsx":
          return writeXlsx(printout);
        case "pdf":
          return Readable.from(pages(printout), { objectMode: false });
      }
    },
    printLetter: (letter: Letter) => Readable.from(letterPages(letter, clock.now()), { objectMode: false }),
  };
}

/** The font reader is large: a command that prints nothing never loads it. */
async function* pages(printout: Printout): AsyncGenerator<Buffer> {
  const { writePdf } = await import("./pdf/write-pdf.ts");
  yield* writePdf(printout);
}

async function* letterPages(letter: Letter, at: Date): AsyncGenerator<Buffer> {
  const { writeLetter } = await import("./pdf/write-letter.ts");
  yield* writeLetter(letter, at);
}

/** For a server: loads what pages need before the first request asks for them, so that no other request waits for it. */
export async function warmPrinter(): Promise<void> {
  const { warmFonts } = await import("./pdf/font.ts");
  warmFonts();
}
