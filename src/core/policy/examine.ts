import type { EdxmlDocument } from "#edxml";
import type { SendDocument } from "../outgoing/send-command.ts";
import type { StoredFile } from "../stored-file.ts";
import { checkCategories } from "./check-category.ts";
import { checkFilesBy, type NamedFile } from "./check-files.ts";
import { checkNumbering, checkType, checkUrgency, type KnownType, type Urgency } from "./check-form.ts";
import { checkTexts } from "./check-text.ts";
import { finding, type PolicyFinding } from "./finding.ts";
import { checkMetadata, factsOfCommand, factsOfMessage, textsOf } from "./metadata.ts";
import { decidePaper } from "./paper.ts";
import type { DecidedRule, DecidedRules, EffectivePolicy } from "./profile.ts";

/** What the sender's own policy says of a submission. `files` null: not at hand yet. */
export function examineSubmission({ rules }: EffectivePolicy, command: SendDocument, files: readonly NamedFile[] | null, types: readonly KnownType[]): PolicyFinding[] {
  const facts = factsOfCommand(command);
  return [
    ...(files === null ? [] : checkFilesBy(rules, files, null)),
    ...checkMetadata(rules, facts),
    ...checkTexts(rules, textsOf(facts)),
    ...checkType(rules, facts, types),
    ...checkNumbering(rules, facts, types),
    ...checkUrgency(rules, command.urgency),
    ...checkCategories(rules, command.categories ?? [], command.subject, command.release ?? null, null),
    ...checkPaper(rules, command),
  ];
}

/** What a receiver's policy says beyond the sender's: it decides whether the document can be delivered. Rules both have from the same version were said already. */
export function examineForReceiver(sender: EffectivePolicy, receiver: EffectivePolicy, command: SendDocument, files: readonly NamedFile[] | null, who: string): PolicyFinding[] {
  const { rules } = receiver;
  const findings = [
    ...(files === null ? [] : checkFilesBy(rules, files, who)),
    ...checkUrgency(rules, command.urgency),
    ...checkCategories(rules, command.categories ?? [], command.subject, command.release ?? null, who),
  ];
  const shared = new Set(Object.values(rules).filter((rule: DecidedRule) => sender.rules[rule.rule].label === rule.label).map(keyOf));
  return findings.filter((found) => !shared.has(keyOf({ article: found.rule, label: found.profile })));
}

/** On receipt: every deviation from the policy of our receiving agency. Kept with the document; a reason to refuse, never a loss. */
export function examineReceipt({ rules }: EffectivePolicy, message: EdxmlDocument, files: readonly Pick<StoredFile, "name" | "size">[], types: readonly KnownType[]): PolicyFinding[] {
  const facts = factsOfMessage(message);
  return [
    ...checkFilesBy(rules, mainFirst(files), null).map(asReceived),
    ...checkMetadata(rules, facts),
    ...checkTexts(rules, textsOf(facts)),
    ...checkType(rules, facts, types).map((found) => ({ ...found, severity: "note" as const })),
    ...checkNumbering(rules, facts, types),
    ...checkUrgency(rules, URGENCIES[message.otherInfo.priority] ?? "hoa-toc"),
    ...checkCategories(rules, [], message.subject, null, null),
  ];
}

const URGENCIES: readonly Urgency[] = ["thuong", "khan", "thuong-khan", "hoa-toc"];

/** edXML does not say which file is the document; the first PDF is. */
function mainFirst<File extends NamedFile>(files: readonly File[]): readonly File[] {
  const main = files.find(({ name }) => name.toLowerCase().endsWith(".pdf"));
  return main === undefined ? files : [main, ...files.filter((file) => file !== main)];
}

function asReceived(found: PolicyFinding): PolicyFinding {
  return { ...found, message: found.message.replace(" không thuộc định dạng được gửi ", " không thuộc định dạng được nhận ") };
}

/** What was chosen beside what the rule asks: told, since a head may decide otherwise and signatures are read later. */
function checkPaper(rules: DecidedRules, command: SendDocument): PolicyFinding[] {
  const decision = decidePaper(rules, { documentType: command.documentType, purpose: command.purpose ?? null, scope: "inter-agency", signatureIssuer: null });
  const promised = command.paperOriginal ? "with-paper" : "electronic-only";
  if (decision.mode === promised || (decision.mode === "with-paper" && rules.paper.value.waivedBySignature !== null)) return [];
  if (decision.headMayDecide && command.paperOriginal && command.paperReason !== undefined) return [];
  const message = decision.mode === "with-paper" ? `${decision.why} Hãy gửi kèm bản giấy và đặt paperOriginal.` : `${decision.why} Nếu vẫn gửi giấy, hãy ghi ý kiến của người đứng đầu vào paperReason.`;
  const words = { "with-paper": "kèm bản giấy", "electronic-only": "chỉ điện tử" };
  return [{ ...finding(rules.paper, { severity: "note", field: "/paperOriginal", code: "field-invalid", message, found: words[promised], allowed: words[decision.mode] }), rule: decision.article }];
}

function keyOf({ article, label }: Pick<DecidedRule, "article" | "label">): string {
  return `${label}|${article}`;
}
