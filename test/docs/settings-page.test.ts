import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { packageRoot } from "#config";
import { envSchema } from "#config/env";

test("every setting is described once in docs/settings.md, and nothing else is", (t) => {
  const page = readFileSync(join(packageRoot(), "docs/settings.md"), "utf8");
  const described = page.split("\n").filter((line) => line.startsWith("| `")).flatMap((line) => Array.from((line.split(" | ")[0] ?? "").matchAll(/`([A-Z_]{4,})`/g), ([, name = ""]) => name));
  t.deepEqual(described.toSorted(), Object.keys(envSchema.shape).toSorted());
});
