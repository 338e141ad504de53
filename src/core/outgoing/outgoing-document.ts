import type { EdxmlDocument } from "#edxml";
import type { Hold } from "../hold/hold.ts";
import type { OutgoingId } from "../ids.ts";
import type { FileFinding } from "../policy/file-finding.ts";
import type { LegalEffect } from "../policy/legal-effect.ts";
import type { StoredEnvelope, StoredFile } from "../stored-file.ts";

/** Văn bản đi: what an agency issued and asked us to send. Never changes after it is stored, but for what becomes of its hold. */
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
  /** What was found in the files, in their order; empty for documents of before they were looked into. */
  readonly findings: readonly FileFinding[];
  /** null: not known, because the files were not looked into or are gone. */
  readonly legalEffect: LegalEffect | null;
  /** null: nothing ever held it. */
  readonly hold: Hold | null;
  /** Discarded while it was held: the payload is gone. */
  readonly purgedAt: Date | null;
}
