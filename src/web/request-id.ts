import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";

const ids = new WeakMap<IncomingMessage, string>();
const WELL_FORMED = /^[\w.-]{8,64}$/;

/** Gives each request an id, the caller's own when it is harmless, and says it back. */
export const nameRequest: RequestHandler = (request, response, next) => {
  const given = request.headers["x-request-id"];
  const id = typeof given === "string" && WELL_FORMED.test(given) ? given : randomUUID();
  ids.set(request, id);
  response.setHeader("x-request-id", id);
  next();
};

export function requestIdOf(request: IncomingMessage): string {
  return ids.get(request) ?? "unnamed";
}
