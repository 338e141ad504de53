import * as fs from "node:fs";
import { promisify } from "node:util";

const openDescriptor = promisify(fs.open);
const syncDescriptor = promisify(fs.fsync);
const closeDescriptor = promisify(fs.close);

interface SyncedFolder {
  readonly descriptor: Promise<number>;
  users: number;
  failed: boolean;
}

/** Folders that are synced again and again, and stay open for it: plain descriptors, as nobody need close them before the process ends. */
export class SyncedFolders {
  readonly #open = new Map<string, SyncedFolder>();

  async sync(path: string): Promise<void> {
    const folder = this.#open.get(path) ?? { descriptor: openDescriptor(path, fs.constants.O_RDONLY), users: 0, failed: false };
    this.#open.set(path, folder);
    folder.users += 1;
    try {
      await syncDescriptor(await folder.descriptor);
    } catch (error) {
      folder.failed = true;
      if (this.#open.get(path) === folder) this.#open.delete(path);
      throw error;
    } finally {
      folder.users -= 1;
      if (folder.failed && folder.users === 0) await closeQuietly(folder); // with the last who uses it, or its number would be another file's
    }
  }

  async close(): Promise<void> {
    const folders = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(folders.map(closeQuietly));
  }
}

async function closeQuietly({ descriptor }: SyncedFolder): Promise<void> {
  await descriptor.then(closeDescriptor).catch(() => undefined);
}
