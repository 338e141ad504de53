import { randomUUID } from "node:crypto";
import { open, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { EdxmlError } from "../errors.ts";

/** A file the bytes of a message are put into, opened when the first of them comes. */
export interface Place {
  open(): Promise<FileHandle>;
  failed(cause: unknown): EdxmlError;
  /** Leaves nothing behind that was made here. */
  leave(): Promise<void>;
}

/** The caller's own file, open and empty; it is neither synced nor closed. */
export function givenFile(file: FileHandle): Place {
  return {
    open: async () => file,
    failed: (cause) => new EdxmlError("sink-failed", "the file the message is written to failed or was closed", {}, { cause }),
    leave: async () => undefined,
  };
}

/** A file that lasts no longer than the writing. */
export function scratchFile(directory: string): Place {
  const path = join(directory, `edxml-${randomUUID()}.message`);
  let made: Promise<FileHandle> | null = null;
  return {
    open: () => (made ??= open(path, "wx+", 0o600)),
    failed: (cause) => new EdxmlError("scratch-failed", "the scratch directory cannot be written or read", { directory }, { cause }),
    async leave() {
      const file = await made?.catch(() => null);
      if (!file) return;
      await file.close().catch(() => undefined);
      await rm(path, { force: true }).catch(() => undefined);
    },
  };
}
