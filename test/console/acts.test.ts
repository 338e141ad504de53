import { readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { packageRoot } from "#config";
import { JOURNAL_KINDS } from "#src/core/journal/journal-entry";

test("the journal of actions has Vietnamese words for everything it may hold, and for nothing else", async (t) => {
  const source = await readFile(join(packageRoot(), "src", "console", "pages", "admin", "acts.ts"), "utf8");
  const named = [...source.matchAll(/^ {2}"([a-z]+\.[a-z-]+)": ".+",$/gm)].map(([, kind]) => kind ?? "");
  t.deepEqual(named.toSorted(), [...JOURNAL_KINDS].toSorted());
});
