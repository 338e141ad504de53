/** `memory-process.js <directory> <megabytes>`: one message there and back; prints the peak resident size in megabytes. */
import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { readEnvelope, writeDocument } from "#edxml";
import { createParty, sampleDocument, trusting } from "./messages.ts";

const [directory = "", megabytes = "0"] = process.argv.slice(2);
const block = randomBytes(100_000);
const bytes = function* bytes(): Generator<Buffer> {
  for (let i = 0; i < Number(megabytes) * 5; i += 1) yield block;
};
const files = [
  { name: "a.pdf", open: () => Readable.from(bytes(), { objectMode: false }) },
  { name: "b.docx", open: () => Readable.from(bytes(), { objectMode: false }) },
];
const sender = await createParty();
const path = join(directory, "message.edxml");
await writeDocument(sampleDocument(), files, createWriteStream(path), { signer: sender.signer, scratchDirectory: directory });
const openAttachment = ({ index }: { index: number }) => createWriteStream(join(directory, `${index}`));
const { verdict } = await readEnvelope(createReadStream(path), { trust: await trusting(sender), scratchDirectory: directory, openAttachment });
if (verdict.kind !== "intact") throw new TypeError(verdict.kind);
process.stdout.write(`${Math.round(process.resourceUsage().maxRSS / 1024)}\n`);
