import type { Actor } from "../actor.ts";
import { newId, type TransmissionId, type WorkOrderId } from "../ids.ts";
import type { JournalKind } from "../journal/journal-entry.ts";
import type { Claim, Transaction } from "../ports.ts";
import type { AfterSend } from "./decide-after-send.ts";
import type { RoadEvent } from "./dispatch-moves.ts";
import { settleDispatches, type Settlement } from "./settle-dispatch.ts";
import { isOpen, subjectOf, type Transmission } from "./transmission.ts";
import { withdrawIfNobodyHasIt, withdrawIfRecalled } from "./withdraw.ts";

/** Takes the transmission for one attempt and moves its dispatches to "sending". */
export async function startAttempt(tx: Transaction, id: TransmissionId, orderId: WorkOrderId, at: Date, actor: Actor): Promise<Claim> {
  if (!(await tx.workIsOpen(orderId))) return { kind: "finished" };
  const waiting = await tx.transmissions.byId(id);
  if (waiting !== null && (await mustWait(tx, waiting))) return { kind: "busy" };
  if (waiting !== null && (await withdrawIfNobodyHasIt(tx, waiting, at, actor))) return { kind: "finished" };
  const claim = await tx.claimTransmission(id);
  if (claim.kind !== "claimed") return claim;
  await moveDispatches(tx, claim.transmission, { event: "attempt", at, actor });
  await tx.append({ kind: "transmission.sending", at, actor, ...subjectOf(claim.transmission), facts: { transmissionId: id, attempt: claim.transmission.attempts, before: claim.before } });
  return claim;
}

const EVENTS: Readonly<Record<AfterSend["kind"], { readonly dispatch: RoadEvent; readonly journal: JournalKind; readonly state: Transmission["state"] }>> = {
  entered: { dispatch: "entered", journal: "transmission.entered", state: "entered" },
  retry: { dispatch: "not-sent", journal: "transmission.not-sent", state: "queued" },
  ask: { dispatch: "unknown", journal: "transmission.unknown", state: "unknown" },
  failed: { dispatch: "failed", journal: "transmission.failed", state: "failed" },
  expired: { dispatch: "expired", journal: "transmission.expired", state: "failed" },
};

/** Writes the outcome of an attempt everywhere it belongs, and plans or ends the work, in one transaction. */
export async function settleTransmission(tx: Transaction, transmission: Transmission, decision: AfterSend, orderId: WorkOrderId, at: Date, actor: Actor): Promise<void> {
  const { dispatch: event, journal, state } = EVENTS[decision.kind];
  const retryInMs = decision.kind === "retry" || decision.kind === "ask" ? decision.inMs : null;
  const learnt =
    decision.kind === "entered"
      ? { partnerMessageId: decision.partnerMessageId, leftAt: decision.leftAt, enteredAt: decision.enteredAt }
      : decision.kind === "ask" || decision.kind === "expired"
        ? { leftAt: transmission.leftAt ?? decision.leftAt }
        : {};
  const fault = decision.kind === "entered" ? null : decision.fault;
  await tx.settleTransmission({ ...transmission, state, ...learnt, lastFault: fault }, retryInMs);
  await moveDispatches(tx, transmission, {
    event,
    at,
    actor,
    ...(decision.kind === "entered" && { learnt: { leftAt: decision.leftAt, enteredAt: decision.enteredAt } }),
  });
  await tx.append({
    kind: journal,
    at,
    actor,
    ...subjectOf(transmission),
    facts: {
      transmissionId: transmission.id,
      attempt: transmission.attempts,
      partnerMessageId: decision.kind === "entered" ? decision.partnerMessageId : null,
      fault: fault === null ? null : `${fault.code}: ${fault.reason}`.slice(0, 500),
    },
  });
  if (retryInMs === null) await tx.finishWork(orderId);
  else await tx.postponeWork(orderId, retryInMs);
  const withdrawn = decision.kind !== "entered" && isAboutOurs(transmission) && (await withdrawIfRecalled(tx, transmission.id, at, actor));
  if (isAboutOurs(transmission) && (withdrawn || retryInMs === null)) await wakeFollowers(tx, transmission.id);
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

/** What waits for this outcome goes on at once. */
export async function wakeFollowers(tx: Transaction, id: TransmissionId): Promise<void> {
  for (const follower of await tx.transmissions.following(id)) {
    if (follower.state === "queued") await tx.addWork({ id: newId<WorkOrderId>(), topic: "deliver", ref: follower.id, urgency: follower.urgency }, 0);
  }
}

async function moveDispatches(tx: Transaction, transmission: Transmission, settlement: Settlement): Promise<void> {
  if (isAboutOurs(transmission)) await settleDispatches(tx, await tx.lockDispatchesOf(transmission.id), settlement);
}

/** A report on a document of somebody else carries no dispatch, and nothing ever waits for it. */
function isAboutOurs({ carries }: Transmission): boolean {
  return carries.kind !== "status";
}
