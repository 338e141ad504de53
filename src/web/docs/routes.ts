import { Router } from "express";
import { openApiDocument } from "../rest/openapi.ts";
import { docsPage } from "./page.ts";
import { STYLE } from "./style.ts";

/** `/api/openapi.json` for programs, `/api/docs` for people. Both are made once, from the operations. */
export function docsRoutes(): Router {
  const router = Router({ caseSensitive: true });
  const document = openApiDocument();
  const json = JSON.stringify(document, null, 2);
  const page = docsPage(document);
  router.get("/openapi.json", (_request, response) => {
    response.type("application/json").set("cache-control", "no-cache").send(json);
  });
  router.get("/docs", (_request, response) => {
    response.type("html").set("cache-control", "no-cache").send(page);
  });
  router.get("/docs/style.css", (_request, response) => {
    response.type("css").set("cache-control", "public, max-age=300").send(STYLE);
  });
  return router;
}
