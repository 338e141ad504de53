import type { RequestHandler } from "express";
import { callerOf } from "./authentication.ts";
import type { WebLogger } from "./needs.ts";
import { requestIdOf } from "./request-id.ts";

/** One line per request: ids, never the query (it may hold what does not belong into a log) and never content. */
export function accessLog(logger: WebLogger): RequestHandler {
  return (request, response, next) => {
    const started = process.hrtime.bigint();
    const { method, path } = request;
    response.once("close", () => {
      logger.info("request", {
        requestId: requestIdOf(request),
        method,
        path: path.slice(0, 200),
        status: response.statusCode,
        ms: Number((process.hrtime.bigint() - started) / 1_000_000n),
        ...(callerOf(request) !== null && { key: callerOf(request) }),
        ...(!response.writableFinished && { aborted: true }),
      });
    });
    next();
  };
}
