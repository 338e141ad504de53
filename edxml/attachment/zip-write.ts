import { Readable } from "node:stream";
import { ZipFile } from "yazl";

// Fixed, so that the same file gives the same bytes.
const ENTRY_TIME = new Date(2000, 0, 1);

/** A zip of one entry around `bytes`. The entry's name carries nothing; receivers take the name from AttachmentName. */
export function zipOfOne(bytes: AsyncIterable<Buffer>, entryName: string): AsyncIterable<Buffer> {
  const zip = new ZipFile();
  const source = Readable.from(bytes, { objectMode: false });
  zip.addReadStream(source, entryName, { mtime: ENTRY_TIME, forceDosTimestamp: true });
  zip.end();
  return follow(zip.outputStream, source);
}

/** yazl does not pass a source's error on to its output: watch both. */
async function* follow(output: NodeJS.ReadableStream, source: Readable): AsyncGenerator<Buffer> {
  source.on("error", (error) => {
    if (output instanceof Readable) output.destroy(error);
  });
  for await (const block of output) yield Buffer.isBuffer(block) ? block : Buffer.from(block);
}
