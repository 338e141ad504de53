import type { LocalDate } from "#edxml";
import { z } from "zod";
import { canonicalOrNull } from "../agency-code.ts";
import { mayActFor } from "../access.ts";
import type { Access } from "../actor.ts";
import { FieldsRefused, HouseError, type FieldProblem } from "../fault.ts";
import { newId } from "../ids.ts";
import type { Clock, Store } from "../ports.ts";
import { tryInput } from "../read-input.ts";
import { lockedRules } from "./build-policies.ts";
import type { Policies } from "./policies.ts";
import type { OverrideRule, PolicyOverride } from "./profile.ts";
import { isRuleName, RULE_NAMES, RULES } from "./rules.ts";

const day = (label: string) => z.iso.date({ error: `${label}: cần là ngày dạng YYYY-MM-DD` });
const words = (max: number, label: string) => z.string({ error: `${label}: phải ghi rõ` }).trim().min(1, { error: `${label}: phải ghi rõ` }).max(max, { error: `${label}: tối đa ${max} ký tự` });

/** Quy định riêng of an agency. No decision, no override (1690/QĐ-UBND Đ.11.2; 04/2014/QĐ-UBND Đ.8.2). */
export const newOverrideSchema = z
  .strictObject({
    agency: words(50, "Cơ quan").meta({ description: "Mã cơ quan; đơn vị bên dưới được áp dụng theo", example: "H60.05" }),
    decision: z.strictObject({
      number: words(100, "Số quyết định").meta({ example: "15/QĐ-UBND" }),
      issuedOn: day("Ngày quyết định"),
      issuer: words(200, "Cơ quan ra quyết định"),
    }),
    profile: z.string().max(60).nullable().default(null).meta({ description: "Hồ sơ được gán; null: giữ hồ sơ của tỉnh" }),
    rules: z
      .array(z.strictObject({ rule: z.enum(RULE_NAMES as [string, ...string[]], { error: `Quy tắc: một trong ${RULE_NAMES.join(", ")}` }), article: words(200, "Điều khoản"), value: z.unknown() }))
      .max(RULE_NAMES.length)
      .default([])
      .meta({ description: "Quy tắc riêng; để trống cả profile và rules là bỏ quy định riêng trước đó" }),
    validFrom: day("Áp dụng từ ngày"),
    validTo: day("Áp dụng tới ngày").nullable().default(null),
    reason: words(1000, "Lý do"),
  })
  .meta({ id: "NewPolicyOverride", description: "Quy định riêng của một cơ quan, theo quyết định có số" });
export type NewOverride = z.output<typeof newOverrideSchema>;

export interface OverridingNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly policies: Policies;
}

const RULE = "docs/policies.md";
const MAX_RACES = 5;

/** Records a decision as the next version of the agency's own rules. Nothing is changed or deleted: earlier versions stay. */
export async function recordOverride(needs: OverridingNeeds, command: NewOverride, access: Access): Promise<PolicyOverride> {
  const problems = problemsOf(needs.policies, command);
  const scope = canonicalOrNull(command.agency);
  const [first, ...rest] = [...(scope === null ? [refused("/agency", `“${command.agency}” không phải mã định danh cơ quan.`)] : []), ...problems.problems];
  if (first !== undefined || scope === null) throw new FieldsRefused([first ?? refused("/agency", "Mã cơ quan không hợp lệ."), ...rest]);
  if (!mayActFor(access, scope)) throw new HouseError("agency-not-yours", `the caller may not decide for ${scope}`, { agency: scope });

  for (let race = 0; race < MAX_RACES; race += 1) {
    const recorded = await needs.store.write(async (tx) => {
      const earlier = (await tx.policies.overrides()).filter((row) => row.scope === scope);
      const override: PolicyOverride = {
        id: newId(),
        scope,
        version: (earlier.at(-1)?.version ?? 0) + 1,
        profile: command.profile,
        rules: problems.rules,
        decision: { ...command.decision, issuedOn: command.decision.issuedOn as LocalDate },
        validFrom: command.validFrom as LocalDate,
        validTo: command.validTo as LocalDate | null,
        reason: command.reason,
        recordedAt: needs.clock.now(),
        actor: access.actor,
      };
      if (!(await tx.addOverride(override))) return null;
      await tx.append({ kind: "policy.override-recorded", at: override.recordedAt, actor: access.actor, facts: { scope, version: override.version, decision: override.decision.number, reason: override.reason, profile: override.profile, rules: override.rules.map(({ rule }) => rule), validFrom: override.validFrom, validTo: override.validTo } });
      return override;
    });
    if (recorded !== null) {
      await needs.policies.refresh(true);
      return recorded;
    }
  }
  throw new HouseError("database-unavailable", `the rules of ${scope} were moving too fast`, { scope });
}

function problemsOf(policies: Policies, { profile, rules, validFrom, validTo }: NewOverride): { readonly problems: FieldProblem[]; readonly rules: OverrideRule[] } {
  const problems: FieldProblem[] = [];
  const checked: OverrideRule[] = [];
  if (profile !== null && !policies.book.profiles.some(({ id }) => id === profile)) problems.push(refused("/profile", `Không có hồ sơ “${profile}”. Các hồ sơ: ${policies.book.profiles.map(({ id }) => id).join(", ")}.`));
  if (validTo !== null && validTo < validFrom) problems.push(refused("/validTo", "Ngày kết thúc đứng trước ngày bắt đầu."));
  const locked = lockedRules(policies.book);
  for (const [index, { rule, article, value }] of rules.entries()) {
    if (!isRuleName(rule)) continue;
    if (rules.slice(0, index).some((other) => other.rule === rule)) problems.push(refused(`/rules/${index}/rule`, `Quy tắc ${rule} đã ghi ở trên.`));
    if (locked.has(rule)) {
      problems.push(refused(`/rules/${index}/rule`, `Quy tắc ${rule} không được đổi bằng quy định riêng.`, "QĐ 28/2018/QĐ-TTg Đ.1.2"));
      continue;
    }
    const read = tryInput(RULES[rule] as z.ZodType, value, `/rules/${index}/value`, RULE);
    if (read.problems === null) checked.push({ rule, article, value: read.value });
    else problems.push(...read.problems);
  }
  return { problems, rules: checked };
}

function refused(field: string, message: string, rule = RULE): FieldProblem {
  return { field, code: "field-invalid", message, rule };
}
