import type { LocalDate } from "#edxml";
import { covers, nearestFirst, validOn } from "../calendar/scope.ts";
import { HouseError } from "../fault.ts";
import type { DecidedRule, DecidedRules, EffectivePolicy, PolicyData, PolicyLayer, PolicyOverride, ProfileRow, RuleRow, RuleSource } from "./profile.ts";
import { isRuleName, RULE_NAMES, RULES, type RuleName } from "./rules.ts";

/** Every profile of one version of the data, checked, and the policy of any agency made of them. */
export interface PolicyBook {
  readonly version: string;
  readonly profiles: readonly ProfileRow[];
  /** The profile with what it inherits, the general one first. Throws `not-found`. */
  lineage(id: string): readonly ProfileRow[];
  /**
   * General to special: what the assigned profile inherits, the profile, then overrides of the units above, then its own. The last layer that holds a rule wins.
   * `code` is canonical; `on` is a day in Vietnam.
   */
  policyFor(code: string, on: LocalDate, overrides?: readonly PolicyOverride[]): EffectivePolicy;
  /** The policy of whoever has exactly this profile. Throws `not-found`. */
  policyOf(id: string, on: LocalDate): EffectivePolicy;
}

const GENERAL = "national";

/** Checks the rows against each other. Throws `data-file-invalid` naming profile and rule. */
export function buildPolicies(data: PolicyData): PolicyBook {
  const byId = new Map(data.profiles.map((profile) => [profile.id, profile]));
  for (const profile of data.profiles) checkProfile(profile, byId);
  const assignments = nearestFirst(data.assignments);
  for (const { profile, scope } of assignments) if (!byId.has(profile)) throw broken(`the profile ${profile} given to ${scope || "VN"} does not exist`, { profile, scope });

  const lineage = (id: string): readonly ProfileRow[] => {
    const profile = byId.get(id);
    if (profile === undefined) throw new HouseError("not-found", `no policy profile ${id.slice(0, 60)}`, { profile: id.slice(0, 60) });
    return profile.inherits === null ? [profile] : [...lineage(profile.inherits), profile];
  };
  const layersOf = (id: string, on: LocalDate, because: string): PolicyLayer[] => lineage(id).map((profile) => profileLayer(profile, on, profile.id === id ? because : `${id} kế thừa`));

  return {
    version: data.version,
    profiles: data.profiles,
    lineage,
    policyFor(code, on, overrides = []) {
      const own = newestOf(overrides.filter((row) => covers(row.scope, code) && validOn(row, on)));
      const chosen = own.findLast((row) => row.profile !== null);
      const given = assignments.find((row) => covers(row.scope, code) && (row.scope === "" || validOn(row, on)));
      const id = chosen?.profile ?? given?.profile ?? GENERAL;
      const because = chosen === undefined ? sayAssignment(given) : `gán cho ${chosen.scope} theo ${chosen.decision.number}`;
      return policy(data, code, on, [...layersOf(id, on, because), ...own.map(overrideLayer)]);
    },
    policyOf(id, on) {
      return policy(data, "", on, layersOf(id, on, "được hỏi đích danh"));
    },
  };
}

/** For each scope its newest decision of the day; the widest scope first. When a temporary one ends, the earlier one counts again. */
function newestOf(overrides: readonly PolicyOverride[]): readonly PolicyOverride[] {
  const newest = new Map<string, PolicyOverride>();
  for (const row of overrides) if ((newest.get(row.scope)?.version ?? 0) < row.version) newest.set(row.scope, row);
  return [...newest.values()].sort((a, b) => a.scope.length - b.scope.length);
}

function policy(data: PolicyData, code: string, on: LocalDate, layers: readonly PolicyLayer[]): EffectivePolicy {
  const rules = new Map<RuleName, DecidedRule>();
  for (const layer of layers) for (const rule of layer.rules) rules.set(rule.rule, rule);
  const nearest = layers.findLast((layer) => layer.source.kind === "profile")?.source;
  const missing = RULE_NAMES.filter((name) => !rules.has(name));
  if (nearest?.kind !== "profile" || missing.length > 0) throw broken(`no layer says ${missing.join(", ")}`, { code, on });
  const { id, version, title } = nearest;
  return { code, on, profile: { id, version, title }, rules: Object.fromEntries(rules) as DecidedRules, layers, dataVersion: data.version };
}

function profileLayer(profile: ProfileRow, on: LocalDate, because: string): PolicyLayer {
  const { id, version, title } = profile;
  const source: RuleSource = { kind: "profile", id, version, title };
  const label = labelOf(source);
  const rules = profile.rules.filter((row) => (row.validFrom === null || row.validFrom <= on) && (row.validTo === null || on <= row.validTo));
  return { source, label, because, rules: rules.map((row) => decided(row, source, label)) };
}

function overrideLayer(row: PolicyOverride): PolicyLayer {
  const source: RuleSource = { kind: "override", scope: row.scope, version: row.version, decision: row.decision };
  const label = labelOf(source);
  return { source, label, because: `quy định riêng của ${row.scope}: ${row.reason}`, rules: row.rules.map((rule) => decided({ ...rule, note: null }, source, label)) };
}

/** The value was checked by its schema when the book was built or the override was recorded. */
function decided(row: Pick<RuleRow, "rule" | "article" | "note" | "value">, source: RuleSource, label: string): DecidedRule {
  if (!isRuleName(row.rule)) throw broken(`${label} holds the unknown rule ${row.rule}`, { rule: row.rule });
  return { rule: row.rule, value: RULES[row.rule].parse(row.value), article: row.article, note: row.note, source, label };
}

export function labelOf(source: RuleSource): string {
  return source.kind === "profile" ? `${source.id} bản ${source.version}` : `${source.scope} bản ${source.version} (${source.decision.number})`;
}

function sayAssignment(row: PolicyData["assignments"][number] | undefined): string {
  if (row === undefined || row.scope === "") return "hồ sơ chung cả nước";
  return `cơ quan dưới mã ${row.scope}: ${row.reason}`;
}

function checkProfile(profile: ProfileRow, byId: ReadonlyMap<string, ProfileRow>): void {
  const { id } = profile;
  const seen = new Set([id]);
  const locked = new Set<string>();
  for (let above = profile.inherits; above !== null; ) {
    const parent = byId.get(above);
    if (parent === undefined) throw broken(`profile ${id} inherits ${above}, which does not exist`, { profile: id });
    if (seen.has(above)) throw broken(`profile ${id} inherits itself`, { profile: id });
    seen.add(above);
    for (const row of parent.rules) if (row.locked) locked.add(row.rule);
    above = parent.inherits;
  }
  if (id !== GENERAL && !seen.has(GENERAL)) throw broken(`profile ${id} does not inherit ${GENERAL}`, { profile: id });
  for (const [index, row] of profile.rules.entries()) {
    if (!isRuleName(row.rule)) throw broken(`profile ${id} holds the unknown rule ${row.rule}`, { profile: id, rule: row.rule });
    if (locked.has(row.rule)) throw broken(`profile ${id} overrides ${row.rule}, which is locked`, { profile: id, rule: row.rule });
    const checked = RULES[row.rule].safeParse(row.value);
    if (!checked.success) throw broken(`profile ${id}, rule ${row.rule}: ${checked.error.issues[0]?.path.join(".") ?? ""} ${checked.error.issues[0]?.message ?? ""}`, { profile: id, rule: row.rule });
    const rival = profile.rules.slice(index + 1).find((other) => other.rule === row.rule && (other.validTo ?? "9999") >= (row.validFrom ?? "") && (row.validTo ?? "9999") >= (other.validFrom ?? ""));
    if (rival !== undefined) throw broken(`profile ${id} says ${row.rule} twice for the same day`, { profile: id, rule: row.rule });
  }
}

/** Rules no agency may override. */
export function lockedRules(book: Pick<PolicyBook, "profiles">): ReadonlySet<string> {
  return new Set(book.profiles.flatMap(({ rules }) => rules.filter(({ locked }) => locked).map(({ rule }) => rule)));
}

function broken(message: string, facts: Readonly<Record<string, string>>): HouseError {
  return new HouseError("data-file-invalid", message, facts);
}
