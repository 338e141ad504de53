import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "#config";
import { openApiDocument } from "#src/web/rest/openapi";
import { clientTypes } from "./client-types.ts";

/** `npm run client`: writes the types of the client anew. */
writeFileSync(join(packageRoot(), "test", "support", "client", "api.ts"), clientTypes(openApiDocument()));
