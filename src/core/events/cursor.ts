import { HouseError } from "../fault.ts";

/** A place of the feed as callers carry it: theirs to keep, not to read. `c0` is the beginning. */
export function writeCursor(place: string): string {
  return `c${BigInt(place).toString(36)}`;
}

const CURSOR = /^c[0-9a-z]{1,13}$/;
const LARGEST = 2n ** 63n - 1n;

/** The place a cursor stands for. Throws `request-invalid` for anything we did not write. */
export function readCursor(cursor: string): string {
  const place = CURSOR.test(cursor) ? Array.from(cursor.slice(1)).reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n) : null;
  if (place === null || place > LARGEST) throw new HouseError("request-invalid", "the cursor is not one of ours", {}, { hint: "pass `next` or the id of an event of the stream unchanged" });
  return place.toString();
}
