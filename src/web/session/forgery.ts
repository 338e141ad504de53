import type { Request } from "express";
import { isCsrfToken } from "../../core/accounts/secrets.ts";
import { HouseError } from "../../core/fault.ts";

const HARMLESS = new Set(["GET", "HEAD"]);

/**
 * A browser sends its cookie whoever made it send: what changes something has to come from a page of ours, and to know what only such a
 * page can read. Throws `request-forged`.
 */
export function refuseForged(request: Request, sessionToken: string): void {
  if (HARMLESS.has(request.method)) return;
  const given = request.get("x-csrf-token");
  if (given === undefined || !isCsrfToken(given, sessionToken)) throw new HouseError("request-forged", `the header X-CSRF-Token is ${given === undefined ? "missing" : "wrong"}`);
  const { "sec-fetch-site": site, origin } = request.headers;
  if (site === undefined && origin === undefined) throw new HouseError("request-forged", "neither Origin nor Sec-Fetch-Site says where the request comes from");
  refuseForeign(request);
}

/** What the browser says about where the request comes from, if it says anything. Throws `request-forged`. */
export function refuseForeign(request: Request): void {
  const { "sec-fetch-site": site, origin } = request.headers;
  if (site !== undefined && site !== "same-origin") throw new HouseError("request-forged", "the request comes from another site");
  if (origin !== undefined && origin !== ownOrigin(request)) throw new HouseError("request-forged", "the request comes from another origin");
}

/** As the browser calls us; behind a proxy we trust, as it says. */
export function ownOrigin(request: Request): string {
  return `${request.protocol}://${request.host}`;
}
