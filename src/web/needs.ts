import type { AxisServer } from "#adapters/axis/server/axis-server";
import type { RequestHandler } from "express";
import type { Blobs } from "../core/ports.ts";
import type { GatewayService } from "../core/service.ts";
import type { Health } from "./health.ts";
import type { WebSettings } from "./settings.ts";

/** What the web door needs from the house; winston's logger satisfies `logger`. */
export interface WebNeeds {
  readonly service: GatewayService;
  readonly blobs: Blobs;
  readonly health: Health;
  /** A process without the role `web` answers for its health and for nothing else. */
  readonly healthOnly?: boolean;
  readonly settings: WebSettings;
  readonly logger: WebLogger;
  readonly now: () => Date;
  /** Where the built web console lies; absent or empty: no such pages. */
  readonly console?: string;
  /** Where the WSDL and its schema lie; absent: no SOAP door. */
  readonly soapFiles?: string;
  /** The axis protocol over `axis-facade/desk.ts`, put together by the house; absent: no such door. */
  readonly axisServer?: AxisServer;
}

/** The needs while the door is open. */
export interface OpenDoor extends WebNeeds {
  /** Aborts when we are asked to stop: answers that have no end of their own end now. */
  readonly stopping: AbortSignal;
}

/** What the doors over HTTP count together. */
export interface SharedLimits {
  /** Unfinished uploads of one key, by whichever door. */
  readonly uploads: RequestHandler;
}

export interface WebLogger {
  info(message: string, facts: object): unknown;
  warn(message: string, facts: object): unknown;
  error(message: string, facts: object): unknown;
}
