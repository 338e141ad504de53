import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { clamdScanner, type ClamdAddress } from "#adapters/clamd/clamd";
import { needDebian } from "./debian.ts";
import { freePorts } from "./free-port.ts";
import type { Teardown } from "./postgres.ts";
import { TestSetupError } from "./setup-error.ts";

/** The harmless file every scanner knows; in two pieces, so that this source is not taken for it. */
export const EICAR = Buffer.from(["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("-"));
/** MD5, size and name of it, as ClamAV writes signatures of whole files; and one for the same letters anywhere in a file. */
const HASHES = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n";
const PATTERNS = `Eicar-Inside:0:*:${Buffer.from("$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").toString("hex")}\n`;
/** More than this clamd does not take. */
export const CLAMD_LIMIT = 1024 * 1024;

export interface TestClamd {
  readonly tcp: ClamdAddress;
  readonly unix: ClamdAddress;
  /** kill -9, or SIGSTOP and SIGCONT. */
  stop(): Promise<void>;
  freeze(frozen: boolean): void;
}

/** A clamd of the test's own with two signatures of its own: nothing is fetched from anywhere. */
export async function startClamd(t: Teardown): Promise<TestClamd> {
  await needDebian("clamav-daemon", ["clamd", "--version"]);
  const directory = await mkdtemp(join(tmpdir(), "lienthong-clamd-"));
  await chmod(directory, 0o755);
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  const [port = 0] = await freePorts(1);
  const socket = join(directory, "clamd.sock");
  await Promise.all([
    writeFile(join(directory, "test.hdb"), HASHES),
    writeFile(join(directory, "test.ndb"), PATTERNS),
    writeFile(join(directory, "clamd.conf"), [`DatabaseDirectory ${directory}`, `LocalSocket ${socket}`, "TCPAddr 127.0.0.1", `TCPSocket ${port}`, "Foreground yes", "LogSyslog no", `StreamMaxLength ${CLAMD_LIMIT}`, "ConcurrentDatabaseReload no", ""].join("\n")),
  ]);
  const child = spawn("clamd", ["-c", join(directory, "clamd.conf")], { env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" }, cwd: directory, stdio: "ignore" });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  t.teardown(stop);
  const tcp = { host: "127.0.0.1", port };
  const scanner = clamdScanner({ address: tcp });
  for (const end = Date.now() + 60_000; !(await scanner.ping()); await sleep(50)) {
    if (Date.now() > end || child.exitCode !== null) throw new TestSetupError("the private clamd of the tests does not start");
  }
  return { tcp, unix: { path: socket }, stop, freeze: (frozen) => child.kill(frozen ? "SIGSTOP" : "SIGCONT") };
}
