import { EntitySchema } from "typeorm";
import type { EdxmlMessageKind, SignatureVerdictKind } from "#edxml";
import type { InboundId } from "../../core/ids.ts";
import type { InboundEnvelope, InboundState } from "../../core/incoming/inbound-envelope.ts";
import { bytes, instant, integer, json, named, orNull, text, uuid } from "./columns.ts";

export interface InboundEnvelopeRow {
  id: InboundId;
  channel: string;
  partnerMessageId: string;
  messageKind: EdxmlMessageKind;
  statedFrom: string | null;
  statedTo: string | null;
  envelopeSha256: string;
  envelopeSize: number;
  receivedAt: Date;
  acknowledgedAt: Date | null;
  state: InboundState;
  attempts: number;
  verdict: SignatureVerdictKind | null;
  fault: InboundEnvelope["fault"];
  about: readonly string[];
  purgedAt: Date | null;
}

export const InboundEnvelopes = new EntitySchema<InboundEnvelopeRow>({
  name: "InboundEnvelope",
  tableName: "inbound_envelope",
  columns: {
    id: { ...uuid, primary: true },
    channel: text,
    partnerMessageId: named("partner_message_id", text),
    messageKind: named("message_kind", text),
    statedFrom: named("stated_from", orNull(text)),
    statedTo: named("stated_to", orNull(text)),
    envelopeSha256: named("envelope_sha256", text),
    envelopeSize: named("envelope_size", bytes),
    receivedAt: named("received_at", instant),
    acknowledgedAt: named("acknowledged_at", orNull(instant)),
    state: text,
    attempts: integer,
    verdict: orNull(text),
    fault: orNull(json),
    about: { type: "text", array: true },
    purgedAt: named("purged_at", orNull(instant)),
  },
});

export function inboundRow({ envelope, ...inbound }: InboundEnvelope): InboundEnvelopeRow {
  return { ...inbound, envelopeSha256: envelope.sha256, envelopeSize: envelope.size };
}

export function inboundRecord({ envelopeSha256, envelopeSize, ...row }: InboundEnvelopeRow): InboundEnvelope {
  return { ...row, envelope: { sha256: envelopeSha256, size: envelopeSize } };
}
