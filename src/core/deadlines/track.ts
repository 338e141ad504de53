import type { Access } from "../actor.ts";
import { readFeed } from "../events/feed.ts";
import type { EventType, GatewayEvent } from "../events/event.ts";
import type { DispatchId, IncomingId, OutgoingId } from "../ids.ts";
import type { Clock, Store } from "../ports.ts";
import type { StatusRecord } from "../status/status-record.ts";
import type { Deadline } from "./deadline.ts";
import { deadlinesOfDispatch, deadlinesOfIncoming, type DerivingNeeds } from "./derive.ts";

export interface TrackingNeeds extends DerivingNeeds {
  readonly store: Store;
  readonly clock: Clock;
}

const OPERATOR: Access = { actor: { kind: "gateway", job: "track-deadlines" }, agencies: "all" };
/** Where it goes on; beside the places of the doors. */
const CURSOR = "gateway:deadlines";
const AT_ONCE = 500;
const DERIVED_AT_ONCE = 100;
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
  await deriveDeadlines(needs, documentsOf(page.events));
  if (page.next !== after) await needs.store.doors.saveCursor(CURSOR, page.next);
  return page.more;
}

function documentsOf(events: readonly GatewayEvent[]): ReadonlyMap<OutgoingId | IncomingId, "outgoing" | "incoming"> {
  return new Map(events.flatMap(({ subject }) => (subject.kind === "outgoing" || subject.kind === "incoming" ? [[subject.id, subject.kind] as const] : [])));
}

/** Brings the deadlines of documents up to date, each as a whole; many share their statements. */
export async function deriveDeadlines(needs: TrackingNeeds, documents: ReadonlyMap<OutgoingId | IncomingId, "outgoing" | "incoming">): Promise<void> {
  const ids = [...documents.keys()];
  for (let from = 0; from < ids.length; from += DERIVED_AT_ONCE) {
    const some = ids.slice(from, from + DERIVED_AT_ONCE);
    const silentBefore = new Date(needs.clock.now().getTime() - SILENT_AFTER_MS);
    const outgoing = await ofOutgoing(needs, some.filter((id): id is OutgoingId => documents.get(id) === "outgoing"));
    const incoming = await ofIncoming(needs, some.filter((id): id is IncomingId => documents.get(id) === "incoming"));
    const found = [...outgoing.keys(), ...incoming.keys()];
    if (found.length > 0) await needs.store.write((tx) => tx.keepDeadlines(found, [...outgoing.values(), ...incoming.values()].flat(), silentBefore));
  }
}

async function ofOutgoing(needs: TrackingNeeds, ids: readonly OutgoingId[]): Promise<ReadonlyMap<OutgoingId, readonly Deadline[]>> {
  if (ids.length === 0) return new Map();
  const { reader } = needs.store;
  const [documents, dispatches] = await Promise.all([reader.outgoing.byIds(ids), reader.dispatches.ofDocuments(ids)]);
  const dated = new Set(documents.filter(({ message }) => message.dueDate !== undefined).map(({ id }) => id));
  const completed = dispatches.filter(({ state, documentId }) => state === "completed" && dated.has(documentId));
  const reports = completed.length === 0 ? [] : await reader.statuses.ofDispatches(completed.map(({ id }) => id));
  const completedAt = (id: DispatchId): Date | null => completion(reports.filter(({ subject }) => subject.kind === "received" && subject.dispatchId === id));
  return new Map(documents.map((document) => [document.id, dispatches.filter(({ documentId }) => documentId === document.id).flatMap((dispatch) => deadlinesOfDispatch(needs, document, dispatch, completedAt(dispatch.id)))]));
}

async function ofIncoming(needs: TrackingNeeds, ids: readonly IncomingId[]): Promise<ReadonlyMap<IncomingId, readonly Deadline[]>> {
  if (ids.length === 0) return new Map();
  const { reader } = needs.store;
  const derived = new Map<IncomingId, readonly Deadline[]>();
  for (const document of await reader.incoming.byIds(ids)) {
    const reports = document.message.dueDate === undefined || document.state !== "completed" ? [] : await reader.statuses.ofIncoming(document.id);
    derived.set(document.id, deadlinesOfIncoming(needs, document, completion(reports)));
  }
  return derived;
}

/** When 06 was said; a clock of a partner that runs ahead does not make it later than we knew it. */
function completion(reports: readonly StatusRecord[]): Date | null {
  const done = reports.find(({ statusCode }) => statusCode === "06");
  if (done === undefined) return null;
  return done.statedAt < done.recordedAt ? done.statedAt : done.recordedAt;
}
