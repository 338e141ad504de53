import type { EdxmlDocument } from "#edxml";
import type { SendDocument } from "../outgoing/send-command.ts";
import type { StoredFile } from "../stored-file.ts";
import { checkCategories } from "./check-category.ts";
import { checkContents } from "./check-contents.ts";
import { checkFilesBy, type NamedFile } from "./check-files.ts";
import { checkNumbering, checkType, checkUrgency, type KnownType, type Urgency } from "./check-form.ts";
import { checkTexts } from "./check-text.ts";
import type { FileFinding } from "./file-finding.ts";
import { finding, type PolicyFinding } from "./finding.ts";
import { mainFirst, signatureIssuerOf } from "./legal-effect.ts";
import { checkMetadata, factsOfCommand, factsOfMessage, textsOf } from "./metadata.ts";
import { decidePaper } from "./paper.ts";
import type { DecidedRule, DecidedRules, EffectivePolicy } from "./profile.ts";

/** What the sender's own policy says of a submission. `files` null: not at hand yet; `findings` null: not looked into yet. */
export function examineSubmission({ rules }: EffectivePolicy, command: SendDocument, files: readonly NamedFile[] | null, types: readonly KnownType[], findings: readonly FileFinding[] | null = null): PolicyFinding[] {
  const facts = factsOfCommand(command);
  return [
    ...(files === null ? [] : checkFilesBy(rules, files, null)),
    ...(findings === null ? [] : checkContents(rules, findings, null)),
    ...checkMetadata(rules, facts),
    ...checkTexts(rules, textsOf(facts)),
    ...checkType(rules, facts, types),
    ...checkNumbering(rules, facts, types),
    ...checkUrgency(rules, command.urgency),
    ...checkCategories(rules, command.categories ?? [], command.subject, command.release ?? null, null),
    ...checkPaper(rules, command, findings),
  ];
}

/** What a receiver's policy says beyond the sender's: it decides whether the document can be delivered. Rules both have from the same version were said already. */
export function examineForReceiver(sender: EffectivePolicy, receiver: EffectivePolicy, command: SendDocument, files: readonly NamedFile[] | null, who: string, inspected: readonly FileFinding[] | null = null): PolicyFinding[] {
  const { rules } = receiver;
  const findings = [
    ...(files === null ? [] : checkFilesBy(rules, files, who)),
    ...(inspected === null ? [] : checkContents(rules, inspected, who)),
    ...checkUrgency(rules, command.urgency),
    ...checkCategories(rules, command.categories ?? [], command.subject, command.release ?? null, who),
  ];
  const shared = new Set(Object.values(rules).filter((rule: DecidedRule) => sender.rules[rule.rule].label === rule.label).map(keyOf));
  return findings.filter((found) => !shared.has(keyOf({ article: found.rule, label: found.profile })));
}

/** On receipt: every deviation from the policy of our receiving agency. Kept with the document; a reason to refuse, never a loss. */
export function examineReceipt({ rules }: EffectivePolicy, message: EdxmlDocument, files: readonly Pick<StoredFile, "name" | "size">[], types: readonly KnownType[], findings: readonly FileFinding[] | null = null): PolicyFinding[] {
  const facts = factsOfMessage(message);
  return [
    ...checkFilesBy(rules, mainFirst(files), null).map(asReceived),
    ...(findings === null ? [] : checkContents(rules, findings, null).map(asReceived)),
    ...checkMetadata(rules, facts),
    ...checkTexts(rules, textsOf(facts)),
    ...checkType(rules, facts, types).map((found) => ({ ...found, severity: "note" as const })),
    ...checkNumbering(rules, facts, types),
    ...checkUrgency(rules, URGENCIES[message.otherInfo.priority] ?? "hoa-toc"),
    ...checkCategories(rules, [], message.subject, null, null),
  ];
}

const URGENCIES: readonly Urgency[] = ["thuong", "khan", "thuong-khan", "hoa-toc"];

function asReceived(found: PolicyFinding): PolicyFinding {
  const message = found.message.replace(" không thuộc định dạng được gửi ", " không thuộc định dạng được nhận ").replace("Quy định của cơ quan chỉ cho gửi văn bản đã ký số đủ. Hãy ký số rồi gửi lại.", "Quy định của cơ quan chỉ nhận văn bản đã ký số đủ. Hãy xem xét từ chối, nêu rõ thiếu gì.");
  return { ...found, message: found.code === "malware-found" ? message.replace("Hãy diệt mã độc trên máy, tạo lại tệp rồi gửi lại.", "Văn bản được tạm giữ chờ người có trách nhiệm.") : message };
}

/** What was chosen beside what the rule asks: told, since a head may decide otherwise. A dossier that travels by itself is paper by its nature. */
function checkPaper(rules: DecidedRules, command: SendDocument, findings: readonly FileFinding[] | null): PolicyFinding[] {
  if (command.separateDossier !== undefined) return [];
  const decision = decidePaper(rules, { documentType: command.documentType, purpose: command.purpose ?? null, scope: "inter-agency", signatureIssuer: signatureIssuerOf(findings) });
  const promised = command.paperOriginal ? "with-paper" : "electronic-only";
  if (decision.mode === promised || (findings === null && decision.mode === "with-paper" && rules.paper.value.waivedBySignature !== null)) return [];
  if (decision.headMayDecide && command.paperOriginal && command.paperReason !== undefined) return [];
  const message = decision.mode === "with-paper" ? `${decision.why} Hãy gửi kèm bản giấy và đặt paperOriginal.` : `${decision.why} Nếu vẫn gửi giấy, hãy ghi ý kiến của người đứng đầu vào paperReason.`;
  const words = { "with-paper": "kèm bản giấy", "electronic-only": "chỉ điện tử" };
  return [{ ...finding(rules.paper, { severity: "note", field: "/paperOriginal", code: "field-invalid", message, found: words[promised], allowed: words[decision.mode] }), rule: decision.article }];
}

function keyOf({ article, label }: Pick<DecidedRule, "article" | "label">): string {
  return `${label}|${article}`;
}
