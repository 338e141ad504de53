import { canonicalOrganId } from "#edxml";
import { localDateOf } from "../calendar/local-time.ts";
import type { Access } from "../actor.ts";
import { FieldsRefused, HouseError, type FieldProblem, type HouseFaultCode } from "../fault.ts";
import { HOUSE_FAULT_TEXTS } from "../fault-texts.ts";
import { checkSecrecy, checkSubmission, senderCode, type FileFacts } from "../policy/check-submission.ts";
import { checkIssuedOn } from "../policy/check-sense.ts";
import { checkReceivers, receiverProblems, type ReceiverCheckup } from "../policy/deliverability.ts";
import { examineSubmission } from "../policy/examine.ts";
import { holdFor } from "../hold/hold.ts";
import { checkFindings } from "../policy/check-findings.ts";
import type { FileFinding, FileToInspect } from "../policy/file-finding.ts";
import { finding, type PolicyFinding } from "../policy/finding.ts";
import type { EffectivePolicy } from "../policy/profile.ts";
import { identityOf } from "./compose-document.ts";
import { resolveReceivers, type ResolvedReceivers } from "./resolve-receivers.ts";
import type { SendDocument } from "./send-command.ts";
import { hostedSender, type SendingNeeds } from "./send-document.ts";

/** A file as a dry run has it: with a digest and a place it can be looked into, and is forgotten afterwards. */
export type CheckedFile = FileFacts & Partial<Pick<FileToInspect, "sha256" | "path">>;

/** What a dry run says. */
export interface Checkup {
  /** What stands in the way; empty: it could be sent. */
  readonly problems: readonly FieldProblem[];
  /** What is worth knowing and stops nothing. */
  readonly notes: readonly PolicyFinding[];
  /** Each receiver's policy beside the sender's; empty when a receiver could not be found. */
  readonly receivers: readonly ReceiverCheckup[];
}

/**
 * Kiểm tra thử: everything that sending this document would be refused for, all at once, and nothing of it is kept.
 * `files` null: they are not at hand yet, and nothing is said of them.
 */
export async function checkDocument(needs: SendingNeeds, command: SendDocument, files: readonly CheckedFile[] | null, access: Access): Promise<Checkup> {
  await needs.policies.refresh();
  const today = localDateOf(needs.clock.now());
  const [resolved, bySender, byNumber, findings] = await Promise.all([receiversOf(needs, command), senderProblems(needs, command, access), numberProblems(needs, command), lookInto(needs, files)]);
  const own = files === null ? checkSecrecy(command) : [...checkSubmission(command, files, needs.limits, findings), ...checkFindings(findings ?? [])];
  const byReceivers = resolved.kind === "refused" ? resolved.problems : files === null ? [] : receiverProblems(needs.policies, command, files, resolved.receivers, today, findings);
  const receivers = resolved.kind === "refused" ? [] : checkReceivers(needs.policies, command, files, resolved.receivers, today, findings);
  const policy = needs.policies.for(senderCode(command), today);
  const notes = [...examineSubmission(policy, command, files, needs.documentTypes, findings), ...holdNote(policy, findings ?? [], needs.clock.now()), ...receivers.flatMap(({ findings }) => findings)].filter(({ severity }) => severity === "note");
  return { problems: [...own, ...checkIssuedOn(command, today), ...bySender, ...byReceivers, ...byNumber], notes, receivers };
}

/** null: not all of them are at hand. */
async function lookInto(needs: SendingNeeds, files: readonly CheckedFile[] | null): Promise<readonly FileFinding[] | null> {
  const atHand = (files ?? []).flatMap(({ name, size, sha256, path }) => (sha256 === undefined || path === undefined ? [] : [{ name, size, sha256, path }]));
  return files === null || atHand.length < files.length ? null : await needs.inspector.inspect(atHand);
}

/** What would be held is said before anybody sends it. */
function holdNote({ rules }: EffectivePolicy, findings: readonly FileFinding[], at: Date): PolicyFinding[] {
  const hold = holdFor(findings, rules["virus-scan"], at);
  return hold === null ? [] : [finding(rules.secrecy, { severity: "note", field: "/files", code: "document-held", message: `Nếu gửi, văn bản sẽ bị tạm giữ. ${hold.reason}`, found: "phải có người quyết định", allowed: "không có dấu mật, mã độc" })];
}

async function senderProblems(needs: SendingNeeds, command: SendDocument, access: Access): Promise<readonly FieldProblem[]> {
  try {
    const sender = await hostedSender(needs, command, access);
    await needs.keys.signerFor(sender.organization.organId);
    return [];
  } catch (error) {
    if (error instanceof FieldsRefused) return error.problems;
    if (error instanceof HouseError && error.blame === "caller") return [problemOf("/sender", error.code)];
    throw error;
  }
}

async function receiversOf(needs: SendingNeeds, command: SendDocument): Promise<ResolvedReceivers> {
  const { agencies } = needs.store.reader;
  const sender = canonicalOrganId(command.sender); // a sender that is no code is nobody's code, which has been said
  const code = (await agencies.byCode(sender))?.code ?? sender;
  const resolving = { agencies, resolveCode: needs.resolveCode, peers: needs.peers, today: localDateOf(needs.clock.now()), senderCode: code };
  return await resolveReceivers(resolving, command.receivers.map((receiver) => receiver.organId));
}

/** A number that was used already; whether it was for this very document is only known with its files. */
async function numberProblems(needs: SendingNeeds, command: SendDocument): Promise<readonly FieldProblem[]> {
  let identity: string;
  try {
    identity = identityOf(command);
  } catch {
    return []; // the sender is no agency code, which has been said
  }
  const earlier = await needs.store.reader.outgoing.byIdentityKey(identity);
  return earlier === null ? [] : [{ field: "/code", code: "duplicate-document", message: `Số, ký hiệu này đã dùng cho văn bản gửi ngày ${localDateOf(earlier.submittedAt).split("-").toReversed().join("/")}. Nếu là văn bản khác, hãy kiểm tra lại số.`, rule: "NĐ 30/2020/NĐ-CP PL VI" }];
}

function problemOf(field: string, code: HouseFaultCode): FieldProblem {
  const { title, advice } = HOUSE_FAULT_TEXTS[code];
  return { field, code, message: `${title}. ${advice}`, rule: "quy tắc của cổng" };
}
