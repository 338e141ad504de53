/** Small messages on one core: `small.js <directory> <seconds>`; prints operations per second of processor time and of wall time. */
import { createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { certificateFingerprint, pemSigner, readEnvelope, writeDocument, type AttachmentSource, type Trust } from "#edxml";
import { benchDocument } from "./document.ts";

const [directory = "", seconds = "3"] = process.argv.slice(2);
const pem = (name: string): string => readFileSync(join(directory, name), "utf8");
const signer = pemSigner({ privateKeyPem: pem("leaf.key"), certificateChain: [pem("leaf.pem")] });
const fingerprint = certificateFingerprint(pem("leaf.pem"));
const trust: Trust = { anchors: [pem("root.pem")], registeredFingerprints: async () => [fingerprint], at: new Date("2026-03-01T00:00:00Z") };
// With 1 KB of PDF the whole signed message is about 10 KB.
const pdf = Buffer.from(`%PDF-1.7\n${"x".repeat(1015)}`);
const attachment: AttachmentSource = { name: "cong-van.pdf", contentId: "att-1", open: () => once(pdf) };
const document = benchDocument();

function once(bytes: Buffer): Readable {
  return new Readable({
    read() {
      this.push(bytes);
      this.push(null);
    },
  });
}

class Keep extends Writable {
  readonly chunks: Buffer[] = [];
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }
}

async function write(): Promise<Buffer> {
  const sink = new Keep();
  await writeDocument(document, [attachment], sink, { signer, scratchDirectory: directory });
  return Buffer.concat(sink.chunks);
}

const message = await write();
async function read(): Promise<void> {
  const { verdict } = await readEnvelope(once(message), { trust, scratchDirectory: directory, openAttachment: () => new Keep() });
  if (verdict.kind !== "intact") throw new TypeError(verdict.kind);
}

/** Operations per second of processor time (what one core does, all threads counted, others left out) in the quickest tenth of short batches, and of wall time. */
async function rate(work: () => Promise<unknown>): Promise<{ perCoreSecond: number; perWallSecond: number }> {
  for (let i = 0; i < 500; i += 1) await work();
  const start = performance.now();
  const batches: number[] = [];
  while (performance.now() - start < Number(seconds) * 1000) {
    const before = process.cpuUsage();
    for (let i = 0; i < BATCH; i += 1) await work();
    const { user, system } = process.cpuUsage(before);
    batches.push((user + system) / 1e6);
  }
  const wall = (performance.now() - start) / 1000;
  const quick = batches.sort((a, b) => a - b)[Math.floor(batches.length / 10)] ?? 1;
  return { perCoreSecond: Math.round(BATCH / quick), perWallSecond: Math.round((batches.length * BATCH) / wall) };
}
const BATCH = 20;

const key = createPrivateKey(pem("leaf.key"));
const rsa = async (): Promise<void> => void sign("sha256", pdf, key);
process.stdout.write(`${JSON.stringify({ bytes: message.length, rsaSign: await rate(rsa), write: await rate(write), read: await rate(read) })}\n`);
