import type { DocumentId, EdxmlMessageKind, OrganId } from "#edxml";
import { newId, type AmendmentId, type IncomingId, type OutgoingId, type StatusRecordId, type TransmissionId } from "../ids.ts";
import type { StoredEnvelope } from "../stored-file.ts";

/**
 * Chuyến gửi: one envelope handed to one channel, for one or more receivers (the axis fans out by itself).
 * The id is the immutable message id over all attempts.
 *
 * queued → sending → entered
 *            ├→ queued   (it certainly did not enter; tried again later)
 *            ├→ unknown  (it may have entered; we ask before sending again) → sending
 *            └→ failed   (refused, or given up; a person may resend)  → queued
 * queued, failed → withdrawn (recalled before anything left)
 */
export const TRANSMISSION_STATES = ["queued", "sending", "unknown", "entered", "failed", "withdrawn"] as const;
export type TransmissionState = (typeof TRANSMISSION_STATES)[number];

export interface Transmission {
  readonly id: TransmissionId;
  readonly messageKind: EdxmlMessageKind;
  readonly channel: string;
  readonly from: OrganId;
  readonly to: readonly OrganId[];
  readonly documentId: DocumentId;
  /** What it carries: a document of ours, a recall or update of one, or a status report of ours. */
  readonly carries:
    | { readonly kind: "document"; readonly id: OutgoingId }
    | { readonly kind: "amendment"; readonly id: AmendmentId; readonly documentId: OutgoingId }
    | { readonly kind: "status"; readonly id: StatusRecordId; readonly incomingId: IncomingId };
  readonly envelope: StoredEnvelope;
  readonly urgency: 0 | 1 | 2 | 3;
  /** Leaves only when that one has its outcome: a recall does not overtake its document. Others flow past. */
  readonly after: TransmissionId | null;
  readonly state: TransmissionState;
  readonly attempts: number;
  /** Machine time of the next try; null when none is planned. */
  readonly nextAttemptAt: Date | null;
  readonly partnerMessageId: string | null;
  /** First byte handed over, on the attempt that entered or on the first that may have. */
  readonly leftAt: Date | null;
  /** The channel confirmed entry. */
  readonly enteredAt: Date | null;
  readonly lastFault: TransmissionFault | null;
}

export interface TransmissionFault {
  readonly code: string;
  readonly reason: string;
  readonly at: Date;
}

type GivenAtStart = "messageKind" | "channel" | "from" | "to" | "documentId" | "carries" | "envelope" | "urgency" | "after";

/** What it is about: the document of ours, or the incoming document that is reported on. */
export function subjectOf({ carries }: Transmission): { readonly outgoingId?: OutgoingId; readonly incomingId?: IncomingId } {
  if (carries.kind === "status") return { incomingId: carries.incomingId };
  return { outgoingId: carries.kind === "document" ? carries.id : carries.documentId };
}

/** Its outcome is not known yet. */
export function isOpen({ state }: Transmission): boolean {
  return state === "queued" || state === "sending" || state === "unknown";
}

/** Certainly no byte of it has reached anybody, and nobody is sending it now. */
export function neverLeft({ state, leftAt }: Transmission): boolean {
  return (state === "queued" || state === "failed") && leftAt === null;
}

/** A transmission that waits for its first attempt. */
export function newTransmission(given: Pick<Transmission, GivenAtStart>): Transmission {
  return { id: newId<TransmissionId>(), ...given, state: "queued", attempts: 0, nextAttemptAt: null, partnerMessageId: null, leftAt: null, enteredAt: null, lastFault: null };
}
