import { readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Begins the folders of test runs; the number of the run's process follows. */
export const RUN_FOLDER = "lienthong-test-";

/** Ends what a run that was killed with -9 left running, and removes its folder. Only processes that name such a folder are touched. */
export async function clearAbandonedRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = name.startsWith(RUN_FOLDER) ? /^\d+(?=-)/.exec(name.slice(RUN_FOLDER.length))?.[0] : undefined;
    if (owner === undefined || isAlive(Number(owner))) continue;
    const folder = join(tmpdir(), name);
    for (const pid of await processesNaming(folder)) endIfOurs(pid);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }
}

async function processesNaming(folder: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (const pid of await readdir("/proc").catch(() => [])) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    const [command, environment] = await Promise.all(["cmdline", "environ"].map(async (file) => await readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "")));
    if (`${command}\0${environment}`.includes(`${folder}/`)) found.push(Number(pid));
  }
  return found;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "EPERM";
  }
}

function endIfOurs(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // gone already, or another user's
  }
}
