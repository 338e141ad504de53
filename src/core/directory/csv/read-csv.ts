/** One record with the line it begins on (1-based), or why a line is none. */
export type CsvLine = { readonly line: number; readonly fields: readonly string[] } | { readonly line: number; readonly problem: string };

const LONGEST_RECORD = 64 * 1024;
const FIELDS: Readonly<Record<string, RegExp>> = Object.fromEntries([",", ";", "\t"].map((separator) => [separator, new RegExp(`(?:"([^"]*(?:""[^"]*)*)"|([^"${separator}\\r\\n]*))(${separator}|$)`, "y")]));

/**
 * Reads CSV as people's programs write it: UTF-8 with or without BOM, comma, semicolon or tab (told by the first line), LF or CRLF, quotes
 * doubled inside quotes. Streamed; a wrong line is told and the next one read. Other character sets are named, never guessed.
 */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvLine> {
  let separator: string | null = null;
  let record = "";
  let begun = 0;
  for await (const { line, content } of physicalLines(bytes)) {
    if (content === null) {
      yield { line, problem: `dòng dài hơn ${LONGEST_RECORD / 1024} KB` };
      return;
    }
    if (line === 1 && (content[0] === 0xff || content[0] === 0xfe)) {
      yield { line, problem: "tệp ở bảng mã UTF-16; hãy lưu lại dạng “CSV UTF-8”" };
      return;
    }
    const text = decoded(content);
    if (text === null) {
      yield { line, problem: "có ký tự không phải UTF-8 (TCVN3, VNI hoặc bảng mã khác); hãy lưu lại dạng “CSV UTF-8”" };
      record = "";
      continue;
    }
    if (record === "") begun = line;
    record = record === "" ? (line === 1 ? text.replace(/^\uFEFF/, "") : text) : `${record}\n${text}`;
    if (record.length > LONGEST_RECORD) {
      yield { line: begun, problem: "dấu nháy kép không được đóng, hoặc dòng quá dài" };
      return;
    }
    if (isOpen(record)) continue;
    separator ??= separatorOf(record);
    if (record.trim() !== "") yield parsed(begun, record, separator);
    record = "";
  }
  if (record !== "") yield { line: begun, problem: "dấu nháy kép không được đóng" };
}

async function* physicalLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<{ readonly line: number; readonly content: Uint8Array | null }> {
  let rest = Buffer.alloc(0);
  let line = 0;
  for await (const chunk of bytes) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = rest.indexOf(0x0a, from); end !== -1; end = rest.indexOf(0x0a, from)) {
      yield { line: (line += 1), content: rest.subarray(from, rest[end - 1] === 0x0d && end > from ? end - 1 : end) };
      from = end + 1;
    }
    rest = rest.subarray(from);
    if (rest.length > LONGEST_RECORD) {
      yield { line: line + 1, content: null };
      return;
    }
  }
  if (rest.length > 0) yield { line: line + 1, content: rest };
}

function decoded(content: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return null;
  }
}

function isOpen(record: string): boolean {
  let quotes = 0;
  for (let at = record.indexOf('"'); at !== -1; at = record.indexOf('"', at + 1)) quotes += 1;
  return quotes % 2 === 1;
}

function separatorOf(header: string): string {
  return [",", ";", "\t"].map((one) => ({ one, count: header.split(one).length })).sort((a, b) => b.count - a.count)[0]?.one ?? ",";
}

function parsed(line: number, record: string, separator: string): CsvLine {
  const field = FIELDS[separator] ?? /$^/y;
  const fields: string[] = [];
  for (field.lastIndex = 0; ; ) {
    const match = field.exec(record);
    if (match === null) return { line, problem: "dấu nháy kép đặt sai chỗ" };
    const [, quoted, bare = "", ended = ""] = match;
    fields.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (ended === "") return field.lastIndex === record.length ? { line, fields } : { line, problem: "dấu nháy kép đặt sai chỗ" };
  }
}
