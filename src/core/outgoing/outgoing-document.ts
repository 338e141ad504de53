import type { EdxmlDocument } from "#edxml";
import type { OutgoingId } from "../ids.ts";
import type { StoredEnvelope, StoredFile } from "../stored-file.ts";

/** Văn bản đi: what an agency issued and asked us to send. Never changes after it is stored. */
export interface OutgoingDocument {
  readonly id: OutgoingId;
  /** Canonical code of the sender. */
  readonly senderCode: string;
  /** Canonical identity (agency, year, number, notation); two documents with the same one are an alarm (NĐ 30 PL VI.III.1.h). */
  readonly identityKey: string;
  /** The message as written into the envelope. */
  readonly message: EdxmlDocument;
  readonly files: readonly StoredFile[];
  readonly envelope: StoredEnvelope;
  /** Digest over metadata and file digests: tells a repeated submission from a different one. */
  readonly contentDigest: string;
  /** Scope (key id or operator) and key of the caller's Idempotency-Key; null when none was given. */
  readonly idempotency: { readonly scope: string; readonly key: string } | null;
  /** t0: the package was in our hands. */
  readonly submittedAt: Date;
  readonly submittedBy: string;
}
