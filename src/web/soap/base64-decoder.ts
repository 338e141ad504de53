import { HouseError } from "../../core/fault.ts";

const LETTERS = /^[A-Za-z0-9+/]*$/;
const SPACE = /[\t\n\r ]+/g;

/** Decodes base64 that comes in pieces (xs:base64Binary: white space anywhere, padding only at the end). Throws `request-invalid`. */
export class Base64Decoder {
  #rest = "";
  #padded = false;

  write(piece: Buffer): Buffer {
    return this.writeText(piece.toString("latin1"));
  }

  writeText(piece: string): Buffer {
    const letters = this.#rest + piece.replaceAll(SPACE, "");
    const whole = letters.length - (letters.length % 4);
    this.#rest = letters.slice(whole);
    return whole === 0 ? Buffer.alloc(0) : this.#decode(letters.slice(0, whole));
  }

  /** Says that no more comes. */
  end(): void {
    if (this.#rest !== "") throw broken("its length is not a multiple of four letters");
  }

  #decode(groups: string): Buffer {
    if (this.#padded) throw broken("something follows its padding");
    const body = groups.replace(/={1,2}$/, "");
    if (!LETTERS.test(body)) throw broken("it has a character that is not of the alphabet");
    this.#padded = body.length < groups.length;
    return Buffer.from(groups, "base64");
  }
}

function broken(how: string): HouseError {
  return new HouseError("request-invalid", `a base64 content cannot be decoded: ${how}`, { element: "content" });
}
