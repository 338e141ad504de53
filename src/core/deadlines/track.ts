import type { Access } from "../actor.ts";
import { readFeed } from "../events/feed.ts";
import type { EventType, GatewayEvent } from "../events/event.ts";
import type { IncomingId, OutgoingId } from "../ids.ts";
import type { Clock, Store } from "../ports.ts";
import type { StatusRecord } from "../status/status-record.ts";
import { deadlinesOfDispatch, deadlinesOfIncoming, type DerivingNeeds } from "./derive.ts";

export interface TrackingNeeds extends DerivingNeeds {
  readonly store: Store;
  readonly clock: Clock;
}

const OPERATOR: Access = { actor: { kind: "gateway", job: "track-deadlines" }, agencies: "all" };
/** Where it goes on; beside the places of the doors. */
const CURSOR = "gateway:deadlines";
const AT_ONCE = 500;
/** What was due so long ago is history when it is first seen, e.g. when an older installation is brought up to date. */
const SILENT_AFTER_MS = 31 * 86_400_000;

/** After any of these a deadline may begin, end or move. */
const FOLLOWED: readonly EventType[] = ["document.submitted", "document.changed", "dispatch.moved", "incoming.arrived", "incoming.moved", "incoming.changed", "receipt.renewed"];

/**
 * Follows the feed of events: whatever happened to a document, its deadlines are derived again from its records. Misses nothing, because the
 * feed does not; repeating it changes nothing. Resolves to true when there was more.
 */
export async function trackDeadlines(needs: TrackingNeeds): Promise<boolean> {
  const after = await needs.store.doors.cursor(CURSOR);
  const page = await readFeed(needs.store, { limit: AT_ONCE, types: FOLLOWED, ...(after !== null && { after }) }, OPERATOR);
  for (const [id, side] of documentsOf(page.events)) await deriveDeadlines(needs, side, id);
  if (page.next !== after) await needs.store.doors.saveCursor(CURSOR, page.next);
  return page.more;
}

function documentsOf(events: readonly GatewayEvent[]): ReadonlyMap<OutgoingId | IncomingId, "outgoing" | "incoming"> {
  return new Map(events.flatMap(({ subject }) => (subject.kind === "outgoing" || subject.kind === "incoming" ? [[subject.id, subject.kind] as const] : [])));
}

/** Brings the deadlines of one document up to date. */
export async function deriveDeadlines(needs: TrackingNeeds, side: "outgoing" | "incoming", id: OutgoingId | IncomingId): Promise<void> {
  const silentBefore = new Date(needs.clock.now().getTime() - SILENT_AFTER_MS);
  const deadlines = side === "outgoing" ? await ofOutgoing(needs, id as OutgoingId) : await ofIncoming(needs, id as IncomingId);
  if (deadlines !== null) await needs.store.write((tx) => tx.keepDeadlines(id, deadlines, silentBefore));
}

async function ofOutgoing(needs: TrackingNeeds, id: OutgoingId) {
  const { reader } = needs.store;
  const [document, dispatches] = await Promise.all([reader.outgoing.byId(id), reader.dispatches.ofDocuments([id])]);
  if (document === null) return null;
  const completed = dispatches.filter(({ state }) => state === "completed");
  const reports = document.message.dueDate === undefined || completed.length === 0 ? [] : await reader.statuses.ofDispatches(completed.map((dispatch) => dispatch.id));
  return dispatches.flatMap((dispatch) => deadlinesOfDispatch(needs, document, dispatch, completion(reports.filter(({ subject }) => subject.kind === "received" && subject.dispatchId === dispatch.id))));
}

async function ofIncoming(needs: TrackingNeeds, id: IncomingId) {
  const { reader } = needs.store;
  const document = await reader.incoming.byId(id);
  if (document === null) return null;
  const reports = document.message.dueDate === undefined || document.state !== "completed" ? [] : await reader.statuses.ofIncoming(id);
  return deadlinesOfIncoming(needs, document, completion(reports));
}

/** When 06 was said; a clock of a partner that runs ahead does not make it later than we knew it. */
function completion(reports: readonly StatusRecord[]): Date | null {
  const done = reports.find(({ statusCode }) => statusCode === "06");
  if (done === undefined) return null;
  return done.statedAt < done.recordedAt ? done.statedAt : done.recordedAt;
}
