import type { Reader } from "../../ports.ts";
import { factsOf } from "../entry.ts";
import { FIELD_TEXTS } from "../field-text.ts";
import { writeCell } from "./cells.ts";

const AT_ONCE = 500;

/** The whole directory as CSV for people: UTF-8 with BOM (spreadsheets need it), CRLF, what counts for each agency. Imported again it changes nothing. */
export async function* exportAgencies(reader: Reader): AsyncGenerator<string> {
  yield `\uFEFF${["code", ...FIELD_TEXTS.map(({ column }) => column)].join(",")}\r\n`;
  for (let after: string | null = ""; after !== null; ) {
    const page: Awaited<ReturnType<Reader["directory"]["list"]>> = await reader.directory.list({ after, limit: AT_ONCE });
    yield page.rows.map((entry) => {
      const facts = factsOf(entry);
      return `${[entry.code, ...FIELD_TEXTS.map(({ field, write }) => write(facts[field]))].map(writeCell).join(",")}\r\n`;
    }).join("");
    after = page.next;
  }
}
