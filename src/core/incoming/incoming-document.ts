import type { EdxmlDocument, EdxmlWarning, SignatureVerdict } from "#edxml";
import type { IncomingId, InboundId } from "../ids.ts";
import type { Refusal } from "../outgoing/dispatch.ts";
import type { StoredEnvelope, StoredFile } from "../stored-file.ts";

/**
 * Văn bản đến of one of our agencies.
 *
 * arrived → accepted → assigned → processing → completed
 *        └→ refused
 */
export const INCOMING_STATES = ["arrived", "accepted", "refused", "assigned", "processing", "completed"] as const;
export type IncomingState = (typeof INCOMING_STATES)[number];

export interface IncomingDocument {
  readonly id: IncomingId;
  readonly inboundId: InboundId;
  readonly channel: string;
  /** Canonical code of our agency. */
  readonly receiverCode: string;
  readonly senderCode: string;
  readonly identityKey: string;
  readonly message: EdxmlDocument;
  readonly files: readonly StoredFile[];
  readonly envelope: StoredEnvelope;
  readonly verdict: SignatureVerdict;
  readonly warnings: readonly EdxmlWarning[];
  readonly state: IncomingState;
  /** t2 */
  readonly receivedAt: Date;
  /** t3 */
  readonly effectiveAt: Date;
  readonly effectiveExplanation: string;
  readonly effectiveProvisional: boolean;
  readonly calendarVersion: string;
  /** The QLVB has taken it over. */
  readonly fetchedAt: Date | null;
  /** t5: accepted or refused. */
  readonly decidedAt: Date | null;
  readonly refusal: Refusal | null;
}
