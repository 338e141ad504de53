import { canonicalOrganId, type StatusReport } from "#edxml";
import type { Actor } from "../actor.ts";
import { effectiveReceipt, explainBriefly, localDateOf } from "../calendar/index.ts";
import { newId, type DispatchId, type StatusRecordId } from "../ids.ts";
import type { Dispatch } from "../outgoing/dispatch.ts";
import type { Move } from "../outgoing/dispatch-moves.ts";
import { settleDispatch, type Settlement } from "../outgoing/settle-dispatch.ts";
import { settleRequest } from "../outgoing/settle-request.ts";
import type { DispatchName, Transaction } from "../ports.ts";
import { answeredRequest, namedQuestion, readAnswer } from "../status/answer-text.ts";
import { readRefusal } from "../status/refusal-text.ts";
import type { RequestState } from "../status/request.ts";
import { identityOfReference } from "../thread/links.ts";
import { fileTakeBack } from "./file-recall.ts";
import type { Filing, Processed, ProcessingNeeds, ReadInbound } from "./processing.ts";

const GATEWAY: Actor = { kind: "gateway", job: "process-incoming" };

/** Applies a receiver's report to our dispatch to that receiver. Only the receiver itself can move it. */
export async function applyStatus(needs: ProcessingNeeds, read: ReadInbound, report: StatusReport): Promise<Filing> {
  if (report.statusCode === "13") return fileTakeBack(needs, read, report, identityOfReference(report.responseFor, report.from.organId));
  const sender = await needs.store.reader.agencies.byCode(canonicalOrganId(report.responseFor.organId));
  if (sender?.hosting == null) return settled({ kind: "quarantined", code: "receiver-not-ours", reason: `trạng thái gửi cho ${report.responseFor.organId}, không phải cơ quan của cổng này` });
  if (read.reading.verdict.kind === "unsigned" && sender.hosting.unsignedPolicy === "quarantine") {
    return settled({ kind: "quarantined", code: "signature-not-acceptable", reason: `trạng thái không có chữ ký, ${sender.code} không nhận gói tin không ký` });
  }
  const reporter = await needs.store.reader.agencies.byCode(canonicalOrganId(report.from.organId));
  const reporterCode = reporter?.code ?? canonicalOrganId(report.from.organId);
  const moves = { documentIdentityKey: identityOfReference(report.responseFor, report.responseFor.organId), senderCode: sender.code, receiverCode: reporterCode };
  return Object.assign((tx: Transaction) => apply(needs, tx, read, report, moves), { about: [Object.values(moves).join("|")] });
}

function settled(processed: Processed): () => Promise<Processed> {
  return () => Promise.resolve(processed);
}

async function apply(needs: ProcessingNeeds, tx: Transaction, read: ReadInbound, report: StatusReport, name: DispatchName): Promise<Processed> {
  const dispatch = await tx.lockDispatch(name);
  if (dispatch === null) {
    return { kind: "waiting", code: "status-without-document", reason: `trạng thái ${report.statusCode} của ${report.from.organId} cho văn bản ${report.responseFor.documentId}, nhưng chưa có lượt gửi nào tới cơ quan này` };
  }
  if (await tx.hasStatus(dispatch.id, read.inbound.id)) return { kind: "duplicate" };
  if (read.reading.verdict.kind === "unsigned") {
    await tx.append({ kind: "inbound.unsigned-accepted", at: needs.clock.now(), actor: GATEWAY, inboundId: read.inbound.id, outgoingId: dispatch.documentId, facts: { receiver: name.senderCode, policy: "accept_flagged" } });
  }
  const actor: Actor = { kind: "partner", channel: read.inbound.channel, organId: report.from.organId };
  const learnt = consequences(needs, read, report, dispatch, name.receiverCode);
  const settled = await settleDispatch(tx, dispatch, { event: report.statusCode, at: needs.clock.now(), actor, ...learnt });
  const move = (await settleAnswer(needs, tx, dispatch.id, report, actor)) ?? settled;
  await tx.addStatus({
    id: newId<StatusRecordId>(),
    statusCode: report.statusCode,
    subject: { kind: "received", dispatchId: dispatch.id, inboundId: read.inbound.id, effect: move.kind },
    staff: report.staff ?? null,
    description: report.description ?? null,
    statedAt: report.timestamp,
    recordedAt: needs.clock.now(),
  });
  return { kind: "filed" };
}

/** 15 and 16 answer what we asked the receiver to do; null for every other report. */
async function settleAnswer(needs: ProcessingNeeds, tx: Transaction, id: DispatchId, report: StatusReport, actor: Actor): Promise<Move<RequestState> | null> {
  if (report.statusCode !== "15" && report.statusCode !== "16") return null;
  const dispatch = await tx.dispatches.byId(id);
  const event = report.statusCode === "15" ? "agree" : "decline";
  const request = dispatch === null ? null : answeredRequest(dispatch, event, report.description ?? null);
  if (dispatch === null || request === null) return { kind: "noted" };
  const answered = { answeredAt: report.timestamp, answer: readAnswer(event, report.description ?? null), person: report.staff?.staff ?? null };
  return settleRequest(tx, dispatch, { request, event, at: needs.clock.now(), actor, answered, question: namedQuestion(event, report.description ?? null) });
}

/**
 * The instants a report teaches us. A peer's clock may be wrong, so what it states is held between what we know ourselves: not before the
 * document entered the channel, not after the report reached us (QĐ 28/2018 Đ.14.4). The stated instant stays in the status record.
 */
function consequences(needs: ProcessingNeeds, read: ReadInbound, report: StatusReport, dispatch: Dispatch, receiverCode: string): Pick<Settlement, "learnt" | "refusal"> {
  const acknowledgedAt = read.inbound.receivedAt;
  const statedAt = within(report.timestamp, dispatch.instants.receivedAt ?? dispatch.instants.enteredAt ?? dispatch.instants.submittedAt, acknowledgedAt);
  switch (report.statusCode) {
    case "01": {
      const receipt = effectiveReceipt(statedAt, needs.calendars.for(receiverCode, localDateOf(statedAt)));
      return { learnt: { receivedAt: statedAt, effectiveAt: receipt.effectiveAt, effectiveExplanation: explainBriefly(receipt), effectiveProvisional: receipt.provisional, calendarVersion: receipt.calendarVersion, acknowledgedAt } };
    }
    case "02":
      return { learnt: { acknowledgedAt, decidedAt: statedAt }, refusal: readRefusal(report.description ?? null, report.staff?.staff ?? null) };
    case "03":
      return { learnt: { acknowledgedAt, decidedAt: statedAt } };
    case "04":
    case "05":
    case "06":
    case "13":
    case "15":
    case "16":
      return dispatch.instants.acknowledgedAt === null ? { learnt: { acknowledgedAt } } : {};
  }
}

function within(instant: Date, floor: Date, ceiling: Date): Date {
  return new Date(Math.max(floor.getTime(), Math.min(instant.getTime(), ceiling.getTime())));
}
