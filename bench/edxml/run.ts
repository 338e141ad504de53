/**
 * `npm run bench:edxml -- [--sizes 1,10,50,200,1000] [--repeats 3] [--block KiB] [--ours] [--directory D]`: measures writing+signing and verifying+reading against a
 * floor taken in the same run (read, SHA-256 once, base64, write, in the same blocks), and, without `--ours`, against `xmlsec1` and what
 * signs a whole DOM. Each figure is the best of the repeats, each in a process of its own. Needs five times the largest size as free disk space.
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
  options: { sizes: { type: "string", default: "1,10,50,200,1000" }, repeats: { type: "string", default: "3" }, directory: { type: "string", default: tmpdir() }, json: { type: "boolean", default: false }, block: { type: "string" }, ours: { type: "boolean", default: false } },
});
const sizes = values.sizes.split(",").map(Number);
const repeats = Number(values.repeats);
const directory = mkdtempSync(join(values.directory, "bench-edxml-"));
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
process.on("SIGINT", () => process.exit(130));

/** Bytes that cannot be compressed, so that nobody is quicker by luck. */
function makeFile(name: string, megabytes: number): void {
  const file = openSync(join(directory, `${name}.pdf`), "w");
  writeSync(file, Buffer.from("%PDF-1.7\n"));
  const block = Buffer.alloc(1_000_000);
  for (let i = 0; i < megabytes; i += 1) writeSync(file, randomFillSync(block));
  closeSync(file);
}

function measure(what: string, size: number, times = repeats): Measure | null {
  let best: Measure | null = null;
  const block = values.block === undefined ? [] : [values.block];
  for (let i = 0; i < times; i += 1) {
    const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, "case.js"), what, directory, `${size}`, ...block], { encoding: "utf8", timeout: 300_000 });
    if (status !== 0) return null;
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

/** Node tells nothing of the processor time and memory of a child, so only its wall time is compared. */
function xmlsec(size: number): Measure | null {
  const start = performance.now();
  const { status, stderr } = spawnSync("xmlsec1", ["--verify", "--trusted-pem", join(directory, "root.pem"), join(directory, `${size}.edxml`)], { encoding: "utf8", timeout: 300_000 });
  const ms = performance.now() - start;
  if (status !== 0) process.stderr.write(`xmlsec1, ${size} MB: ${stderr.trim().split("\n").slice(0, 2).join(" ")}\n`);
  return status === 0 ? { ms, cpu: Number.NaN, rss: Number.NaN, stall: Number.NaN } : null;
}
const xmlsecInstalled = spawnSync("xmlsec1", ["--version"]).status === 0;

const authority = await createDevelopmentAuthority();
const leaf = await issueDevelopmentCertificate(authority, { name: "bench" });
writeFileSync(join(directory, "root.pem"), authority.certificatePem);
writeFileSync(join(directory, "leaf.pem"), leaf.certificatePem);
writeFileSync(join(directory, "leaf.key"), leaf.privateKeyPem);
makeFile("warm", 8);
const idle = measure("idle", 0)?.rss ?? Number.NaN;
const rows: Record<string, unknown>[] = [];
const ratios: [what: string, size: number, one: Measure, floor: Measure][] = [];
const WHOLE_DOM = new Set(["xmldsigjs", "xml-crypto"]);
const WHOLE_DOM_MOST = 50;
const OTHERS = new Set([...WHOLE_DOM, "xmlsec1 verify"]);
const PARTS_MOST = 200;
/** Each with its floor. "write" goes into a file. */
const CASES: readonly (readonly [what: string, floor: string])[] = [
  ["floor-write", "floor-write"],
  ["write", "floor-write"],
  ["write, stream", "floor-write"],
  ["floor-read", "floor-read"],
  ["read", "floor-read"],
  ["xmlsec1 verify", "floor-read"],
  ["xmldsigjs", "floor-write"],
  ["xml-crypto", "floor-write"],
];
let partsOf: { readonly size: number; readonly text: string; readonly floors: Readonly<Record<string, Measure | null>> } | null = null;

for (const size of sizes) {
  process.stderr.write(`${size} MB …\n`);
  makeFile(`${size}`, size);
  const floors: Record<string, Measure | null> = {};
  for (const [what, floor] of CASES) {
    const other = OTHERS.has(what);
    if ((other && values.ours) || (what === "xmlsec1 verify" && !xmlsecInstalled) || (WHOLE_DOM.has(what) && size > WHOLE_DOM_MOST)) continue;
    const one = what === "xmlsec1 verify" ? xmlsec(size) : measure(what, size, other ? 1 : repeats);
    if (one === null && !other) process.exitCode = 1;
    floors[what] = one;
    rows.push(row(size, what, one, floors[floor] ?? null));
    if (one !== null && size >= 50 && what.startsWith("write")) ratios.push([what.replace("write", "write + sign"), size, one, floors[floor] ?? one]);
    if (one !== null && size >= 50 && what === "read") ratios.push(["verify + read", size, one, floors[floor] ?? one]);
  }
  if (size >= 10 && size <= PARTS_MOST) partsOf = { size, text: spawnSync(process.execPath, [join(import.meta.dirname, "parts.js"), directory, `${size}`], { encoding: "utf8" }).stdout, floors };
  for (const name of [`${size}.pdf`, `${size}.edxml`, `${size}.b64`, "out.pdf", "floor.bin"]) rmSync(join(directory, name), { force: true });
}

function row(size: number, what: string, one: Measure | null, floor: Measure | null): Record<string, unknown> {
  if (one === null) return { MB: size, case: what, "MB/s": "does not survive" };
  return {
    MB: size,
    case: what,
    "MB/s": Math.round(size / (one.ms / 1000)),
    ms: Math.round(one.ms),
    "× floor": floor === null ? "" : (one.ms / floor.ms).toFixed(2),
    "× floor (cpu)": floor === null || Number.isNaN(one.cpu) ? "" : (one.cpu / floor.cpu).toFixed(2),
    "RSS over idle, MB": Number.isNaN(one.rss) ? "" : Math.round((one.rss - idle) / 1e6),
    "longest stall, ms": Number.isNaN(one.stall) ? "" : one.stall.toFixed(1),
  };
}

/** What each part costs alone, in shares of the floor; what is left is copying, garbage and waiting. */
function explainParts(): string[] {
  if (partsOf === null) return [];
  const { size, text, floors } = partsOf;
  const parts: unknown = JSON.parse(text);
  return ([["write", "floor-write"], ["write, stream", "floor-write"], ["read", "floor-read"]] as const).flatMap(([what, floorOf]) => {
    const [ours, floor] = [floors[what], floors[floorOf]];
    if (!ours || !floor) return [];
    const own = Object.entries(Object(Object(parts)[what])).map(([name, ms]): [string, number] => [name, Number(ms)]);
    const left = ours.cpu - floor.cpu - own.reduce((sum, [, ms]) => sum + ms, 0);
    const share = (ms: number): string => `${((100 * ms) / floor.cpu).toFixed(0)} %`;
    return [`${what}, ${size} MB: ${Math.round(floor.cpu)} ms of processor time for the floor, ${Math.round(ours.cpu)} for us, of it:`, ...own.map(([name, ms]) => `  ${name}: ${ms.toFixed(1)} ms, ${share(ms)}`), `  the rest: ${left.toFixed(1)} ms, ${share(left)}`];
  });
}

function explainGoals(): string[] {
  return ratios.flatMap(([what, size, one, floor]) => {
    const [wall, cpu] = [one.ms / floor.ms, one.cpu / floor.cpu];
    const over = (one.rss - idle) / 1e6;
    return [`${what}, ${size} MB: ${wall.toFixed(2)} × the floor (processor time ${cpu.toFixed(2)} ×), goal 1.5: ${wall <= 1.5 ? "reached" : cpu <= 1.5 ? "reached in processor time" : "NOT reached"}; ${Math.round(over)} MB over idle, goal 128: ${over <= 128 ? "reached" : "NOT reached"}`];
  });
}

const small = spawnSync(process.execPath, [join(import.meta.dirname, "small.js"), directory, "3"], { encoding: "utf8" }).stdout.trim();
if (values.json) process.stdout.write(`${JSON.stringify({ idle, rows, small: small === "" ? null : small })}\n`);
else {
  console.table(rows);
  process.stdout.write([`idle process: ${Math.round(idle / 1e6)} MB`, ...explainParts(), ...explainGoals(), `small messages: ${small}`, ""].join("\n"));
}
