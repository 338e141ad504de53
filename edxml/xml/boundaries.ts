import { EdxmlError } from "../errors.ts";

const LT = 0x3c;
const GT = 0x3e;
const AMP = 0x26;
const CR = 0x0d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const RIGHT_BRACKET = 0x5d;
const SEMICOLON = 0x3b;
const REFERENCE_BYTES = 12;

/** Whether `name>` stands at `position`: the usual end tag, told without making a string of it. */
export function closes(data: Buffer, position: number, name: string): boolean {
  if (data[position + name.length] !== GT) return false;
  for (let i = 0; i < name.length; i += 1) {
    const code = name.charCodeAt(i);
    if (code >= 0x80 || data[position + i] !== code) return false;
  }
  return true;
}

/** Position of the `>` that ends the tag starting at `position`, or -1 when it is not here yet. */
export function tagEnd(data: Buffer, position: number): number {
  let quote = 0;
  for (let i = position + 1; i < data.length; i += 1) {
    const byte = data[i];
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === GT) return i;
    else if (byte === QUOTE || byte === APOSTROPHE) quote = byte;
    else if (byte === LT) throw new EdxmlError("xml-malformed", "< stands inside a tag");
  }
  return -1;
}

/** How far a text without a following `<` can be handed on: not into a character, a reference, CRLF or `]]>`. */
export function safeEnd(data: Buffer, position: number): number {
  let end = data.length;
  for (let back = 1; back <= 3 && end - back >= position; back += 1) {
    const byte = data[end - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      if (length > back) end -= back;
      break;
    }
  }
  for (let i = Math.max(position, end - REFERENCE_BYTES); i < end; i += 1) if (data[i] === AMP && data.subarray(i, end).indexOf(SEMICOLON) < 0) end = i;
  while (end > position && data.length - end < 3 && data[end - 1] === RIGHT_BRACKET) end -= 1;
  if (end > position && data[end - 1] === CR) end -= 1;
  return end;
}
