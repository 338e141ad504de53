import { createHash } from "node:crypto";
import { Client, type ClientConfig } from "pg";

const names = new Map<string, string>();

/**
 * A statement every connection plans once instead of every time: for those of the road, which find their rows by keys, so that one plan is right for all
 * values. Never with `*`: a newer version may add a column under a running process, and such a plan would fail.
 */
export function planned(text: string): string {
  if (!names.has(text)) names.set(text, `s${createHash("sha256").update(text).digest("hex").slice(0, 40)}`);
  return text;
}

export function isPlanned(text: string): boolean {
  return names.has(text);
}

/** A connection that keeps the plans of `planned` statements, and sends the next statement while the answer to the last is on its way. */
export class PreparingClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    const send = this.query.bind(this);
    const preparing = (...given: readonly unknown[]): unknown => {
      const [text, values, ...rest] = given;
      const name = typeof text === "string" && Array.isArray(values) ? names.get(text) : undefined;
      return Reflect.apply(send, this, name === undefined ? given : [{ name, text, values }, ...rest]);
    };
    Object.defineProperty(this, "query", { value: preparing });
  }
}
