import { EdxmlError } from "../errors.ts";

const PAD = 0x3d;
const DASH = 0x2d;
const UNDERSCORE = 0x5f;
const ALPHABET = /^[A-Za-z0-9+/]*$/;

const GROUP = 3;
const NOTHING: Buffer = Buffer.alloc(0);

/** Bytes → base64 text in pieces; only the one or two bytes that fill no group are carried over, nothing else is copied. */
export class Base64Encoder {
  #rest = NOTHING;
  readonly #room: (length: number) => Buffer;

  /** `room` gives the memory each piece of text is written into. */
  constructor(room: (length: number) => Buffer) {
    this.#room = room;
  }

  /** Text of all whole groups so far. */
  encode(bytes: Buffer): Buffer {
    const start = (GROUP - this.#rest.length) % GROUP;
    if (bytes.length < start) {
      this.#rest = Buffer.concat([this.#rest, bytes]);
      return NOTHING;
    }
    const first = start === 0 ? NOTHING : Buffer.concat([this.#rest, bytes.subarray(0, start)]);
    const end = bytes.length - ((bytes.length - start) % GROUP);
    this.#rest = end === bytes.length ? NOTHING : Buffer.from(bytes.subarray(end));
    const length = ((first.length + end - start) / GROUP) * 4;
    const text = this.#room(length);
    const behind = first.length === 0 ? 0 : text.write(first.toString("base64"), "latin1");
    text.write(bytes.toString("base64", start, end), behind, "latin1");
    return text;
  }

  /** The last, padded group; empty when there is none. */
  end(): Buffer {
    return Buffer.from(this.#rest.toString("base64"), "latin1");
  }
}

/**
 * Base64 in pieces. The fast lane takes bytes that are nothing but the standard alphabet: their canonical XML form is themselves.
 * The slow lane also takes white space, the final padding and, told by `oddity`, the URL alphabet and missing padding.
 * Any other byte is refused with `base64-invalid`.
 */
export class Base64Decoder {
  #rest = "";
  #ended = false;
  #urlAlphabet = false;
  readonly #oddity: (kind: "base64-url-alphabet" | "base64-unpadded") => void;

  constructor(oddity: (kind: "base64-url-alphabet" | "base64-unpadded") => void) {
    this.#oddity = oddity;
  }

  /** Decodes if every byte is of the alphabet; null hands the piece back, with nothing changed. */
  fast(bytes: Buffer): Buffer | null {
    if (this.#ended || bytes.includes(DASH) || bytes.includes(UNDERSCORE)) return null;
    if (bytes.includes(PAD)) return this.#fastLast(this.#rest + bytes.toString("latin1"));
    // The group begun before is decoded apart, so that the long rest is never joined to anything.
    const start = Math.min((4 - this.#rest.length) % 4, bytes.length);
    const first = this.#rest + bytes.toString("latin1", 0, start);
    const end = bytes.length - ((bytes.length - start) % 4);
    const tail = (first.length % 4 === 0 ? "" : first) + bytes.toString("latin1", end);
    if (!ALPHABET.test(tail)) return null;
    const groups = Math.floor(first.length / 4) + (end - start) / 4;
    const decoded = Buffer.allocUnsafeSlow(groups * 3);
    const behind = first.length === 4 ? decoded.write(first, "base64") : 0;
    // Node skips what it does not know, so a foreign byte shows as missing length.
    if (behind + decoded.write(bytes.toString("latin1", start, end), behind, "base64") !== decoded.length) return null;
    this.#rest = tail;
    return decoded;
  }

  /** The last piece, when it ends with the padding and nothing else is unusual. */
  #fastLast(text: string): Buffer | null {
    if (text.length % 4 !== 0 || text.indexOf("=") < text.length - 2 || !text.endsWith("=")) return null;
    const decoded = Buffer.from(text, "base64");
    const pad = text.at(-2) === "=" ? 2 : 1;
    // As long as it must be, and its last group written the one way: no foreign byte, no bits behind the end.
    if (decoded.length !== (text.length / 4) * 3 - pad || decoded.toString("base64", decoded.length - (3 - pad)) !== text.slice(-4)) return null;
    this.#ended = true;
    this.#rest = "";
    return decoded;
  }

  slow(piece: string): Buffer {
    let text = piece.replace(/[ \t\r\n]+/g, "");
    if (text === "") return NOTHING;
    if (this.#ended) throw invalid("text stands after the padding");
    if (/[-_]/.test(text)) {
      if (!this.#urlAlphabet) this.#oddity("base64-url-alphabet"); // once a file, however many pieces it comes in
      this.#urlAlphabet = true;
      text = text.replaceAll("-", "+").replaceAll("_", "/");
    }
    text = this.#rest + text;
    const pad = text.indexOf("=");
    const body = pad < 0 ? text : text.slice(0, pad);
    if (!ALPHABET.test(body)) throw invalid("a byte outside the alphabet");
    if (pad < 0) {
      const whole = body.length - (body.length % 4);
      this.#rest = body.slice(whole);
      return Buffer.from(body.slice(0, whole), "base64");
    }
    const padding = text.slice(pad);
    if (body.length % 4 >= 2 && "==".startsWith(padding) && (body.length + padding.length) % 4 !== 0) {
      // The second "=" may come with the next piece.
      this.#rest = text.slice(body.length - (body.length % 4));
      return Buffer.from(body.slice(0, body.length - (body.length % 4)), "base64");
    }
    if (!/^={1,2}$/.test(padding) || (body.length + padding.length) % 4 !== 0) throw invalid("misplaced padding");
    return this.#last(body);
  }

  /** The bytes still held when the text ends. */
  end(): Buffer {
    if (this.#ended || this.#rest === "") return NOTHING;
    if (this.#rest.includes("=") || this.#rest.length === 1) throw invalid("the text ends inside a group");
    this.#oddity("base64-unpadded");
    return this.#last(this.#rest);
  }

  #last(body: string): Buffer {
    this.#ended = true;
    this.#rest = "";
    const decoded = Buffer.from(body, "base64");
    // Bits behind the last byte must be zero: otherwise one file would have several texts.
    if (decoded.toString("base64").replace(/=+$/, "") !== body) throw invalid("bits behind the last byte");
    return decoded;
  }
}

function invalid(what: string): EdxmlError {
  return new EdxmlError("base64-invalid", `an attachment is not base64: ${what}`, { what });
}
