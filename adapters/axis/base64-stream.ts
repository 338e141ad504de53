import { AdapterError } from "../errors.ts";

/** Base64 text in pieces of any length → bytes. Line breaks are skipped; anything else that is not base64 is refused, never guessed. */
export class Base64Stream {
  #carry = "";
  #ended = false;

  push(piece: Buffer): Buffer {
    const text = this.#carry + piece.toString("latin1").replaceAll(/[ \t\r\n]+/g, "");
    const usable = text.length - (text.length % 4);
    this.#carry = text.slice(usable);
    return this.#decode(text.slice(0, usable));
  }

  end(): Buffer {
    const rest = this.#carry;
    this.#carry = "";
    // Some encoders leave the padding out; a single left-over character can only be damage.
    return this.#decode(rest);
  }

  #decode(text: string): Buffer {
    if (text === "") return Buffer.alloc(0);
    if (this.#ended) throw damaged("characters follow the padding");
    const padding = /={1,2}$/.exec(text)?.[0].length ?? 0;
    const bytes = Buffer.from(text, "base64");
    // Node skips what it does not know, so a wrong length is the sign of a wrong character.
    const expected = Math.floor(((text.length - padding) * 3) / 4);
    if (bytes.length !== expected || (text.length - padding) % 4 === 1) throw damaged("a character is not base64");
    this.#ended = padding > 0 || text.length % 4 !== 0;
    return bytes;
  }
}

function damaged(why: string): AdapterError {
  return new AdapterError("partner-answer-unreadable", `the content in the answer is not valid base64: ${why}`, { why });
}
