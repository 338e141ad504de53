import type { WebhookId } from "../../ids.ts";
import type { AfterDelivery } from "./decide-after-delivery.ts";
import type { Delivery, Webhook, WebhookSecret, WebhookView } from "./webhook.ts";

export interface WebhookReader {
  list(): Promise<readonly WebhookView[]>;
  byId(id: WebhookId): Promise<WebhookView | null>;
  /** Valid at that instant, newest first. */
  secretsOf(id: WebhookId, at: Date): Promise<readonly WebhookSecret[]>;
  /** Webhooks with something to do now: neither held nor waiting for their next probe. */
  due(at: Date): Promise<readonly WebhookId[]>;
  /** Whether anything waits for a webhook, due or not. */
  anyWaits(): Promise<boolean>;
  /** The first waiting event of each lane whose time has come, oldest first; a single one while the breaker is open, of those that failed least. */
  ready(id: WebhookId, at: Date, limit: number): Promise<readonly Delivery[]>;
}

export interface WebhookWrites {
  addWebhook(webhook: Webhook): Promise<void>;
  /** Locks it to the end of the transaction. */
  lockWebhook(id: WebhookId): Promise<Webhook | null>;
  /** Name, address and choice of events. What waits and is not chosen any more is dropped; a new address is tried at once. */
  changeWebhook(webhook: Webhook, at: Date): Promise<void>;
  setWebhookPaused(id: WebhookId, at: Date | null): Promise<void>;
  /** Plans from this place again; deliveries that wait or were given up after it start anew. */
  replayWebhook(id: WebhookId, place: string): Promise<void>;
  removeWebhook(id: WebhookId): Promise<void>;
  addWebhookSecret(secret: WebhookSecret): Promise<void>;
  /** All secrets of it that are valid longer end then. */
  endWebhookSecrets(id: WebhookId, at: Date): Promise<void>;
  /** `moved`: the webhook has another address than the one that failed, and nothing was written. */
  settleDelivery(webhook: Pick<Webhook, "id" | "url">, delivery: Delivery, after: AfterDelivery, at: Date): Promise<"settled" | "moved">;
}

/** Turns events of the feed into deliveries, for every webhook that is not held, in order and each once. */
export type PlanWebhooks = (at: Date) => Promise<void>;
