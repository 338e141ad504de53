import { z } from "zod";
import { actorName } from "../../core/access.ts";
import type { Checkup } from "../../core/outgoing/check-document.ts";
import { comparePolicies, sayDecided, sayRule, type PolicyDifference } from "../../core/policy/diff.ts";
import { refusalFor, type PolicyFinding } from "../../core/policy/finding.ts";
import { PAPER_STATES, type PaperCopy, type PolicyCheck } from "../../core/policy/ports.ts";
import type { DecidedRule, EffectivePolicy, OverrideRule, PolicyOverride, ProfileRow } from "../../core/policy/profile.ts";
import { RULE_NAMES, RULE_TEXTS, RULES } from "../../core/policy/rules.ts";
import { vietnamTime, vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import { id, instant, link, maybeInstant, problemEntry } from "./schemas.ts";

const text = z.string().nullable();
const day = z.string().meta({ format: "date" });
const label = z.string().meta({ description: "Hồ sơ hoặc quy định riêng, kèm phiên bản", example: "quang-ngai-57-2014 bản 1" });

const ruleView = z
  .object({ rule: z.enum(RULE_NAMES as [string, ...string[]]), title: z.string(), text: z.string().meta({ description: "Giá trị bằng lời" }), value: z.record(z.string(), z.unknown()), article: z.string(), note: text, decidedBy: label })
  .meta({ id: "PolicyRule", description: "Một quy tắc đang áp dụng và điều khoản của nó" });

const issuer = z.object({ name: z.string(), code: text, closedOn: day.nullable(), successor: text, note: z.string() }).nullable().meta({ description: "Nơi ban hành; đã giải thể thì có mã kế thừa" });
export const profileView = z
  .object({ id: z.string().meta({ example: "dak-nong-01-2022" }), title: z.string(), version: z.int(), inherits: text, validFrom: day, validTo: day.nullable(), issuer, source: z.string(), links: z.object({ self: link }) })
  .meta({ id: "PolicyProfile", description: "Hồ sơ chính sách" });
export const profilesView = z.object({ version: z.string().meta({ description: "Phiên bản của bộ hồ sơ" }), items: z.array(profileView) }).meta({ id: "PolicyProfiles" });
export const profileDetail = profileView.extend({ rules: z.array(ruleView) }).meta({ id: "PolicyProfileDetail", description: "Hồ sơ với mọi quy tắc, kể cả phần kế thừa" });

export const policyView = z
  .object({
    agency: z.string(),
    on: day,
    profile: z.object({ id: z.string(), version: z.int(), title: z.string() }),
    dataVersion: z.string(),
    layers: z.array(z.object({ label, because: z.string(), rules: z.array(z.string()) })).meta({ description: "Từ chung đến riêng; tầng sau cùng nói về một quy tắc thì quyết định" }),
    rules: z.array(ruleView),
  })
  .meta({ id: "Policy", description: "Chính sách của một cơ quan trong một ngày" });

const saidRule = z.object({ text: z.string(), article: z.string(), decidedBy: label });
const differenceView = z
  .object({ rule: z.string(), title: z.string(), sender: saidRule, receiver: saidRule, receiverIsStricter: z.boolean().meta({ description: "Bên nhận nhận ít hơn: văn bản có thể không tới được" }) })
  .meta({ id: "PolicyDifference" });
export const comparedView = z.object({ sender: z.object({ agency: z.string(), profile: z.string() }), receiver: z.object({ agency: z.string(), profile: z.string() }), differences: z.array(differenceView) }).meta({ id: "PoliciesCompared" });

const findingView = problemEntry
  .extend({ severity: z.enum(["refuse", "note"]).meta({ description: "refuse: trái quy định, là lý do từ chối; note: cần biết" }), found: z.string(), allowed: z.string(), profile: label, refusalCode: text.meta({ description: "Mã từ chối phù hợp khi bên nhận muốn trả lại" }) })
  .meta({ id: "PolicyFinding" });
export const checkupView = z
  .object({
    sendable: z.boolean(),
    problems: z.array(problemEntry).meta({ description: "Mọi điều ngăn việc gửi" }),
    notes: z.array(findingView).meta({ description: "Điều cần biết, không ngăn việc gửi" }),
    receivers: z.array(z.object({ code: z.string(), name: text, profile: label, differences: z.array(differenceView), findings: z.array(findingView) })).meta({ description: "Chính sách của từng nơi nhận đặt cạnh chính sách bên gửi" }),
  })
  .meta({ id: "Checkup", description: "Kiểm tra thử trước khi gửi" });

export const policyCheckView = z
  .object({ checked: z.boolean().meta({ description: "false: văn bản đến từ trước khi cổng có hồ sơ chính sách" }), profile: label.nullable(), dataVersion: text, checkedAt: maybeInstant, findings: z.array(findingView) })
  .meta({ id: "PolicyCheck", description: "Điều mà chính sách của cơ quan nhận nói về văn bản này khi nó tới" });

export const overrideView = z
  .object({
    id,
    agency: z.string(),
    version: z.int(),
    profile: text,
    rules: z.array(z.object({ rule: z.string(), title: z.string(), text: z.string().meta({ description: "Giá trị bằng lời" }), article: z.string(), value: z.unknown() })),
    decision: z.object({ number: z.string(), issuedOn: day, issuer: z.string() }),
    validFrom: day,
    validTo: day.nullable(),
    reason: z.string(),
    recordedAt: instant,
    by: z.string(),
  })
  .meta({ id: "PolicyOverride", description: "Quy định riêng của một cơ quan và đơn vị bên dưới" });
export const overridesView = z.object({ items: z.array(overrideView) }).meta({ id: "PolicyOverrides" });

export const paperView = z
  .object({ direction: z.enum(["outgoing", "incoming"]), documentId: id, receiver: z.string(), sender: z.string(), identityKey: z.string(), state: z.enum(PAPER_STATES).meta({ description: "promised: chờ bản giấy; matched: là một văn bản; mismatched: khác nhau" }), promisedAt: instant, decidedAt: maybeInstant, person: text, note: text, links: z.object({ document: link }) })
  .meta({ id: "PaperCopy", description: "Bản giấy gửi kèm văn bản điện tử" });
export const papersView = z.object({ items: z.array(paperView) }).meta({ id: "PaperCopies" });

export function viewProfile({ id, title, version, inherits, validFrom, validTo, issuer: made, source }: ProfileRow): z.input<typeof profileView> {
  return { id, title, version, inherits, validFrom, validTo, issuer: made, source, links: { self: `/api/v1/policies/${id}` } };
}

function viewRule(rule: DecidedRule): z.input<typeof ruleView> {
  const { text: said, article, profile } = sayDecided(rule);
  return { rule: rule.rule, title: RULE_TEXTS[rule.rule], text: said, value: { ...rule.value }, article, note: rule.note, decidedBy: profile };
}

export function viewRules(policy: EffectivePolicy): z.input<typeof ruleView>[] {
  return RULE_NAMES.map((name) => viewRule(policy.rules[name]));
}

export function viewPolicy(policy: EffectivePolicy): z.input<typeof policyView> {
  const { code, on, profile, dataVersion, layers } = policy;
  return { agency: code, on, profile, dataVersion, layers: layers.map((layer) => ({ label: layer.label, because: layer.because, rules: layer.rules.map(({ rule }) => rule) })), rules: viewRules(policy) };
}

export function viewDifference({ rule, title, sender, receiver, receiverIsStricter }: PolicyDifference): z.input<typeof differenceView> {
  const side = ({ text: said, article, profile }: PolicyDifference["sender"]) => ({ text: said, article, decidedBy: profile });
  return { rule, title, sender: side(sender), receiver: side(receiver), receiverIsStricter };
}

export function viewCompared(sender: EffectivePolicy, receiver: EffectivePolicy): z.input<typeof comparedView> {
  const end = ({ code, profile }: EffectivePolicy) => ({ agency: code, profile: profile.id });
  return { sender: end(sender), receiver: end(receiver), differences: comparePolicies(sender, receiver).map(viewDifference) };
}

function viewFinding(finding: PolicyFinding): z.input<typeof findingView> {
  return { ...finding, refusalCode: refusalFor(finding) };
}

export function viewCheckup({ problems, notes, receivers }: Checkup): z.input<typeof checkupView> {
  return {
    sendable: problems.length === 0,
    problems: [...problems],
    notes: notes.map(viewFinding),
    receivers: receivers.map(({ code, name, profile, differences, findings }) => ({ code, name, profile, differences: differences.map(viewDifference), findings: findings.map(viewFinding) })),
  };
}

export function viewPolicyCheck(check: PolicyCheck | null): z.input<typeof policyCheckView> {
  return { checked: check !== null, profile: check?.profile ?? null, dataVersion: check?.dataVersion ?? null, checkedAt: vietnamTimeOrNull(check?.checkedAt ?? null), findings: (check?.findings ?? []).map(viewFinding) };
}

export function viewOverride(override: PolicyOverride): z.input<typeof overrideView> {
  const { id: key, scope, version, profile, rules, decision, validFrom, validTo, reason, recordedAt, actor } = override;
  return { id: key, agency: scope, version, profile, rules: rules.map(viewOverrideRule), decision, validFrom, validTo, reason, recordedAt: vietnamTime(recordedAt), by: actorName(actor) };
}

function viewOverrideRule({ rule, article, value }: OverrideRule): z.input<typeof overrideView>["rules"][number] {
  const read = RULES[rule].safeParse(value);
  return { rule, title: RULE_TEXTS[rule], text: read.success ? sayRule({ rule, value: read.data }) : JSON.stringify(value), article, value };
}

export function viewPaper(paper: PaperCopy): z.input<typeof paperView> {
  const { direction, documentId, receiverCode, senderCode, identityKey, state, promisedAt, decidedAt, person, note } = paper;
  const document = direction === "outgoing" ? `/api/v1/documents/${documentId}` : `/api/v1/incoming/${documentId}`;
  return { direction, documentId, receiver: receiverCode, sender: senderCode, identityKey, state, promisedAt: vietnamTime(promisedAt), decidedAt: vietnamTimeOrNull(decidedAt), person, note, links: { document } };
}
