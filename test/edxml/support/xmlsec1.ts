import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SCRATCH } from "./messages.ts";

const found = new Set<string>();

/** A command: taken as it is installed, else installed with apt-get where that is possible. */
function command(name: string, aptPackage: string): string {
  if (found.has(name)) return name;
  const works = (): boolean => spawnSync(name, ["--version"]).status === 0;
  if (!works() && process.getuid?.() === 0) spawnSync("apt-get", ["install", "-y", "--no-install-recommends", aptPackage]);
  if (!works()) throw new TypeError(`these tests compare with the ${name} command, which is not installed: install the package ${aptPackage} and run again`);
  found.add(name);
  return name;
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
  const { status, stdout, stderr } = spawnSync(command("xmlsec1", "xmlsec1"), ["--verify", "--trusted-pem", file(rootPem), file(message)], { encoding: "utf8" });
  return status === 0 && /^OK$/m.test(stdout + stderr);
}

/** Fills in the signature template inside the message. */
export function xmlsecSigns(template: string, privateKeyPem: string, certificatePem: string): string {
  const output = file("");
  execFileSync(command("xmlsec1", "xmlsec1"), ["--sign", "--privkey-pem", `${file(privateKeyPem)},${file(certificatePem)}`, "--output", output, file(template)], { stdio: "pipe" });
  return execFileSync("cat", [output], { encoding: "utf8", maxBuffer: 100_000_000 });
}

/** libxml2's exclusive canonical form without comments; xmllint keeps them, so they go before. */
export function libxmlCanonical(xml: string): Buffer {
  return execFileSync(command("xmllint", "libxml2-utils"), ["--exc-c14n", "-"], { input: xml.replace(/<!--.*?-->/gs, "") });
}
