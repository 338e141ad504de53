import type { Facts } from "#edxml";
import type { Actor } from "../actor.ts";
import type { IncomingId, InboundId, OutgoingId } from "../ids.ts";

/** Everything that happens to a document leaves one of these. */
export const JOURNAL_KINDS = [
  "outgoing.submitted",
  "outgoing.duplicate-alarm",
  "outgoing.recall",
  "outgoing.update",
  "outgoing.replaced",
  "outgoing.held",
  "outgoing.released",
  "outgoing.discarded",
  "transmission.sending",
  "transmission.entered",
  "transmission.not-sent",
  "transmission.unknown",
  "transmission.asked",
  "transmission.sent-unasked",
  "transmission.failed",
  "transmission.expired",
  "transmission.resend",
  "transmission.withdrawn",
  "dispatch.moved",
  "dispatch.status-implied",
  "dispatch.status-contradiction",
  "dispatch.request-moved",
  "inbound.kept",
  "inbound.acknowledged",
  "inbound.duplicate",
  "inbound.waiting",
  "inbound.quarantined",
  "inbound.unsigned-accepted",
  "inbound.reprocess",
  "incoming.filed",
  "incoming.moved",
  "incoming.fetched",
  "incoming.recall-asked",
  "incoming.recall-answered",
  "incoming.recall-before-arrival",
  "incoming.updated",
  "incoming.replaced",
  "incoming.purged",
  "incoming.fetch-failed",
  "incoming.held",
  "incoming.released",
  "incoming.discarded",
  "status.fetched",
  "status.fetch-failed",
  "work.dead",
  "channel.paused",
  "channel.resumed",
  "channel.held",
  "channel.let-go",
  "events.swept",
  "blobs.swept",
  "access.key-created",
  "access.key-revoked",
  "access.certificate-registered",
  "access.certificate-revoked",
  "access.door-opened",
  "access.door-closed",
  "access.webhook-changed",
  "access.signing-key-staged",
  "access.signing-key-replaced",
  "access.signing-key-dropped",
  "agency.changed",
  "agency.sync-asked",
  "calendar.corrected",
  "incoming.receipt-renewed",
  "dispatch.receipt-renewed",
  "deadline.near",
  "deadline.late",
  "clock.offset",
  "policy.override-recorded",
  "policy.secret-refused",
  "policy.malware-found",
  "paper.promised",
  "paper.decided",
  "report.issued",
  "notice.issued",
  "notice.ended",
  "paper.sent",
  "paper.entered",
  "account.created",
  "account.changed",
  "account.locked",
  "account.unlocked",
  "account.password-reset",
  "account.password-changed",
  "account.second-factor-on",
  "account.second-factor-off",
  "account.handover-opened",
  "account.handover-done",
  "session.opened",
  "session.refused",
  "session.locked-out",
  "session.ended",
  "peer.added",
  "peer.changed",
  "peer.tested",
  "peer.moved",
  "peer.key-rotated",
  "peer.test-document",
  "peer.sender-refused",
  "sample.loaded",
  "sample.removed",
  "backup.started",
  "backup.failed",
  "backup.made",
  "backup.verified",
  "backup.rehearsed",
  "backup.restored",
  "journal.verified",
] as const;
export type JournalKind = (typeof JOURNAL_KINDS)[number];

/** What keeps the gateway itself: found without reading the whole journal. */
export type UpkeepKind = Extract<JournalKind, "backup.made" | "backup.verified" | "backup.rehearsed" | "backup.restored" | "journal.verified">;

/** Nhật ký: append-only, ids and instants but never content. */
export interface JournalEntry {
  readonly kind: JournalKind;
  readonly at: Date;
  readonly actor: Actor;
  readonly outgoingId?: OutgoingId;
  readonly incomingId?: IncomingId;
  readonly inboundId?: InboundId;
  readonly facts: Facts;
}

export interface RecordedJournalEntry extends JournalEntry {
  /** Position in the journal, growing. */
  readonly position: string;
}
