import { EntitySchema } from "typeorm";
import type { Organization } from "#edxml";
import type { Actor } from "../../core/actor.ts";
import type { AgencyCertificate, Hosting } from "../../core/agency.ts";
import type { AgencyChange, AgencyLayer, ChangeKind, ChangeSource, DirectoryEntry, DirectorySync, SyncState } from "../../core/directory/index.ts";
import type { DirectorySyncId } from "../../core/ids.ts";
import { instant, json, named, orNull, text, uuid } from "./columns.ts";

export interface AgencyRow {
  code: string;
  organization: Organization;
  source: string;
  hosting: Hosting | null;
  catalogue: AgencyLayer | null;
  synced: AgencyLayer | null;
  syncedFrom: string | null;
  manual: AgencyLayer;
  vanishedAt: Date | null;
}

export const Agencies = new EntitySchema<AgencyRow>({
  name: "Agency",
  tableName: "agency",
  columns: {
    code: { ...text, primary: true },
    organization: json,
    source: text,
    hosting: orNull(json),
    catalogue: orNull(json),
    synced: orNull(json),
    syncedFrom: named("synced_from", orNull(text)),
    manual: json,
    vanishedAt: named("vanished_at", orNull(instant)),
  },
});

export function entryRecord({ code, catalogue, synced, syncedFrom, manual, hosting, vanishedAt }: AgencyRow): DirectoryEntry {
  return { code, catalogue, synced, syncedFrom, manual, hosting, vanishedAt };
}

export interface AgencyChangeRow {
  position: string;
  code: string;
  at: Date;
  actor: Actor;
  source: ChangeSource;
  reason: string | null;
  kind: ChangeKind;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  shadowed: Record<string, unknown>;
  syncId: string | null;
}

export const AgencyChanges = new EntitySchema<AgencyChangeRow>({
  name: "AgencyChange",
  tableName: "agency_change",
  columns: {
    position: { type: "bigint", primary: true, generated: "increment" },
    code: text,
    at: instant,
    actor: json,
    source: text,
    reason: orNull(text),
    kind: text,
    before: json,
    after: json,
    shadowed: json,
    syncId: named("sync_id", orNull(uuid)),
  },
});

export function changeRecord(row: AgencyChangeRow): AgencyChange {
  return row;
}

export interface DirectorySyncRow {
  id: DirectorySyncId;
  channel: string;
  startedAt: Date;
  finishedAt: Date | null;
  state: SyncState;
  counts: DirectorySync["counts"];
  skipped: DirectorySync["skipped"];
  skippedRows: DirectorySync["skippedRows"];
  hold: string | null;
  fault: DirectorySync["fault"];
  decision: DirectorySync["decision"];
}

export const DirectorySyncs = new EntitySchema<DirectorySyncRow>({
  name: "DirectorySync",
  tableName: "directory_sync",
  columns: {
    id: { ...uuid, primary: true },
    channel: text,
    startedAt: named("started_at", instant),
    finishedAt: named("finished_at", orNull(instant)),
    state: text,
    counts: json,
    skipped: json,
    skippedRows: named("skipped_rows", json),
    hold: orNull(text),
    fault: orNull(json),
    decision: orNull(json),
  },
});

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
