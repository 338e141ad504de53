import type { LocalDate } from "#edxml";
import type { Actor } from "../actor.ts";
import type { RuleName, RuleValue } from "./rules.ts";

/** Hồ sơ chính sách as a data file holds it; the values are checked where policies are built. */
export interface ProfileRow {
  readonly id: string;
  readonly title: string;
  /** Grows with every reviewed change of the file. */
  readonly version: number;
  readonly inherits: string | null;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  /** Who made the regulation, and who follows it when that agency is no more. */
  readonly issuer: Issuer | null;
  readonly source: string;
  readonly rules: readonly RuleRow[];
}

export interface Issuer {
  readonly name: string;
  readonly code: string | null;
  readonly closedOn: LocalDate | null;
  readonly successor: string | null;
  readonly note: string;
}

export interface RuleRow {
  readonly rule: string;
  readonly article: string;
  /** First and last day, both included; null: as long as the profile. */
  readonly validFrom: LocalDate | null;
  readonly validTo: LocalDate | null;
  /** Nobody below may say otherwise. */
  readonly locked: boolean;
  readonly note: string | null;
  readonly value: unknown;
}

/** Which profile the agencies under a code have, from one day to another. */
export interface AssignmentRow {
  /** Empty: the whole country. */
  readonly scope: string;
  readonly profile: string;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  readonly reason: string;
}

export interface PolicyData {
  /** Names the exact files, e.g. `2026-11-22+3fa9c1d20b7e`. */
  readonly version: string;
  readonly profiles: readonly ProfileRow[];
  readonly assignments: readonly AssignmentRow[];
}

/** Quy định riêng of an agency and its units: another profile, own rules, or both; by a decision somebody signed. Never changed: a later one of the same scope takes its place. */
export interface PolicyOverride {
  readonly id: string;
  /** Canonical code; its units inherit. */
  readonly scope: string;
  /** Counts the decisions of this scope, from 1. */
  readonly version: number;
  /** null: the profile of the province stays. */
  readonly profile: string | null;
  readonly rules: readonly OverrideRule[];
  readonly decision: Decision;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  readonly reason: string;
  readonly recordedAt: Date;
  readonly actor: Actor;
}

/** Quyết định an override rests on. */
export interface Decision {
  readonly number: string;
  readonly issuedOn: LocalDate;
  readonly issuer: string;
}

export interface OverrideRule {
  readonly rule: RuleName;
  readonly article: string;
  readonly value: unknown;
}

/** Where a rule comes from. */
export type RuleSource =
  | { readonly kind: "profile"; readonly id: string; readonly version: number; readonly title: string }
  | { readonly kind: "override"; readonly scope: string; readonly version: number; readonly decision: Decision };

/** A rule as it counts for one agency on one day. */
export interface DecidedRule<Name extends RuleName = RuleName> {
  readonly rule: Name;
  readonly value: RuleValue<Name>;
  readonly article: string;
  readonly note: string | null;
  readonly source: RuleSource;
  /** Which version decided, as people and programs name it: `ha-giang-1690-2016 bản 1`. */
  readonly label: string;
}

export type DecidedRules = { readonly [Name in RuleName]: DecidedRule<Name> };

/** One layer that was asked, the general one first. */
export interface PolicyLayer {
  readonly source: RuleSource;
  readonly label: string;
  /** Why this layer is one of the agency's. */
  readonly because: string;
  readonly rules: readonly DecidedRule[];
}

/** Chính sách of one agency on one day. */
export interface EffectivePolicy {
  /** Canonical. */
  readonly code: string;
  readonly on: LocalDate;
  /** The nearest profile; overrides stand above it. */
  readonly profile: { readonly id: string; readonly version: number; readonly title: string };
  readonly rules: DecidedRules;
  readonly layers: readonly PolicyLayer[];
  /** Of the files the profiles come from. */
  readonly dataVersion: string;
}
