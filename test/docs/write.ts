import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "#config";
import { errorsPage } from "./errors-page.ts";

writeFileSync(join(packageRoot(), "docs", "errors.md"), errorsPage());
