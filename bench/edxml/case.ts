/** One measurement in a process of its own: `case.js <what> <directory> <megabytes> [<KiB per block>]`; prints one line of JSON. */
import { createHash, createPrivateKey, webcrypto } from "node:crypto";
import { createReadStream, createWriteStream, readFileSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { certificateFingerprint, pemSigner, readEnvelope, writeDocument, type Trust } from "#edxml";
import { benchDocument } from "./document.ts";

const [what = "", directory = ""] = process.argv.slice(2);
let size = process.argv[4] ?? "0";
const path = (name: string): string => join(directory, name);
const pem = (name: string): string => readFileSync(path(name), "utf8");
// What is measured reads in the blocks of its floor. The floor codes in slices, too: whole blocks above 64 KB would cost it several times as much.
const block = process.argv[5];
const source = (name: string, standard: number) => createReadStream(path(name), { highWaterMark: Number(block ?? standard) * 1024 });
const ENCODE_SLICE = 48;
const DECODE_SLICE = 64;
function* slices(bytes: Buffer, kib: number): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += kib * 1024) yield bytes.subarray(start, start + kib * 1024);
}
const sink = (name: string) => createWriteStream(path(name), { highWaterMark: 1024 * 1024 });

async function writeTo(target: Writable | FileHandle): Promise<void> {
  const signer = pemSigner({ privateKeyPem: pem("leaf.key"), certificateChain: [pem("leaf.pem")] });
  await writeDocument(benchDocument(), [{ name: "cong-van.pdf", open: () => source(`${size}.pdf`, ENCODE_SLICE) }], target, { signer, scratchDirectory: directory });
}

async function write(): Promise<void> {
  const file = await open(path(`${size}.edxml`), "w");
  try {
    await writeTo(file);
  } finally {
    await file.close();
  }
}

const writeStream = (): Promise<void> => writeTo(sink(`${size}.edxml`));

async function read(): Promise<void> {
  const fingerprint = certificateFingerprint(pem("leaf.pem"));
  const trust: Trust = { anchors: [pem("root.pem")], registeredFingerprints: async () => [fingerprint], at: new Date("2026-03-01T00:00:00Z") };
  const { verdict } = await readEnvelope(source(`${size}.edxml`, DECODE_SLICE), { trust, scratchDirectory: directory, openAttachment: () => sink("out.pdf") });
  if (verdict.kind !== "intact") throw new TypeError(`verdict ${verdict.kind}`);
}

/** The floor: read the file, hash it once, encode it, write the text. Same block sizes, same streams. */
async function floorWrite(): Promise<void> {
  const hash = createHash("sha256");
  await pipeline(
    source(`${size}.pdf`, ENCODE_SLICE),
    async function* encode(blocks: AsyncIterable<Buffer>) {
      for await (const bytes of blocks) {
        hash.update(bytes);
        for (const slice of slices(bytes, ENCODE_SLICE)) yield Buffer.from(slice.toString("base64"), "latin1");
      }
    },
    sink(`${size}.b64`),
  );
  hash.digest();
}

/** The floor of the way back: read the text, hash it once, decode it, write the bytes. */
async function floorRead(): Promise<void> {
  const hash = createHash("sha256");
  await pipeline(
    source(`${size}.b64`, DECODE_SLICE),
    async function* decode(blocks: AsyncIterable<Buffer>) {
      for await (const bytes of blocks) {
        hash.update(bytes);
        for (const slice of slices(bytes, DECODE_SLICE)) yield Buffer.from(slice.toString("latin1"), "base64");
      }
    },
    sink("floor.bin"),
  );
  hash.digest();
}

/** Signing the message as one DOM, the way xmldsigjs is meant to be used. */
async function xmldsigjs(): Promise<void> {
  const [{ Application, SignedXml }, { setNodeDependencies }, xmldom] = await Promise.all([import("xmldsigjs"), import("xml-core"), import("@xmldom/xmldom")]);
  Application.setEngine("node", webcrypto);
  setNodeDependencies(xmldom);
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const der = createPrivateKey(pem("leaf.key")).export({ type: "pkcs8", format: "der" });
  const key = await webcrypto.subtle.importKey("pkcs8", der, algorithm, true, ["sign"]);
  const document = new xmldom.DOMParser().parseFromString(readFileSync(path(`${size}.edxml`), "utf8"), "text/xml");
  const signed = new SignedXml();
  await signed.Sign(algorithm, key, document, { references: [{ uri: "", hash: "SHA-256", transforms: ["enveloped", "exc-c14n"] }] });
  signed.toString();
}

async function xmlCrypto(): Promise<void> {
  const { SignedXml } = await import("xml-crypto");
  const exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
  const signed = new SignedXml({ privateKey: pem("leaf.key"), signatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", canonicalizationAlgorithm: exclusive });
  signed.addReference({ xpath: "/*", isEmptyUri: true, digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256", transforms: ["http://www.w3.org/2000/09/xmldsig#enveloped-signature", exclusive] });
  signed.computeSignature(readFileSync(path(`${size}.edxml`), "utf8"));
  signed.getSignedXml();
}

const CASES: Readonly<Record<string, () => Promise<void>>> = {
  write,
  "write, stream": writeStream,
  read,
  "floor-write": floorWrite,
  "floor-read": floorRead,
  xmldsigjs,
  "xml-crypto": xmlCrypto,
  idle: async () => undefined,
};
const run = CASES[what];
if (run === undefined) throw new TypeError(`no case ${what}`);
const big = size;
if (!what.startsWith("x")) {
  // A service is warm; loading modules and compiling is not what is measured.
  size = "warm";
  await (what === "idle" ? write().then(read) : what.startsWith("floor") ? floorWrite().then(floorRead) : write().then(writeStream).then(read));
  size = big;
}
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const start = performance.now();
const cpuBefore = process.cpuUsage();
await run();
const ms = performance.now() - start;
const cpu = process.cpuUsage(cpuBefore);
delay.disable();
process.stdout.write(`${JSON.stringify({ ms, cpu: (cpu.user + cpu.system) / 1000, rss: process.resourceUsage().maxRSS * 1024, stall: delay.max > 0 && Number.isFinite(delay.max) ? delay.max / 1e6 : 0 })}\n`);
