import type { IncomingDocument } from "./incoming-document.ts";

/** Who decides when a sender recalls a document: the gateway itself until a clerk has accepted it, or always a clerk. */
export type RecallPolicy = "automatic-until-accepted" | "always-ask";

/**
 * agree: cancel it now; also when it is not here yet, so that it never enters the books. ask: a clerk decides.
 * repeat: asked before. answer-again: it was cancelled, and somebody asks anew.
 */
export type RecallArrival = "agree" | "ask" | "repeat" | "answer-again" | "wait";

/** What a recall means here. Pure. `believed`: its signature proves the sender; what is not proven destroys nothing by itself. */
export function decideRecallArrival(known: Pick<IncomingDocument, "state" | "recall"> | null, askedAt: Date, policy: RecallPolicy, believed: boolean): RecallArrival {
  if (known === null) return believed && policy === "automatic-until-accepted" ? "agree" : "wait";
  if (known.recall !== null && askedAt.getTime() <= known.recall.askedAt.getTime()) return "repeat";
  if (known.recall?.state === "agreed") return "answer-again";
  const untouched = known.state === "arrived" || known.state === "refused";
  return policy === "automatic-until-accepted" && untouched && believed ? "agree" : "ask";
}
