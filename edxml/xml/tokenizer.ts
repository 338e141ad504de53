import { EdxmlError } from "../errors.ts";
import type { ReadLimits } from "../limits.ts";
import { closes, safeEnd, tagEnd } from "./boundaries.ts";
import { NamespaceScope, type XmlOpen } from "./namespace-scope.ts";
import { parseTag, type Tag } from "./tag.ts";
import { decodeEntities, decodeUtf8, validUtf8 } from "./text.ts";

/** What the tokenizer found. Texts come in pieces; pieces never cut a character, a reference or a line end. */
export interface XmlHandler {
  open(element: XmlOpen): void;
  close(): void;
  /** Decoded text. `canonical` holds the same text as bytes when they already are what Canonical XML writes; `blank` says that it is white space, and not a part of something else. */
  text(value: string, canonical: Buffer | null, blank: boolean): void;
  /** While true, texts are offered here first; false hands them back for the slow lane (`text`). */
  readonly inBulk: boolean;
  bulk(bytes: Buffer): boolean;
  comment(): void;
  /** Tolerated, but worth telling: a CDATA section, a byte-order mark, an attribute prefix nobody bound. */
  oddity(kind: "cdata" | "byte-order-mark" | "unbound-prefix"): void;
}

const LT = 0x3c;
const GT = 0x3e;
const AMP = 0x26;
const CR = 0x0d;
const SLASH = 0x2f;

// What a byte of text means. None of these: canonical as it stands.
/** & > CR */
const SLOW = 1;
const NEVER = 2;
/** Part of a character of several bytes. */
const WIDE = 4;
/** The first byte of a character that may be none of XML's. */
const RARE = 8;
/** No white space. */
const INK = 16;
const BYTE_CLASS = new Uint8Array(256);
BYTE_CLASS.fill(NEVER, 0, 0x20);
BYTE_CLASS.fill(INK, 0x21, 0x80);
BYTE_CLASS.fill(WIDE | INK, 0x80);
BYTE_CLASS[0xef] = WIDE | RARE | INK;
BYTE_CLASS[0x09] = 0;
BYTE_CLASS[0x0a] = 0;
BYTE_CLASS[CR] = SLOW;
BYTE_CLASS[AMP] = SLOW | INK;
BYTE_CLASS[GT] = SLOW | INK;

/** The same few dozen tags come in every message: their parsed form depends on nothing but the text. */
const TAG_CACHE = new Map<string, Tag>();
const TAG_CACHE_SIZE = 1024;
const TAG_CACHE_BYTES = 160;

/**
 * Streaming XML 1.0 + Namespaces over bytes, in the one strict profile of this package: UTF-8 only, no DOCTYPE, no processing
 * instruction, no entity but the five named ones, limits on everything. Throws EdxmlError at the offending byte; does no I/O.
 */
export class XmlTokenizer {
  readonly #handler: XmlHandler;
  readonly #limits: ReadLimits;
  readonly #scope: NamespaceScope;
  readonly #stack: Tag[] = [];
  #carry: Buffer | null = null;
  #started = false;
  #rootSeen = false;
  #inCdata = false;
  #elements = 0;
  #headerBytes = 0;
  /** The chunk at hand, a character per byte, made when the first tag or text is taken out of it. */
  #chunkText: string | null = null;

  constructor(handler: XmlHandler, limits: ReadLimits) {
    this.#handler = handler;
    this.#limits = limits;
    this.#scope = new NamespaceScope(() => handler.oddity("unbound-prefix"));
  }

  /** Takes the next bytes; they may be reused by the caller afterwards. */
  write(chunk: Buffer): void {
    const data = this.#carry === null ? chunk : Buffer.concat([this.#carry, chunk]);
    this.#carry = null;
    this.#chunkText = null;
    let position = 0;
    if (!this.#started) {
      if (data.length < 4) {
        this.#carry = Buffer.from(data);
        return;
      }
      position = this.#start(data);
    }
    while (position < data.length) {
      const next = this.#inCdata ? this.#cdata(data, position) : data[position] === LT ? this.#markup(data, position) : this.#characters(data, position);
      if (next < 0) {
        // Copied: the source may reuse its buffer.
        this.#carry = Buffer.from(data.subarray(-next - 1));
        return;
      }
      position = next;
    }
  }

  /** Says that no more bytes come. Throws `xml-truncated` when the root is not closed. */
  end(): void {
    if (!this.#started || !this.#rootSeen || this.#stack.length > 0 || this.#inCdata || (this.#carry !== null && this.#carry.includes(LT)))
      throw new EdxmlError("xml-truncated", "the message ends before its root element is closed", { open: this.#stack.map((tag) => tag.local) });
    if (this.#carry !== null) this.#outsideRoot(this.#carry);
  }

  #start(data: Buffer): number {
    this.#started = true;
    const [a, b, c] = data;
    if ((a === 0xfe && b === 0xff) || (a === 0xff && b === 0xfe) || a === 0 || b === 0)
      throw new EdxmlError("encoding-unsupported", "the message is UTF-16 or UTF-32; edXML is UTF-8");
    if (a === 0xef && b === 0xbb && c === 0xbf) {
      this.#handler.oddity("byte-order-mark");
      return 3;
    }
    return 0;
  }

  /** Returns the position behind the markup, or -(position+1) when it is not complete yet. */
  #markup(data: Buffer, position: number): number {
    const second = data[position + 1];
    if (second === 0x21) return this.#declaration(data, position);
    const open = this.#stack.at(-1);
    if (second === SLASH && open !== undefined && closes(data, position + 2, open.name)) {
      const behind = position + open.name.length + 3;
      this.#countHeader(behind - position);
      this.#closeOpen();
      return behind;
    }
    const end = second === 0x3f ? data.indexOf("?>", position) + 1 : tagEnd(data, position);
    if (end <= 0) return this.#incomplete(data, position);
    if (second === 0x3f) {
      this.#xmlDeclaration(data.subarray(position, end + 1), position);
      return end + 1;
    }
    this.#countHeader(end - position);
    const tag = this.#parse(data, position + 1, end);
    if (tag.kind === "close") this.#close(tag);
    else this.#open(tag);
    return end + 1;
  }

  #incomplete(data: Buffer, position: number): number {
    if (data.length - position > this.#limits.tagBytes) throw new EdxmlError("xml-limit", `a tag or comment is longer than ${this.#limits.tagBytes} bytes`, { limit: this.#limits.tagBytes });
    return -position - 1;
  }

  #parse(data: Buffer, start: number, end: number): Tag {
    if (end - start > TAG_CACHE_BYTES) {
      if (end - start > this.#limits.tagBytes) throw new EdxmlError("xml-limit", `a tag is longer than ${this.#limits.tagBytes} bytes`, { limit: this.#limits.tagBytes });
      return parseTag(decodeUtf8(data.subarray(start, end)), this.#limits);
    }
    const known = TAG_CACHE.get(this.#latin(data, start, end));
    if (known !== undefined) return known;
    const tag = parseTag(decodeUtf8(data.subarray(start, end)), this.#limits);
    if (TAG_CACHE.size >= TAG_CACHE_SIZE) TAG_CACHE.clear();
    // A copy: a slice would keep its whole chunk in memory.
    TAG_CACHE.set(data.toString("latin1", start, end), tag);
    return tag;
  }

  /** Slices of one string are several times cheaper than strings made of bytes one by one; only for what nobody keeps, because it keeps the chunk. */
  #latin(data: Buffer, start: number, end: number): string {
    this.#chunkText ??= data.toString("latin1");
    return this.#chunkText.slice(start, end);
  }

  #open(tag: Tag): void {
    if (this.#stack.length === 0) {
      if (this.#rootSeen) throw new EdxmlError("xml-malformed", "the message has a second root element");
      this.#rootSeen = true;
    }
    if (this.#stack.length >= this.#limits.depth) throw new EdxmlError("xml-limit", `elements are nested deeper than ${this.#limits.depth}`, { limit: this.#limits.depth });
    this.#elements += 1;
    if (this.#elements > this.#limits.elements) throw new EdxmlError("xml-limit", `the message has more than ${this.#limits.elements} elements`, { limit: this.#limits.elements });
    this.#handler.open(this.#scope.open(tag));
    if (tag.kind === "open") this.#stack.push(tag);
    else {
      this.#scope.close();
      this.#handler.close();
    }
  }

  #close(tag: Tag): void {
    const open = this.#stack.at(-1);
    if (open === undefined || open.name !== tag.name)
      throw new EdxmlError("xml-malformed", `</${tag.name.slice(0, 60)}> closes nothing that is open`, { found: tag.name.slice(0, 60), open: open?.local ?? null });
    this.#closeOpen();
  }

  #closeOpen(): void {
    this.#stack.pop();
    this.#scope.close();
    this.#handler.close();
  }

  #declaration(data: Buffer, position: number): number {
    if (data.length - position < 9 && data.indexOf(GT, position) < 0) return this.#incomplete(data, position);
    const opening = data.toString("latin1", position, position + 9);
    if (opening.startsWith("<!--")) {
      const end = data.indexOf("--", position + 4);
      if (end < 0 || end + 2 >= data.length) return this.#incomplete(data, position);
      if (data[end + 2] !== GT) throw new EdxmlError("xml-malformed", "a comment holds --");
      this.#countHeader(end + 3 - position);
      decodeUtf8(data.subarray(position, end));
      this.#handler.comment();
      return end + 3;
    }
    if (opening === "<![CDATA[" && this.#stack.length > 0) {
      this.#inCdata = true;
      this.#handler.oddity("cdata");
      return position + 9;
    }
    if (opening.startsWith("<!DOCTYPE") || opening.startsWith("<!ENTITY"))
      throw new EdxmlError("xml-forbidden", "the message declares a document type or an entity", {}, { hint: "edXML has no DTD; send the message without <!DOCTYPE>" });
    throw new EdxmlError("xml-malformed", `${JSON.stringify(opening)} opens nothing known`, { found: opening });
  }

  #xmlDeclaration(bytes: Buffer, position: number): void {
    const text = decodeUtf8(bytes);
    if (!/^<\?xml[ \t\r\n]/.test(text) || this.#rootSeen || position > 3) throw new EdxmlError("xml-forbidden", "the message holds a processing instruction");
    const parts = /^<\?xml\s+version\s*=\s*(?:"1\.[0-9]"|'1\.[0-9]')(?:\s+encoding\s*=\s*["']([A-Za-z0-9._-]+)["'])?(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>$/.exec(text);
    if (parts === null) throw new EdxmlError("xml-malformed", "the XML declaration is not well-formed");
    const encoding = parts[1];
    if (encoding !== undefined && encoding.toLowerCase() !== "utf-8") throw new EdxmlError("encoding-unsupported", `the message says it is ${encoding}; edXML is UTF-8`, { found: encoding });
  }

  #characters(data: Buffer, position: number): number {
    const markup = data.indexOf(LT, position);
    const end = markup < 0 ? safeEnd(data, position) : markup;
    if (end > position) {
      if (this.#stack.length === 0) this.#outsideRoot(data.subarray(position, end));
      else if (!this.#handler.inBulk || !this.#handler.bulk(data.subarray(position, end))) this.#text(data, position, end);
    }
    return markup < 0 && end < data.length ? -end - 1 : end;
  }

  #text(data: Buffer, start: number, end: number): void {
    if (!this.#handler.inBulk) this.#countHeader(end - start);
    let classes = 0;
    for (let i = start; i < end; i += 1) classes |= BYTE_CLASS[data[i] ?? 0] ?? NEVER;
    if ((classes & NEVER) !== 0) throw new EdxmlError("xml-malformed", "the message holds a control character");
    const bytes = data.subarray(start, end);
    // Among characters of several bytes XML forbids only U+FFFE and U+FFFF, which begin with EF.
    if ((classes & (INK | SLOW)) === 0) {
      this.#handler.text(this.#latin(data, start, end), bytes, true);
      return;
    }
    const text = (classes & RARE) !== 0 ? decodeUtf8(bytes) : (classes & WIDE) !== 0 ? validUtf8(bytes) : data.toString("latin1", start, end);
    if ((classes & SLOW) === 0) {
      this.#handler.text(text, bytes, false);
      return;
    }
    if (text.includes("]]>")) throw new EdxmlError("xml-malformed", "]]> stands in a text");
    const lines = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
    this.#handler.text(lines.includes("&") ? decodeEntities(lines) : lines, null, false);
  }

  #cdata(data: Buffer, position: number): number {
    const close = data.indexOf("]]>", position);
    const end = close < 0 ? safeEnd(data, position) : close;
    if (end > position) {
      const bytes = data.subarray(position, end);
      if (!this.#handler.inBulk || !this.#handler.bulk(bytes)) {
        if (!this.#handler.inBulk) this.#countHeader(bytes.length);
        this.#handler.text(decodeUtf8(bytes).replace(/\r\n?/g, "\n"), null, false);
      }
    }
    if (close < 0) return end < data.length ? -end - 1 : end;
    this.#inCdata = false;
    return close + 3;
  }

  #outsideRoot(bytes: Buffer): void {
    if (/[^ \t\r\n]/.test(bytes.toString("latin1"))) throw new EdxmlError("xml-malformed", "text stands outside the root element");
  }

  /** Everything but attachment content counts against one budget, so many small things cannot add up to a big one. */
  #countHeader(bytes: number): void {
    this.#headerBytes += bytes;
    if (this.#headerBytes > this.#limits.headerBytes)
      throw new EdxmlError("xml-limit", `the message has more than ${this.#limits.headerBytes} bytes outside its attachments`, { limit: this.#limits.headerBytes });
  }
}
