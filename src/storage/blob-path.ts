import { join } from "node:path";

/** Where a digest lives: `ab/cd/abcd…`, so that no folder grows beyond what tools like to list. */
export interface BlobPath {
  readonly folders: readonly [string, string];
  readonly file: string;
}

/** Null for what is no digest, so that no name from outside ever becomes a path. */
export function pathOf(directory: string, sha256: string): BlobPath | null {
  if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
  const first = join(directory, sha256.slice(0, 2));
  const second = join(first, sha256.slice(2, 4));
  return { folders: [first, second], file: join(second, sha256) };
}
