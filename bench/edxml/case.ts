/** One measurement in a process of its own: `case.js <what> <directory> <megabytes>`; prints one line of JSON. */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, readFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { certificateFingerprint, pemSigner, readEnvelope, writeDocument, type Trust } from "#edxml";
import { benchDocument } from "./document.ts";

const [what = "", directory = ""] = process.argv.slice(2);
let size = process.argv[4] ?? "0";
const path = (name: string): string => join(directory, name);
const pem = (name: string): string => readFileSync(path(name), "utf8");
const BLOCK = 64 * 1024;

async function write(): Promise<void> {
  const signer = pemSigner({ privateKeyPem: pem("leaf.key"), certificateChain: [pem("leaf.pem")] });
  const source = { name: "cong-van.pdf", open: () => createReadStream(path(`${size}.pdf`), { highWaterMark: BLOCK }) };
  await writeDocument(benchDocument(), size === "0" ? [] : [source], createWriteStream(path(`${size}.edxml`), { highWaterMark: 1024 * 1024 }), { signer, scratchDirectory: directory });
}

async function read(): Promise<void> {
  const fingerprint = certificateFingerprint(pem("leaf.pem"));
  const trust: Trust = { anchors: [pem("root.pem")], registeredFingerprints: async () => [fingerprint], at: new Date("2026-03-01T00:00:00Z") };
  const source = createReadStream(path(`${size}.edxml`), { highWaterMark: BLOCK });
  const { verdict } = await readEnvelope(source, { trust, scratchDirectory: directory, openAttachment: () => createWriteStream(path("out.pdf"), { highWaterMark: 1024 * 1024 }) });
  if (verdict.kind !== "intact") throw new TypeError(`verdict ${verdict.kind}`);
}

/** What nobody can do without: read the file, hash it, encode it, write the text. */
async function floorWrite(): Promise<void> {
  const hash = createHash("sha256");
  const target = await open(path("floor.b64"), "w");
  for await (const block of createReadStream(path(`${size}.pdf`), { highWaterMark: BLOCK })) {
    const bytes: Buffer = block;
    hash.update(bytes);
    await target.write(Buffer.from(bytes.toString("base64"), "latin1"));
  }
  hash.digest();
  await target.close();
}

/** The way back: read the text, hash it, decode it, write the bytes. */
async function floorRead(): Promise<void> {
  const hash = createHash("sha256");
  const target = await open(path("floor.bin"), "w");
  for await (const block of createReadStream(path("floor.b64"), { highWaterMark: BLOCK })) {
    const bytes: Buffer = block;
    hash.update(bytes);
    await target.write(Buffer.from(bytes.toString("latin1"), "base64"));
  }
  hash.digest();
  await target.close();
}

const CASES: Record<string, () => Promise<void>> = { write, read, "floor-write": floorWrite, "floor-read": floorRead, idle: async () => undefined };
const run = CASES[what];
if (run === undefined) throw new TypeError(`no case ${what}`);
const big = size;
if (what === "write" || what === "read") {
  // A service is warm; modules and the compiler are not what is measured.
  size = "warm";
  await write();
  await read();
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
process.stdout.write(`${JSON.stringify({ ms, cpu: (cpu.user + cpu.system) / 1000, rss: process.resourceUsage().maxRSS * 1024, stall: Number.isFinite(delay.max) ? delay.max / 1e6 : 0 })}\n`);
