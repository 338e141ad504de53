import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { packageRoot } from "#config";
import { errorsPage } from "./errors-page.ts";

test("docs/errors.md says what the tables say; `npm run docs` writes it anew", (t) => {
  t.is(readFileSync(join(packageRoot(), "docs", "errors.md"), "utf8"), errorsPage());
});
