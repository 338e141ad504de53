import { Router } from "express";
import { apiPages } from "./pages.ts";
import { STYLE } from "./style.ts";

/** `/api/openapi.json` for programs, `/api/docs` for people. Both are made from the operations. */
export function docsRoutes(): Router {
  const router = Router({ caseSensitive: true });
  router.get("/openapi.json", async (_request, response) => {
    const { openapi } = await apiPages();
    response.type("application/json").set("cache-control", "no-cache").send(openapi);
  });
  router.get("/docs", async (_request, response) => {
    const { page } = await apiPages();
    response.type("html").set("cache-control", "no-cache").send(page);
  });
  router.get("/docs/style.css", (_request, response) => {
    response.type("css").set("cache-control", "public, max-age=300").send(STYLE);
  });
  return router;
}
