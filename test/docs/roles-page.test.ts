import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { packageRoot } from "#config";
import { rolesPage } from "./roles-page.ts";

test("docs/roles.md says what the operations say; `npm run docs` writes it anew", (t) => {
  t.is(readFileSync(join(packageRoot(), "docs", "roles.md"), "utf8"), rolesPage());
});
