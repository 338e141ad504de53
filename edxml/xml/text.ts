import { isUtf8 } from "node:buffer";
import { EdxmlError } from "../errors.ts";

const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
// XML 1.0 §2.2: what is not a Char. Lone surrogates cannot come out of valid UTF-8, but out of a caller's string.
const NOT_A_CHAR = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Replaces the five named references and character references; anything else was declared in a DTD, and there is none. */
export function decodeEntities(text: string): string {
  return text.replace(/&([^;&]{0,12};?)/g, (_, body: string) => {
    const name = body.endsWith(";") ? body.slice(0, -1) : "";
    const named = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
    if (named !== undefined) return named;
    const number = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
    const code = number === null ? Number.NaN : number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
    if (!isChar(code)) throw new EdxmlError("xml-malformed", `&${JSON.stringify(body)} is not a reference of XML without a DTD`, { found: body });
    return String.fromCodePoint(code);
  });
}

function isChar(code: number): boolean {
  return code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

/** Bytes → string; refuses bytes that are no UTF-8 (overlong forms, surrogates, truncated sequences) and characters XML does not have. */
export function decodeUtf8(bytes: Buffer): string {
  const text = validUtf8(bytes);
  if (!isXmlText(text)) throw new EdxmlError("xml-malformed", "the message holds a character that XML does not allow");
  return text;
}

/** The same without a look at the characters. */
export function validUtf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new EdxmlError("encoding-unsupported", "the message holds bytes that are not UTF-8");
  return bytes.toString("utf8");
}

/** Whether every character may stand in an XML 1.0 document. */
export function isXmlText(text: string): boolean {
  return !NOT_A_CHAR.test(text);
}

/** Text as Canonical XML writes it. */
export function escapeText(text: string): string {
  if (!/[&<>\r]/.test(text)) return text;
  return text.replace(/[&<>\r]/g, (c) => (c === "&" ? "&amp;" : c === "<" ? "&lt;" : c === ">" ? "&gt;" : "&#xD;"));
}

/** Attribute value as Canonical XML writes it, without the quotes. */
export function escapeAttribute(value: string): string {
  if (!/[&<"\t\n\r]/.test(value)) return value;
  return value.replace(/[&<"\t\n\r]/g, (c) => ATTRIBUTE_ESCAPES[c] ?? c);
}

const ATTRIBUTE_ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;" };
