import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, link, mkdir, readFile, readdir, realpath, rename, rm, stat, unlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { HouseError } from "../../core/fault.ts";
import { canEnter, type RunAs } from "./run-as.ts";

/** Superuser of the private server. */
export const SUPERUSER = "lienthong";

/** The files of one private server. */
export interface Cluster {
  readonly directory: string;
  readonly data: string;
  readonly password: string;
}

/** Where root keeps a server whose data directory no ordinary user may enter, such as one under /root. */
const SYSTEM_HOME = "/var/lib/lienthong";
/** A home this fresh may still be in the making by another process. */
const YOUNG_MS = 10 * 60_000;

/**
 * The folder for the private server of a data directory. Nothing that is not ours changes its mode:
 * when the server's user cannot enter the data directory, the files live in /var/lib/lienthong and `postgres/place` says where.
 */
export async function serverHome(dataDirectory: string, user: RunAs): Promise<string> {
  const home = join(resolve(dataDirectory), "postgres");
  await mkdir(home, { recursive: true, mode: user === null ? 0o700 : 0o711 });
  const place = join(home, "place");
  const told = await readFile(place, "utf8").catch(() => null);
  if (told !== null) return told;
  const real = await realpath(home);
  if (await canEnter(real, user)) return real;

  await removeForsaken();
  const elsewhere = join(SYSTEM_HOME, randomBytes(8).toString("hex"));
  await mkdir(elsewhere, { recursive: true, mode: 0o711 });
  await writeFile(join(elsewhere, "for"), place);
  const draft = `${place}.${randomBytes(4).toString("hex")}`;
  await writeFile(draft, elsewhere);
  // of two starters the first to link wins, the other takes its answer
  await link(draft, place).catch(() => null);
  await unlink(draft);
  return await readFile(place, "utf8");
}

/** Homes in the system folder whose data directory was deleted; a demo with a temporary one leaves such a home. */
async function removeForsaken(): Promise<void> {
  for (const name of await readdir(SYSTEM_HOME).catch(() => [])) {
    const home = join(SYSTEM_HOME, name);
    const place = await readFile(join(home, "for"), "utf8").catch(() => null);
    if (place === null || (await readFile(place, "utf8").catch(() => null)) === home) continue;
    const isYoung = Date.now() - (await stat(home)).mtimeMs < YOUNG_MS;
    const isRunning = (await stat(join(home, "server/data/postmaster.pid")).catch(() => null)) !== null;
    if (!isYoung && !isRunning) await rm(home, { recursive: true, force: true });
  }
}

/** Opens the cluster of a home, or makes it: complete or not at all, by renaming a staged folder, so that two starters agree. */
export async function openCluster(home: string, bin: string, user: RunAs, sync: boolean): Promise<Cluster> {
  const directory = join(home, "server");
  if ((await versionOf(home)) === null) await createCluster(home, directory, bin, user, sync);
  const password = await readFile(join(directory, "password"), "utf8").catch((cause: unknown) => {
    throw new HouseError("database-unavailable", `cannot read the password of the private database in ${directory}`, { directory }, {
      hint: "the data directory belongs to another user: run as that user, or choose another data directory",
      cause,
    });
  });
  return { directory, data: join(directory, "data"), password };
}

/** Major version of the cluster in a home, null when there is none. */
export async function versionOf(home: string): Promise<number | null> {
  try {
    return Number.parseInt(await readFile(join(home, "server", "version"), "utf8"), 10);
  } catch {
    return null;
  }
}

async function createCluster(home: string, directory: string, bin: string, user: RunAs, sync: boolean): Promise<void> {
  await removeAbandoned(home);
  const staged = join(home, `server.new.${process.pid}.${randomBytes(4).toString("hex")}`);
  const data = join(staged, "data");
  // initdb runs as the other user and wants an empty data folder: it reads the password from a folder of its own
  const handover = join(staged, "handover");
  const handedPassword = join(handover, "password");
  const password = randomBytes(24).toString("base64url");
  try {
    for (const path of [data, handover]) await mkdir(path, { recursive: true, mode: 0o700 });
    await writeFile(handedPassword, password, { mode: 0o600 });
    if (user !== null) {
      await chmod(staged, 0o711);
      for (const path of [data, handover, handedPassword]) await chown(path, user.uid, user.gid);
    }
    await initdb(bin, data, handedPassword, user, sync);
    await rm(handover, { recursive: true });
    await writeFile(join(staged, "password"), password, { mode: 0o600 });
    await writeFile(join(staged, "version"), await readFile(join(data, "PG_VERSION"), "utf8"));
    await rename(staged, directory).catch(async (cause: unknown) => {
      if ((await versionOf(home)) === null) throw cause;
    });
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}

/** Text sorts by code point (fast, the same everywhere) and knows the case of Vietnamese letters where the system has C.UTF-8. */
async function initdb(bin: string, data: string, passwordFile: string, user: RunAs, sync: boolean): Promise<void> {
  const common = [`--pgdata=${data}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"];
  const options = [...common, "--no-instructions", ...(sync ? [] : ["--no-sync"])];
  const first = await runInitdb(join(bin, "initdb"), [...options, "--lc-ctype=C.UTF-8"], data, user);
  if (first === null) return;
  const second = await runInitdb(join(bin, "initdb"), options, data, user);
  if (second === null) return;
  throw new HouseError("database-unavailable", `initdb could not make the private database in ${data}`, { data, output: second }, {
    hint: "see the output of initdb in the facts; a full or read-only disk is the usual reason",
  });
}

/** Runs initdb; null when it worked, else the end of what it printed. */
async function runInitdb(program: string, args: readonly string[], cwd: string, user: RunAs): Promise<string | null> {
  return await new Promise((settle) => {
    const child = spawn(program, args, { ...user, cwd, env: SERVER_ENVIRONMENT, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString("utf8")).slice(-2_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", (cause) => settle(cause.message));
    child.once("close", (code) => settle(code === 0 ? null : output.trim()));
  });
}

/** Folders staged by a process that died while making a cluster or a copy of the programs. */
async function removeAbandoned(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const owner = /^(?:server|program)\.new\.(\d+)\./.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) await rm(join(home, name), { recursive: true, force: true });
  }
}

/** Whether a process of that id exists, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "EPERM";
  }
}

/** Nothing of our own environment reaches the server: no PG* variable may bend it, no secret may leak into it. */
export const SERVER_ENVIRONMENT: Readonly<Record<string, string>> = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_MESSAGES: "C", TZ: "UTC" };
