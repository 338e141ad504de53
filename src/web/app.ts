import express, { type Express, type RequestHandler } from "express";
import helmet from "helmet";
import { accessLog } from "./access-log.ts";
import { axisDoor } from "./axis-facade/door.ts";
import { consoleRoutes } from "./console.ts";
import { docsRoutes } from "./docs/routes.ts";
import { limitHeaders } from "./header-limit.ts";
import { healthRoutes } from "./health.ts";
import type { OpenDoor } from "./needs.ts";
import { noSuchAddress, problemHandler } from "./problem.ts";
import { limitAtOnce } from "./rate-limits.ts";
import { nameRequest } from "./request-id.ts";
import { restRouter } from "./rest/router.ts";
import { tuningOf } from "./settings.ts";
import { soapRouter } from "./soap/router.ts";

/** The whole door as one express application. `draining`: we were asked to stop. */
export function makeApp(needs: OpenDoor, draining: () => boolean): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false); // lists and documents are never cached; downloads carry their own
  app.set("trust proxy", needs.settings.trustProxy ? 1 : false);
  app.set("query parser", "simple");
  app.set("case sensitive routing", true);

  app.use(nameRequest, accessLog(needs.logger), securityHeaders(), closeWhenDraining(draining));
  if (needs.healthOnly === true) {
    app.use(healthRoutes(needs.health, draining), noSuchAddress, problemHandler(needs.logger));
    return app;
  }
  if (needs.axisServer !== undefined) app.use("/axis", ...axisDoor(needs.axisServer, needs.settings));
  app.use(limitHeaders);
  app.use(healthRoutes(needs.health, draining));
  app.use(consoleRoutes(needs.console));
  app.use("/api", docsRoutes());
  const shared = { uploads: limitAtOnce(tuningOf(needs.settings).uploadsPerKey, "uploads") };
  app.use("/api/v1", restRouter(needs, shared));
  if (needs.soapFiles !== undefined) app.use("/soap/v1", soapRouter({ ...needs, soapFiles: needs.soapFiles }, shared));
  app.use(noSuchAddress, problemHandler(needs.logger));
  return app;
}

/** Nothing from elsewhere, no inline script or style; pages of ours must live with it. */
function securityHeaders(): RequestHandler {
  const self = ["'self'"];
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], scriptSrc: self, styleSrc: self, imgSrc: self, fontSrc: self, connectSrc: self, formAction: self, baseUri: ["'none'"], frameAncestors: ["'none'"] },
    },
    referrerPolicy: { policy: "no-referrer" },
    xFrameOptions: { action: "deny" },
  });
}

function closeWhenDraining(draining: () => boolean): RequestHandler {
  return (_request, response, next) => {
    if (draining()) response.setHeader("connection", "close");
    next();
  };
}
