/** What stands between us and the floor, each part alone: `parts.js <directory> <megabytes>`; prints milliseconds of processor time as JSON. */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { certificateFingerprint, DEFAULT_LIMITS, DigestSink, ExclusiveCanonicalizer, pemSigner, readEnvelope, writeDocument, XmlTokenizer, type Trust, type XmlHandler } from "#edxml";
import { benchDocument } from "./document.ts";

const [directory = "", size = ""] = process.argv.slice(2);
const path = (name: string): string => join(directory, name);
const pem = (name: string): string => readFileSync(path(name), "utf8");
const signer = pemSigner({ privateKeyPem: pem("leaf.key"), certificateChain: [pem("leaf.pem")] });
const fingerprint = certificateFingerprint(pem("leaf.pem"));
const trust: Trust = { anchors: [pem("root.pem")], registeredFingerprints: async () => [fingerprint], at: new Date("2026-03-01T00:00:00Z") };
const empty = path("empty.edxml");

const file = readFileSync(path(`${size}.pdf`));
const message = readFileSync(path(`${size}.edxml`));

function* blocks(bytes: Buffer, kib: number): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += kib * 1024) yield bytes.subarray(start, start + kib * 1024);
}

/** What a stream costs above a file: the message read back from the scratch directory and written once more. */
async function copyMessage(): Promise<void> {
  await pipeline(createReadStream(path(`${size}.edxml`), { highWaterMark: 256 * 1024 }), createWriteStream(path("copy.edxml"), { highWaterMark: 1024 * 1024 }));
}

function digest(bytes: Buffer): void {
  const hash = createHash("sha256");
  for (const block of blocks(bytes, 64)) hash.update(block);
}

/** Tokenizer and canonicalization without what is done to the attachment's text. */
function scan(): void {
  const canonical = new ExclusiveCanonicalizer(new DigestSink());
  let inBulk = false;
  const handler: XmlHandler = {
    get inBulk() {
      return inBulk;
    },
    open: (element) => {
      inBulk = element.local === "ContentTransferEncoded";
      canonical.open(element);
    },
    close: () => {
      inBulk = false;
      canonical.close();
    },
    text: (value, bytes) => canonical.text(value, bytes),
    bulk: () => true,
    comment: () => undefined,
    oddity: () => undefined,
  };
  const tokenizer = new XmlTokenizer(handler, DEFAULT_LIMITS);
  for (const bytes of blocks(message, 64)) tokenizer.write(bytes);
  tokenizer.end();
}

async function signNothing(): Promise<void> {
  await writeDocument(benchDocument(), [], createWriteStream(empty), { signer, scratchDirectory: directory });
}

async function verifyNothing(): Promise<void> {
  await readEnvelope(Readable.from([readFileSync(empty)], { objectMode: true }), { trust, scratchDirectory: directory });
}

/** Processor time of the quickest of five runs, milliseconds. */
async function cost(work: () => Promise<void> | void): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

const signed = {
  "SHA-256 of the canonical message, on its thread": await cost(() => digest(message)),
  "header, Manifest, SignedInfo, RSA": await cost(signNothing),
};
const parts = {
  write: signed,
  "write, stream": { "out of the scratch directory into the stream": await cost(copyMessage), ...signed },
  read: {
    "SHA-256 of the file's bytes": await cost(() => digest(file)),
    "scan: markup, tokens, canonical form": await cost(scan),
    "header, certificate, SignedInfo, RSA": await cost(verifyNothing),
  },
};
process.stdout.write(`${JSON.stringify(parts)}\n`);
