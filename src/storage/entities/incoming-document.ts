import { EntitySchema } from "typeorm";
import type { IncomingDocument, MetadataVersion } from "../../core/incoming/incoming-document.ts";
import { bytes, flag, instant, json, jsonWith, named, orNull, text, uuid } from "./columns.ts";
import { reviveFindings, reviveHold } from "./findings.ts";
import { reviveDocument, reviveVerdict } from "./message.ts";
import { reviveRequest } from "./request.ts";

type Mutable<Record> = { -readonly [Key in keyof Record]: Record[Key] };

export interface IncomingDocumentRow extends Mutable<Omit<IncomingDocument, "envelope">> {
  envelopeSha256: string;
  envelopeSize: number;
}

export const IncomingDocuments = new EntitySchema<IncomingDocumentRow>({
  name: "IncomingDocument",
  tableName: "incoming_document",
  columns: {
    id: { ...uuid, primary: true },
    inboundId: named("inbound_id", uuid),
    channel: text,
    receiverCode: named("receiver_code", text),
    senderCode: named("sender_code", text),
    identityKey: named("identity_key", text),
    message: jsonWith(reviveDocument),
    files: json,
    envelopeSha256: named("envelope_sha256", text),
    envelopeSize: named("envelope_size", bytes),
    verdict: jsonWith(reviveVerdict),
    warnings: json,
    state: text,
    receivedAt: named("received_at", instant),
    effectiveAt: named("effective_at", instant),
    effectiveExplanation: named("effective_explanation", text),
    effectiveProvisional: named("effective_provisional", flag),
    calendarVersion: named("calendar_version", text),
    fetchedAt: named("fetched_at", orNull(instant)),
    decidedAt: named("decided_at", orNull(instant)),
    refusal: orNull(json),
    recall: orNull(jsonWith(reviveRequest)),
    statedAt: named("stated_at", orNull(instant)),
    versions: jsonWith((versions: readonly MetadataVersion[]) => versions.map(reviveVersion)),
    purgedAt: named("purged_at", orNull(instant)),
    findings: jsonWith(reviveFindings),
    legalEffect: named("legal_effect", orNull(json)),
    hold: orNull(jsonWith(reviveHold)),
  },
});

function reviveVersion(stored: MetadataVersion): MetadataVersion {
  return { ...stored, message: reviveDocument(stored.message), statedAt: stored.statedAt === null ? null : new Date(stored.statedAt), replacedAt: new Date(stored.replacedAt) };
}

export function incomingRow({ envelope, ...document }: IncomingDocument): IncomingDocumentRow {
  return { ...document, envelopeSha256: envelope.sha256, envelopeSize: envelope.size };
}

export function incomingRecord({ envelopeSha256, envelopeSize, ...row }: IncomingDocumentRow): IncomingDocument {
  return { ...row, envelope: { sha256: envelopeSha256, size: envelopeSize } };
}
