import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";
import { HouseError } from "../../core/fault.ts";

const run = promisify(execFile);

/** The user a server process runs as; `null` means as ourselves. */
export type RunAs = { readonly uid: number; readonly gid: number } | null;

/**
 * PostgreSQL refuses to run as root: as root an ordinary user is found, `postgres` first, made when missing, `nobody` as the last resort.
 * An existing cluster decides for itself: the server runs as the owner of its files.
 */
export async function chooseRunAs(clusterDirectory: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return null;

  const owner = await stat(clusterDirectory).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };

  const found = await lookUpUser("postgres");
  if (found !== null) return found;
  await run("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"]).catch(() => null);
  const fallback = (await lookUpUser("postgres")) ?? (await lookUpUser("nobody"));
  if (fallback !== null) return fallback;
  throw new HouseError("database-unavailable", "no ordinary user to run the private database as", {}, {
    hint: "PostgreSQL does not run as root: add a user named postgres, run as an ordinary user, or set DATABASE_URL",
  });
}

async function lookUpUser(name: string): Promise<RunAs> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

/** Whether the user may enter the directory and all its parents, by their mode bits. */
export async function canEnter(directory: string, user: RunAs): Promise<boolean> {
  if (user === null) return true;
  for (let path = resolve(directory); ; path = dirname(path)) {
    const entry = await stat(path).catch(() => null);
    if (entry !== null) {
      const bit = entry.uid === user.uid ? 0o100 : entry.gid === user.gid ? 0o010 : 0o001;
      if ((entry.mode & bit) === 0) return false;
    }
    if (path === dirname(path)) return true;
  }
}
