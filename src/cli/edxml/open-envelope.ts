import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { readEnvelope, type EnvelopeReading, type ReadOptions } from "#edxml";
import { cannotRead } from "../given-file.ts";
import type { Terminal } from "../terminal.ts";
import { UsageFault } from "../usage-fault.ts";

/** Reads the envelope a person named, with a progress line for big ones. */
export async function readGivenEnvelope(path: string, options: Omit<ReadOptions, "scratchDirectory">, terminal: Terminal): Promise<EnvelopeReading> {
  const source = await openGivenFile(path, (share) => terminal.progress(`đọc ${path} … ${share}%`));
  return await withScratch((scratchDirectory) => readEnvelope(source, { ...options, scratchDirectory }));
}

/** A stream over a file the person named. Throws UsageFault when there is none. */
export async function openGivenFile(path: string, onShare: (percent: number) => void = () => undefined): Promise<Readable> {
  let size: number;
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) throw new UsageFault(`${path} là thư mục, không phải tệp`);
    size = facts.size;
  } catch (cause) {
    if (cause instanceof UsageFault) throw cause;
    throw new UsageFault(cannotRead(path, cause), cause);
  }
  let seen = 0;
  return createReadStream(path, { highWaterMark: 256 * 1024 }).on("data", (chunk) => {
    seen += chunk.length;
    onShare(size === 0 ? 100 : Math.floor((seen / size) * 100));
  }).pause();
}

export async function withScratch<Result>(use: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), "lienthong-"));
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
