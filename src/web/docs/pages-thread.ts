import { parentPort } from "node:worker_threads";
import { openApiDocument } from "../rest/openapi.ts";
import { docsPage } from "./page.ts";
import type { ApiPages } from "./pages.ts";

const document = openApiDocument();
parentPort?.postMessage({ openapi: JSON.stringify(document, null, 2), page: docsPage(document) } satisfies ApiPages, []);
