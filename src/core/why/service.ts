import { mayActFor, notFound } from "../access.ts";
import type { Access } from "../actor.ts";
import type { WebhookService } from "../events/webhooks/manage.ts";
import type { InboundId, IncomingId, OutgoingId } from "../ids.ts";
import type { OutgoingDocument } from "../outgoing/outgoing-document.ts";
import type { Clock, Store } from "../ports.ts";
import type { Why } from "./cause.ts";
import { sayCause } from "./say-cause.ts";
import { whyInbound, whyIncoming, whyWebhook } from "./why-arrival.ts";
import { whyDispatch } from "./why-dispatch.ts";

/** One answer; `receiver` and `dispatchId` where a document goes to several. */
export interface WhyItem extends Why {
  readonly dispatchId: string | null;
  /** Canonical. */
  readonly receiver: string | null;
}

export interface Whys {
  readonly about: "outgoing" | "incoming" | "inbound" | "webhook";
  readonly items: readonly WhyItem[];
}

/** Vì sao chưa tới? Part of GatewayService. */
export interface WhyService {
  /** Of a document of ours (one answer for each receiver), an incoming one, an envelope (operators) or a webhook: cause, since when, who must act, next attempt, what mends it. Throws `not-found`. */
  why(id: string, access: Access): Promise<Whys>;
}

export interface WhyNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly queueReady: () => boolean;
}

export function whyService(needs: WhyNeeds, webhooks: Pick<WebhookService, "webhooks">): WhyService {
  const { reader } = needs.store;
  return {
    async why(id, access) {
      const document = await reader.outgoing.byId(id as OutgoingId);
      if (document !== null && mayActFor(access, document.senderCode)) return { about: "outgoing", items: await whyOutgoing(needs, document) };
      const incoming = await reader.incoming.byId(id as IncomingId);
      if (incoming !== null && mayActFor(access, incoming.receiverCode)) return { about: "incoming", items: [alone(sayCause(whyIncoming(incoming)))] };
      const inbound = access.agencies === "all" ? await reader.inbound.byId(id as InboundId) : null;
      if (inbound !== null) return { about: "inbound", items: [alone(sayCause(whyInbound(inbound, await reader.outbox.of("process-incoming", inbound.id))))] };
      const webhook = (await webhooks.webhooks(access)).find((view) => view.webhook.id === id);
      if (webhook !== undefined) return { about: "webhook", items: [alone(sayCause(whyWebhook(webhook)))] };
      throw notFound("document, envelope or webhook", id);
    },
  };
}

function alone(why: Why): WhyItem {
  return { ...why, dispatchId: null, receiver: null };
}

async function whyOutgoing({ store, clock, queueReady }: WhyNeeds, document: OutgoingDocument): Promise<readonly WhyItem[]> {
  const { reader } = store;
  const [dispatches, transmissions, flows] = await Promise.all([reader.dispatches.ofDocuments([document.id]), reader.transmissions.about(document.id), reader.flow.all()]);
  const byId = new Map(transmissions.map((transmission) => [transmission.id, transmission]));
  const orders = new Map<string, Awaited<ReturnType<typeof reader.outbox.of>>>();
  for (const { id, state } of transmissions) if (state === "queued" || state === "unknown") orders.set(id, await reader.outbox.of("deliver", id));
  return dispatches.flatMap((dispatch) => {
    const transmission = byId.get(dispatch.transmissionId);
    if (transmission === undefined) return [];
    const cause = whyDispatch({
      dispatch,
      transmission,
      after: transmission.after === null ? null : (byId.get(transmission.after) ?? null),
      order: orders.get(transmission.id) ?? null,
      flow: flows.find(({ channel }) => channel === transmission.channel) ?? null,
      queueReady: queueReady(),
      holdReason: document.hold?.reason ?? null,
      now: clock.now(),
    });
    return [{ ...sayCause(cause), dispatchId: dispatch.id, receiver: dispatch.receiverCode }];
  });
}
