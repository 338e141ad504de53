import type { IncomingMessage } from "node:http";
import type { Request, RequestHandler } from "express";
import type { Access } from "../core/actor.ts";
import { HouseError } from "../core/fault.ts";
import type { GatewayService } from "../core/service.ts";
import { sessionTokenOf } from "./session/cookie.ts";
import { refuseForged } from "./session/forgery.ts";

const accesses = new WeakMap<IncomingMessage, Access>();
const strangers = new WeakSet<IncomingMessage>();
/** RFC 6750; keys of ours are far shorter than 256. */
const BEARER = /^Bearer +([\w.~+/=-]{1,256})$/i;

/**
 * Resolves `Authorization: Bearer <key>`, or the cookie of a person's session where there is no such header; nothing else in a request is
 * ever taken for a key. Every well-formed one costs the same: one hash and one look-up in the service, which compares hashes only.
 */
export function authenticate(service: GatewayService, isOpen: (request: Request) => boolean): RequestHandler {
  return async (request, _response, next) => {
    if (request.headers.authorization !== undefined) await admit(service, request, bearerOf(request));
    else if (!isOpen(request)) accesses.set(request, await admitPerson(service, request));
    next();
  };
}

/** No stranger, to be counted as guessing: nobody guesses 256 bits, and every page of somebody who is not signed in asks who is. */
async function admitPerson(service: GatewayService, request: Request): Promise<Access> {
  const token = sessionTokenOf(request);
  const access = token === null ? null : await service.resume(token);
  if (token === null || access === null) throw new HouseError("credentials-missing", token === null ? "no key and no session in the request" : "the session is unknown or has ended");
  refuseForged(request, token);
  return access;
}

export function bearerOf(request: IncomingMessage): string | null {
  return BEARER.exec(request.headers.authorization ?? "")?.[1] ?? null;
}

/** Lets the caller in under the key it presented, wherever its door takes keys from. Throws `credentials-missing`. */
export async function admit(service: GatewayService, request: IncomingMessage, secret: string | null): Promise<Access> {
  const access = secret === null ? null : await service.authenticate(secret);
  if (access === null) {
    strangers.add(request);
    throw new HouseError("credentials-missing", secret === null ? "no key in the request" : "the key is unknown or revoked");
  }
  accesses.set(request, access);
  return access;
}

/** A wrong password counts as a wrong key. */
export function noteStranger(request: IncomingMessage): void {
  strangers.add(request);
}

/** The caller presented no key or a wrong one; not every door can say so by its HTTP status. */
export function wasTurnedAway(request: IncomingMessage): boolean {
  return strangers.has(request);
}

export function accessOf(request: IncomingMessage): Access {
  const access = accesses.get(request);
  if (access === undefined) throw new HouseError("invariant-broken", "a handler ran before authentication");
  return access;
}

/** For logs and rate limits: the id of the key or the account, never the key. */
export function callerOf(request: IncomingMessage): string | null {
  const actor = accesses.get(request)?.actor;
  if (actor === undefined) return null;
  if (actor.kind === "system-key") return actor.keyId;
  return actor.kind === "person" ? actor.accountId : actor.kind;
}
