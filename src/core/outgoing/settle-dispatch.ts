import type { Actor } from "../actor.ts";
import type { JournalEntry } from "../journal/journal-entry.ts";
import type { Transaction } from "../ports.ts";
import type { Dispatch, DispatchInstants, Refusal } from "./dispatch.ts";
import { decideMove, type DispatchEvent, type Move } from "./dispatch-moves.ts";

export interface Settlement {
  readonly event: DispatchEvent;
  readonly at: Date;
  readonly actor: Actor;
  /** Instants learnt with this event; one that is already known is never overwritten. */
  readonly learnt?: Partial<Omit<DispatchInstants, "submittedAt">>;
  readonly refusal?: Refusal;
}

/** The only mover of dispatches: decides by the table, writes the row, leaves a journal entry. Runs inside the caller's transaction. */
export async function settleDispatch(tx: Pick<Transaction, "moveDispatch" | "append">, dispatch: Dispatch, settlement: Settlement): Promise<Move> {
  const { move, after, entry } = decide(dispatch, settlement);
  if (after !== null) await tx.moveDispatch(dispatch, after);
  await tx.append(entry);
  return move;
}

export interface Settling {
  readonly dispatch: Dispatch;
  readonly settlement: Settlement;
}

/** The same for many: two statements for sixty of them instead of a hundred and twenty. */
export async function settleDispatches(tx: Pick<Transaction, "moveDispatches" | "appendAll">, settling: readonly Settling[]): Promise<void> {
  const decided = settling.map(({ dispatch, settlement }) => ({ before: dispatch, ...decide(dispatch, settlement) }));
  await tx.moveDispatches(decided.flatMap(({ before, after }) => (after === null ? [] : [{ before, after }])));
  await tx.appendAll(decided.map(({ entry }) => entry));
}

/** `after` null: a contradiction is kept in the journal and changes nothing. */
function decide(dispatch: Dispatch, settlement: Settlement): { readonly move: Move; readonly after: Dispatch | null; readonly entry: JournalEntry } {
  const move = decideMove(dispatch.state, settlement.event);
  const after: Dispatch = {
    ...dispatch,
    state: move.kind === "moved" ? move.to : dispatch.state,
    instants: learn(dispatch.instants, settlement.learnt ?? {}),
    refusal: move.kind === "moved" && settlement.refusal !== undefined ? settlement.refusal : dispatch.refusal,
  };
  const entry: JournalEntry = {
    kind: move.kind === "moved" ? "dispatch.moved" : move.kind === "contradiction" ? "dispatch.status-contradiction" : "dispatch.status-implied",
    at: settlement.at,
    actor: settlement.actor,
    outgoingId: dispatch.documentId,
    facts: { dispatchId: dispatch.id, receiver: dispatch.receiverCode, from: dispatch.state, event: settlement.event, to: move.kind === "moved" ? move.to : null },
  };
  return { move, after: move.kind === "contradiction" ? null : after, entry };
}

/** The instants that follow each other, in their order. */
const IN_ORDER = ["submittedAt", "leftAt", "enteredAt", "receivedAt", "decidedAt"] as const;

/**
 * What is known stays. A clock may be set back or forth between two instants, and one may be learnt after a later one: each is held between those
 * around it, so that no document ever leaves before it was submitted. The journal keeps what the clock said.
 */
function learn(earlier: DispatchInstants, learnt: Partial<DispatchInstants>): DispatchInstants {
  const known = { ...earlier };
  for (const [place, name] of IN_ORDER.entries()) {
    const value = learnt[name] ?? null;
    if (known[name] !== null || value === null) continue;
    const floor = Math.max(...IN_ORDER.slice(0, place).map((before) => known[before]?.getTime() ?? -Infinity));
    const ceiling = Math.min(...IN_ORDER.slice(place + 1).map((after) => known[after]?.getTime() ?? Infinity));
    known[name] = new Date(Math.max(floor, Math.min(value.getTime(), ceiling)));
  }
  return {
    ...known,
    effectiveAt: known.effectiveAt ?? learnt.effectiveAt ?? null,
    effectiveExplanation: known.effectiveExplanation ?? learnt.effectiveExplanation ?? null,
    effectiveProvisional: known.effectiveProvisional ?? learnt.effectiveProvisional ?? null,
    calendarVersion: known.calendarVersion ?? learnt.calendarVersion ?? null,
    acknowledgedAt: known.acknowledgedAt ?? learnt.acknowledgedAt ?? null,
  };
}
