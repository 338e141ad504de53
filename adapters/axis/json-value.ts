import { AdapterError } from "../errors.ts";

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

/** One JSON value of limited length, put together from chunks and parsed when it is whole. */
export class JsonValue {
  complete = false;
  #pieces: Buffer[] = [];
  #length = 0;
  #depth = 0;
  #inString = false;
  #afterBackslash = false;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  take(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length && !this.complete) {
      const byte = chunk[at] ?? 0;
      if (this.#endsBefore(byte)) break;
      this.#see(byte);
      at += 1;
    }
    this.#length += at - from;
    if (this.#length > this.#limit) throw unreadable("one value in the answer is too long");
    this.#pieces.push(chunk.subarray(from, at));
    return at;
  }

  parse(): unknown {
    try {
      return JSON.parse(Buffer.concat(this.#pieces).toString("utf8"));
    } catch (cause) {
      throw unreadable("a value in the answer is not JSON", cause);
    }
  }

  /** A number or word has no closing mark: it ends before the next comma, bracket or blank. */
  #endsBefore(byte: number): boolean {
    if (this.#depth > 0 || this.#inString) return false;
    this.complete = byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte <= 0x20;
    return this.complete;
  }

  #see(byte: number): void {
    if (this.#inString) {
      if (this.#afterBackslash) this.#afterBackslash = false;
      else if (byte === BACKSLASH) this.#afterBackslash = true;
      else if (byte === QUOTE) this.#inString = false;
      this.complete = !this.#inString && this.#depth === 0;
    } else if (byte === QUOTE) this.#inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      this.#depth -= 1;
      this.complete = this.#depth === 0;
    }
  }
}

/** Bytes that cannot be the JSON we expect. */
export function unreadable(why: string, cause?: unknown): AdapterError {
  return new AdapterError("partner-answer-unreadable", `the partner's answer is not the expected JSON: ${why}`, { why }, cause === undefined ? {} : { cause });
}
