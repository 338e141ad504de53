import { EntitySchema } from "typeorm";
import type { EdxmlDocument } from "#edxml";
import type { OutgoingId } from "../../core/ids.ts";
import type { OutgoingDocument } from "../../core/outgoing/outgoing-document.ts";
import type { StoredFile } from "../../core/stored-file.ts";
import { bytes, instant, json, jsonWith, named, orNull, text, uuid } from "./columns.ts";
import type { Hold } from "../../core/hold/hold.ts";
import type { FileFinding } from "../../core/policy/file-finding.ts";
import type { LegalEffect } from "../../core/policy/legal-effect.ts";
import { reviveFindings, reviveHold } from "./findings.ts";
import { reviveDocument } from "./message.ts";

export interface OutgoingDocumentRow {
  id: OutgoingId;
  senderCode: string;
  identityKey: string;
  /** `number/notation`, for the exact search. */
  code: string;
  message: EdxmlDocument;
  files: readonly StoredFile[];
  envelopeSha256: string;
  envelopeSize: number;
  contentDigest: string;
  idempotencyScope: string | null;
  idempotencyKey: string | null;
  submittedAt: Date;
  submittedBy: string;
  findings: readonly FileFinding[];
  legalEffect: LegalEffect | null;
  hold: Hold | null;
  purgedAt: Date | null;
}

export const OutgoingDocuments = new EntitySchema<OutgoingDocumentRow>({
  name: "OutgoingDocument",
  tableName: "outgoing_document",
  columns: {
    id: { ...uuid, primary: true },
    senderCode: named("sender_code", text),
    identityKey: named("identity_key", text),
    code: text,
    message: jsonWith(reviveDocument),
    files: json,
    envelopeSha256: named("envelope_sha256", text),
    envelopeSize: named("envelope_size", bytes),
    contentDigest: named("content_digest", text),
    idempotencyScope: named("idempotency_scope", orNull(text)),
    idempotencyKey: named("idempotency_key", orNull(text)),
    submittedAt: named("submitted_at", instant),
    submittedBy: named("submitted_by", text),
    findings: jsonWith(reviveFindings),
    legalEffect: named("legal_effect", orNull(json)),
    hold: orNull(jsonWith(reviveHold)),
    purgedAt: named("purged_at", orNull(instant)),
  },
});

export function outgoingRow(document: OutgoingDocument): OutgoingDocumentRow {
  return {
    id: document.id,
    senderCode: document.senderCode,
    identityKey: document.identityKey,
    code: `${document.message.code.number}/${document.message.code.notation}`,
    message: document.message,
    files: document.files,
    envelopeSha256: document.envelope.sha256,
    envelopeSize: document.envelope.size,
    contentDigest: document.contentDigest,
    idempotencyScope: document.idempotency?.scope ?? null,
    idempotencyKey: document.idempotency?.key ?? null,
    submittedAt: document.submittedAt,
    submittedBy: document.submittedBy,
    findings: document.findings,
    legalEffect: document.legalEffect,
    hold: document.hold,
    purgedAt: document.purgedAt,
  };
}

export function outgoingRecord(row: OutgoingDocumentRow): OutgoingDocument {
  const { idempotencyScope: scope, idempotencyKey: key } = row;
  return {
    id: row.id,
    senderCode: row.senderCode,
    identityKey: row.identityKey,
    message: row.message,
    files: row.files,
    envelope: { sha256: row.envelopeSha256, size: row.envelopeSize },
    contentDigest: row.contentDigest,
    idempotency: scope === null || key === null ? null : { scope, key },
    submittedAt: row.submittedAt,
    submittedBy: row.submittedBy,
    findings: row.findings,
    legalEffect: row.legalEffect,
    hold: row.hold,
    purgedAt: row.purgedAt,
  };
}
