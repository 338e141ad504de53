import type { Actor } from "../actor.ts";
import { newId, type TransmissionId, type WorkOrderId } from "../ids.ts";
import type { JournalEntry, JournalKind } from "../journal/journal-entry.ts";
import type { Claim, Transaction } from "../ports.ts";
import type { AfterSend } from "./decide-after-send.ts";
import type { RoadEvent } from "./dispatch-moves.ts";
import { settleDispatches, type Settlement } from "./settle-dispatch.ts";
import { isOpen, subjectOf, type Transmission } from "./transmission.ts";
import { withdrawIfNobodyHasIt, withdrawIfRecalled } from "./withdraw.ts";

/** A transmission, by the order to send it. */
export interface Ordered {
  readonly id: TransmissionId;
  readonly orderId: WorkOrderId;
}

/** Takes transmissions for one attempt each and moves their dispatches to "sending", in one transaction. Claims in the order asked for. */
export async function startAttempts(tx: Transaction, orders: readonly Ordered[], at: Date, actor: Actor): Promise<readonly Claim[]> {
  const open = await tx.openWork(orders.map(({ orderId }) => orderId));
  const asked = new Set(orders.filter(({ orderId }) => open.has(orderId)).map(({ id }) => id));
  const held = new Map<TransmissionId, Claim>();
  for (const waiting of await tx.transmissions.byIds([...asked])) {
    if (await mustWait(tx, waiting)) held.set(waiting.id, { kind: "busy" });
    else if (await withdrawIfNobodyHasIt(tx, waiting, at, actor)) held.set(waiting.id, { kind: "finished" });
  }
  const claims = await tx.claimTransmissions([...asked].filter((id) => !held.has(id)));
  const taken = [...claims.values()].filter((claim) => claim.kind === "claimed");
  await moveDispatches(tx, taken.map(({ transmission }) => ({ transmission, settlement: { event: "attempt", at, actor } })));
  await tx.appendAll(
    taken.map(({ transmission, before }) => ({ kind: "transmission.sending", at, actor, ...subjectOf(transmission), facts: { transmissionId: transmission.id, attempt: transmission.attempts, before } })),
  );
  return orders.map(({ id, orderId }) => (open.has(orderId) ? (held.get(id) ?? claims.get(id) ?? { kind: "finished" }) : { kind: "finished" }));
}

const EVENTS: Readonly<Record<AfterSend["kind"], { readonly dispatch: RoadEvent; readonly journal: JournalKind; readonly state: Transmission["state"] }>> = {
  entered: { dispatch: "entered", journal: "transmission.entered", state: "entered" },
  retry: { dispatch: "not-sent", journal: "transmission.not-sent", state: "queued" },
  ask: { dispatch: "unknown", journal: "transmission.unknown", state: "unknown" },
  failed: { dispatch: "failed", journal: "transmission.failed", state: "failed" },
  expired: { dispatch: "expired", journal: "transmission.expired", state: "failed" },
};

/** An attempt that has ended. */
export interface Attempted {
  readonly transmission: Transmission;
  readonly decision: AfterSend;
  readonly orderId: WorkOrderId;
}

/** Writes the outcomes of attempts everywhere they belong, and plans or ends their work, in one transaction. */
export async function settleAttempts(tx: Transaction, attempted: readonly Attempted[], at: Date, actor: Actor): Promise<void> {
  await tx.settleTransmissions(attempted.map(({ transmission, decision }) => ({ transmission: { ...transmission, ...learntFrom(transmission, decision) }, retryInMs: retryOf(decision) })));
  await moveDispatches(tx, attempted.map(({ transmission, decision }) => ({ transmission, settlement: settlementOf(decision, at, actor) })));
  await tx.appendAll(attempted.map((one) => entryOf(one, at, actor)));
  await tx.finishWork(...attempted.filter(({ decision }) => retryOf(decision) === null).map(({ orderId }) => orderId));
  const followed: TransmissionId[] = [];
  for (const { transmission, decision, orderId } of attempted) {
    const retryInMs = retryOf(decision);
    if (retryInMs !== null) await tx.postponeWork(orderId, retryInMs);
    if (!isAboutOurs(transmission)) continue;
    const withdrawn = decision.kind !== "entered" && (await withdrawIfRecalled(tx, transmission.id, at, actor));
    if (withdrawn || retryInMs === null) followed.push(transmission.id);
  }
  await wakeFollowers(tx, followed);
}

function retryOf(decision: AfterSend): number | null {
  return decision.kind === "retry" || decision.kind === "ask" ? decision.inMs : null;
}

function learntFrom(transmission: Transmission, decision: AfterSend): Partial<Transmission> {
  const { state } = EVENTS[decision.kind];
  if (decision.kind === "entered") return { state, partnerMessageId: decision.partnerMessageId, leftAt: decision.leftAt, enteredAt: decision.enteredAt, lastFault: null };
  const leftAt = decision.kind === "ask" || decision.kind === "expired" ? (transmission.leftAt ?? decision.leftAt) : transmission.leftAt;
  return { state, leftAt, lastFault: decision.fault };
}

function settlementOf(decision: AfterSend, at: Date, actor: Actor): Settlement {
  return { event: EVENTS[decision.kind].dispatch, at, actor, ...(decision.kind === "entered" && { learnt: { leftAt: decision.leftAt, enteredAt: decision.enteredAt } }) };
}

function entryOf({ transmission, decision }: Attempted, at: Date, actor: Actor): JournalEntry {
  return {
    kind: EVENTS[decision.kind].journal,
    at,
    actor,
    ...subjectOf(transmission),
    facts: {
      transmissionId: transmission.id,
      attempt: transmission.attempts,
      partnerMessageId: decision.kind === "entered" ? decision.partnerMessageId : null,
      fault: decision.kind === "entered" ? null : `${decision.fault.code}: ${decision.fault.reason}`.slice(0, 500),
    },
  };
}

/** Whether the one it follows, or one before that, has no outcome yet. What entered had nothing before it that was open. */
async function mustWait(tx: Transaction, { after }: Transmission): Promise<boolean> {
  let before = after;
  while (before !== null) {
    const earlier = await tx.transmissions.byId(before);
    if (earlier === null || earlier.state === "entered") return false;
    if (isOpen(earlier)) return true;
    before = earlier.after;
  }
  return false;
}

/** What waits for these outcomes goes on at once. */
export async function wakeFollowers(tx: Transaction, ids: readonly TransmissionId[]): Promise<void> {
  if (ids.length === 0) return;
  const waiting = (await tx.transmissions.following(ids)).filter(({ state }) => state === "queued");
  await tx.addWorks(waiting.map(({ id, urgency }) => ({ id: newId<WorkOrderId>(), topic: "deliver", ref: id, urgency })));
}

async function moveDispatches(tx: Transaction, moves: readonly { readonly transmission: Transmission; readonly settlement: Settlement }[]): Promise<void> {
  const settlements = new Map(moves.filter(({ transmission }) => isAboutOurs(transmission)).map(({ transmission, settlement }) => [transmission.id, settlement]));
  if (settlements.size === 0) return;
  const dispatches = await tx.lockDispatchesOf([...settlements.keys()]);
  await settleDispatches(tx, dispatches.flatMap((dispatch) => {
    const settlement = settlements.get(dispatch.transmissionId);
    return settlement === undefined ? [] : [{ dispatch, settlement }];
  }));
}

/** A report on a document of somebody else carries no dispatch, and nothing ever waits for it. */
function isAboutOurs({ carries }: Transmission): boolean {
  return carries.kind !== "status";
}
