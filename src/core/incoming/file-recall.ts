import { canonicalOrganId, documentIdentityKey, type EdxmlDocument, type StatusReport } from "#edxml";
import type { Actor } from "../actor.ts";
import { newId, type IncomingId } from "../ids.ts";
import type { Transaction } from "../ports.ts";
import { writeAnswer } from "../status/answer-text.ts";
import type { Request } from "../status/request.ts";
import { prepareStatus, queueStatus, type PreparedStatus } from "../status/send-status.ts";
import { decideRecallArrival, type RecallPolicy } from "./decide-recall.ts";
import { incomingFor } from "./incoming-for.ts";
import { aboutOf, type IncomingDocument } from "./incoming-document.ts";
import type { Processed, ProcessingNeeds, ReadInbound } from "./processing.ts";
import { purge, withoutContent } from "./purge.ts";
import { receiversOf, refuseReceivers, statedInstant, type HostedAgency } from "./receivers-of.ts";

const GATEWAY: Actor = { kind: "gateway", job: "process-incoming" };

/** A question to cancel one document at one of our agencies. */
interface Asking {
  readonly agency: HostedAgency;
  readonly senderCode: string;
  readonly identityKey: string;
  readonly askedAt: Date;
  readonly reason: string;
  readonly person: string | null;
  readonly takeBack: boolean;
  /** Stands in for the document when it is not here yet; null: there is too little to make one of. */
  readonly tombstone: IncomingDocument | null;
}

/** Thu hồi: by envelope (business type 1), or by an update that takes us off the list of receivers. */
export async function fileRecall(needs: ProcessingNeeds, read: ReadInbound, message: EdxmlDocument, only: (agency: HostedAgency) => boolean = () => true): Promise<(tx: Transaction) => Promise<Processed>> {
  const receivers = (await receiversOf(needs, read, message)).filter(only);
  const refused = refuseReceivers(read, message, receivers);
  if (refused !== null) return () => Promise.resolve(refused);
  const askedAt = statedInstant(read, message);
  const senderCode = canonicalOrganId(message.from.organId);
  const identityKey = documentIdentityKey({ organId: message.from.organId, year: Number(message.promulgation.date.slice(0, 4)), ...message.code });
  const person = message.business.staff[0]?.staff ?? null;
  const steps: ((tx: Transaction) => Promise<Processed>)[] = [];
  for (const agency of receivers) {
    const tombstone: IncomingDocument = { ...incomingFor(needs, { ...read, files: [] }, { ...withoutContent(message), responseFor: [] }, agency, []), id: newId<IncomingId>(), warnings: [] };
    steps.push(await prepareAsking(needs, read, { agency, senderCode, identityKey, askedAt, reason: message.business.reason, person, takeBack: false, tombstone }));
  }
  return (tx) => inTurn(tx, steps);
}

/** Lấy lại (13): the light way to take back what nobody has worked on yet. */
export async function fileTakeBack(needs: ProcessingNeeds, read: ReadInbound, report: StatusReport, identityKey: string): Promise<(tx: Transaction) => Promise<Processed>> {
  const agency = await needs.store.reader.agencies.byCode(canonicalOrganId(report.responseFor.organId));
  if (agency?.hosting == null) return () => Promise.resolve({ kind: "quarantined", code: "receiver-not-ours", reason: `yêu cầu lấy lại gửi cho ${report.responseFor.organId}, không phải cơ quan của cổng này` });
  if (read.reading.verdict.kind === "unsigned" && agency.hosting.unsignedPolicy === "quarantine") {
    return () => Promise.resolve({ kind: "quarantined", code: "signature-not-acceptable", reason: `yêu cầu lấy lại không có chữ ký, ${agency.code} không nhận gói tin không ký` });
  }
  const asking: Asking = {
    agency: { ...agency, hosting: agency.hosting },
    senderCode: canonicalOrganId(report.from.organId),
    identityKey,
    askedAt: report.timestamp,
    reason: report.description ?? "",
    person: report.staff?.staff ?? null,
    takeBack: true,
    tombstone: null,
  };
  return prepareAsking(needs, read, asking);
}

async function inTurn(tx: Transaction, steps: readonly ((tx: Transaction) => Promise<Processed>)[]): Promise<Processed> {
  const outcomes: Processed[] = [];
  for (const step of steps) outcomes.push(await step(tx));
  return outcomes.find((outcome) => outcome.kind === "waiting") ?? outcomes.find((outcome) => outcome.kind === "filed") ?? outcomes[0] ?? { kind: "duplicate" };
}

async function prepareAsking(needs: ProcessingNeeds, read: ReadInbound, asking: Asking): Promise<(tx: Transaction) => Promise<Processed>> {
  const { agency, senderCode, identityKey } = asking;
  const known = await needs.store.reader.incoming.byIdentity(agency.code, senderCode, identityKey);
  const target = known ?? asking.tombstone;
  const at = needs.clock.now();
  const words = known === null ? "văn bản chưa đến, sẽ không được đưa vào sổ khi đến" : "văn bản chưa được tiếp nhận, đã hủy trên hệ thống bên nhận";
  const cancelled = isCancelled(known) ? "văn bản đã được hủy trước đó" : words;
  const answer = target === null ? null : await prepareStatus(needs, target, agency, { code: "15", staff: null, description: writeAnswer(asking.takeBack ? "take-back" : "recall", "agree", cancelled), statedAt: at }, at);
  return (tx) => arrive(needs, tx, read, asking, answer);
}

function isCancelled(known: IncomingDocument | null): boolean {
  return known?.recall?.state === "agreed";
}

/** `answer` was signed for the document as it was seen before the transaction; a document that came in between is met again in a moment. */
async function arrive(needs: ProcessingNeeds, tx: Transaction, read: ReadInbound, asking: Asking, answer: PreparedStatus | null): Promise<Processed> {
  const { agency, senderCode, identityKey, askedAt, reason } = asking;
  const about = [aboutOf({ receiverCode: agency.code, senderCode, identityKey })];
  const current = await tx.lockIncomingByIdentity(agency.code, senderCode, identityKey);
  const policy: RecallPolicy = agency.hosting.recallPolicy ?? "automatic-until-accepted";
  const decision = decideRecallArrival(current, askedAt, policy, read.reading.verdict.kind !== "unsigned");
  if (decision === "repeat") return { kind: "duplicate" };
  const target = current ?? asking.tombstone;
  if (decision === "wait" || target === null) return { kind: "waiting", code: "request-without-document", reason: `yêu cầu thu hồi tới trước văn bản ${identityKey}`, about };
  if (decision !== "ask" && answer?.transmission.carries.kind === "status" && answer.transmission.carries.incomingId !== target.id) {
    return { kind: "waiting", code: "request-without-document", reason: `văn bản ${identityKey} vừa tới cùng lúc với yêu cầu thu hồi`, about };
  }

  const at = needs.clock.now();
  const actor: Actor = { kind: "partner", channel: read.inbound.channel, organId: senderCode };
  const asked: Request = { state: "asked", reason, askedAt, answerDueAt: null, answeredAt: target.recall?.answeredAt ?? null, answer: null, person: asking.person, ...(asking.takeBack && { takeBack: true }) };
  const agreed: Request = { ...asked, state: "agreed", answeredAt: at };
  if (current === null && !(await tx.addIncoming({ ...target, recall: agreed, purgedAt: at }))) {
    return { kind: "waiting", code: "request-without-document", reason: `văn bản ${identityKey} vừa tới cùng lúc với yêu cầu thu hồi`, about };
  }
  if (current === null) await tx.wakeWaiting(aboutOf(target)); // updates that came before both have nothing left to wait for
  const recalled: IncomingDocument = { ...target, recall: decision === "ask" ? asked : agreed };
  await tx.updateIncoming(recalled);
  await tx.append({ kind: "incoming.recall-asked", at, actor, incomingId: target.id, inboundId: read.inbound.id, facts: { recall: recalled.recall?.state ?? null, reason: reason.slice(0, 500), askedAt: askedAt.toISOString() } });
  if (decision === "ask") return { kind: "filed" };
  if (decision === "agree") await purge(tx, recalled, at, GATEWAY);
  if (answer !== null) await queueStatus(tx, answer);
  await tx.append({ kind: "incoming.recall-answered", at, actor: GATEWAY, incomingId: target.id, facts: { recall: "agreed", reason: decision, person: null } });
  return { kind: "filed" };
}
