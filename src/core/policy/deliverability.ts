import type { LocalDate } from "#edxml";
import type { SendDocument } from "../outgoing/send-command.ts";
import { capabilityProblems, type CapableReceiver } from "../directory/index.ts";
import type { FieldProblem } from "../fault.ts";
import type { FileFinding } from "./file-finding.ts";
import type { NamedFile } from "./check-files.ts";
import { senderCode } from "./check-submission.ts";
import { comparePolicies, type PolicyDifference } from "./diff.ts";
import { examineForReceiver } from "./examine.ts";
import { problemsIn, type PolicyFinding } from "./finding.ts";
import type { Policies } from "./policies.ts";

/** What one receiver's policy means for a submission. */
export interface ReceiverCheckup {
  readonly code: string;
  readonly name: string | null;
  /** Label of the nearest profile. */
  readonly profile: string;
  readonly differences: readonly PolicyDifference[];
  readonly findings: readonly PolicyFinding[];
}

/** The receiver's profile decides deliverability: each receiver's policy beside the sender's. */
export function checkReceivers(policies: Policies, command: SendDocument, files: readonly NamedFile[] | null, receivers: readonly CapableReceiver[], today: LocalDate, findings: readonly FileFinding[] | null = null): ReceiverCheckup[] {
  const sender = policies.for(senderCode(command), today);
  return receivers.map((receiver) => {
    const policy = policies.for(receiver.code, today);
    const name = receiver.organization.organName ?? null;
    const who = name === null ? receiver.code : `${name} (${receiver.code})`;
    const own = examineForReceiver(sender, policy, command, files, who, findings);
    // the peer on the way may have rules of its own; what the receiver's say already is not said twice
    const ofPeer = receiver.peerProfile == null ? [] : examineForReceiver(sender, policies.book.policyOf(receiver.peerProfile, today), command, files, who, findings);
    const added = ofPeer.filter((found) => !own.some(({ field, code, message }) => field === found.field && code === found.code && message === found.message));
    return { code: receiver.code, name, profile: policy.layers.at(-1)?.label ?? policy.profile.id, differences: comparePolicies(sender, policy), findings: [...own, ...added] };
  });
}

/** What keeps the document from these receivers: their policies, and what the directory knows they can take. */
export function receiverProblems(policies: Policies, command: SendDocument, files: readonly NamedFile[], receivers: readonly CapableReceiver[], today: LocalDate, inspected: readonly FileFinding[] | null = null): FieldProblem[] {
  const byPolicy = checkReceivers(policies, command, files, receivers, today, inspected).flatMap(({ findings }) => problemsIn(findings));
  return [...receivers.flatMap((receiver) => capabilityProblems(receiver, files)), ...byPolicy];
}
