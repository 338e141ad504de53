import type { Request, RequestHandler, Response } from "express";
import { HouseError } from "../core/fault.ts";
import { describeProblem, sendProblem } from "./problem.ts";
import { requestIdOf } from "./request-id.ts";
import type { WebTuning } from "./settings.ts";

/** How a door says no. */
export type Refuse = (fault: HouseError, request: Request, response: Response) => void;

const asProblem: Refuse = (fault, request, response) => sendProblem(response, describeProblem(fault, requestIdOf(request)));

/**
 * Stops a body that drips (slowloris): after the grace it must have come at the least rate on average.
 * Counts at the socket, so the reader of the body is not disturbed; TCP buffers hide short waits for our own disk.
 */
export function refuseSlowBody(tuning: WebTuning, refuse: Refuse = asProblem): RequestHandler {
  return (request, response, next) => {
    if (request.destroyed) return; // the caller left meanwhile: nothing of it comes any more, not even its end
    const started = performance.now();
    const before = request.socket.bytesRead;
    const watch = setInterval(() => {
      const waited = performance.now() - started;
      const rate = ((request.socket.bytesRead - before) / waited) * 1000;
      if (waited < tuning.slowGraceMs || rate >= tuning.minBytesPerSecond || request.complete || response.headersSent) return;
      clearInterval(watch);
      const fault = new HouseError("request-too-slow", "the body came too slowly", { bytesPerSecond: Math.round(rate) });
      refuse(fault, request, response);
      response.once("finish", () => request.destroy());
    }, 500);
    const stop = () => clearInterval(watch);
    request.once("end", stop).once("close", stop);
    response.once("close", stop);
    next();
  };
}
