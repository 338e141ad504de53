/*
 * A spreadsheet runs a cell that begins with = + - @ as a formula (CWE-1236), so such a cell is written behind an apostrophe, as
 * spreadsheets themselves do, and read without it.
 */
const DANGEROUS = /^[=+\-@\t\r']/;

/** One cell as it stands in our files. */
export function writeCell(text: string): string {
  const safe = DANGEROUS.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The text of a cell; a lone hyphen, which says "none", stays one. */
export function readCell(cell: string): string {
  const text = cell.trim();
  return text.startsWith("'") ? text.slice(1) : text;
}
