import type { Facts } from "#edxml";
import type { EventId, InboundId, IncomingId, OutgoingId } from "../ids.ts";

/** What a QLVB is told of, by feed, stream and webhook. Names are public: one is never renamed, only added. */
export const EVENT_TYPES = [
  "document.submitted",
  "document.duplicate-alarm",
  "document.changed",
  "document.held",
  "document.released",
  "document.discarded",
  "dispatch.moved",
  "dispatch.contradiction",
  "transmission.failed",
  "incoming.arrived",
  "incoming.fetched",
  "incoming.moved",
  "incoming.changed",
  "incoming.held",
  "incoming.discarded",
  "inbound.quarantined",
  "inbound.reprocess",
  "work.dead",
  "channel.paused",
  "channel.resumed",
  "receipt.renewed",
  "deadline.near",
  "deadline.late",
  "calendar.corrected",
  "clock.offset",
  "report.issued",
  "notice.issued",
  "notice.ended",
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** What an event is about. `documentId` and `code` are the sender's own names of the document, by which a QLVB finds it in its books. */
export type EventSubject =
  | { readonly kind: "outgoing"; readonly id: OutgoingId; readonly documentId: string; readonly code: string }
  | { readonly kind: "incoming"; readonly id: IncomingId; readonly documentId: string; readonly code: string; readonly sender: string }
  | { readonly kind: "inbound"; readonly id: InboundId }
  | { readonly kind: "gateway" };

/** Sự kiện: one entry of the journal as the agency it concerns sees it. Made once, never changed; ids and states, never content. */
export interface GatewayEvent {
  /** The same in feed, stream and every attempt of a webhook. */
  readonly id: EventId;
  /** Place in the feed, growing in the order of commits; decimal. */
  readonly place: string;
  readonly type: EventType;
  readonly at: Date;
  /** Whose it is; null: for operators only. */
  readonly agencyCode: string | null;
  readonly subject: EventSubject;
  readonly data: Facts;
}
