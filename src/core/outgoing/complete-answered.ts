import { canonicalOrganId, parseOrganId, type EdxmlDocument } from "#edxml";
import type { Access } from "../actor.ts";
import type { Agency } from "../agency.ts";
import type { IncomingId } from "../ids.ts";
import type { IncomingDocument } from "../incoming/incoming-document.ts";
import type { Clock, Store, Transaction } from "../ports.ts";
import { isOver } from "../status/request.ts";
import { prepareStatus, queueStatus, type PreparedStatus, type StatusNeeds } from "../status/send-status.ts";
import { identityOfReference } from "../thread/links.ts";

import type { SendDocument } from "./send-command.ts";

/** An incoming document our new document answers, with the 06 that tells its sender so. */
export interface Answered {
  readonly incoming: IncomingDocument;
  readonly status: PreparedStatus;
}

export type AnsweringNeeds = StatusNeeds & { readonly store: Store; readonly clock: Clock };

const WORKED_ON: readonly IncomingDocument["state"][] = ["accepted", "assigned", "processing"];

/** What this document completes: incoming documents of the sender that are being worked on, named in `responseFor`. */
export async function answeredBy(needs: AnsweringNeeds, command: SendDocument, message: EdxmlDocument, sender: Agency): Promise<readonly Answered[]> {
  const answered: Answered[] = [];
  for (const [index, reference] of message.responseFor.entries()) {
    if (command.responseFor[index]?.completes === false) continue;
    const from = canonicalOrganId(parseOrganId(reference.organId));
    const incoming = await needs.store.reader.incoming.byIdentity(sender.code, from, identityOfReference(reference, reference.organId));
    if (incoming === null || isOver(incoming.recall) || !WORKED_ON.includes(incoming.state)) continue;
    answered.push(await completing(needs, incoming, message, sender));
  }
  return answered;
}

/** The same for one that was held: the incoming documents it was to complete, as they are now. */
export async function answeredByHeld(needs: AnsweringNeeds, ids: readonly string[], message: EdxmlDocument, sender: Agency): Promise<readonly Answered[]> {
  const answered: Answered[] = [];
  for (const id of ids) {
    const incoming = await needs.store.reader.incoming.byId(id as IncomingId);
    if (incoming !== null && !isOver(incoming.recall) && WORKED_ON.includes(incoming.state)) answered.push(await completing(needs, incoming, message, sender));
  }
  return answered;
}

async function completing(needs: AnsweringNeeds, incoming: IncomingDocument, message: EdxmlDocument, sender: Agency): Promise<Answered> {
  const at = needs.clock.now();
  const description = `Trả lời bằng văn bản ${message.code.number}/${message.code.notation}`;
  return { incoming, status: await prepareStatus(needs, incoming, sender, { code: "06", staff: message.business.staff[0] ?? null, description, statedAt: at }, at) };
}

/** Runs in the transaction that stores the answer. What was completed or cancelled meanwhile is left alone. */
export async function completeAnswered(tx: Transaction, answered: readonly Answered[], at: Date, access: Access, answer: string): Promise<void> {
  for (const { incoming, status } of answered) {
    const current = await tx.lockIncoming(incoming.id);
    if (current === null || isOver(current.recall) || !WORKED_ON.includes(current.state)) continue;
    await tx.updateIncoming({ ...current, state: "completed" });
    await queueStatus(tx, status);
    await tx.append({ kind: "incoming.moved", at, actor: access.actor, incomingId: current.id, facts: { from: current.state, to: "completed", statusCode: "06", answer } });
  }
}
