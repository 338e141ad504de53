import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "#config";
import { openApiDocument } from "#src/web/rest/openapi";
import { CLIENT_TYPES_FILE, clientTypes } from "./client-types.ts";

/** `npm run client`: writes the types of the API anew, for the web console and for the client of the tests. */
writeFileSync(join(packageRoot(), CLIENT_TYPES_FILE), clientTypes(openApiDocument()));
