import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DataFileError } from "./data-file-error.ts";

/** The folder of package.json: compiled code lies in `build/`, data files beside their sources. Throws DataFileError. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new DataFileError("no package.json above the compiled code, so the data files cannot be found", { from: import.meta.url });
    folder = parent;
  }
  return folder;
}

/** As package.json says. */
export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as { readonly version: string };
  return manifest.version;
}
