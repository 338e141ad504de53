import type { Command } from "commander";
import { readInput } from "../core/read-input.ts";
import { sayDecided } from "../core/policy/diff.ts";
import { newOverrideSchema } from "../core/policy/override.ts";
import type { EffectivePolicy, PolicyOverride } from "../core/policy/profile.ts";
import { isRuleName, RULE_NAMES, RULE_TEXTS } from "../core/policy/rules.ts";
import { readGivenFile } from "./given-file.ts";
import { columns, heading } from "./layout.ts";
import { paperVerbs } from "./policy/papers.ts";
import { UsageFault } from "./usage-fault.ts";
import { answering, group, verb, type Run } from "./verb.ts";
import { operatorAccess, withHouse } from "./with-house.ts";

export function policyVerbs(run: Run): Command {
  const verbs = group("policy", "chính sách: hồ sơ, quy định riêng, so sánh, diễn giải, bản giấy");
  for (const command of [list(run), show(run), explain(run), diff(run), set(run), overrides(run), paperVerbs(run)]) verbs.addCommand(command);
  return verbs;
}

function list(run: Run): Command {
  return answering(run, verb("list", "các hồ sơ chính sách", ["policy list"]), async () => {
    const { version, profiles } = await withHouse((house) => house.service.policyProfiles());
    const rows = profiles.map(({ id, version: own, title, issuer }) => [id, `bản ${own}`, title, issuer?.closedOn === null || issuer === null ? "" : `nơi ban hành giải thể ${issuer.closedOn}${issuer.successor === null ? "" : `, kế thừa ${issuer.successor}`}`]);
    return { json: { version, profiles: profiles.map(({ id, version: own, title, inherits, validFrom, validTo, issuer }) => ({ id, version: own, title, inherits, validFrom, validTo, issuer })) }, text: `Bộ hồ sơ ${version}\n${columns(rows, "")}` };
  });
}

function show(run: Run): Command {
  const command = verb("show", "một hồ sơ (theo tên) hoặc chính sách đang áp dụng cho một cơ quan (theo mã)", ["policy show dak-nong-01-2022", "policy show H48.06", "policy show H48.06 --on 2026-12-01"])
    .argument("<hồ-sơ|mã>", "tên hồ sơ hoặc mã cơ quan")
    .option("--on <ngày>", "ngày áp dụng, YYYY-MM-DD (mặc định: hôm nay)");
  return answering(run, command, async () => {
    const policy = await policyFor(command.args[0] ?? "", command.opts<{ on?: string }>().on);
    return { json: policyJson(policy), text: `${heading(titleOf(policy))}\n${columns(ruleRows(policy), "")}` };
  });
}

function explain(run: Run): Command {
  const command = verb("explain", "vì sao một quy tắc áp dụng cho một cơ quan: từng tầng, từ chung đến riêng", ["policy explain H48.06 document-size", "policy explain H48.06"], `Quy tắc:\n${columns(RULE_NAMES.map((name) => [name, RULE_TEXTS[name]]))}`)
    .argument("<mã>", "mã cơ quan")
    .argument("[quy-tắc]", "bỏ trống: mọi quy tắc")
    .option("--on <ngày>", "ngày áp dụng, YYYY-MM-DD (mặc định: hôm nay)");
  return answering(run, command, async () => {
    const [code = "", name] = command.args;
    if (name !== undefined && !isRuleName(name)) throw new UsageFault(`không có quy tắc “${name.slice(0, 40)}”`, undefined, `các quy tắc: ${RULE_NAMES.join(", ")}`);
    const policy = await policyFor(code, command.opts<{ on?: string }>().on);
    const asked = name === undefined ? RULE_NAMES : [name];
    const steps = asked.map((rule) => ({ rule, steps: stepsOf(policy, rule) }));
    const text = steps.map(({ rule, steps: lines }) => `${RULE_TEXTS[rule]} (${rule})\n${columns(lines.map(({ label, because, text: said, article, decides }) => [decides ? "→" : " ", label, said ?? "không nói gì", article ?? "", because]))}`);
    return { json: { agency: policy.code, on: policy.on, rules: steps }, text: [heading(titleOf(policy)), ...text].join("\n") };
  });
}

function stepsOf(policy: EffectivePolicy, name: (typeof RULE_NAMES)[number]) {
  const last = policy.layers.findLastIndex(({ rules }) => rules.some(({ rule }) => rule === name));
  return policy.layers.map(({ label, because, rules }, index) => {
    const found = rules.find(({ rule }) => rule === name);
    const said = found === undefined ? null : sayDecided(found);
    return { label, because, text: said?.text ?? null, article: said?.article ?? null, decides: index === last };
  });
}

function diff(run: Run): Command {
  const command = verb("diff", "bên nhận khác bên gửi ở đâu; hồ sơ của bên nhận quyết định văn bản có tới được không", ["policy diff --sender G22 --receiver H48"]).requiredOption("--sender <mã>", "cơ quan gửi").requiredOption("--receiver <mã>", "cơ quan nhận");
  return answering(run, command, async () => {
    const { sender, receiver } = command.opts<{ sender: string; receiver: string }>();
    const compared = await withHouse((house) => house.service.comparePolicies(sender, receiver));
    const rows = compared.differences.map((one) => [one.receiverIsStricter ? "!" : " ", one.title, `gửi: ${one.sender.text}`, `nhận: ${one.receiver.text}`, one.receiver.article]);
    const text = rows.length === 0 ? "Hai bên theo cùng quy tắc." : `${columns(rows, "")}\n(!: bên nhận nhận ít hơn bên gửi)`;
    return { json: { sender: compared.sender.code, receiver: compared.receiver.code, differences: compared.differences }, text };
  });
}

function set(run: Run): Command {
  const command = verb("set", "ghi quy định riêng của một cơ quan, theo quyết định có số", ["policy set --file quy-dinh-so.json"], "Tệp JSON cùng dạng với POST /api/v1/policies/overrides (docs/policies.md). Bản ghi trước không mất; tệp không có profile và rules là bỏ quy định riêng.").requiredOption("--file <tệp>", "quy định riêng, JSON");
  return answering(run, command, async () => {
    const text = (await readGivenFile(command.opts<{ file: string }>().file)).toString("utf8");
    const recorded = await withHouse((house) => house.service.overridePolicy(readInput(newOverrideSchema, parse(text)), operatorAccess()));
    return { json: recorded, text: `Đã ghi quy định riêng của ${recorded.scope}, bản ${recorded.version}, theo ${recorded.decision.number}, áp dụng từ ${recorded.validFrom}.` };
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageFault("tệp quy định riêng không phải JSON");
  }
}

function overrides(run: Run): Command {
  const command = verb("overrides", "quy định riêng đã ghi, mới nhất trước", ["policy overrides", "policy overrides --agency H48.06"]).option("--agency <mã>", "chỉ của cơ quan này");
  return answering(run, command, async () => {
    const found = await withHouse((house) => house.service.policyOverrides(command.opts<{ agency?: string }>().agency));
    return { json: { overrides: found }, text: found.length === 0 ? "Chưa cơ quan nào có quy định riêng." : columns(found.map(overrideRow), "") };
  });
}

function overrideRow({ scope, version, profile, rules, decision, validFrom, validTo, reason }: PolicyOverride): string[] {
  const what = [...(profile === null ? [] : [`hồ sơ ${profile}`]), ...rules.map(({ rule }) => rule)].join(", ") || "bỏ quy định riêng";
  return [scope, `bản ${version}`, decision.number, `${validFrom} – ${validTo ?? ""}`, what, reason];
}

/** A profile by its name, or what counts for an agency. */
async function policyFor(text: string, on: string | undefined): Promise<EffectivePolicy> {
  if (on !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(on)) throw new UsageFault("--on phải là ngày dạng YYYY-MM-DD");
  return await withHouse(async ({ service }) => {
    const known = (await service.policyProfiles()).profiles.some(({ id }) => id === text);
    return known ? (await service.policyProfile(text)).policy : await service.policyOf(text, on);
  });
}

function titleOf({ code, on, profile }: EffectivePolicy): string {
  return code === "" ? profile.title : `${code}, ngày ${on}: ${profile.title}`;
}

function ruleRows(policy: EffectivePolicy): string[][] {
  return RULE_NAMES.map((name) => {
    const said = sayDecided(policy.rules[name]);
    return [RULE_TEXTS[name], said.text, said.article, said.profile];
  });
}

function policyJson(policy: EffectivePolicy): object {
  return { agency: policy.code, on: policy.on, profile: policy.profile, dataVersion: policy.dataVersion, rules: RULE_NAMES.map((name) => ({ rule: name, ...sayDecided(policy.rules[name]) })) };
}
