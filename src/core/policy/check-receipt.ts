import { localDateOf } from "../calendar/local-time.ts";
import type { IncomingDocument } from "../incoming/incoming-document.ts";
import type { Transaction } from "../ports.ts";
import type { KnownType } from "./check-form.ts";
import { examineReceipt } from "./examine.ts";
import type { Policies } from "./policies.ts";

/** Keeps with a document that came what the policy of our agency says of it; resolves to how many reasons to refuse it there are. The document is filed in any case. */
export async function checkReceipt(tx: Transaction, needs: { readonly policies: Policies; readonly documentTypes: readonly KnownType[] }, document: IncomingDocument, at: Date): Promise<number> {
  const policy = needs.policies.for(document.receiverCode, localDateOf(document.receivedAt));
  const findings = examineReceipt(policy, document.message, document.files, needs.documentTypes, document.findings);
  await tx.addPolicyCheck({ incomingId: document.id, profile: policy.layers.at(-1)?.label ?? policy.profile.id, dataVersion: policy.dataVersion, findings, checkedAt: at });
  return findings.filter(({ severity }) => severity === "refuse").length;
}
