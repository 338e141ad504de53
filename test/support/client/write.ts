import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "#config";
import { openApiDocument } from "#src/web/rest/openapi";
import { clientTypes } from "./client-types.ts";

/** `npm run client`: writes the types of the client and of the web console anew. */
const types = clientTypes(openApiDocument());
for (const place of [["test", "support", "client", "api.ts"], ["src", "console", "api", "schema.ts"]]) writeFileSync(join(packageRoot(), ...place), types);
