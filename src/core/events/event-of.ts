import type { Facts } from "#edxml";
import { newId, type EventId } from "../ids.ts";
import type { JournalEntry, JournalKind } from "../journal/journal-entry.ts";
import type { EventSubject, EventType, GatewayEvent } from "./event.ts";

/** What becomes of a kind of journal entry: nothing, or an event that carries these of its facts. */
interface Mapping {
  readonly type: EventType;
  readonly facts: readonly string[];
}

/** The only place that says which entries of the journal are told to anybody; a kind without a line does not compile. */
export const EVENTS_OF_JOURNAL: Readonly<Record<JournalKind, Mapping | null>> = {
  "outgoing.submitted": { type: "document.submitted", facts: ["receivers", "legalEffect"] },
  "outgoing.duplicate-alarm": { type: "document.duplicate-alarm", facts: ["identityKey"] },
  "outgoing.recall": { type: "document.changed", facts: ["amendmentId", "receivers", "reason"] },
  "outgoing.update": { type: "document.changed", facts: ["amendmentId", "receivers", "reason", "added", "removed"] },
  "outgoing.replaced": { type: "document.changed", facts: ["replacedBy", "reason"] },
  "outgoing.held": { type: "document.held", facts: ["stamps", "malware", "unscanned"] },
  "outgoing.released": { type: "document.released", facts: ["person", "reason"] },
  "outgoing.discarded": { type: "document.discarded", facts: ["person", "reason"] },
  "transmission.sending": null, // the move of the dispatch says it
  "transmission.entered": null,
  "transmission.not-sent": null,
  "transmission.unknown": null,
  "transmission.asked": null,
  "transmission.sent-unasked": null,
  "transmission.failed": { type: "transmission.failed", facts: ["transmissionId", "attempt", "fault"] },
  "transmission.expired": { type: "transmission.failed", facts: ["transmissionId", "attempt", "fault"] },
  "transmission.resend": null,
  "transmission.withdrawn": null, // the moves of its dispatches say it
  "dispatch.moved": { type: "dispatch.moved", facts: ["dispatchId", "receiver", "from", "to", "event"] },
  "dispatch.status-implied": null, // a later status has said it before
  "dispatch.status-contradiction": { type: "dispatch.contradiction", facts: ["dispatchId", "receiver", "from", "event"] },
  "dispatch.request-moved": { type: "document.changed", facts: ["dispatchId", "receiver", "request", "from", "to"] },
  "inbound.kept": null,
  "inbound.acknowledged": null,
  "inbound.duplicate": null,
  "inbound.waiting": null,
  "inbound.quarantined": { type: "inbound.quarantined", facts: ["verdict", "code", "reason"] },
  "inbound.unsigned-accepted": null, // the verdict of the document says it
  "inbound.reprocess": { type: "inbound.reprocess", facts: ["reason", "was"] },
  "incoming.filed": { type: "incoming.arrived", facts: ["receiver", "sender", "verdict", "effectiveAt", "legalEffect"] },
  "incoming.moved": { type: "incoming.moved", facts: ["from", "to", "statusCode"] },
  "incoming.fetched": { type: "incoming.fetched", facts: [] },
  "incoming.recall-asked": { type: "incoming.changed", facts: ["recall", "reason"] },
  "incoming.recall-answered": { type: "incoming.changed", facts: ["recall", "reason", "person"] },
  "incoming.recall-before-arrival": null, // nobody ever had it
  "incoming.updated": { type: "incoming.changed", facts: ["reason", "changed"] },
  "incoming.replaced": { type: "incoming.changed", facts: ["replacedBy"] },
  "incoming.purged": null, // the answer to the recall says it
  "incoming.fetch-failed": null, // between a QLVB and the operators of its gateway
  "incoming.held": { type: "incoming.held", facts: ["receiver", "sender", "stamps", "malware", "unscanned"] },
  // for whoever waits for documents it arrives now
  "incoming.released": { type: "incoming.arrived", facts: ["receiver", "sender", "verdict", "effectiveAt", "person", "reason"] },
  "incoming.discarded": { type: "incoming.discarded", facts: ["person", "reason"] },
  "status.fetched": null,
  "status.fetch-failed": null,
  "work.dead": { type: "work.dead", facts: ["topic", "ref", "deliveries", "reason"] },
  "channel.paused": { type: "channel.paused", facts: ["channel", "code", "reason", "since"] },
  "channel.resumed": { type: "channel.resumed", facts: ["channel", "code", "reason", "since"] },
  "channel.held": { type: "channel.paused", facts: ["channel", "code", "reason", "since"] },
  "channel.let-go": { type: "channel.resumed", facts: ["channel", "code", "reason", "since"] },
  "events.swept": null,
  "blobs.swept": null,
  "access.key-created": null,
  "access.key-revoked": null,
  "access.certificate-registered": null,
  "access.certificate-revoked": null,
  "access.signing-key-staged": null,
  "access.signing-key-replaced": null,
  "access.signing-key-dropped": null,
  "access.door-opened": null,
  "access.door-closed": null,
  "access.webhook-changed": null,
  "agency.changed": null,
  "agency.sync-asked": null,
  "calendar.corrected": { type: "calendar.corrected", facts: ["version", "before", "scope", "from", "to", "reason"] },
  "incoming.receipt-renewed": { type: "receipt.renewed", facts: ["receiver", "before", "effectiveAt", "provisional", "version"] },
  "dispatch.receipt-renewed": { type: "receipt.renewed", facts: ["dispatchId", "receiver", "before", "effectiveAt", "provisional", "version"] },
  "deadline.near": { type: "deadline.near", facts: ["deadlineId", "deadline", "receiver", "dueAt", "rule", "provisional"] },
  "deadline.late": { type: "deadline.late", facts: ["deadlineId", "deadline", "receiver", "dueAt", "rule", "provisional", "closedAt"] },
  "clock.offset": { type: "clock.offset", facts: ["source", "server", "offsetMs", "limitMs", "over"] },
  "policy.override-recorded": null,
  "policy.secret-refused": null, // nothing of the attempt may travel
  "policy.malware-found": null, // the caller was told, nothing was kept
  "paper.promised": null, // the document says it
  "paper.decided": { type: "document.changed", facts: ["paper", "receiver"] },
  "report.issued": { type: "report.issued", facts: ["reportId", "agency", "period", "from", "to", "version", "digest"] },
  "notice.issued": { type: "notice.issued", facts: ["noticeId", "agency", "kind", "number", "suspendedFrom", "resumesAt"] },
  "notice.ended": { type: "notice.ended", facts: ["noticeId", "agency", "kind", "number", "resumedAt"] },
  "paper.sent": null, // told by whoever sent it
  "paper.entered": null,
  // of people, not of documents: GET /audit tells them to whom they concern
  "account.created": null,
  "account.changed": null,
  "account.locked": null,
  "account.unlocked": null,
  "account.password-reset": null,
  "account.password-changed": null,
  "account.second-factor-on": null,
  "account.second-factor-off": null,
  "account.handover-opened": null,
  "account.handover-done": null,
  "session.opened": null,
  "session.refused": null,
  "session.locked-out": null,
  "session.ended": null,
  "peer.added": null, // between operators
  "peer.changed": null,
  "peer.tested": null,
  "peer.moved": null,
  "peer.key-rotated": null,
  "peer.test-document": null,
  "peer.sender-refused": null,
  "sample.loaded": null,
  "sample.removed": null,
  "backup.started": null,
  "backup.failed": null,
  "backup.made": null,
  "backup.verified": null,
  "backup.rehearsed": null,
  "backup.restored": null,
  "journal.verified": null,
};

/** Whose document an entry is about, and its names. */
export interface EntryOwner {
  readonly agencyCode: string;
  readonly subject: EventSubject;
}

/** The event of an entry of the journal; null when nobody is told. An entry without a document belongs to the operators. */
export function eventOf(entry: JournalEntry, owner: EntryOwner | null): Omit<GatewayEvent, "place"> | null {
  const mapping = EVENTS_OF_JOURNAL[entry.kind];
  if (mapping === null) return null;
  return {
    id: newId<EventId>(),
    type: mapping.type,
    at: entry.at,
    agencyCode: owner?.agencyCode ?? null,
    subject: owner?.subject ?? (entry.inboundId === undefined ? { kind: "gateway" } : { kind: "inbound", id: entry.inboundId }),
    data: chosen(entry.facts, mapping.facts),
  };
}

function chosen(facts: Facts, names: readonly string[]): Facts {
  return Object.fromEntries(names.flatMap((name) => (facts[name] === undefined ? [] : [[name, facts[name]]])));
}

/** Events of one lane are told strictly one after the other: those of one document, or of one envelope that is no document yet. */
export function laneOf(event: Pick<GatewayEvent, "id" | "subject">): string {
  return event.subject.kind === "gateway" ? event.id : event.subject.id;
}
