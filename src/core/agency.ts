import type { Organization } from "#edxml";
import type { AgencyFacts, AgencyField } from "./directory/facts.ts";
import type { RecallPolicy } from "./incoming/decide-recall.ts";

/**
 * Who controls the gateway, seen from an agency. It decides which instant is the legal time of sending (Luật GDĐT 2023 Đ.15.1):
 * `sender_owned`: sent when the message leaves us for the axis; `shared` (run by Sở or VP UBND for many): sent when it enters us.
 */
export type ControlModel = "sender_owned" | "shared";

/** What to do with a document whose envelope carries no signature: most of today's traffic on the axis (edXML §7). */
export type UnsignedPolicy = "accept_flagged" | "quarantine";

/** An agency as it is introduced. `code` is canonical (QĐ 20/2020 form); `organization.organId` is as its owner writes it. */
export interface NewAgency {
  readonly code: string;
  readonly organization: Organization;
  readonly source: "axis" | "manual" | "catalogue";
  /** Other codes it is known by, canonical. */
  readonly aliases: readonly string[];
  /** Set when this gateway works for the agency: sends for it, keeps its inbox. */
  readonly hosting: Hosting | null;
}

/** One agency of the directory with all that counts for it. */
export interface Agency extends NewAgency {
  readonly facts: AgencyFacts;
  /** Fields set by a person: a sync does not touch them until they are released. */
  readonly heldFields: readonly AgencyField[];
  /** Since when the partner's list has not named it any more; it can still be sent to. */
  readonly vanishedAt: Date | null;
}

export interface Hosting {
  readonly channel: string;
  readonly controlModel: ControlModel;
  readonly unsignedPolicy: UnsignedPolicy;
  /** Absent: `automatic-until-accepted`. */
  readonly recallPolicy?: RecallPolicy;
}

/** A certificate that may sign envelopes for an agency. Several overlap while keys roll over. */
export interface AgencyCertificate {
  readonly agencyCode: string;
  /** SHA-256 of the DER certificate, lower-case hex. */
  readonly fingerprint: string;
  readonly certificatePem: string;
  readonly registeredAt: Date;
  readonly registeredBy: string;
  readonly revokedAt: Date | null;
}
