import { randomBytes, randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { UsageFault } from "../usage-fault.ts";
import { AGENCIES } from "./cast.ts";

/** What a run of the demo must remember to be gone on with after a kill -9. */
export interface DemoRun {
  /** Scope of its idempotency key. */
  readonly id: string;
  /** Secrets of the agencies' accounts at the axis, by system id. */
  readonly axisSecrets: Readonly<Record<string, string>>;
  /** Steps that are over, with all they caused. */
  readonly stepsDone: number;
  readonly finished: boolean;
}

const FILE = "run.json";

export function newRun(): DemoRun {
  const axisSecrets = Object.fromEntries(AGENCIES.map((agency) => [agency.systemId, randomBytes(24).toString("base64url")]));
  return { id: randomUUID(), axisSecrets, stepsDone: 0, finished: false };
}

/** The run that was begun in this folder; null when the folder is new. Refuses a folder that holds something else: a fresh run empties it. */
export async function findRun(directory: string): Promise<DemoRun | null> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  try {
    return JSON.parse(await readFile(join(directory, FILE), "utf8")) as DemoRun;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw new UsageFault(`${join(directory, FILE)} không đọc được; hãy xóa thư mục ${directory} rồi chạy lại`, cause);
  }
  const others = (await readdir(directory)).filter((name) => !name.startsWith(FILE));
  if (others.length > 0) throw new UsageFault(`thư mục ${directory} đang chứa thứ khác (${others[0] ?? ""}); hãy chọn thư mục trống bằng --data`);
  return null;
}

/** Replaces the file as a whole. */
export async function saveRun(directory: string, run: DemoRun): Promise<void> {
  const path = join(directory, FILE);
  const file = await open(`${path}.tmp`, "w", 0o600);
  try {
    await file.writeFile(JSON.stringify(run, null, 2));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.tmp`, path);
}
