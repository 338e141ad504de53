import { join } from "node:path";

/** Where a digest lies: `ab/abcd…`. 256 folders that are there from the start: a new file costs one sync of its folder and never makes one. */
export interface BlobPath {
  readonly folder: string;
  readonly file: string;
}

/** Null for what is no digest, so that no name from outside ever becomes a path. */
export function pathOf(directory: string, sha256: string): BlobPath | null {
  if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
  const folder = join(directory, sha256.slice(0, 2));
  return { folder, file: join(folder, sha256) };
}

/** All folders a digest may lie in. */
export function foldersIn(directory: string): readonly string[] {
  return Array.from({ length: 256 }, (_, first) => join(directory, first.toString(16).padStart(2, "0")));
}
