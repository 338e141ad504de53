import type { Actor } from "../actor.ts";
import type { JournalEntry } from "../journal/journal-entry.ts";
import type { IncomingId, OutgoingId } from "../ids.ts";
import type { Clock, Store } from "../ports.ts";
import type { KeptDeadline } from "./deadline.ts";

const GATEWAY: Actor = { kind: "gateway", job: "tell-deadlines" };
const AT_ONCE = 200;

/**
 * Tells, once each, what has become near and what has become late: the mark and the entry of the journal are one transaction. What is late
 * already is not told to be near as well. Resolves to true when there was more.
 */
export async function tellDeadlines(needs: { readonly store: Store; readonly clock: Clock }): Promise<boolean> {
  const at = needs.clock.now();
  return await needs.store.write(async (tx) => {
    const late = await tx.takeLate(at, AT_ONCE);
    for (const deadline of late) await tx.append(entryOf("deadline.late", deadline, at));
    const near = await tx.takeNear(at, AT_ONCE);
    for (const deadline of near) await tx.append(entryOf("deadline.near", deadline, at));
    return late.length === AT_ONCE || near.length === AT_ONCE;
  });
}

function entryOf(kind: "deadline.near" | "deadline.late", deadline: KeptDeadline, at: Date): JournalEntry {
  const { id, side, documentId, receiverCode, dueAt, rule, provisional, closedAt } = deadline;
  return {
    kind,
    at,
    actor: GATEWAY,
    ...(side === "outgoing" ? { outgoingId: documentId as OutgoingId } : { incomingId: documentId as IncomingId }),
    facts: { deadlineId: id, deadline: deadline.kind, receiver: receiverCode, dueAt: dueAt.toISOString(), rule, provisional, closedAt: closedAt?.toISOString() ?? null },
  };
}
