import type { EdxmlDocument, EdxmlWarning, SignatureVerdict } from "#edxml";
import type { Hold } from "../hold/hold.ts";
import type { IncomingId, InboundId } from "../ids.ts";
import type { Refusal } from "../outgoing/dispatch.ts";
import type { FileFinding } from "../policy/file-finding.ts";
import type { LegalEffect } from "../policy/legal-effect.ts";
import type { Request } from "../status/request.ts";
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
  /** Thu hồi, lấy lại: whether the sender asked us to cancel it, and what we answered. */
  readonly recall: Request | null;
  /** When the sender stated the metadata that hold now; null: as they came first. */
  readonly statedAt: Date | null;
  /** What earlier metadata were, oldest first. */
  readonly versions: readonly MetadataVersion[];
  /** The payload is gone; digests, codes, times, reason and actor stay (QĐ 28/2018 Đ.9.2). */
  readonly purgedAt: Date | null;
  /** What was found in the files, in their order; empty for documents of before they were looked into. */
  readonly findings: readonly FileFinding[];
  /** null: not known, because the files were not looked into or are gone. */
  readonly legalEffect: LegalEffect | null;
  /** null: nothing ever held it. */
  readonly hold: Hold | null;
}

/** Metadata that an update (cập nhật) has replaced. Files never change. */
export interface MetadataVersion {
  readonly message: EdxmlDocument;
  readonly statedAt: Date | null;
  readonly replacedAt: Date;
  readonly reason: string;
}

/** What an envelope is about, or waits for: one document of one sender at one of our agencies. */
export function aboutOf({ receiverCode, senderCode, identityKey }: Pick<IncomingDocument, "receiverCode" | "senderCode" | "identityKey">): string {
  return `${receiverCode}|${senderCode}|${identityKey}`;
}
