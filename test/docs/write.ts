import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "#config";
import { errorsPage } from "./errors-page.ts";
import { lawPage, readLaw, shrinkOpenList } from "./law-page.ts";
import { lifePage } from "./life-page.ts";
import { rolesPage } from "./roles-page.ts";

writeFileSync(join(packageRoot(), "docs", "errors.md"), errorsPage());
writeFileSync(join(packageRoot(), "docs", "life-of-a-document.md"), lifePage());
writeFileSync(join(packageRoot(), "docs", "roles.md"), rolesPage());

const law = readLaw();
shrinkOpenList(law);
writeFileSync(join(packageRoot(), "docs", "law.md"), lawPage(law));
