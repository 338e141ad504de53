import { canonicalOrganId, documentIdentityKey, type EdxmlDocument } from "#edxml";
import type { Agency } from "../agency.ts";
import { effectiveReceipt, explainBriefly, localDateOf } from "../calendar/index.ts";
import { newId, type IncomingId } from "../ids.ts";
import { holdFor } from "../hold/hold.ts";
import type { FileFinding } from "../policy/file-finding.ts";
import { legalEffectOf, mainFirst } from "../policy/legal-effect.ts";
import type { IncomingDocument } from "./incoming-document.ts";
import type { ProcessingNeeds, ReadInbound } from "./processing.ts";

/** The document as it is filed for one of our agencies; the receipt by that agency's own calendar. */
export function incomingFor(needs: ProcessingNeeds, read: ReadInbound, message: EdxmlDocument, agency: Agency, findings: readonly FileFinding[]): IncomingDocument {
  const { receivedAt } = read.inbound;
  const { rules } = needs.policies.for(agency.code, localDateOf(receivedAt));
  const receipt = effectiveReceipt(receivedAt, needs.calendars.for(agency.code, localDateOf(receivedAt)));
  return {
    id: newId<IncomingId>(),
    inboundId: read.inbound.id,
    channel: read.inbound.channel,
    receiverCode: agency.code,
    senderCode: canonicalOrganId(message.from.organId),
    identityKey: documentIdentityKey({ organId: message.from.organId, year: Number(message.promulgation.date.slice(0, 4)), ...message.code }),
    message,
    files: read.files,
    envelope: read.inbound.envelope,
    verdict: read.reading.verdict,
    warnings: read.reading.warnings,
    state: "arrived",
    receivedAt,
    effectiveAt: receipt.effectiveAt,
    effectiveExplanation: explainBriefly(receipt),
    effectiveProvisional: receipt.provisional,
    calendarVersion: receipt.calendarVersion,
    fetchedAt: null,
    decidedAt: null,
    refusal: null,
    recall: null,
    statedAt: null,
    versions: [],
    purgedAt: null,
    findings,
    legalEffect: findings.length === 0 ? null : legalEffectOf(mainFirst(findings)),
    hold: holdFor(findings, rules["virus-scan"], needs.clock.now()),
  };
}
