import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Router, type Request, type Response } from "express";
import { sessionTokenOf } from "./session/cookie.ts";

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  woff: "font/woff",
  woff2: "font/woff2",
  wasm: "application/wasm",
  png: "image/png",
};
const PACKED = [
  { coding: "br", ending: ".br" },
  { coding: "gzip", ending: ".gz" },
] as const;
/** Vite puts a digest of the content into these names. */
const HASHED = /-[\w-]{8}\.\w+$/;
const YEAR = "public, max-age=31536000, immutable";
/** Stands in the built `index.html` where each answer puts its nonce. */
export const NONCE_PLACE = "NONCE-OF-THIS-ANSWER";

/** Marks, in the built page, the chunks only somebody who is signed in needs at once. */
export const SIGNED_IN = "data-signed-in";

/**
 * The web console as it was built: one page and its hashed assets, packed beforehand. Only names found when the door opens are served,
 * so a path can lead nowhere else. Without a built console there is nothing here, and the API works all the same.
 */
export function consoleRoutes(directory: string | undefined): Router {
  const router = Router({ caseSensitive: true, strict: true });
  if (directory === undefined || !existsSync(join(directory, "index.html"))) return router;
  const whole = readFileSync(join(directory, "index.html"), "utf8");
  const outside = whole.replaceAll(new RegExp(`\\s*<link[^>]* ${SIGNED_IN}[^>]*>`, "g"), "");
  const names = new Set(readdirSync(join(directory, "assets")));

  router.get("/", (request, response) => sendPage(response, sessionTokenOf(request) === null ? outside : whole));
  router.get("/assets/:name", (request, response, next) => {
    const name = request.params.name;
    const type = TYPES[name.slice(name.lastIndexOf(".") + 1)];
    if (!names.has(name) || type === undefined) return next();
    sendAsset(request, response, { directory: join(directory, "assets"), name, type, names });
  });
  return router;
}

/**
 * Scripts only from our own files; styles also under the nonce of this one answer, which Ant Design puts on those it writes.
 * Nothing from another host, and nobody may frame it.
 */
function sendPage(response: Response, page: string): void {
  const nonce = randomBytes(16).toString("base64url");
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  response.setHeader("content-security-policy", policy.join("; ")).setHeader("cache-control", "no-store");
  response.setHeader("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()");
  response.type("html").send(page.replaceAll(NONCE_PLACE, nonce));
}

interface Asset {
  readonly directory: string;
  readonly name: string;
  readonly type: string;
  readonly names: ReadonlySet<string>;
}

function sendAsset(request: Request, response: Response, { directory, name, type, names }: Asset): void {
  const packed = PACKED.find(({ coding, ending }) => names.has(name + ending) && request.acceptsEncodings(coding) === coding);
  response.setHeader("content-type", type).setHeader("vary", "accept-encoding");
  response.setHeader("cache-control", HASHED.test(name) ? YEAR : "public, max-age=3600");
  if (packed !== undefined) response.setHeader("content-encoding", packed.coding);
  response.sendFile(name + (packed?.ending ?? ""), { root: directory, cacheControl: false, lastModified: false, acceptRanges: false });
}
