import { createHash, type Hash } from "node:crypto";
import { XML_NAMESPACE } from "../namespaces.ts";
import type { XmlAttribute, XmlOpen } from "./namespace-scope.ts";
import { escapeAttribute, escapeText } from "./text.ts";

const NOTHING: { readonly prefix: string; readonly uri: string }[] = [];
/** Longer texts go on as bytes, shorter ones are cheaper as strings. */
const LONG_TEXT = 1024;

/** Receives canonical text in pieces; bytes go through unchanged. */
export interface CanonicalSink {
  string(text: string): void;
  bytes(bytes: Buffer): void;
}

/**
 * Exclusive XML Canonicalization 1.0 without comments and without a prefix list, written while elements stream by.
 * Needs only what is visible at each element, so a subtree is canonicalised the same way as a document.
 */
export class ExclusiveCanonicalizer {
  readonly #sink: CanonicalSink;
  readonly #rendered: { readonly prefix: string; readonly uri: string }[] = [];
  readonly #open: { readonly name: string; readonly mark: number }[] = [];

  constructor(sink: CanonicalSink) {
    this.#sink = sink;
  }

  open(element: XmlOpen): void {
    const name = element.prefix === "" ? element.local : `${element.prefix}:${element.local}`;
    const mark = this.#rendered.length;
    this.#open.push({ name, mark });
    let tag = `<${name}`;
    this.#use(element.prefix, element.namespace);
    for (const attribute of element.attributes) if (attribute.prefix !== "") this.#use(attribute.prefix, attribute.namespace);
    const declarations = this.#rendered.length === mark ? NOTHING : this.#rendered.slice(mark);
    if (declarations.length > 1) declarations.sort((a, b) => compareUtf8(a.prefix, b.prefix));
    for (const { prefix, uri } of declarations) tag += prefix === "" ? ` xmlns="${escapeAttribute(uri)}"` : ` xmlns:${prefix}="${escapeAttribute(uri)}"`;
    for (const attribute of sorted(element.attributes)) {
      const attributeName = attribute.prefix === "" ? attribute.local : `${attribute.prefix}:${attribute.local}`;
      tag += ` ${attributeName}="${escapeAttribute(attribute.value)}"`;
    }
    this.#sink.string(`${tag}>`);
  }

  close(): void {
    const open = this.#open.pop();
    if (open === undefined) return;
    if (this.#rendered.length > open.mark) this.#rendered.length = open.mark;
    this.#sink.string(`</${open.name}>`);
  }

  /** `canonical` may come without `value`, as bytes that are their own canonical form. */
  text(value: string, canonical: Buffer | null): void {
    if (canonical === null) this.#sink.string(escapeText(value));
    else if (canonical.length > LONG_TEXT || value === "") this.#sink.bytes(canonical);
    else this.#sink.string(value);
  }

  /** A prefix is declared where it is visibly used and no open ancestor has declared the same. */
  #use(prefix: string, uri: string): void {
    if (prefix === "xml" && uri === XML_NAMESPACE) return;
    for (let i = this.#rendered.length - 1; i >= 0; i -= 1) {
      const known = this.#rendered[i];
      if (known === undefined || known.prefix !== prefix) continue;
      if (known.uri === uri) return;
      break;
    }
    if (prefix === "" && uri === "" && !this.#rendered.some((known) => known.prefix === "")) return;
    this.#rendered.push({ prefix, uri });
  }
}

function sorted(attributes: readonly XmlAttribute[]): readonly XmlAttribute[] {
  if (attributes.length < 2) return attributes;
  return attributes.toSorted((a, b) => compareUtf8(a.namespace, b.namespace) || compareUtf8(a.local, b.local));
}

/** Document order of names is the order of their UTF-8 bytes, which JavaScript's own comparison is not beyond U+FFFF. */
function compareUtf8(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const GATHER = 8 * 1024;

/** SHA-256 over canonical pieces. Tags and small texts are gathered as one string, so that the hash is not called for each of them. */
export class DigestSink implements CanonicalSink {
  readonly #hash: Hash = createHash("sha256");
  #gathered = "";

  string(text: string): void {
    this.#gathered += text;
    if (this.#gathered.length > GATHER) this.#flush();
  }

  bytes(bytes: Buffer): void {
    this.#flush();
    this.#hash.update(bytes);
  }

  digest(): Buffer {
    this.#flush();
    return this.#hash.digest();
  }

  #flush(): void {
    if (this.#gathered === "") return;
    this.#hash.update(this.#gathered, "utf8");
    this.#gathered = "";
  }
}

/** Canonical text of something small. */
export class StringSink implements CanonicalSink {
  text = "";
  string(text: string): void {
    this.text += text;
  }
  bytes(bytes: Buffer): void {
    this.text += bytes.toString("utf8");
  }
}
