import type { Move } from "../outgoing/dispatch-moves.ts";

/**
 * Yêu cầu: a sender asks a receiver to cancel a document (thu hồi, lấy lại) or to change it (cập nhật), and the receiver answers 15 or 16.
 * A dimension of its own beside the state of the document, the same on a dispatch and on an incoming document.
 *
 * none → asked → agreed (15) | declined (16) | unanswered (nobody answered by the deadline; an answer still counts)
 *         │ ↑└→ withdrawn (it never left us, so there was nobody to ask)
 *         └─┘ escalate: a recall takes the place of a take back that is still open
 */
export const REQUEST_STATES = ["asked", "agreed", "declined", "unanswered", "withdrawn"] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

export const REQUEST_EVENTS = ["ask", "escalate", "agree", "decline", "deadline", "withdraw"] as const;
export type RequestEvent = (typeof REQUEST_EVENTS)[number];

/** A document once cancelled stays cancelled; a refusal can still become an agreement, because the law demands it (QĐ 28/2018 Đ.9.2). */
const REQUEST_MOVES: Readonly<Record<RequestState | "none", Partial<Record<RequestEvent, RequestState>>>> = {
  none: { ask: "asked", withdraw: "withdrawn" },
  asked: { escalate: "asked", agree: "agreed", decline: "declined", deadline: "unanswered", withdraw: "withdrawn" },
  unanswered: { ask: "asked", agree: "agreed", decline: "declined" },
  declined: { ask: "asked", agree: "agreed" },
  agreed: {},
  withdrawn: {},
};

export interface Request {
  readonly state: RequestState;
  /** Asked by a status 13 (lấy lại), not by the envelope the law knows (thu hồi). */
  readonly takeBack?: true;
  readonly reason: string;
  /** As the sender states it. A later request is another one, an equal or earlier one is a repetition. */
  readonly askedAt: Date;
  /** End of the next working day of the receiver; null where nobody waits for the answer. */
  readonly answerDueAt: Date | null;
  /** As the receiver states, of the latest answer. */
  readonly answeredAt: Date | null;
  readonly answer: string | null;
  readonly person: string | null;
}

/** The one table of legal moves of a request. Never throws: what does not fit is implied, or a contradiction that is kept and moves nothing. */
export function decideRequest(from: RequestState | "none", event: RequestEvent): Move<RequestState> {
  const to = REQUEST_MOVES[from][event];
  if (to !== undefined) return { kind: "moved", to };
  if (from === "none") return { kind: "noted" }; // an answer to nothing
  const contradicts = (from === "agreed" && event === "decline") || (from === "withdrawn" && (event === "agree" || event === "decline"));
  return contradicts ? { kind: "contradiction" } : { kind: "implied" };
}

/**
 * What asking now would be. `escalate`: a recall while a take back is open. A take back asks nicely for what nobody has accepted yet; a recall is the
 * question that must be obeyed (QĐ 28/2018 Đ.8.2, 9.2), so it is put beside the lighter one with a time to answer of its own, never the other way
 * round. Null: there is nothing to ask, it is being asked already or over.
 */
export function askingEvent(known: Pick<Request, "state" | "takeBack"> | null, kind: "recall" | "take-back"): "ask" | "escalate" | null {
  if (known === null || known.state === "declined" || known.state === "unanswered") return "ask";
  return known.state === "asked" && known.takeBack === true && kind === "recall" ? "escalate" : null;
}

/** The document is cancelled at that receiver, or never reached it. */
export function isOver(request: Request | null): boolean {
  return request?.state === "agreed" || request?.state === "withdrawn";
}
