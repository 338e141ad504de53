import type { Readable, Writable } from "node:stream";
import type { DocumentId, EdxmlMessageKind, OrganId } from "#edxml";

/** One envelope on its way out, as it was signed. The adapter sends these bytes and no others. */
export interface OutgoingParcel {
  readonly messageKind: EdxmlMessageKind;
  readonly from: OrganId;
  /** Receivers reached through this channel: a subset of the envelope's `To`. For a status, its one addressee. */
  readonly to: readonly OrganId[];
  readonly documentId: DocumentId;
  /** Trích yếu: helps `findSent` where the partner's list shows titles but no document ids. */
  readonly subject?: string;
  readonly size: number;
  /** Lower-case hex, padded. */
  readonly sha256: string;
  open(): Readable;
}

/** What became of a hand-over. A partner's condition is a value, never an exception. */
export type SendOutcome =
  /** The partner has it and said so. `leftAt`: first byte handed over; `enteredAt`: confirmation read. */
  | { readonly kind: "entered"; readonly partnerMessageId: string; readonly leftAt: Date; readonly enteredAt: Date }
  /** The partner looked at it and will not take it, now or later. */
  | { readonly kind: "refused"; readonly code: string; readonly reason: string }
  /** It certainly did not enter: nothing left, or the partner said to come again. */
  | ({ readonly kind: "not-sent"; readonly code: string; readonly reason: string } & AskedToWait)
  /** It may or may not have entered: ask with `findSent` before sending again. */
  | ({ readonly kind: "unknown"; readonly code: string; readonly reason: string; readonly leftAt: Date } & AskedToWait);

/** The partner said when to come again (Retry-After, RFC 9110 §10.2.3): not before this many ms from now. */
export interface AskedToWait {
  readonly retryAfterMs?: number;
}

/** Answer to "did this parcel reach you before?". */
export type SentTrace =
  | { readonly kind: "found"; readonly partnerMessageId: string; readonly enteredAt: Date | null }
  | { readonly kind: "not-found" }
  | { readonly kind: "cannot-tell"; readonly reason: string };

/** One message waiting for us at the partner. */
export interface PendingItem {
  readonly partnerMessageId: string;
  readonly messageKind: EdxmlMessageKind;
  /** As the partner says; null when it does not. Never trusted for more than routing. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface RemoteAgency {
  readonly code: string;
  readonly name: string;
  readonly email: string | null;
  readonly parentId: string | null;
  readonly id: string | null;
  /** Code of the other generation when the partner tells (oldCode, code102). */
  readonly otherCode: string | null;
}

/**
 * What every adapter promises: it moves bytes unchanged, it tells what it knows, it times out.
 * What it never does: retry a send on its own, read an outage as an empty list, acknowledge by itself, touch the database.
 * Methods other than `send` throw AdapterError; a partner that said when to come again is told by its fact `retryAfterMs`.
 */
export interface ExchangeAdapter {
  /** Stable name of the channel, kept in records: `axis`, `peer:<name>` … */
  readonly channel: string;
  send(parcel: OutgoingParcel, signal: AbortSignal): Promise<SendOutcome>;
  /** `since`: `leftAt` of the attempt in doubt, so that an older message about the same document is not mistaken for it. */
  findSent(parcel: OutgoingParcel, signal: AbortSignal, since?: Date): Promise<SentTrace>;
  /** All messages not yet acknowledged, of both kinds; oldest first where the partner allows. */
  listPending(signal: AbortSignal): Promise<readonly PendingItem[]>;
  /** Streams the raw envelope into the sink and ends it; on any failure destroys the sink. Does not acknowledge. */
  fetch(item: PendingItem, sink: Writable, signal: AbortSignal): Promise<void>;
  /** Call only after the bytes are durable (done), or are known to be unusable (fail). Repeating it is harmless. */
  acknowledge(item: PendingItem, verdict: "done" | "fail", signal: AbortSignal, description?: string): Promise<void>;
  listAgencies(signal: AbortSignal): AsyncIterable<RemoteAgency>;
  close(): Promise<void>;
}
