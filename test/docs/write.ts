import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "#config";
import { errorsPage } from "./errors-page.ts";
import { lifePage } from "./life-page.ts";

writeFileSync(join(packageRoot(), "docs", "errors.md"), errorsPage());
writeFileSync(join(packageRoot(), "docs", "life-of-a-document.md"), lifePage());
