import type { Access } from "../actor.ts";
import type { IncomingId, OutgoingId } from "../ids.ts";
import type { PolicyDifference } from "./diff.ts";
import type { PaperDecisionCommand } from "./decide-paper.ts";
import type { NewOverride } from "./override.ts";
import type { PaperCopy, PaperState, PolicyCheck } from "./ports.ts";
import type { EffectivePolicy, PolicyOverride, ProfileRow } from "./profile.ts";

/** A profile as it stands by itself. */
export interface ProfileFound {
  readonly profile: ProfileRow;
  /** With everything it inherits, today. */
  readonly policy: EffectivePolicy;
}

export interface PoliciesCompared {
  readonly sender: EffectivePolicy;
  readonly receiver: EffectivePolicy;
  readonly differences: readonly PolicyDifference[];
}

/** What every door can ask about policies. */
export interface PolicyService {
  /** Hồ sơ chính sách of this release, with the version of the files. */
  policyProfiles(): Promise<{ readonly version: string; readonly profiles: readonly ProfileRow[] }>;
  /** Throws `not-found`. */
  policyProfile(id: string): Promise<ProfileFound>;
  /** What counts for an agency, `on` a day (default today), layer by layer. Throws FieldsRefused for a code that is none. */
  policyOf(code: string, on?: string): Promise<EffectivePolicy>;
  /** Where a letter from one to the other meets another rule. */
  comparePolicies(sender: string, receiver: string, on?: { readonly sender?: string; readonly receiver?: string }): Promise<PoliciesCompared>;
  /** Quy định riêng of an agency, newest first; of all agencies without `code`. */
  policyOverrides(code?: string): Promise<readonly PolicyOverride[]>;
  /** Records a decision; it counts for the agency and its units from the next check on. Throws FieldsRefused, `agency-not-yours`. */
  overridePolicy(command: NewOverride, access: Access): Promise<PolicyOverride>;

  /** What the policy of our agency said of this document when it came; null: it came before policies did. Throws `not-found`. */
  policyCheck(id: IncomingId, access: Access): Promise<PolicyCheck | null>;
  /** Leaves a line in the journal that somebody tried to send a secret document, with nothing of what it was (QĐ 28/2018 Đ.1.2). */
  noteSecretRefused(door: string, access: Access | null): Promise<void>;

  /** Promised paper of our agencies, oldest first: what is still open, or all of one document. */
  papers(filter: { readonly states?: readonly PaperState[]; readonly direction?: PaperCopy["direction"]; readonly documentId?: string; readonly limit: number }, access: Access): Promise<readonly PaperCopy[]>;
  /** Bên nhận xác nhận bản giấy cùng nội dung với bản điện tử, or says that it is not. Throws `not-found`, `move-illegal` when no paper was promised. */
  confirmPaper(id: IncomingId, command: PaperDecisionCommand, access: Access): Promise<PaperCopy>;
  /** The sender notes what the receiver said outside the gateway. */
  notePaper(id: OutgoingId, receiver: string, command: PaperDecisionCommand, access: Access): Promise<PaperCopy>;
}
