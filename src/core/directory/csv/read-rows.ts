import { canonicalOrganId, EdxmlError, parseOrganId } from "#edxml";
import type { AgencyLayer } from "../facts.ts";
import { fieldByColumn, type FieldText } from "../field-text.ts";
import { isPlainText } from "../listed-agency.ts";
import { readCell } from "./cells.ts";
import { readCsv } from "./read-csv.ts";

/** One line of the file as a person wants it: only the cells that say something. */
export interface AgencyLine {
  readonly line: number;
  readonly code: string;
  readonly says: AgencyLayer;
}

/** What is wrong with one cell. `field` is the column; empty for the whole line. */
export interface LineProblem {
  readonly line: number;
  readonly field: string;
  readonly message: string;
}

export type ReadLine = { readonly kind: "agency"; readonly agency: AgencyLine } | { readonly kind: "problems"; readonly problems: readonly LineProblem[] };

const MOST_LINES = 500_000;
const NONE = "-";

/** Reads every line by the columns the first one names. An empty cell says nothing, a hyphen says "none". A wrong first line ends the reading. */
export async function* readAgencyLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ReadLine> {
  let columns: readonly Column[] | null = null;
  let lines = 0;
  for await (const record of readCsv(bytes)) {
    if ("problem" in record) {
      yield refuse(record.line, "", record.problem);
      if (columns === null) return;
      continue;
    }
    if (columns === null) {
      const header = readHeader(record.fields);
      if ("problem" in header) {
        yield refuse(record.line, header.column, header.problem);
        return;
      }
      columns = header.columns;
      continue;
    }
    lines += 1;
    if (lines > MOST_LINES) {
      yield refuse(record.line, "", `tệp dài hơn ${MOST_LINES} dòng; hãy chia nhỏ`);
      return;
    }
    yield readLine(record.line, record.fields, columns);
  }
  if (columns === null) yield refuse(1, "", "tệp trống; dòng đầu cần là tên các cột");
}

type Column = FieldText | "code";

function readHeader(fields: readonly string[]): { readonly columns: readonly Column[] } | { readonly column: string; readonly problem: string } {
  const columns: Column[] = [];
  for (const name of fields.map((field) => field.trim().toLowerCase())) {
    const column = name === "code" ? name : fieldByColumn(name);
    if (column === null) return { column: name.slice(0, 40), problem: `không có cột “${name.slice(0, 40)}”; xem các cột ở docs/directory.md` };
    if (columns.includes(column)) return { column: name, problem: `cột ${name} lặp lại` };
    columns.push(column);
  }
  return columns.includes("code") ? { columns } : { column: "code", problem: "thiếu cột code" };
}

function readLine(line: number, fields: readonly string[], columns: readonly Column[]): ReadLine {
  if (fields.length !== columns.length) return refuse(line, "", `có ${fields.length} ô, dòng đầu có ${columns.length} cột`);
  const problems: LineProblem[] = [];
  const says: Record<string, unknown> = {};
  let code = "";
  for (const [index, column] of columns.entries()) {
    const cell = fields[index] ?? "";
    const text = readCell(cell);
    if (column === "code") {
      const read = readCode(text);
      if (read === null) problems.push({ line, field: "code", message: text === "" ? "thiếu mã định danh" : `“${text.slice(0, 40)}” không phải mã định danh` });
      else code = read;
      continue;
    }
    if (text === "") continue;
    if (cell.trim() === NONE) {
      says[column.field] = column.field === "aliases" ? [] : null;
      if (column.field === "name") problems.push({ line, field: column.column, message: "tên cơ quan không được để trống" });
      continue;
    }
    const read = column.read(text.normalize("NFC"));
    if ("problem" in read) problems.push({ line, field: column.column, message: read.problem });
    else says[column.field] = read.value;
  }
  return problems.length > 0 ? { kind: "problems", problems } : { kind: "agency", agency: { line, code, says } };
}

function readCode(text: string): string | null {
  try {
    const id = parseOrganId(text);
    return isPlainText(id) ? canonicalOrganId(id) : null;
  } catch (error) {
    if (error instanceof EdxmlError) return null;
    throw error;
  }
}

function refuse(line: number, field: string, message: string): ReadLine {
  return { kind: "problems", problems: [{ line, field, message }] };
}
