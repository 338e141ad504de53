import { execFile } from "node:child_process";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A disk of its own for the data of one place, so small that it can be filled up. */
export interface SmallDisk {
  /** Until not one byte more can be written. */
  fill(): Promise<void>;
  /** What `fill` took is free again. */
  free(): Promise<void>;
  close(): Promise<void>;
}

const BLOCK = Buffer.alloc(1024 * 1024);

/** Mounts a tmpfs at the directory; null where that is not allowed (it needs root). */
export async function mountSmallDisk(directory: string, mebibytes: number): Promise<SmallDisk | null> {
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${mebibytes}m`, "tmpfs", directory]);
  } catch {
    return null;
  }
  const ballast = join(directory, "ballast");
  return {
    fill: async () => {
      const file = await open(ballast, "w");
      try {
        for (let size = BLOCK.length; size >= 4_096; ) {
          const written = await file.write(BLOCK, 0, size).then(
            ({ bytesWritten }) => bytesWritten === size,
            () => false,
          );
          if (!written) size = Math.floor(size / 4);
        }
      } finally {
        await file.close();
      }
    },
    free: () => rm(ballast, { force: true }),
    close: async () => void (await run("umount", ["-l", directory])),
  };
}
