import type { Hold } from "../../core/hold/hold.ts";
import type { FileFinding } from "../../core/policy/file-finding.ts";

export function reviveFindings(stored: readonly FileFinding[]): readonly FileFinding[] {
  return stored.map((finding) => ({ ...finding, signatures: finding.signatures.map((signature) => ({ ...signature, signedAt: signature.signedAt === null ? null : new Date(signature.signedAt) })) }));
}

export function reviveHold(stored: Hold): Hold {
  return { ...stored, heldAt: new Date(stored.heldAt), decision: stored.decision === null ? null : { ...stored.decision, at: new Date(stored.decision.at) } };
}
