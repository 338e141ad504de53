import { eventJson } from "../core/events/event-json.ts";
import { decideAfterDelivery, type DeliveryOutcome } from "../core/events/webhooks/decide-after-delivery.ts";
import { secretPurpose } from "../core/events/webhooks/manage.ts";
import type { SecretSealer } from "../core/secret-sealer.ts";
import { signedHeaders } from "../core/events/webhooks/sign.ts";
import type { Delivery, Webhook, WebhookHealth } from "../core/events/webhooks/webhook.ts";
import type { WebhookId } from "../core/ids.ts";
import type { Clock, Store } from "../core/ports.ts";
import { startLoop } from "./loop.ts";
import { postEvent, type PostOptions } from "./webhooks/post.ts";

export interface WebhookJobNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly sealer: SecretSealer;
  readonly random: () => number;
  readonly webhooks: PostOptions;
  readonly onFault: (name: string, error: unknown) => void;
}

export interface WebhookJob {
  close(): Promise<void>;
}

const POLL_MS = 1_000;
/** Fresh events are announced; the poll is for retries, so it is quick only while something was due lately, and slow while nothing waits at all. */
const QUIET_POLL_MS = 5_000;
const EMPTY_POLL_MS = 30_000;
const IN_USE_MS = 60_000;
/** Every commit wakes the loop: the first at once, and a quarter of a second later one round sorts what all of them wrote. */
const BREATH_MS = 250;
const LONGEST_FAULT_PAUSE_MS = 30_000;
const BATCH = 64;
/** Lanes of one webhook that are sent side by side. */
const AT_ONCE = 8;

/**
 * Pushes events to webhooks. Rows say what waits, one process at a time serves a webhook, and a webhook that is slow or dead holds nobody else up.
 * Due times are by the house's clock. What dies between an answer and its row is sent again with the same id.
 */
export function startWebhooks(needs: WebhookJobNeeds): WebhookJob {
  const { store, clock, onFault } = needs;
  const closing = new AbortController();
  const running = new Map<WebhookId, Promise<void>>();
  let lastDueAt = -IN_USE_MS;
  const loop = startLoop({
    name: "deliver-webhooks",
    round: async () => {
      await store.sortJournal();
      await store.planWebhooks(clock.now());
      const due = await store.reader.webhooks.due(clock.now());
      for (const id of due) if (!running.has(id)) start(id);
      if (due.length > 0) lastDueAt = performance.now();
      if (performance.now() - lastDueAt < IN_USE_MS) return POLL_MS;
      return (await store.reader.webhooks.anyWaits()) ? QUIET_POLL_MS : EMPTY_POLL_MS;
    },
    pauseMs: POLL_MS,
    atMostEveryMs: BREATH_MS,
    longestFaultPauseMs: LONGEST_FAULT_PAUSE_MS,
    onFault,
  });
  const stopListening = store.onJournal(() => loop.wake());

  function start(id: WebhookId): void {
    const serving = store
      .asLeader(`webhook:${id}`, (leadership) => serve(needs, id, AbortSignal.any([leadership, closing.signal])))
      .then(() => undefined, (error: unknown) => onFault(`webhook:${id}`, error))
      .finally(() => running.delete(id));
    running.set(id, serving);
  }

  return {
    async close() {
      stopListening();
      closing.abort();
      await loop.close();
      await Promise.all(running.values());
    },
  };
}

/** Until nothing of this webhook is due. */
async function serve(needs: WebhookJobNeeds, id: WebhookId, signal: AbortSignal): Promise<void> {
  const { store, clock } = needs;
  while (!signal.aborted) {
    const ready = [...(await store.reader.webhooks.ready(id, clock.now(), BATCH))];
    const view = await store.reader.webhooks.byId(id);
    if (ready.length === 0 || view === null) return;
    const secrets = await openSecrets(needs, id);
    const settle = settlerOf(needs, view.webhook);
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, ready.length) }, () => takeTurns(view.webhook, secrets, ready, settle)));
  }

  async function takeTurns(webhook: Webhook, secrets: readonly string[], deliveries: Delivery[], settle: Settler): Promise<void> {
    for (let delivery = deliveries.shift(); delivery !== undefined && !signal.aborted && !settle.tripped(); delivery = deliveries.shift()) {
      const body = JSON.stringify(eventJson(delivery.event));
      const outcome = await postEvent(webhook.url, signedHeaders(delivery.event.id, body, secrets, clock.now()), body, needs.webhooks, signal);
      if (signal.aborted) return; // we cut it off, the other side did nothing wrong
      await settle.settle(delivery, outcome);
    }
  }
}

interface Settler {
  settle(delivery: Delivery, outcome: DeliveryOutcome): Promise<void>;
  /** The breaker has opened, or the webhook has another address, meanwhile: what was not sent yet waits for the next look. */
  tripped(): boolean;
}

/** One outcome after the other, so that failures side by side are all counted. */
function settlerOf({ store, clock, random }: WebhookJobNeeds, webhook: Webhook): Settler {
  let health: WebhookHealth = webhook.health;
  let last: Promise<unknown> = Promise.resolve();
  let moved = false;
  return {
    async settle(delivery, outcome) {
      const write = async (): Promise<void> => {
        const after = decideAfterDelivery(delivery, health, outcome, clock.now(), random());
        // a failure of an address that is no longer the webhook's says nothing of the new one
        if ((await store.write((tx) => tx.settleDelivery(webhook, delivery, after, clock.now()))) === "moved") moved = true;
        else health = after.health;
      };
      const mine = last.then(write);
      last = mine;
      await mine;
    },
    tripped: () => moved || (health.probeAt !== null && health.probeAt > clock.now()),
  };
}

async function openSecrets({ store, clock, sealer }: WebhookJobNeeds, id: WebhookId): Promise<readonly string[]> {
  const sealed = await store.reader.webhooks.secretsOf(id, clock.now());
  return await Promise.all(sealed.map((secret) => sealer.open(secret.sealed, secretPurpose(id))));
}
