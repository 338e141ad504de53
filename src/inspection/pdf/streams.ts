import { inflateRawSync, inflateSync } from "node:zlib";
import { LIMITS } from "../limits.ts";
import { isKind, nameOf, type PdfDict, type PdfValue } from "./values.ts";

/** Unpacked bytes one file may still cost; a file of bombs uses it up and the rest is said to be unread. */
export interface Budget {
  bytes: number;
}

export type Unpacked = { readonly kind: "bytes"; readonly bytes: Buffer } | { readonly kind: "too-large" | "unknown-filter" | "damaged" };

/** Undoes the filters of a stream. Never unpacks more than the budget holds. */
export function unpack(raw: Buffer, dict: PdfDict, budget: Budget): Unpacked {
  let bytes = raw;
  for (const filter of filtersOf(dict.entries.get("Filter") ?? dict.entries.get("F"))) {
    const most = Math.min(LIMITS.streamBytes, budget.bytes);
    if (most <= 0) return { kind: "too-large" };
    const step = undo(filter, bytes, most);
    if (step.kind !== "bytes") return step;
    bytes = step.bytes;
    budget.bytes -= bytes.length;
  }
  return { kind: "bytes", bytes };
}

function filtersOf(value: PdfValue | undefined): readonly string[] {
  const names = isKind(value, "array") ? value.items : value === undefined ? [] : [value];
  return names.slice(0, 8).map((name) => nameOf(name) ?? "?");
}

function undo(filter: string, bytes: Buffer, most: number): Unpacked {
  switch (filter) {
    case "FlateDecode":
    case "Fl":
      return inflate(bytes, most);
    case "ASCIIHexDecode":
    case "AHx":
      return { kind: "bytes", bytes: Buffer.from(bytes.toString("latin1").replaceAll(/[^0-9a-fA-F]/g, ""), "hex") };
    case "ASCII85Decode":
    case "A85":
      return { kind: "bytes", bytes: ascii85(bytes) };
    default:
      return { kind: "unknown-filter" };
  }
}

function inflate(bytes: Buffer, most: number): Unpacked {
  // a stream that was cut off still gives what it has
  const options = { maxOutputLength: most, finishFlush: 2 };
  try {
    return { kind: "bytes", bytes: inflateSync(bytes, options) };
  } catch (error) {
    if (isTooLarge(error)) return { kind: "too-large" };
  }
  try {
    return { kind: "bytes", bytes: inflateRawSync(bytes.subarray(2), options) };
  } catch (error) {
    return { kind: isTooLarge(error) ? "too-large" : "damaged" };
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE");
}

function ascii85(bytes: Buffer): Buffer {
  const out: number[] = [];
  let group: number[] = [];
  for (const byte of bytes) {
    if (byte === 0x7e) break;
    if (byte === 0x7a && group.length === 0) out.push(0, 0, 0, 0);
    else if (byte >= 0x21 && byte <= 0x75) group.push(byte - 0x21);
    if (group.length === 5) {
      out.push(...fourOf(group));
      group = [];
    }
  }
  if (group.length > 1) out.push(...fourOf([...group, 84, 84, 84, 84].slice(0, 5)).slice(0, group.length - 1));
  return Buffer.from(out);
}

function fourOf(group: readonly number[]): number[] {
  const value = group.reduce((sum, digit) => sum * 85 + digit, 0);
  return [(value / 0x1000000) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}
