import { readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { packageRoot } from "#config";
import { MUTANTS } from "./mutants.ts";

for (const [name, { module, find }] of Object.entries(MUTANTS)) {
  test(`the program has the text that ${name} changes, once`, async (t) => {
    const text = await readFile(join(packageRoot(), "build", module), "utf8");
    t.is(text.split(find).length - 1, 1);
  });
}
