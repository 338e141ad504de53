import { constants } from "node:fs";
import { access, statfs } from "node:fs/promises";
import { HouseError } from "../core/fault.ts";

const FRESH_MS = 1_000;

/** Bytes an ordinary account may still write where this folder lies; null: it is not there, or nothing can be written into it. */
export async function freeBytesIn(directory: string): Promise<number | null> {
  try {
    await access(directory, constants.W_OK);
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/**
 * The low-water mark of the disk: below it nothing new is begun, so that what was begun can be finished and the database beside it lives on.
 * Asked at most once a second. Throws `disk-full`.
 */
export function lowWaterMark(directory: string, leastFreeBytes: number): () => Promise<void> {
  let asked: { readonly at: number; readonly free: Promise<number | null> } | null = null;
  return async () => {
    if (asked === null || performance.now() - asked.at > FRESH_MS) asked = { at: performance.now(), free: freeBytesIn(directory) };
    const free = await asked.free;
    if (free === null || free >= leastFreeBytes) return;
    throw new HouseError("disk-full", `only ${free} bytes are free where the blobs lie, ${leastFreeBytes} are kept`, { free, least: leastFreeBytes }, { hint: "free space on the volume of the blob store" });
  };
}
