/**
 * `npm run bench:edxml -- [--sizes 1,10,50,200,1000] [--repeats 3] [--directory D]`: measures writing+signing and verifying+reading against a
 * floor taken in the same run (read, SHA-256 once, base64, write, in the same blocks), and against what signs a whole DOM. Each figure is
 * the best of the repeats, each in a process of its own. Needs four times the largest size as free disk space.
 */
import { spawnSync } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createDevelopmentAuthority, issueDevelopmentCertificate } from "#edxml";

interface Measure {
  readonly ms: number;
  readonly cpu: number;
  readonly rss: number;
  readonly stall: number;
}

const { values } = parseArgs({
  options: { sizes: { type: "string", default: "1,10,50,200,1000" }, repeats: { type: "string", default: "3" }, directory: { type: "string", default: tmpdir() }, json: { type: "boolean", default: false } },
});
const sizes = values.sizes.split(",").map(Number);
const repeats = Number(values.repeats);
const directory = mkdtempSync(join(values.directory, "bench-edxml-"));
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
process.on("SIGINT", () => process.exit(130));

/** Bytes that cannot be compressed, so that nobody is quicker by luck. */
function makeFile(name: string, megabytes: number): void {
  const file = openSync(join(directory, name), "w");
  const block = Buffer.alloc(1_000_000);
  writeSync(file, "%PDF-1.7\n");
  for (let i = 0; i < megabytes; i += 1) writeSync(file, randomFillSync(block));
  closeSync(file);
}

function measure(what: string, size: number): Measure | null {
  let best: Measure | null = null;
  for (let i = 0; i < repeats; i += 1) {
    const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, "case.js"), what, directory, `${size}`], { encoding: "utf8", timeout: 300_000 });
    if (status !== 0) return best;
    const one = parseMeasure(stdout);
    best = best === null ? one : { ms: Math.min(best.ms, one.ms), cpu: Math.min(best.cpu, one.cpu), rss: Math.max(best.rss, one.rss), stall: Math.min(best.stall, one.stall) };
  }
  return best;
}

function parseMeasure(line: string): Measure {
  const value: unknown = JSON.parse(line);
  if (typeof value !== "object" || value === null) throw new TypeError(`no measurement: ${line}`);
  const number = (name: string): number => Number(Object.entries(value).find(([key]) => key === name)?.[1]);
  return { ms: number("ms"), cpu: number("cpu"), rss: number("rss"), stall: number("stall") };
}

function xmlsec(size: number): Measure | null {
  const start = performance.now();
  const { status } = spawnSync("xmlsec1", ["--verify", "--trusted-pem", join(directory, "root.pem"), join(directory, `${size}.edxml`)]);
  const ms = performance.now() - start;
  return status === 0 ? { ms, cpu: ms, rss: Number.NaN, stall: Number.NaN } : null;
}

const authority = await createDevelopmentAuthority();
const leaf = await issueDevelopmentCertificate(authority, { name: "bench" });
writeFileSync(join(directory, "root.pem"), authority.certificatePem);
writeFileSync(join(directory, "leaf.pem"), leaf.certificatePem);
writeFileSync(join(directory, "leaf.key"), leaf.privateKeyPem);
makeFile("warm.pdf", 1);
const idle = measure("idle", 0)?.rss ?? Number.NaN;
const rows: Record<string, unknown>[] = [];

for (const size of sizes) {
  process.stderr.write(`${size} MB …\n`);
  makeFile(`${size}.pdf`, size);
  const floors: Record<string, Measure | null> = {};
  for (const what of ["floor-write", "write", "floor-read", "read", "xmlsec1 verify", "xmldsigjs", "xml-crypto"]) {
    const whole = what === "xmldsigjs" || what === "xml-crypto";
    if (whole && size > 50) continue;
    const one = what === "xmlsec1 verify" ? xmlsec(size) : measure(what, size);
    const floor = floors[what === "write" || whole ? "floor-write" : "floor-read"];
    floors[what] = one;
    rows.push({
      MB: size,
      case: what,
      ...(one === null
        ? { "MB/s": "did not survive" }
        : {
            "MB/s": Math.round(size / (one.ms / 1000)),
            ms: Math.round(one.ms),
            "× floor": floor ? (one.ms / floor.ms).toFixed(2) : "1.00",
            "× floor (cpu)": floor ? (one.cpu / floor.cpu).toFixed(2) : "1.00",
            "RSS over idle, MB": Number.isNaN(one.rss) ? "" : Math.round((one.rss - idle) / 1e6),
            "longest stall, ms": Number.isNaN(one.stall) ? "" : one.stall.toFixed(1),
          }),
    });
  }
  for (const name of [`${size}.pdf`, `${size}.edxml`, `${size}.b64`, "out.pdf", "floor.bin"]) rmSync(join(directory, name), { force: true });
}

const small = spawnSync(process.execPath, [join(import.meta.dirname, "small.js"), directory, "3"], { encoding: "utf8" }).stdout.trim();
if (values.json) process.stdout.write(`${JSON.stringify({ idle, rows, small: small === "" ? null : small })}\n`);
else {
  console.table(rows);
  process.stdout.write(`idle process: ${Math.round(idle / 1e6)} MB\nsmall messages: ${small}\n`);
}
