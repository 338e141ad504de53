import { randomUUID } from "node:crypto";
import { mkdir, readFile, readdir, rm, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

const TOUCH_EVERY_MS = 3600_000;
/** For folders of other machines, whose processes cannot be asked. */
const FOREIGN_AFTER_MS = 24 * 3600_000;

export interface Scratch {
  readonly directory: string;
  close(): Promise<void>;
}

/**
 * A folder for the temporary files of this process alone, after removing those of processes that are dead.
 * Its name says whose it is: machine, process, and when the process started, because process numbers are used again.
 */
export async function openScratch(parent: string): Promise<Scratch> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  for (const name of await readdir(parent)) {
    if (!(await isAlive(parent, name))) await rm(join(parent, name), { recursive: true, force: true });
  }
  const directory = join(parent, [encodeURIComponent(hostname()), process.pid, (await startOf(process.pid)) ?? "0", randomUUID()].join("~"));
  await mkdir(directory, { mode: 0o700 });
  const touch = setInterval(() => {
    const now = new Date();
    utimes(directory, now, now).catch(() => undefined); // only other machines look at it, a day later
  }, TOUCH_EVERY_MS);
  touch.unref();
  return {
    directory,
    close: async () => {
      clearInterval(touch);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function isAlive(parent: string, name: string): Promise<boolean> {
  const [machine, pid, started] = name.split("~");
  if (machine === encodeURIComponent(hostname()) && pid !== undefined && /^\d+$/.test(pid)) {
    const now = await startOf(Number(pid));
    return now !== null && (now === started || now === "0" || started === "0");
  }
  const found = await stat(join(parent, name)).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs < FOREIGN_AFTER_MS;
}

/** When a process started, in ticks since boot; "0" where the system does not tell; null when there is no such process. */
async function startOf(pid: number): Promise<string | null> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return null;
  }
  const line = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  // The name of the program, in brackets, may contain anything; field 22 counts from after it.
  return line?.slice(line.lastIndexOf(")") + 2).split(" ")[19] ?? "0";
}
