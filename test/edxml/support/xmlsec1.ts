import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SCRATCH } from "./messages.ts";

let known: string | undefined;

/** The xmlsec1 command: taken as it is installed, else installed with apt-get where that is possible. */
function command(): string {
  if (known !== undefined) return known;
  if (spawnSync("xmlsec1", ["--version"]).status !== 0 && process.getuid?.() === 0) spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "xmlsec1"]);
  if (spawnSync("xmlsec1", ["--version"]).status !== 0) throw new TypeError("these tests compare with the xmlsec1 command, which is not installed: install the package xmlsec1 and run again");
  known = "xmlsec1";
  return known;
}

let files = 0;
function file(content: Buffer | string): string {
  files += 1;
  const path = join(SCRATCH, `xmlsec-${process.pid}-${files}.xml`);
  writeFileSync(path, content);
  return path;
}

/** Exit code 0 and `OK` from `xmlsec1 --verify` with nothing but the root certificate given. */
export function xmlsecVerifies(message: Buffer | string, rootPem: string): boolean {
  const { status, stdout, stderr } = spawnSync(command(), ["--verify", "--trusted-pem", file(rootPem), file(message)], { encoding: "utf8" });
  return status === 0 && /^OK$/m.test(stdout + stderr);
}

/** Fills in the signature template inside the message. */
export function xmlsecSigns(template: string, privateKeyPem: string, certificatePem: string): string {
  const output = file("");
  execFileSync(command(), ["--sign", "--privkey-pem", `${file(privateKeyPem)},${file(certificatePem)}`, "--output", output, file(template)], { stdio: "pipe" });
  return execFileSync("cat", [output], { encoding: "utf8", maxBuffer: 100_000_000 });
}
