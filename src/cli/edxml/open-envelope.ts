import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { readEnvelope, type EnvelopeReading, type ReadOptions } from "#edxml";
import { cannotRead } from "../given-file.ts";
import type { Terminal } from "../terminal.ts";
import { UsageFault } from "../usage-fault.ts";

/** A reading and the digest of the file it is of. */
export type GivenReading = EnvelopeReading & { readonly sha256: string };

/** Reads the envelope a person named, with a progress line for big ones. */
export async function readGivenEnvelope(path: string, options: Omit<ReadOptions, "scratchDirectory">, terminal: Terminal): Promise<GivenReading> {
  const hash = createHash("sha256");
  const source = await openGivenFile(path, (share) => terminal.progress(`đọc ${path} … ${share}%`));
  source.on("data", (chunk: Buffer) => hash.update(chunk)).pause();
  const reading = await withScratch((scratchDirectory) => readEnvelope(source, { ...options, scratchDirectory }));
  return { ...reading, sha256: hash.digest("hex") };
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
