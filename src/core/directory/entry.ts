import type { Actor } from "../actor.ts";
import type { Agency, Hosting } from "../agency.ts";
import { AGENCY_FIELDS, NO_FACTS, organizationOf, sameValue, type AgencyFacts, type AgencyField, type AgencyLayer } from "./facts.ts";

/**
 * One agency with everything said of it. Three sources speak, the later one wins field by field: the national catalogue of level 1,
 * the partner's list, a person. So a synced value never overwrites a manual one, and releasing a manual field brings the synced one back.
 */
export interface DirectoryEntry {
  /** Canonical. */
  readonly code: string;
  readonly catalogue: AgencyLayer | null;
  readonly synced: AgencyLayer | null;
  /** Channel whose list `synced` comes from. */
  readonly syncedFrom: string | null;
  readonly manual: AgencyLayer;
  readonly hosting: Hosting | null;
  /** Since when the partner's list has not named it any more. */
  readonly vanishedAt: Date | null;
}

export const CHANGE_SOURCES = ["catalogue", "sync", "csv", "hand"] as const;
export type ChangeSource = (typeof CHANGE_SOURCES)[number];
export const CHANGE_KINDS = ["added", "changed", "vanished", "returned"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Who changes the directory, when and why. */
export interface ChangeAuthor {
  readonly actor: Actor;
  readonly at: Date;
  readonly source: ChangeSource;
  readonly reason: string | null;
  readonly syncId: string | null;
}

export type Values = Readonly<Record<string, unknown>>;

/** What a change did. `before` and `after` hold the fields that differ; `shadowed` what a source said of a field a person holds. */
export interface ChangeFacts {
  readonly kind: ChangeKind;
  readonly before: Values;
  readonly after: Values;
  readonly shadowed: Values;
}

/** One row of an agency's history: never changed, never deleted. */
export interface AgencyChange extends ChangeAuthor, ChangeFacts {
  /** Position in the history of all agencies, growing. */
  readonly position: string;
  readonly code: string;
}

export function newEntry(code: string): DirectoryEntry {
  return { code, catalogue: null, synced: null, syncedFrom: null, manual: {}, hosting: null, vanishedAt: null };
}

/** What counts. */
export function factsOf(entry: DirectoryEntry): AgencyFacts {
  return { ...NO_FACTS, ...entry.catalogue, ...entry.synced, ...entry.manual };
}

/** The difference a person can read; null when there is none and nothing needs to be written. */
export function changeBetween(before: DirectoryEntry | null, after: DirectoryEntry): ChangeFacts | null {
  const old: Values = before === null ? {} : visible(before);
  const fresh: Values = visible(after);
  const fields = Object.keys(fresh).filter((field) => !sameValue(old[field], fresh[field]));
  const shadowed = Object.fromEntries(changedFields(before?.synced ?? null, after.synced).filter((field) => field in after.manual).map((field) => [field, after.synced?.[field] ?? null]));
  if (before !== null && fields.length === 0 && Object.keys(shadowed).length === 0 && sameLayers(before, after)) return null;
  const pick = (values: Values): Values => Object.fromEntries(fields.filter((field) => before !== null || (values[field] ?? null) !== null).map((field) => [field, values[field] ?? null]));
  return { kind: kindOf(before, after), before: before === null ? {} : pick(old), after: pick(fresh), shadowed };
}

function visible(entry: DirectoryEntry): Values {
  const { aliases, ...facts } = factsOf(entry);
  return { ...facts, aliases: aliases.length === 0 ? null : aliases, hosting: entry.hosting, manual: heldFields(entry).length === 0 ? null : heldFields(entry) };
}

function kindOf(before: DirectoryEntry | null, after: DirectoryEntry): ChangeKind {
  if (before === null) return "added";
  if ((before.vanishedAt === null) === (after.vanishedAt === null)) return "changed";
  return after.vanishedAt === null ? "returned" : "vanished";
}

function changedFields(before: AgencyLayer | null, after: AgencyLayer | null): AgencyField[] {
  return AGENCY_FIELDS.filter((field) => !sameValue(before?.[field], after?.[field]));
}

function sameLayers(a: DirectoryEntry, b: DirectoryEntry): boolean {
  return (
    (a.vanishedAt === null) === (b.vanishedAt === null) &&
    a.syncedFrom === b.syncedFrom &&
    [...changedFields(a.catalogue, b.catalogue), ...changedFields(a.synced, b.synced), ...changedFields(a.manual, b.manual)].length === 0
  );
}

/** Fields a person holds, in the order of the record. */
export function heldFields(entry: DirectoryEntry): AgencyField[] {
  return AGENCY_FIELDS.filter((field) => field in entry.manual);
}

/** The entry as the roads see it. */
export function agencyOf(entry: DirectoryEntry): Agency {
  const facts = factsOf(entry);
  return {
    code: entry.code,
    organization: organizationOf(entry.code, facts),
    source: entry.synced !== null ? "axis" : entry.catalogue !== null && heldFields(entry).length === 0 ? "catalogue" : "manual",
    aliases: facts.aliases,
    hosting: entry.hosting,
    facts,
    heldFields: heldFields(entry),
    vanishedAt: entry.vanishedAt,
  };
}
