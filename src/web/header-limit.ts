import type { RequestHandler } from "express";
import { HouseError } from "../core/fault.ts";

const USUAL_HEADER_BYTES = 16 * 1024;

/** What Node's own limit does for a whole server, for the doors that need no long headers. */
export const limitHeaders: RequestHandler = (request, _response, next) => {
  let size = request.url.length;
  for (const part of request.rawHeaders) size += part.length + 2;
  if (size > USUAL_HEADER_BYTES) throw new HouseError("request-too-large", "the headers are over their limit", { limit: USUAL_HEADER_BYTES });
  next();
};
