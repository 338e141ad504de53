import { HOLD_RULE, type Hold } from "../../core/hold/hold.ts";
import type { FileFinding, PdfSignature } from "../../core/policy/file-finding.ts";
import type { SignatureCheck } from "../../core/policy/signature-check.ts";

export function reviveFindings(stored: readonly FileFinding[]): readonly FileFinding[] {
  return stored.map((finding: Omit<FileFinding, "virus"> & Partial<Pick<FileFinding, "virus">>) => ({ virus: null, ...finding, signatures: finding.signatures.map(reviveSignature) }));
}

/** Rows from before signatures were verified say neither what came later nor whether they hold. */
function reviveSignature(stored: Omit<PdfSignature, "check" | "later"> & Partial<Pick<PdfSignature, "check" | "later">>): PdfSignature {
  const { check = { kind: "unchecked" }, later = stored.covers === "whole" ? "nothing" : "changed" } = stored;
  return { ...stored, later, signedAt: stored.signedAt === null ? null : new Date(stored.signedAt), check: reviveCheck(check) };
}

function reviveCheck(check: SignatureCheck): SignatureCheck {
  return check.kind === "valid" ? { ...check, at: new Date(check.at) } : check;
}

/** Holds of before malware was scanned for rest on stamps alone. */
export function reviveHold(stored: Omit<Hold, "rule" | "scans" | "answers"> & Partial<Pick<Hold, "rule" | "scans" | "answers">>): Hold {
  const { rule = HOLD_RULE, scans = [], answers = [] } = stored;
  return { ...stored, rule, scans, answers, heldAt: new Date(stored.heldAt), decision: stored.decision === null ? null : { ...stored.decision, at: new Date(stored.decision.at) } };
}
