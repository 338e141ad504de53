import type { Actor } from "../actor.ts";
import type { IncomingId } from "../ids.ts";
import type { PolicyFinding } from "./finding.ts";
import type { PolicyOverride } from "./profile.ts";

/** What the policy of our agency said of a document when it came. */
export interface PolicyCheck {
  readonly incomingId: IncomingId;
  /** Label of the nearest layer. */
  readonly profile: string;
  readonly dataVersion: string;
  readonly findings: readonly PolicyFinding[];
  readonly checkedAt: Date;
}

export const PAPER_STATES = ["promised", "matched", "mismatched"] as const;
export type PaperState = (typeof PAPER_STATES)[number];

/** Bản giấy that was promised beside an electronic document, until the receiver has said whether both are one (1690/QĐ-UBND Đ.7.2). */
export interface PaperCopy {
  readonly direction: "outgoing" | "incoming";
  /** Of our outgoing or incoming document. */
  readonly documentId: string;
  readonly receiverCode: string;
  readonly senderCode: string;
  readonly identityKey: string;
  readonly state: PaperState;
  readonly promisedAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: Actor | null;
  /** Who held the paper beside the screen. */
  readonly person: string | null;
  readonly note: string | null;
}

export interface PaperFilter {
  readonly agencies: readonly string[] | "all";
  readonly states: readonly PaperState[];
  readonly direction?: PaperCopy["direction"];
  readonly documentId?: string;
  readonly limit: number;
}

export interface PolicyReads {
  /** Every decision ever recorded, by scope and version. */
  overrides(): Promise<readonly PolicyOverride[]>;
  check(id: IncomingId): Promise<PolicyCheck | null>;
  paperOf(direction: PaperCopy["direction"], documentId: string): Promise<readonly PaperCopy[]>;
  /** Oldest promise first. */
  papers(filter: PaperFilter): Promise<readonly PaperCopy[]>;
}

export interface PolicyWrites {
  /** False when another decision of this scope took the version meanwhile. */
  addOverride(override: PolicyOverride): Promise<boolean>;
  /** The first check stays. */
  addPolicyCheck(check: PolicyCheck): Promise<void>;
  addPapers(papers: readonly PaperCopy[]): Promise<void>;
  /** Both ends when both are ours. Resolves to what changed. */
  decidePaper(identityKey: string, senderCode: string, receiverCode: string, decision: Pick<PaperCopy, "state" | "decidedAt" | "decidedBy" | "person" | "note">): Promise<readonly PaperCopy[]>;
}
