import { createHash } from "node:crypto";
import { Client, type ClientConfig } from "pg";

/** A statement is prepared from its third use on: what runs once is not worth a plan that every connection keeps. */
const WORTH_IT = 3;
/** Lists of many lengths make many texts; no connection keeps more plans than this. */
const MOST = 300;
/** What a `*` means may change under a running process, when a newer one adds a column; such a plan would fail. */
const OPEN_ENDED = /\bSELECT \*|\.\*|RETURNING \*/i;

const uses = new Map<string, number>();
const names = new Map<string, string>();

/** The name a statement is prepared under; null: it is not. */
function nameOf(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  const used = (uses.get(text) ?? 0) + 1;
  if (names.size >= MOST || OPEN_ENDED.test(text)) return null;
  if (used < WORTH_IT) {
    if (uses.size > 5_000) uses.clear();
    uses.set(text, used);
    return null;
  }
  uses.delete(text);
  const name = `s${createHash("sha256").update(text).digest("hex").slice(0, 40)}`;
  names.set(text, name);
  return name;
}

/** A connection that lets the server parse and plan each repeated statement once, and sends the next statement while the answer to the last is on its way. */
export class PreparingClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    const send = this.query.bind(this);
    const preparing = (...given: readonly unknown[]): unknown => {
      const [text, values, ...rest] = given;
      const name = typeof text === "string" && Array.isArray(values) ? nameOf(text) : null;
      return Reflect.apply(send, this, name === null ? given : [{ name, text, values }, ...rest]);
    };
    Object.defineProperty(this, "query", { value: preparing });
  }
}
