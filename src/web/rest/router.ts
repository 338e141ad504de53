import express, { Router, type Request, type RequestHandler } from "express";
import { accessFor, STRANGER } from "../../core/accounts/callers.ts";
import type { Access } from "../../core/actor.ts";
import { HouseError } from "../../core/fault.ts";
import { accessOf, authenticate } from "../authentication.ts";
import type { OpenDoor, SharedLimits } from "../needs.ts";
import { limitAddresses, limitKeys, limitAtOnce } from "../rate-limits.ts";
import { tuningOf, type WebTuning } from "../settings.ts";
import { refuseSlowBody } from "../slow-body.ts";
import type { Operation, RequestBody } from "./operation.ts";
import { OPERATIONS } from "./operations.ts";

/** `/api/v1`: authentication and limits first, then one route per operation, then 405 for every other method of its path. */
export function restRouter(needs: OpenDoor, shared: SharedLimits): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const tuning = tuningOf(needs.settings);
  router.use(neverCache, ...limitAddresses(tuning), authenticate(needs.service, isOpen), limitKeys(tuning));
  for (const operation of OPERATIONS) router[operation.method](routeOf(operation.path), demandCaller(operation), ...bodyReaders(operation.body, needs, shared), ...answerLimits(operation, tuning), runner(operation, needs));
  for (const path of new Set(OPERATIONS.map((operation) => operation.path))) router.all(routeOf(path), refuseMethod(path));
  return router;
}

const OPEN = new Set(OPERATIONS.filter(({ callers }) => callers === "anyone").map(({ method, path }) => `${method.toUpperCase()} ${path}`));

/** Whether nobody has to be signed in for this. */
function isOpen({ method, path }: Request): boolean {
  return OPEN.has(`${method === "HEAD" ? "GET" : method} ${path}`);
}

function routeOf(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

function runner(operation: Operation, needs: OpenDoor): RequestHandler {
  return (request, response) => operation.run(needs, callerAs(request, operation), request, response);
}

/** Before a body is invited: who may not call sends none. */
function demandCaller(operation: Operation): RequestHandler {
  return (request, _response, next) => {
    callerAs(request, operation);
    next();
  };
}

function callerAs(request: Request, { callers }: Operation): Access {
  return callers === "anyone" ? STRANGER : accessFor(accessOf(request), callers);
}

const neverCache: RequestHandler = (_request, response, next) => {
  response.setHeader("cache-control", "no-store");
  next();
};

function bodyReaders(body: RequestBody, needs: OpenDoor, { uploads }: SharedLimits): RequestHandler[] {
  const tuning = tuningOf(needs.settings);
  switch (body.kind) {
    case "none":
      return [];
    case "json":
      return [demandType("application/json"), demandSize(tuning.maxJsonBytes), inviteBody, refuseSlowBody(tuning), express.json({ limit: tuning.maxJsonBytes, inflate: false, strict: true })];
    case "bytes":
      return [demandType("application/octet-stream"), demandSize(needs.settings.limits.maxFileBytes), uploads, inviteBody, refuseSlowBody(tuning)];
    case "multipart":
      return [
        demandType("multipart/form-data", ...(body.orJson ? ["application/json"] : [])),
        demandSize(formBytes(tuning, needs)),
        uploads,
        inviteBody,
        refuseSlowBody(tuning),
        ...(body.orJson ? [express.json({ limit: tuning.maxMetadataBytes, inflate: false, strict: true })] : []),
      ];
  }
}

function answerLimits({ answer }: Operation, tuning: WebTuning): RequestHandler[] {
  return answer.kind === "events" ? [limitAtOnce(tuning.streamsPerKey, "streams")] : [];
}

function formBytes(tuning: WebTuning, needs: OpenDoor): number {
  return needs.settings.limits.maxDocumentBytes + tuning.maxMetadataBytes + 1024 * 1024;
}

function demandType(...types: readonly [string, ...string[]]): RequestHandler {
  return (request, _response, next) => {
    if (!types.some((type) => request.is(type) === type)) throw new HouseError("media-type-unsupported", `the content type is not ${types.join(" or ")}`, { expected: types[0] });
    if (request.headers["content-encoding"] !== undefined) throw new HouseError("media-type-unsupported", "a compressed body is not read", { expected: "identity" });
    next();
  };
}

function demandSize(limit: number): RequestHandler {
  return (request, _response, next) => {
    if (Number(request.headers["content-length"] ?? 0) > limit) throw new HouseError("request-too-large", "the announced body is over its limit", { limit });
    next();
  };
}

/** `Expect: 100-continue`: only a caller who may, with a body we would read, is asked to send it. */
const inviteBody: RequestHandler = (request, response, next) => {
  if (request.headers.expect?.toLowerCase() === "100-continue") response.writeContinue();
  next();
};

function refuseMethod(path: string): RequestHandler {
  const methods = OPERATIONS.filter((operation) => operation.path === path).map((operation) => operation.method.toUpperCase());
  const allow = [...methods, ...(methods.includes("GET") ? ["HEAD"] : [])].join(", ");
  return (request, response) => {
    response.setHeader("allow", allow);
    throw new HouseError("method-not-allowed", `${request.method} is not for ${path}`, { allow });
  };
}
