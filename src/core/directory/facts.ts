import type { LocalDate, OrganId, Organization } from "#edxml";

/** What is known of an agency, besides its code. Sizes are whole MiB, as people say them. */
export interface AgencyFacts {
  /** The code as its owner writes it; null: as `code`. */
  readonly organId: string | null;
  readonly name: string | null;
  /** Other codes and names it is called by on the wire, canonical. */
  readonly aliases: readonly string[];
  /** Both days included; null: not known, or without end. */
  readonly validFrom: LocalDate | null;
  readonly validTo: LocalDate | null;
  /** Canonical code of who took over. */
  readonly successor: string | null;
  /** Canonical code of the unit above; null: what the grammar of the code says. */
  readonly parent: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly fax: string | null;
  readonly website: string | null;
  readonly address: string | null;
  readonly inCharge: string | null;
  /** How it is reached; null: the channel of the sender. */
  readonly channel: string | null;
  /** Name of one of the format's dialects. */
  readonly dialect: string | null;
  readonly maxFileMb: number | null;
  readonly maxDocumentMb: number | null;
  /** Extensions it takes, lower case without dot; null: whatever may be sent at all. */
  readonly formats: readonly string[] | null;
}

export type AgencyField = keyof AgencyFacts;

/** What one source says: only the fields it speaks of. A null is said too: "it has none". */
export type AgencyLayer = { readonly [Field in AgencyField]?: AgencyFacts[Field] };

export const NO_FACTS: AgencyFacts = {
  organId: null,
  name: null,
  aliases: [],
  validFrom: null,
  validTo: null,
  successor: null,
  parent: null,
  email: null,
  phone: null,
  fax: null,
  website: null,
  address: null,
  inCharge: null,
  channel: null,
  dialect: null,
  maxFileMb: null,
  maxDocumentMb: null,
  formats: null,
};

export const AGENCY_FIELDS = Object.keys(NO_FACTS).filter((key): key is AgencyField => key in NO_FACTS);

export function isAgencyField(text: string): text is AgencyField {
  return Object.hasOwn(NO_FACTS, text);
}

/** Equal as values; lists in order. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** The agency as it is named in an envelope. */
export function organizationOf(code: string, facts: AgencyFacts): Organization {
  const written: Record<string, string | null> = {
    organizationInCharge: facts.inCharge,
    organName: facts.name,
    organAdd: facts.address,
    email: facts.email,
    telephone: facts.phone,
    fax: facts.fax,
    website: facts.website,
  };
  return { organId: (facts.organId ?? code) as OrganId, ...Object.fromEntries(Object.entries(written).filter(([, value]) => value !== null)) };
}

/** The same read backwards; only what is named there. */
export function layerOf(organization: Organization, aliases: readonly string[]): AgencyLayer {
  const { organId, organName, organAdd, email, telephone, fax, website, organizationInCharge } = organization;
  return {
    organId,
    ...(organName !== undefined && { name: organName }),
    ...(organAdd !== undefined && { address: organAdd }),
    ...(email !== undefined && { email }),
    ...(telephone !== undefined && { phone: telephone }),
    ...(fax !== undefined && { fax }),
    ...(website !== undefined && { website }),
    ...(organizationInCharge !== undefined && { inCharge: organizationInCharge }),
    ...(aliases.length > 0 && { aliases: [...aliases].sort() }),
  };
}

/** `H48` above `H48.06`; null for a code of level 1 and for other grammars. */
export function grammarParent(code: string): string | null {
  return /^[A-Y]\d{2}(\.[0-9A-Z]+)+$/.test(code) ? code.slice(0, code.lastIndexOf(".")) : null;
}

/** How deep the code stands: 1 for `H48`. Codes of other grammars stand with the lowest. */
export function levelOf(code: string): number {
  return /^[A-Y]\d{2}(\.[0-9A-Z]+)*$/.test(code) ? Math.min(code.split(".").length, 9) : 9;
}
