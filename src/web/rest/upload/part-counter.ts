import type { IncomingMessage } from "node:http";

/**
 * Counts the parts of a form by their boundaries. busboy passes over a part whose heading it cannot read without a word;
 * a document would go out with one appendix less.
 */
export class PartCounter {
  readonly #delimiter: Buffer;
  /** The form may start with the delimiter, without a line break before it. */
  #rest: Buffer = Buffer.from("\r\n");
  #parts = 0;

  constructor(request: IncomingMessage) {
    const [, quoted, plain] = /;\s*boundary=(?:"([^"]*)"|([^;\s]*))/i.exec(request.headers["content-type"] ?? "") ?? [];
    this.#delimiter = Buffer.from(`\r\n--${quoted ?? plain ?? ""}\r\n`, "latin1");
  }

  get parts(): number {
    return this.#parts;
  }

  add(chunk: Buffer): void {
    const bytes = Buffer.concat([this.#rest, chunk]);
    let from = 0;
    for (let at = bytes.indexOf(this.#delimiter); at !== -1; at = bytes.indexOf(this.#delimiter, from)) {
      this.#parts++;
      from = at + this.#delimiter.length - 2; // the line break may begin the next one
    }
    this.#rest = bytes.subarray(Math.max(from, bytes.length - this.#delimiter.length + 1));
  }
}
