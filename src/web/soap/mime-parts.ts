import { HouseError } from "../../core/fault.ts";

/** One part of a multipart body. `body` must be read to its end before the next part is asked for. */
export interface MimePart {
  /** Lower-case names; the first value is the only one. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: AsyncIterable<Buffer>;
}

const HEADER_BYTES = 8 * 1024;
const PREAMBLE_BYTES = 1024;
const HEADER = /^([A-Za-z0-9-]{1,64}):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/;

/**
 * multipart/* (RFC 2046 §5.1) part by part from a stream, never more than one chunk in memory. Written here because the parsers on npm
 * either know form-data only, collect whole parts, or pass over a part they cannot read; this one throws `request-invalid`.
 */
export class MimeParts {
  readonly #source: AsyncIterator<Buffer>;
  readonly #delimiter: Buffer;
  /** The body may begin with the delimiter, without a line break before it. */
  #data: Buffer = Buffer.from("\r\n");
  #state: "preamble" | "in part" | "between" | "over" = "preamble";

  constructor(source: AsyncIterator<Buffer>, boundary: string) {
    if (!/^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/.test(boundary)) throw refused("its boundary is missing or not allowed by RFC 2046");
    this.#source = source;
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, "latin1");
  }

  async next(): Promise<MimePart | null> {
    if (this.#state === "over") return null;
    if (this.#state === "in part") throw new HouseError("invariant-broken", "the next part was asked for before the one before it was read");
    if (this.#state === "preamble") await this.#skipPreamble();
    if ((await this.#line()).equals(Buffer.from("--"))) {
      this.#state = "over";
      await this.#drain();
      return null;
    }
    const headers = await this.#headers();
    this.#state = "in part";
    return { headers, body: this.#body() };
  }

  async #skipPreamble(): Promise<void> {
    let at = this.#data.indexOf(this.#delimiter);
    for (; at === -1 && this.#data.length <= PREAMBLE_BYTES; at = this.#data.indexOf(this.#delimiter)) await this.#fill();
    if (at === -1 || at > PREAMBLE_BYTES) throw refused("it does not begin with its boundary");
    this.#data = this.#data.subarray(at + this.#delimiter.length);
  }

  /** What stands behind a delimiter: `--` at the end of all, else nothing but blanks. */
  async #line(): Promise<Buffer> {
    while (this.#data.length < 2) await this.#fill();
    if (this.#data.toString("latin1", 0, 2) === "--") return this.#data.subarray(0, 2);
    const line = await this.#until("\r\n", 128);
    if (line.toString("latin1").trim() !== "") throw refused("something stands behind a boundary");
    return line;
  }

  async #headers(): Promise<ReadonlyMap<string, string>> {
    const headers = new Map<string, string>();
    let left = HEADER_BYTES;
    let text = "";
    for (;;) {
      const line = (await this.#until("\r\n", left)).toString("latin1");
      left -= line.length + 2;
      const folded = /^[ \t]/.test(line);
      if (text !== "" && !folded) addHeader(headers, text);
      if (line === "") return headers;
      text = folded ? `${text} ${line.trim()}` : line;
    }
  }

  async *#body(): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#data.indexOf(this.#delimiter);
      const safe = at === -1 ? this.#data.length - this.#delimiter.length + 1 : at;
      const piece = this.#data.subarray(0, Math.max(0, safe));
      this.#data = this.#data.subarray(at === -1 ? piece.length : at + this.#delimiter.length);
      if (at !== -1) this.#state = "between";
      if (piece.length > 0) yield piece;
      if (at !== -1) return;
      await this.#fill();
    }
  }

  async #until(mark: string, limit: number): Promise<Buffer> {
    let at = this.#data.indexOf(mark);
    for (; at === -1; at = this.#data.indexOf(mark)) {
      if (this.#data.length > limit) break;
      await this.#fill();
    }
    if (at === -1 || at > limit) throw refused("the heading of a part is too long");
    const found = this.#data.subarray(0, at);
    this.#data = this.#data.subarray(at + mark.length);
    return found;
  }

  async #fill(): Promise<void> {
    const { done, value } = await this.#source.next();
    if (done === true) throw refused("it ends before its last boundary");
    this.#data = this.#data.length === 0 ? value : Buffer.concat([this.#data, value]);
  }

  /** The epilogue means nothing (RFC 2046 §5.1.1). */
  async #drain(): Promise<void> {
    this.#data = Buffer.alloc(0);
    for (let step = await this.#source.next(); step.done !== true; step = await this.#source.next()) continue;
  }
}

function addHeader(headers: Map<string, string>, line: string): void {
  const match = HEADER.exec(line);
  const [, name = "", value = ""] = match ?? [];
  if (match === null) throw refused("a part has a heading that cannot be read");
  if (headers.has(name.toLowerCase())) throw refused("a part has the same heading twice");
  headers.set(name.toLowerCase(), value.trim());
}

function refused(why: string): HouseError {
  return new HouseError("request-invalid", `the multipart body cannot be read: ${why}`, { expected: "multipart/related" });
}

/** `name=value` behind a media type, quoted or not (RFC 2045 §5.1); null when it is not there. */
export function parameterOf(contentType: string, name: string): string | null {
  for (const [, key = "", quoted, plain] of contentType.matchAll(/;\s*([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g)) {
    if (key.toLowerCase() === name) return quoted?.replaceAll(/\\(.)/g, "$1") ?? plain ?? "";
  }
  return null;
}

export function mediaTypeOf(contentType: string): string {
  return contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}
