import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { packageRoot } from "#config";
import { lifePage } from "./life-page.ts";

test("docs/life-of-a-document.md says what the tables of moves say; `npm run docs` writes it anew", (t) => {
  t.is(readFileSync(join(packageRoot(), "docs", "life-of-a-document.md"), "utf8"), lifePage());
});
