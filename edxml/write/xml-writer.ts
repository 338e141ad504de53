import { EdxmlError } from "../errors.ts";
import { escapeAttribute, escapeText, isXmlText } from "../xml/text.ts";

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** Text as it goes on the wire: trimmed, line ends as LF. Null when nothing is left: empty elements are never written. */
export function wireText(value: string | number | boolean | undefined, path: string): string | null {
  if (value === undefined) return null;
  const text = String(value).replace(/\r\n?/g, "\n").trim();
  if (text === "") return null;
  if (!isXmlText(text)) throw new EdxmlError("text-invalid", `${path} holds a character XML cannot carry`, { path }, { hint: "remove control characters and broken characters" });
  return text;
}

/**
 * Builds indented XML that is its own exclusive canonical form: LF, no empty-element tags, namespace declarations where c14n puts them.
 * So the bytes written are the bytes digested.
 */
export class XmlWriter {
  #text = "";
  #depth: number;
  readonly #path: string[] = [];

  constructor(depth = 0) {
    this.#depth = depth;
  }

  get text(): string {
    return this.#text;
  }

  declare(): void {
    this.#text += DECLARATION;
  }

  /** `attributes` in canonical order. */
  open(name: string, attributes: readonly (readonly [string, string])[] = []): void {
    this.#text += `${this.#indent()}<${name}${attributes.map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`).join("")}>\n`;
    this.#path.push(name);
    this.#depth += 1;
  }

  close(): void {
    this.#depth -= 1;
    this.#text += `${this.#indent()}</${this.#path.pop() ?? ""}>\n`;
  }

  leaf(name: string, value: string | number | boolean | undefined): void {
    const text = wireText(value, name);
    if (text !== null) this.#text += `${this.#indent()}<${name}>${escapeText(text)}</${name}>\n`;
  }

  /** An element without content, which canonical form writes with both tags. */
  empty(name: string, attributes: readonly (readonly [string, string])[] = []): void {
    this.#text += `${this.#indent()}<${name}${attributes.map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`).join("")}></${name}>\n`;
  }

  /** Writes the group only when it has content. */
  group(name: string, fill: () => void): void {
    const before = this.#text;
    this.open(name);
    const opened = this.#text.length;
    fill();
    if (this.#text.length === opened) {
      this.#text = before;
      this.#path.pop();
      this.#depth -= 1;
    } else this.close();
  }

  #indent(): string {
    return "  ".repeat(this.#depth);
  }
}
