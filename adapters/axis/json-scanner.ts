import { JsonValue, unreadable } from "./json-value.ts";

/** What the member `data` turned out to be. */
export type DataKind = "missing" | "null" | "text" | "list" | "other";

export interface ScanLimits {
  /** One member other than `data`, or one element of the list, in bytes. */
  readonly valueBytes: number;
  readonly members: number;
}

/** Called while the bytes go by. Text pieces are the raw characters of the string `data` with JSON escapes resolved. */
export interface ScanHandlers {
  onText(piece: Buffer): void;
  onElement(value: unknown): void;
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];
const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

type Place = "before" | "key-or-end" | "key" | "colon" | "value" | "text" | "element-or-end" | "element" | "after-element" | "after-value" | "after";

/**
 * Reads one JSON object as it arrives. Small members are kept in `members`; the member `data` is never held:
 * as a string it flows out in pieces, as an array it flows out element by element. One gigabyte takes no more room than one kilobyte.
 */
export class JsonScanner {
  readonly members = new Map<string, unknown>();
  dataKind: DataKind = "missing";
  #place: Place = "before";
  #key = "";
  #escape = "";
  #value: JsonValue | null = null;
  readonly #handlers: ScanHandlers;
  readonly #limits: ScanLimits;

  constructor(handlers: ScanHandlers, limits: ScanLimits) {
    this.#handlers = handlers;
    this.#limits = limits;
  }

  /** Throws AdapterError `partner-answer-unreadable` at the first byte that cannot belong to such an object. */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) at = this.#step(chunk, at);
  }

  /** The object must be closed by now. */
  end(): void {
    if (this.#place === "before") throw unreadable("the answer is empty");
    if (this.#place !== "after") throw unreadable("the answer breaks off in the middle");
  }

  #step(chunk: Buffer, at: number): number {
    if (this.#place === "text") return this.#text(chunk, at);
    if (this.#value !== null) return this.#collect(this.#value, chunk, at);
    const byte = chunk[at] ?? 0;
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return at + 1;
    // A byte order mark is not JSON, but .NET servers write one.
    if (this.#place === "before" && (byte === 0xef || byte === 0xbb || byte === 0xbf)) return at + 1;
    switch (this.#place) {
      case "before":
        return this.#expect(byte, OPEN_BRACE, "key-or-end", at);
      case "key-or-end":
      case "key":
        if (byte === CLOSE_BRACE && this.#place === "key-or-end") return this.#go("after", at + 1);
        if (byte !== QUOTE) throw unreadable("a member name is missing");
        this.#place = "key";
        return this.#begin(at);
      case "colon":
        return this.#expect(byte, COLON, "value", at);
      case "value":
        return this.#beginValue(byte, at);
      case "element-or-end":
        if (byte === CLOSE_BRACKET) return this.#go("after-value", at + 1);
        return this.#beginElement(at);
      case "element":
        return this.#beginElement(at);
      case "after-element":
        if (byte === COMMA) return this.#go("element", at + 1);
        return this.#expect(byte, CLOSE_BRACKET, "after-value", at);
      case "after-value":
        if (byte === COMMA) return this.#go("key", at + 1);
        return this.#expect(byte, CLOSE_BRACE, "after", at);
      case "after":
      default:
        throw unreadable("something follows the end of the answer");
    }
  }

  #go(place: Place, next: number): number {
    this.#place = place;
    return next;
  }

  #expect(byte: number, wanted: number, place: Place, at: number): number {
    if (byte !== wanted) throw unreadable(`expected ${String.fromCodePoint(wanted)}`);
    return this.#go(place, at + 1);
  }

  #begin(at: number): number {
    this.#value = new JsonValue(this.#limits.valueBytes);
    return at;
  }

  #beginElement(at: number): number {
    this.#place = "element";
    return this.#begin(at);
  }

  #beginValue(byte: number, at: number): number {
    if (this.#key !== "data") return this.#begin(at);
    if (this.dataKind !== "missing") throw unreadable("the member data appears twice");
    if (byte === QUOTE) {
      this.dataKind = "text";
      return this.#go("text", at + 1);
    }
    if (byte === OPEN_BRACKET) {
      this.dataKind = "list";
      return this.#go("element-or-end", at + 1);
    }
    return this.#begin(at);
  }

  #collect(value: JsonValue, chunk: Buffer, at: number): number {
    const next = value.take(chunk, at);
    if (!value.complete) return next;
    this.#value = null;
    const parsed = value.parse();
    if (this.#place === "key") {
      this.#key = String(parsed);
      this.#place = "colon";
    } else if (this.#place === "element") {
      this.#place = "after-element";
      this.#handlers.onElement(parsed);
    } else {
      this.#place = "after-value";
      this.#keep(parsed);
    }
    return next;
  }

  #keep(value: unknown): void {
    if (this.#key === "data") this.dataKind = value === null ? "null" : "other";
    else this.members.set(this.#key, value);
    if (this.members.size > this.#limits.members) throw unreadable("the answer has too many members");
  }

  #text(chunk: Buffer, at: number): number {
    if (this.#escape !== "") return this.#escaped(chunk, at);
    const quote = chunk.indexOf(QUOTE, at);
    const end = quote === -1 ? chunk.length : quote;
    const backslash = chunk.subarray(at, end).indexOf(BACKSLASH);
    const stop = backslash === -1 ? end : at + backslash;
    if (stop > at) this.#handlers.onText(chunk.subarray(at, stop));
    if (backslash !== -1) {
      this.#escape = "\\";
      return stop + 1;
    }
    if (quote !== -1) this.#place = "after-value";
    return quote === -1 ? end : end + 1;
  }

  /** Escapes may be cut anywhere by the network: `\/`, `=` (Gson), `\r\n` (MIME base64). */
  #escaped(chunk: Buffer, at: number): number {
    this.#escape += String.fromCodePoint(chunk[at] ?? 0);
    const code = this.#escape[1] ?? "";
    if (code === "u" && this.#escape.length < 6) return at + 1;
    const text = code === "u" ? String.fromCodePoint(Number.parseInt(this.#escape.slice(2), 16) || 0) : (ESCAPED[code] ?? code);
    this.#escape = "";
    this.#handlers.onText(Buffer.from(text, "utf8"));
    return at + 1;
  }
}
