import type { Blobs } from "../core/ports.ts";
import type { GatewayService } from "../core/service.ts";
import type { Health } from "./health.ts";
import type { WebSettings } from "./settings.ts";

/** What the web door needs from the house; winston's logger satisfies `logger`. */
export interface WebNeeds {
  readonly service: GatewayService;
  readonly blobs: Blobs;
  readonly health: Health;
  readonly settings: WebSettings;
  readonly logger: WebLogger;
  readonly now: () => Date;
}

export interface WebLogger {
  info(message: string, facts: object): unknown;
  warn(message: string, facts: object): unknown;
  error(message: string, facts: object): unknown;
}
