import type { z } from "zod";
import type { HeldDocument } from "../../core/hold/held.ts";
import type { Hold } from "../../core/hold/hold.ts";
import type { FileFinding } from "../../core/policy/file-finding.ts";
import { sayCheck, type SignatureCheck } from "../../core/policy/signature-check.ts";
import { notesOn } from "../../core/policy/say-finding.ts";
import { sayEffect, type LegalEffect } from "../../core/policy/legal-effect.ts";
import { sayVirus } from "../../core/policy/virus-scan.ts";
import { vietnamTime, vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import type { documentView, findingView, heldPage } from "./schemas.ts";

/* What inspection found, as every door shows it. */

export function viewFinding(finding: FileFinding | undefined): z.input<typeof findingView> | null {
  if (finding === undefined) return null;
  const { detected, agreement, encrypted, pdf } = finding;
  const signatures = finding.signatures.map(({ kind, signerName, organization, subject, issuer, signedAt, reason, covers, later, check }) => ({ kind, signerName, organization, subject, issuer, signedAt: vietnamTimeOrNull(signedAt), reason, covers, later, check: viewCheck(check) }));
  return { detected, agreement, encrypted, pages: pdf?.pages ?? null, signatures, virus: finding.virus === null ? null : { kind: finding.virus.kind, text: sayVirus(finding.virus) }, notes: notesOn(finding) };
}

function viewCheck(check: SignatureCheck) {
  const valid = check.kind === "valid" ? check : null;
  return { kind: check.kind, text: sayCheck(check), chain: [...(valid?.chain ?? [])], timeProof: valid?.timeProof ?? null, revocation: valid?.revocation ?? null };
}

export function viewEffect(effect: LegalEffect | null): z.input<typeof documentView>["legalEffect"] {
  return effect === null ? null : { effect: effect.effect, text: sayEffect(effect), missing: effect.missing.map((one) => ({ ...one })), verified: effect.verified };
}

export function viewHold(hold: Hold | null): z.input<typeof documentView>["hold"] {
  return hold === null ? null : holdOf(hold);
}

function holdOf({ state, reason, rule, stamps, scans, heldAt, decision }: Hold) {
  return {
    state,
    reason,
    rule,
    stamps: stamps.map(({ level, text, fileIndex, page }) => ({ level, text, fileIndex, page })),
    scans: scans.map(({ fileIndex, verdict }) => ({ fileIndex, kind: verdict.kind, text: sayVirus(verdict) })),
    heldAt: vietnamTime(heldAt),
    decision: decision === null ? null : { ...decision, at: vietnamTime(decision.at) },
  };
}

export function viewHeld({ direction, document, hold }: HeldDocument): z.input<typeof heldPage>["items"][number] {
  const { id, message, senderCode } = document;
  return {
    direction,
    id,
    href: `/api/v1/${direction === "outgoing" ? "documents" : "incoming"}/${id}`,
    agency: "receiverCode" in document ? document.receiverCode : senderCode,
    sender: senderCode,
    receivers: message.to.map(({ organId }) => organId),
    documentId: message.documentId,
    code: `${message.code.number}/${message.code.notation}`,
    hold: holdOf(hold),
  };
}
