import { EdxmlError } from "../errors.ts";
import { parseWireDate, parseWireTimestamp, type LocalDate } from "../model/dates.ts";
import { checkedDocumentId, type DocumentId } from "../model/document-id.ts";
import { organIdKind, ORGAN_ID_LENGTH, parseOrganId, type OrganId } from "../model/organ-id.ts";
import { EDXML_NAMESPACE } from "../namespaces.ts";
import type { Warnings } from "../warnings.ts";
import { elementsOf, textOf, type XmlElement } from "../xml/tree.ts";

/** An element nobody knows, kept for the record. */
export interface UnknownElement {
  readonly path: string;
  readonly text: string;
}

/** What a reading gathers beside the values. */
export interface Findings {
  readonly warnings: Warnings;
  readonly unknown: UnknownElement[];
}

const UNKNOWN_MOST = 500;

/** The children of one element by name. Single ones are refused when they come twice; what nobody asked for is kept as unknown. */
export class Fields {
  readonly path: string;
  readonly #findings: Findings;
  readonly #children: readonly XmlElement[];
  readonly #asked = new Set<string>();
  readonly #left = new Set<string>();

  constructor(element: XmlElement, path: string, findings: Findings) {
    this.path = path;
    this.#findings = findings;
    this.#children = elementsOf(element);
  }

  get warnings(): Warnings {
    return this.#findings.warnings;
  }

  one(local: string): Fields | null {
    const element = this.#single(local);
    return element === undefined ? null : new Fields(element, `${this.path}/${local}`, this.#findings);
  }

  many(local: string): Fields[] {
    const elements = this.#named(local);
    return elements.map((element, i) => new Fields(element, elements.length === 1 ? `${this.path}/${local}` : `${this.path}/${local}[${i + 1}]`, this.#findings));
  }

  /** Trimmed text, "" when the element is missing or empty. `longest` counts characters; longer texts are told, not cut. */
  text(local: string, longest = Number.POSITIVE_INFINITY): string {
    const element = this.#single(local);
    if (element === undefined) return "";
    const text = valueOf(element);
    if (text.length > longest && Array.from(text).length > longest) this.warnings.add("text-long", `${this.path}/${local}`, `${text.length}`);
    return text;
  }

  /** Undefined instead of "", for optional members. */
  optional(local: string, longest?: number): string | undefined {
    return this.text(local, longest) || undefined;
  }

  texts(local: string): string[] {
    return this.#named(local)
      .map(valueOf)
      .filter((text) => text !== "");
  }

  /** Text that should be there: its absence is told, and "" stands for it. */
  expected(local: string, longest?: number): string {
    const text = this.text(local, longest);
    if (text === "") this.warnings.add("field-missing", `${this.path}/${local}`);
    return text;
  }

  /** Text without which there is no message. */
  required(local: string, longest?: number): string {
    const text = this.text(local, longest);
    if (text === "") throw missing(`${this.path}/${local}`);
    return text;
  }

  organId(local = "OrganId"): OrganId {
    return readOrganId(this.required(local), `${this.path}/${local}`, this.warnings);
  }

  documentId(local = "DocumentId"): DocumentId | undefined {
    const text = this.text(local);
    return text === "" ? undefined : checkedDocumentId(text);
  }

  /** A whole number; undefined when missing, told when unreadable. */
  number(local: string): number | undefined {
    const text = this.text(local);
    if (text === "") return undefined;
    if (/^-?\d{1,9}$/.test(text)) return Number(text);
    this.warnings.add("number-unreadable", `${this.path}/${local}`, text);
    return undefined;
  }

  /** A day; undefined when missing or, told, when unreadable. */
  date(local: string): LocalDate | undefined {
    const text = this.text(local);
    if (text === "") return undefined;
    try {
      const { date, variant } = parseWireDate(text);
      if (variant !== null) this.warnings.add("date-variant", `${this.path}/${local}`, text);
      return date;
    } catch {
      this.warnings.add("date-unreadable", `${this.path}/${local}`, text);
      return undefined;
    }
  }

  timestamp(local: string): Date | undefined {
    const text = this.text(local);
    if (text === "") return undefined;
    try {
      const { instant, variant } = parseWireTimestamp(text);
      if (variant !== null) this.warnings.add("date-variant", `${this.path}/${local}`, text);
      return instant;
    } catch {
      this.warnings.add("date-unreadable", `${this.path}/${local}`, text);
      return undefined;
    }
  }

  /** Says that an element of this name is somebody else's business, in whatever namespace. */
  leave(local: string): void {
    this.#left.add(local);
  }

  /** Keeps what was not asked for. Call when every known child was read. */
  finish(): void {
    for (const element of this.#children) {
      if (this.#left.has(element.local) || (isOurs(element) && this.#asked.has(element.local))) continue;
      const path = `${this.path}/${element.local}`;
      this.warnings.add("unknown-element", path);
      if (this.#findings.unknown.length < UNKNOWN_MOST) this.#findings.unknown.push({ path, text: deepText(element).slice(0, 2000) });
    }
  }

  #single(local: string): XmlElement | undefined {
    this.#asked.add(local);
    let found: XmlElement | undefined;
    for (const element of this.#children) {
      if (element.local !== local || !isOurs(element)) continue;
      if (found !== undefined) throw new EdxmlError("element-repeated", `${local} stands more than once in ${this.path}`, { path: `${this.path}/${local}` });
      found = element;
    }
    return found;
  }

  #named(local: string): XmlElement[] {
    this.#asked.add(local);
    return this.#children.filter((element) => element.local === local && isOurs(element));
  }
}

export function missing(path: string): EdxmlError {
  return new EdxmlError("field-missing", `${path} is missing or empty`, { path });
}

export function readOrganId(text: string, path: string, warnings: Warnings): OrganId {
  const organId = parseOrganId(text);
  if (organId.length > ORGAN_ID_LENGTH) warnings.add("organ-id-long", path, organId);
  else if (organIdKind(organId) === "unknown") warnings.add("organ-id-unusual", path, organId);
  return organId;
}

/** In the standard's namespace, or in none (home-made senders). A foreign namespace makes an element foreign, whatever its name. */
function isOurs(element: XmlElement): boolean {
  return element.namespace === EDXML_NAMESPACE || element.namespace === "";
}

/** Trimmed, with line ends as LF: a CR can only come as a character reference, and no writer keeps it. */
function valueOf(element: XmlElement): string {
  const text = textOf(element);
  return (text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text).trim();
}

function deepText(element: XmlElement): string {
  return element.children.map((child) => (typeof child === "string" ? child : deepText(child))).join(" ").trim();
}
