import type { RequestHandler } from "express";
import { ipKeyGenerator, rateLimit, type Options } from "express-rate-limit";
import { HouseError } from "../core/fault.ts";
import { callerOf, wasTurnedAway } from "./authentication.ts";
import type { WebTuning } from "./settings.ts";

const MINUTE = 60_000;

/** Counted per process: several instances allow as many times more, which is still a bound. */
export function limitAddresses(tuning: WebTuning): RequestHandler[] {
  return [
    rateLimit({ ...COMMON, identifier: "address", limit: tuning.requestsPerAddressPerMinute, keyGenerator: addressOf }),
    // Guessing keys is stopped long before an honest system behind the same address is.
    rateLimit({
      ...COMMON,
      identifier: "wrong-keys",
      standardHeaders: false,
      limit: tuning.wrongKeysPerAddressPerMinute,
      keyGenerator: addressOf,
      skipSuccessfulRequests: true,
      requestWasSuccessful: (request) => !wasTurnedAway(request),
    }),
  ];
}

export function limitKeys(tuning: WebTuning): RequestHandler {
  return rateLimit({ ...COMMON, identifier: "key", limit: tuning.requestsPerKeyPerMinute, keyGenerator: (request) => callerOf(request) ?? addressOf(request) });
}

/** Bounds how many requests of a kind one caller has running: uploads that are not finished hold disk, streams hold connections. */
export function limitAtOnce(allowed: number, what: string): RequestHandler {
  const running = new Map<string, number>();
  return (request, response, next) => {
    const { socket } = request;
    if (response.destroyed || socket.destroyed) return; // the caller left while its key was looked up: nobody would give the place back
    const key = callerOf(request) ?? addressOf(request);
    const now = running.get(key) ?? 0;
    if (now >= allowed) {
      response.setHeader("retry-after", "5");
      throw new HouseError("too-many-requests", `too many ${what} of this key at the same time`, { allowed });
    }
    running.set(key, now + 1);
    // an answer that waits behind another one on its connection never closes itself
    const leave = (): void => {
      response.off("close", leave);
      socket.off("close", leave);
      const left = (running.get(key) ?? 1) - 1;
      if (left === 0) running.delete(key);
      else running.set(key, left);
    };
    response.once("close", leave);
    socket.once("close", leave);
    next();
  };
}

const COMMON: Partial<Options> = {
  windowMs: MINUTE,
  standardHeaders: "draft-8",
  legacyHeaders: false,
  handler: (_request, response, next) => {
    if (!response.hasHeader("retry-after")) response.setHeader("retry-after", "60");
    next(new HouseError("too-many-requests", "more requests than allowed in a minute"));
  },
};

/** One address, or one /56 of IPv6. */
export function addressOf(request: { readonly ip?: string | undefined }): string {
  return ipKeyGenerator(request.ip ?? "unknown");
}
