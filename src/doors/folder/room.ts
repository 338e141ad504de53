import { createHash } from "node:crypto";
import { constants, existsSync } from "node:fs";
import { lstat, mkdir, open, readdir, rename, rm, unlink, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { HouseError } from "../../core/fault.ts";

/** Linux names an open folder here; what is reached through it stays inside, whatever is swapped behind our back. */
const OPEN_FOLDERS = "/proc/self/fd";
const HAS_OPEN_FOLDERS = existsSync(OPEN_FOLDERS);
const NOT_BARE = /[/\\\0]|^\.{0,2}$/;

export interface OpenedFile {
  readonly handle: FileHandle;
  readonly size: number;
}

/** One folder of a share that others write to. Reads and writes only what lies in it, under a bare name, and follows no link. */
export class Room {
  readonly #handle: FileHandle;
  readonly #base: string;

  private constructor(handle: FileHandle, base: string) {
    this.#handle = handle;
    this.#base = base;
  }

  /** Throws `storage-unavailable` when it is no folder, or a link. */
  static async open(path: string): Promise<Room> {
    try {
      const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
      return new Room(handle, HAS_OPEN_FOLDERS ? join(OPEN_FOLDERS, String(handle.fd)) : path);
    } catch (cause) {
      throw shareFault(cause, "opening a folder");
    }
  }

  async inner(name: string): Promise<Room> {
    return await Room.open(this.#at(name));
  }

  /** Makes the folder when it is not there. */
  async innerMade(name: string): Promise<Room> {
    await this.#try("making a folder", () => mkdir(this.#at(name), { mode: 0o770 }), ["EEXIST"]);
    return await this.inner(name);
  }

  async names(): Promise<readonly string[]> {
    return await this.#try("listing a folder", () => readdir(this.#base));
  }

  /** `null`: nothing there. Links and pipes are `other`. */
  async kind(name: string): Promise<"file" | "folder" | "other" | null> {
    const found = await this.#try("looking at a file", () => lstat(this.#at(name)), ["ENOENT"]);
    if (found === undefined) return null;
    return found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
  }

  /** Null when there is no such file, it is a link or no file, or may not be read; never waits for a pipe. */
  async file(name: string): Promise<OpenedFile | "missing" | "refused"> {
    if (NOT_BARE.test(name)) return "refused";
    const handle = await this.#try("opening a file", () => open(this.#at(name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK), ["ENOENT", "ENAMETOOLONG"], ["ELOOP", "EACCES", "EPERM", "ENXIO", "EISDIR"]);
    if (handle === undefined) return "missing";
    if (handle === "refused") return "refused";
    const found = await handle.stat();
    if (found.isFile()) return { handle, size: found.size };
    await handle.close();
    return "refused";
  }

  /** Bytes of a small file; null when it is longer. */
  async read(name: string, most: number): Promise<Buffer | "missing" | "refused" | "too-large"> {
    const opened = await this.file(name);
    if (typeof opened === "string") return opened;
    try {
      if (opened.size > most) return "too-large";
      return await opened.handle.readFile();
    } catch (cause) {
      throw shareFault(cause, "reading a file");
    } finally {
      await opened.handle.close();
    }
  }

  /** The whole content or none of it under this name, whenever somebody looks and whenever we die. */
  async write(name: string, content: string): Promise<void> {
    const draft = this.#at(`.${createHash("sha256").update(name).digest("hex").slice(0, 32)}.tmp`);
    await this.#try("writing a file", async () => {
      await rm(draft, { force: true });
      const handle = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o660);
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(draft, this.#at(name));
      await this.#handle.sync();
    });
  }

  /** A new file for streaming into; it must not exist. */
  async create(name: string): Promise<FileHandle> {
    return await this.#try("writing a file", () => open(this.#at(name), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o660));
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#try("renaming", async () => {
      await rename(this.#at(from), this.#at(to));
      await this.#handle.sync();
    });
  }

  async remove(name: string): Promise<void> {
    await this.#try("removing a file", () => unlink(this.#at(name)), ["ENOENT"]);
  }

  /** Something of ours, with everything in it. */
  async removeWhole(name: string): Promise<void> {
    await this.#try("removing a folder", () => rm(this.#at(name), { recursive: true, force: true }));
  }

  async sync(): Promise<void> {
    await this.#try("making a folder durable", () => this.#handle.sync());
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  #at(name: string): string {
    if (NOT_BARE.test(name)) throw new HouseError("invariant-broken", "a name leads out of its folder");
    return join(this.#base, name);
  }

  async #try<Result>(doing: string, act: () => Promise<Result>): Promise<Result>;
  async #try<Result>(doing: string, act: () => Promise<Result>, absent: readonly string[]): Promise<Result | undefined>;
  async #try<Result>(doing: string, act: () => Promise<Result>, absent: readonly string[], refused: readonly string[]): Promise<Result | "refused" | undefined>;
  async #try<Result>(doing: string, act: () => Promise<Result>, absent: readonly string[] = [], refused: readonly string[] = []): Promise<Result | "refused" | undefined> {
    try {
      return await act();
    } catch (cause) {
      const code = errnoOf(cause);
      if (code !== null && absent.includes(code)) return undefined;
      if (code !== null && refused.includes(code)) return "refused";
      throw shareFault(cause, doing);
    }
  }
}

function shareFault(cause: unknown, doing: string): HouseError {
  if (cause instanceof HouseError) return cause;
  const code = errnoOf(cause);
  if (code === "ENOSPC" || code === "EDQUOT") return new HouseError("disk-full", `the watched share is full while ${doing}`, { errno: code }, { cause });
  return new HouseError("storage-unavailable", `the watched share cannot be used while ${doing}: ${code ?? "?"}`, { errno: code ?? "" }, { cause, hint: "check mount and permissions of LIENTHONG_FOLDER_DIR" });
}

function errnoOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
