import type { Request, Response } from "express";

export const SESSION_COOKIE = "lienthong_session";
export const SIGN_ON_COOKIE = "lienthong_sign_on";
/** Where the browser brings the second one back to, and nowhere else. */
const SIGN_ON_PATH = "/api/v1/session/oidc";
const SIGN_ON_MS = 10 * 60_000;
const TOKEN = /^[\w-]{43}$/;

/** The token of the session; null without one, or when the browser has two of that name: one may have been planted, nobody can tell which. */
export function sessionTokenOf(request: Request): string | null {
  const [token, ...more] = cookiesOf(request, SESSION_COOKIE);
  return token !== undefined && more.length === 0 && TOKEN.test(token) ? token : null;
}

export function signOnStateOf(request: Request): string | null {
  return cookiesOf(request, SIGN_ON_COOKIE)[0] ?? null;
}

/** Forgotten when the browser closes; the limits of time are kept here, not there. */
export function giveSession(request: Request, response: Response, token: string): void {
  response.cookie(SESSION_COOKIE, token, { httpOnly: true, sameSite: "strict", path: "/", secure: request.secure });
}

export function takeSession(request: Request, response: Response): void {
  response.clearCookie(SESSION_COOKIE, { httpOnly: true, sameSite: "strict", path: "/", secure: request.secure });
}

/** Lax: the provider's page leads back here, and a strict cookie would stay away. */
export function giveSignOnState(request: Request, response: Response, state: string): void {
  response.cookie(SIGN_ON_COOKIE, state, { httpOnly: true, sameSite: "lax", path: SIGN_ON_PATH, secure: request.secure, maxAge: SIGN_ON_MS });
}

export function takeSignOnState(request: Request, response: Response): void {
  response.clearCookie(SIGN_ON_COOKIE, { httpOnly: true, sameSite: "lax", path: SIGN_ON_PATH, secure: request.secure });
}

function cookiesOf(request: Request, name: string): readonly string[] {
  return (request.headers.cookie ?? "").split(";").flatMap((pair) => {
    const [key = "", value = ""] = pair.trim().split("=", 2);
    return key === name ? [value] : [];
  });
}
