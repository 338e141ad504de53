import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { parseCsv } from "./csv.ts";
import { DataFileError } from "./data-file-error.ts";
import { packageRoot } from "./package-root.ts";

/** A data file as text: UTF-8 in NFC. `file` is relative to the package, e.g. `config/calendars/holidays.csv`. Throws DataFileError. */
export function readDataFile(file: string, root: string = packageRoot()): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(join(root, file)));
  } catch (cause) {
    throw new DataFileError(`${file} cannot be read as UTF-8 text`, { file }, cause);
  }
  if (text !== text.normalize("NFC")) throw new DataFileError(`${file} is not in Unicode NFC; save it with composed Vietnamese letters`, { file });
  return text;
}

/** Reads rows of a CSV whose first line names exactly the keys of `schema`, in order. Throws DataFileError naming file, line and field. */
export function parseRows<Row>(file: string, text: string, schema: z.ZodObject & z.ZodType<Row>): readonly Row[] {
  const records = parseCsv(text);
  if ("problem" in records) throw new DataFileError(`${file} line ${records.line}: ${records.problem}`, { file, line: records.line });
  const names = Object.keys(schema.shape);
  const header = records[0]?.fields ?? [];
  if (header.join(",") !== names.join(",")) throw new DataFileError(`${file} line 1: the columns are not ${names.join(",")}`, { file, line: 1, found: header, allowed: names });
  return records.slice(1).map(({ line, fields }) => {
    if (fields.length !== names.length) throw new DataFileError(`${file} line ${line}: ${fields.length} fields instead of ${names.length}`, { file, line, found: fields.length, allowed: names.length });
    return checked(file, line, schema, Object.fromEntries(names.map((name, i) => [name, fields[i]])));
  });
}

/** Reads a JSON file. Throws DataFileError naming file and field. */
export function parseJson<Value>(file: string, text: string, schema: z.ZodType<Value>): Value {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DataFileError(`${file} is not JSON`, { file }, cause);
  }
  return checked(file, null, schema, value);
}

/** What is wrong with one field of one row that a schema cannot see. */
export function wrongField(file: string, line: number, field: string, problem: string): DataFileError {
  return new DataFileError(`${file} line ${line}, field ${field}: ${problem}`, { file, line, field });
}

function checked<Value>(file: string, line: number | null, schema: z.ZodType<Value>, value: unknown): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join(".") ?? "";
  const problem = issue?.message ?? "invalid";
  if (line !== null) throw wrongField(file, line, field, problem);
  throw new DataFileError(`${file}, field ${field}: ${problem}`, { file, field });
}
