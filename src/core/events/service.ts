import { renewPerson } from "../accounts/sessions.ts";
import type { Access } from "../actor.ts";
import { webhookService, type WebhookNeeds, type WebhookService } from "./webhooks/manage.ts";
import { readFeed, type FeedPage, type FeedRequest } from "./feed.ts";

/** What doors can ask about events; part of GatewayService. */
export interface EventService extends WebhookService {
  /** Throws `request-invalid` for a cursor that is not ours or ahead of the feed, `cursor-expired` for one older than what is kept. */
  events(request: FeedRequest, access: Access): Promise<FeedPage>;
  /** Calls back soon after something happened to anybody, or an access changed. Returns a stop function. */
  onEvents(listener: () => void): () => void;
  /** The same caller as of now, for doors that stay open; null when its key was revoked or its session ended meanwhile. */
  renewAccess(access: Access): Promise<Access | null>;
}

export function eventService(needs: WebhookNeeds): EventService {
  const { store } = needs;
  return {
    ...webhookService(needs),
    events: (request, access) => readFeed(store, request, access),
    onEvents: (listener) => store.onJournal(listener),
    renewAccess: async (access) => {
      if (access.person !== undefined) return await renewPerson(needs, access);
      if (access.actor.kind !== "system-key") return access;
      const key = await store.reader.apiKeys.byId(access.actor.keyId);
      return key === null || key.revokedAt !== null ? null : { ...access, agencies: key.agencies };
    },
  };
}
