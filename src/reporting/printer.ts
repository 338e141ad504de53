import { Readable } from "node:stream";
import type { Clock } from "../core/ports.ts";
import type { Letter, PrintFormat, Printer, Printout } from "../core/reports/printout.ts";
import { writeCsv } from "./csv.ts";
import { setPages } from "./pdf/press.ts";
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
          return Readable.from(setPages({ kind: "printout", printout }), { objectMode: false });
      }
    },
    printLetter: (letter: Letter) => Readable.from(setPages({ kind: "letter", letter, at: clock.now() }), { objectMode: false }),
  };
}
