import { v7 } from "uuid";

/** Ids are UUIDv7: ordered by time of making, so lists and cursors need no second column. */
export type OutgoingId = string & { readonly __brand: "OutgoingId" };
export type DispatchId = string & { readonly __brand: "DispatchId" };
export type TransmissionId = string & { readonly __brand: "TransmissionId" };
export type InboundId = string & { readonly __brand: "InboundId" };
export type IncomingId = string & { readonly __brand: "IncomingId" };
export type StatusRecordId = string & { readonly __brand: "StatusRecordId" };
export type WorkOrderId = string & { readonly __brand: "WorkOrderId" };
export type EventId = string & { readonly __brand: "EventId" };
export type AmendmentId = string & { readonly __brand: "AmendmentId" };
export type WebhookId = string & { readonly __brand: "WebhookId" };
export type ApiKeyId = string & { readonly __brand: "ApiKeyId" };
export type ReportId = string & { readonly __brand: "ReportId" };
export type NoticeId = string & { readonly __brand: "NoticeId" };
export type PeerSecretId = string & { readonly __brand: "PeerSecretId" };
export type NoticeMailId = string & { readonly __brand: "NoticeMailId" };
export type PaperId = string & { readonly __brand: "PaperId" };
export type DirectorySyncId = string & { readonly __brand: "DirectorySyncId" };
export type DeadlineId = string & { readonly __brand: "DeadlineId" };
export type AccountId = string & { readonly __brand: "AccountId" };
export type SessionId = string & { readonly __brand: "SessionId" };
export type HandoverId = string & { readonly __brand: "HandoverId" };

export type AnyId = AccountId | SessionId | HandoverId | OutgoingId | DispatchId | TransmissionId | InboundId | IncomingId | StatusRecordId | WorkOrderId | EventId | AmendmentId | WebhookId | ApiKeyId | DirectorySyncId | DeadlineId | ReportId | NoticeId | NoticeMailId | PaperId | PeerSecretId;

/** `newId<DispatchId>()` */
export function newId<Id extends AnyId>(): Id {
  return v7() as Id;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Reads an id that came from outside; null when it is no UUID. */
export function asId<Id extends AnyId>(text: string): Id | null {
  return UUID.test(text) ? (text as Id) : null;
}
