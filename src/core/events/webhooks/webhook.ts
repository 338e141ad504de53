import type { ApiKeyId, WebhookId } from "../../ids.ts";
import type { EventType, GatewayEvent } from "../event.ts";

/** An address of a QLVB to which events are pushed. */
export interface Webhook {
  readonly id: WebhookId;
  readonly name: string;
  readonly url: string;
  /** Whose events; `all` with those for operators, only for an operator's own. */
  readonly agencies: readonly string[] | "all";
  /** null: every type. */
  readonly types: readonly EventType[] | null;
  /** The key that made it: when that is revoked, nothing is sent any more. null: an operator made it. */
  readonly keyId: ApiKeyId | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** Set while a person holds it. */
  readonly pausedAt: Date | null;
  /** Events up to here are planned as deliveries. */
  readonly place: string;
  readonly health: WebhookHealth;
}

/** What the last attempts said, for the breaker and for operators. */
export interface WebhookHealth {
  /** Failed attempts since the last success. */
  readonly failures: number;
  /** While the breaker is open: when the next single attempt may be made; or until when a receiver that is busy asked us to wait. */
  readonly probeAt: Date | null;
  readonly lastSuccessAt: Date | null;
  readonly lastFailureAt: Date | null;
  readonly lastError: string | null;
}

export const WEBHOOK_STATES = ["working", "retrying", "down", "paused", "key-revoked"] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** A webhook as its owner and the operators see it. */
export interface WebhookView {
  readonly webhook: Webhook;
  readonly state: WebhookState;
  /** Events waiting for it, planned or not. */
  readonly backlog: number;
  /** Events given up: the address refused them for days while it took others. */
  readonly givenUp: number;
  /** When the oldest waiting event happened. */
  readonly waitingSince: Date | null;
}

/** One event for one webhook, waiting for its next attempt. */
export interface Delivery {
  readonly event: GatewayEvent;
  /** Attempts that failed. */
  readonly attempts: number;
  readonly firstFailedAt: Date | null;
}

/** Bí mật ký, sealed. Several are valid while one replaces another. */
export interface WebhookSecret {
  readonly webhookId: WebhookId;
  readonly sealed: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}
