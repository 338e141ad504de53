import { EntitySchema } from "typeorm";
import type { Organization } from "#edxml";
import type { Agency, AgencyCertificate, Hosting } from "../../core/agency.ts";
import { instant, json, named, orNull, text } from "./columns.ts";

export interface AgencyRow {
  code: string;
  organization: Organization;
  source: Agency["source"];
  hosting: Hosting | null;
}

export const Agencies = new EntitySchema<AgencyRow>({
  name: "Agency",
  tableName: "agency",
  columns: { code: { ...text, primary: true }, organization: json, source: text, hosting: orNull(json) },
});

export interface AgencyAliasRow {
  alias: string;
  agencyCode: string;
}

export const AgencyAliases = new EntitySchema<AgencyAliasRow>({
  name: "AgencyAlias",
  tableName: "agency_alias",
  columns: { alias: { ...text, primary: true }, agencyCode: named("agency_code", text) },
});

export function agencyRecord(row: AgencyRow, aliases: readonly string[]): Agency {
  return { code: row.code, organization: row.organization, source: row.source, aliases, hosting: row.hosting };
}

export type AgencyCertificateRow = { -readonly [Key in keyof AgencyCertificate]: AgencyCertificate[Key] };

export const AgencyCertificates = new EntitySchema<AgencyCertificateRow>({
  name: "AgencyCertificate",
  tableName: "agency_certificate",
  columns: {
    agencyCode: named("agency_code", { ...text, primary: true }),
    fingerprint: { ...text, primary: true },
    certificatePem: named("certificate_pem", text),
    registeredAt: named("registered_at", instant),
    registeredBy: named("registered_by", text),
    revokedAt: named("revoked_at", orNull(instant)),
  },
});
