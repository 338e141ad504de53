import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import type { Access } from "../core/actor.ts";
import { HouseError } from "../core/fault.ts";
import type { GatewayService } from "../core/service.ts";

const accesses = new WeakMap<IncomingMessage, Access>();
const strangers = new WeakSet<IncomingMessage>();
/** RFC 6750; keys of ours are far shorter than 256. */
const BEARER = /^Bearer +([\w.~+/=-]{1,256})$/i;

/**
 * Resolves `Authorization: Bearer <key>`; nothing else in a request is ever taken for a key.
 * Every well-formed key costs the same: one hash and one look-up in the service, which compares hashes only.
 */
export function authenticate(service: GatewayService): RequestHandler {
  return async (request, _response, next) => {
    await admit(service, request, bearerOf(request));
    next();
  };
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

/** The caller presented no key or a wrong one; not every door can say so by its HTTP status. */
export function wasTurnedAway(request: IncomingMessage): boolean {
  return strangers.has(request);
}

export function accessOf(request: IncomingMessage): Access {
  const access = accesses.get(request);
  if (access === undefined) throw new HouseError("invariant-broken", "a handler ran before authentication");
  return access;
}

/** For logs and rate limits: the id of the key, never the key. */
export function callerOf(request: IncomingMessage): string | null {
  const actor = accesses.get(request)?.actor;
  if (actor === undefined) return null;
  return actor.kind === "system-key" ? actor.keyId : actor.kind;
}
