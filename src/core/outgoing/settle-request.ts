import type { Actor } from "../actor.ts";
import type { Transaction } from "../ports.ts";
import { decideRequest, type Request, type RequestEvent } from "../status/request.ts";
import type { Dispatch } from "./dispatch.ts";
import type { Move } from "./dispatch-moves.ts";
import type { Question } from "../status/answer-text.ts";
import type { RequestState } from "../status/request.ts";

export interface RequestSettlement {
  readonly request: "recall" | "update";
  readonly event: RequestEvent;
  readonly at: Date;
  readonly actor: Actor;
  /** What was asked; given with `ask` and `escalate`. */
  readonly asked?: Pick<Request, "reason" | "askedAt" | "answerDueAt" | "takeBack">;
  /** What was answered; given with `agree` and `decline`. */
  readonly answered?: Pick<Request, "answeredAt" | "answer" | "person">;
  /** The question the answer names; null or absent: it does not say. */
  readonly question?: Question | null;
}

/** The only mover of requests: decides by the table, writes the row, leaves a journal entry. Runs inside the caller's transaction. */
export async function settleRequest(tx: Pick<Transaction, "moveDispatch" | "append">, dispatch: Dispatch, settlement: RequestSettlement): Promise<Move<RequestState>> {
  const { request, event, at, actor, asked, answered } = settlement;
  const before = dispatch[request];
  const move = isStale(before, settlement) ? ({ kind: "noted" } as const) : decideRequest(before?.state ?? "none", event);
  if (move.kind === "moved") await tx.moveDispatch(dispatch, { ...dispatch, [request]: { ...startOf(before, asked !== undefined), ...asked, ...answered, state: move.to } });
  const { documentId, id, receiverCode } = dispatch;
  const kind = move.kind === "moved" ? "dispatch.request-moved" : move.kind === "contradiction" ? "dispatch.status-contradiction" : "dispatch.status-implied";
  await tx.append({ kind, at, actor, outgoingId: documentId, facts: { dispatchId: id, receiver: receiverCode, request, event, from: before?.state ?? "none", to: move.kind === "moved" ? move.to : null } });
  return move;
}

const NOTHING_ASKED: Omit<Request, "state"> = { reason: "", askedAt: new Date(0), answerDueAt: null, answeredAt: null, answer: null, person: null };

/** A new question is not the kind of question the one before was. */
function startOf(before: Request | null, isNew: boolean): Omit<Request, "state"> {
  const { takeBack, ...rest } = before ?? NOTHING_ASKED;
  return isNew || takeBack === undefined ? rest : { ...rest, takeBack };
}

/**
 * A refusal that is not later than the one known already was delivered again: it does not answer the new question. Both times are the
 * receiver's own. Nor does a refusal to give back answer the recall that was put meanwhile. An agreement is final, so there is none of an earlier question.
 */
function isStale(before: Request | null, { event, answered, question }: RequestSettlement): boolean {
  if (event !== "decline" || before === null) return false;
  if (question === "take-back" && before.takeBack !== true) return true;
  if (before.state !== "asked" || before.answeredAt === null) return false;
  return answered?.answeredAt != null && answered.answeredAt.getTime() <= before.answeredAt.getTime();
}
