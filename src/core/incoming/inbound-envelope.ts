import type { EdxmlMessageKind, SignatureVerdictKind } from "#edxml";
import type { InboundId } from "../ids.ts";
import type { StoredEnvelope } from "../stored-file.ts";

/**
 * Gói tin đến: raw bytes as a partner handed them over, kept before anybody thinks about them.
 *
 * kept → filed         (a document for one of our agencies, or a status applied to one of our dispatches)
 *      → duplicate     (says nothing new)
 *      → waiting       (a status, recall or update whose document is not here yet; tried again when it comes)
 *      → quarantined   (unreadable, forged, not for us … a person decides)
 */
export type InboundState = "kept" | "waiting" | "filed" | "duplicate" | "quarantined";

export interface InboundEnvelope {
  readonly id: InboundId;
  readonly channel: string;
  readonly partnerMessageId: string;
  readonly messageKind: EdxmlMessageKind;
  /** As the partner says; only for routing. */
  readonly statedFrom: string | null;
  readonly statedTo: string | null;
  readonly envelope: StoredEnvelope;
  /** t2: readable in our system. */
  readonly receivedAt: Date;
  /** We told the partner; null until it knows. */
  readonly acknowledgedAt: Date | null;
  readonly state: InboundState;
  readonly attempts: number;
  readonly verdict: SignatureVerdictKind | null;
  /** Why it is quarantined or waiting. */
  readonly fault: { readonly code: string; readonly reason: string } | null;
  /** The documents it brought (`aboutOf`), or the ones it waits for; empty while unknown. */
  readonly about: readonly string[];
  /** Its bytes were given up with the recalled document they brought. */
  readonly purgedAt: Date | null;
}
