import type { RemoteAgency } from "#adapters/adapter";
import { canonicalOrganId, EdxmlError, parseOrganId, type OrganId } from "#edxml";
import type { AgencyLayer } from "./facts.ts";

/** One row of a partner's list, as it is compared with the directory. */
export interface ListedAgency {
  readonly code: string;
  /** As the partner writes it. */
  readonly organId: string;
  /** The partner's own ids of the agency and of the unit above; the latter may be a code. */
  readonly partnerId: string | null;
  readonly partnerParentId: string | null;
  readonly layer: AgencyLayer;
}

export const SKIP_REASONS = ["code-invalid", "name-missing", "name-too-long", "text-invalid", "named-twice"] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** A row of a list that was left out, and why. */
export interface SkippedRow {
  readonly reason: SkipReason;
  readonly code: string;
  readonly name: string;
}

export type ListedRow = { readonly kind: "listed"; readonly agency: ListedAgency } | { readonly kind: "skipped"; readonly row: SkippedRow };

export const LONGEST_NAME = 500;
const LONGEST_EMAIL = 200;
const LONGEST_PARTNER_ID = 100;

/** Reads one row of a partner's list; what cannot be used is named with its reason, never guessed at. */
export function readListedAgency(remote: RemoteAgency): ListedRow {
  const name = oneLine(remote.name);
  const skipped = (reason: SkipReason): ListedRow => ({ kind: "skipped", row: { reason, code: printable(remote.code, 60), name: printable(remote.name, 120) } });
  const organId = organIdOf(remote.code);
  if (organId === null) return skipped("code-invalid");
  if (name === "") return skipped("name-missing");
  if (Array.from(name).length > LONGEST_NAME) return skipped("name-too-long");
  if (!isPlainText(name)) return skipped("text-invalid");
  const code = canonicalOrganId(organId);
  const otherId = remote.otherCode === null ? null : organIdOf(remote.otherCode);
  const other = otherId === null ? code : canonicalOrganId(otherId);
  const email = oneLine(remote.email ?? "");
  return {
    kind: "listed",
    agency: {
      code,
      organId,
      partnerId: partnerIdOf(remote.id),
      partnerParentId: partnerIdOf(remote.parentId),
      layer: { organId, name, ...(email !== "" && email.length <= LONGEST_EMAIL && isPlainText(email) && { email }), ...(other !== code && { aliases: [other] }) },
    },
  };
}

/** NFC, one line, single spaces, without invisible format characters. */
export function oneLine(text: string): string {
  return text.normalize("NFC").replaceAll(/\p{Cf}/gu, "").replaceAll(/\s+/gu, " ").trim();
}

/** Neither control characters nor halves of characters: the database takes neither, and nobody can read them. */
export function isPlainText(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text);
}

function organIdOf(text: string): OrganId | null {
  try {
    const organId = parseOrganId(text);
    return isPlainText(organId) ? organId : null;
  } catch (error) {
    if (error instanceof EdxmlError) return null;
    throw error;
  }
}

function partnerIdOf(text: string | null): string | null {
  const id = (text ?? "").trim();
  return id === "" || id.length > LONGEST_PARTNER_ID || !isPlainText(id) ? null : id;
}

function printable(text: string, longest: number): string {
  return oneLine(text.replaceAll(/[\p{Cc}\p{Cs}]/gu, "\uFFFD")).slice(0, longest).replaceAll(/\p{Cs}/gu, "");
}
