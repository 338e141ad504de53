/** One record with the line of the file it begins on (1-based). */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Where and why a text is no CSV. */
export interface CsvFault {
  readonly line: number;
  readonly problem: string;
}

/** A quoted or a bare field with what ends it. */
const FIELD = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/**
 * RFC 4180 without its looseness: comma, quotes doubled inside quotes, LF or CRLF, no blank line, no quote inside a bare field.
 * Only for our own small data files: the whole text is in memory.
 */
export function parseCsv(text: string): readonly CsvRecord[] | CsvFault {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let line = 1;
  let recordLine = 1;
  let ended = "";
  for (let at = 0; at < text.length || ended === ","; at = FIELD.lastIndex) {
    FIELD.lastIndex = at;
    const match = FIELD.exec(text);
    if (match === null) return { line, problem: text[at] === '"' ? "a quoted field is not closed, or goes on after its closing quote" : "a quote stands inside a field that is not quoted" };
    const [whole, quoted, bare = "", terminator = ""] = match;
    fields.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    line += whole.split("\n").length - 1;
    ended = terminator;
    if (ended === ",") continue;
    if (fields.length === 1 && fields[0] === "") return { line: recordLine, problem: "the line is empty" };
    records.push({ line: recordLine, fields });
    fields = [];
    recordLine = line;
  }
  return records;
}
