import type { Facts } from "#edxml";
import type { Access } from "../actor.ts";
import { HouseError } from "../fault.ts";
import { newId, type WorkOrderId } from "../ids.ts";
import type { IncomingDocument } from "../incoming/incoming-document.ts";
import { aboutOf } from "../incoming/incoming-document.ts";
import { purge, withoutContent } from "../incoming/purge.ts";
import { hosted, type ReportingNeeds } from "../incoming/report-status.ts";
import type { OutgoingDocument } from "../outgoing/outgoing-document.ts";
import { answeredByHeld, completeAnswered } from "../outgoing/complete-answered.ts";
import { settleDispatch } from "../outgoing/settle-dispatch.ts";
import { withdraw } from "../outgoing/withdraw.ts";
import type { Transaction } from "../ports.ts";
import { writeRefusal } from "../status/refusal-text.ts";
import { prepareStatus, queueStatus } from "../status/send-status.ts";
import { conceal } from "./conceal.ts";
import { findHeld, type HeldDocument } from "./held.ts";
import { holdsMalware, type Hold, type HoldDecision } from "./hold.ts";

type Verb = "release" | "discard";

/**
 * Cho đi tiếp hoặc hủy một văn bản đang tạm giữ. Repeating the same decision answers the same; the other one throws `move-illegal`, because what
 * went out cannot be discarded here and what was purged cannot be released. Throws `not-found`.
 */
export async function decideHeld(needs: ReportingNeeds, id: string, verb: Verb, command: HoldDecision, access: Access): Promise<HeldDocument> {
  const held = await findHeld(needs.store.reader, id, access);
  if (!mayDecide(held, verb)) return shown(held);
  const decided = held.direction === "outgoing" ? await decideOutgoing(needs, held.document, verb, command, access) : await decideIncoming(needs, held.document, verb, command, access);
  return decided === null ? decideHeld(needs, id, verb, command, access) : shown(decided); // null: somebody else decided meanwhile
}

function mayDecide({ document, hold }: HeldDocument, verb: Verb): boolean {
  if (verb === "release" && holdsMalware(hold)) throw new HouseError("malware-found", `document ${document.id} has malware and can only be discarded`, { documentId: document.id }, { hint: "discard it; the sender makes the file anew and sends again" });
  if (hold.state === "held" && document.purgedAt === null) return true;
  if (hold.state === AFTER[verb]) return false;
  throw new HouseError("move-illegal", `document ${document.id} is not held any more`, { documentId: document.id, hold: hold.state });
}

const AFTER = { release: "released", discard: "discarded" } as const;

function shown(held: HeldDocument): HeldDocument {
  return held.direction === "incoming" ? { ...held, document: conceal(held.document) } : held;
}

function decidedHold(hold: Hold, verb: Verb, { person, reason }: HoldDecision, at: Date): Hold {
  return { ...hold, state: AFTER[verb], decision: { at, person: nameOf(person), reason } };
}

function nameOf(person: HoldDecision["person"]): string {
  return person.position === undefined ? person.fullName : `${person.fullName}, ${person.position}`;
}

async function decideOutgoing(needs: ReportingNeeds, document: OutgoingDocument, verb: Verb, command: HoldDecision, access: Access): Promise<HeldDocument | null> {
  const at = needs.clock.now();
  const answers = verb === "release" ? (document.hold?.answers ?? []) : [];
  const answered = answers.length === 0 ? [] : await answeredByHeld(needs, answers, document.message, await hosted(needs, document.senderCode));
  return needs.store.write(async (tx) => {
    const transmissions = await tx.lockTransmissionsAbout(document.id); // as the road does: transmissions before dispatches
    const dispatches = await tx.lockDispatchesOfDocument(document.id);
    const current = await tx.outgoing.byId(document.id);
    if (current?.hold?.state !== "held") return null;
    const hold = decidedHold(current.hold, verb, command, at);
    const facts: Facts = { person: nameOf(command.person), reason: command.reason, heldAt: hold.heldAt.toISOString() };
    if (verb === "release") {
      for (const dispatch of dispatches) await settleDispatch(tx, dispatch, { event: "release", at, actor: access.actor });
      for (const { id, urgency } of transmissions) await tx.addWork({ id: newId<WorkOrderId>(), topic: "deliver", ref: id, urgency }, 0);
      await completeAnswered(tx, answered, at, access, document.id);
      await tx.append({ kind: "outgoing.released", at, actor: access.actor, outgoingId: document.id, facts });
      return save(tx, { ...current, hold });
    }
    for (const transmission of transmissions) await withdraw(tx, transmission, dispatches.filter(({ transmissionId }) => transmissionId === transmission.id), at, access.actor);
    await tx.append({ kind: "outgoing.discarded", at, actor: access.actor, outgoingId: document.id, facts: { ...facts, files: current.files.map(({ sha256 }) => sha256) } });
    await tx.addWork({ id: newId<WorkOrderId>(), topic: "purge", ref: document.id, urgency: 0 }, 0);
    return save(tx, discarded({ ...current, hold }, at));
  });
}

async function save(tx: Transaction, document: OutgoingDocument): Promise<HeldDocument> {
  await tx.rewriteOutgoing(document);
  return { direction: "outgoing", document, hold: document.hold ?? invariant(document.id) };
}

function invariant(id: string): never {
  throw new HouseError("invariant-broken", `document ${id} lost its hold`, { documentId: id });
}

/** What stays: who, when, digests, the stamp. The number is free again, for the document that may be sent may carry it. */
function discarded(document: OutgoingDocument, at: Date): OutgoingDocument {
  return {
    ...document,
    identityKey: `${document.identityKey}|hủy ${document.id}`,
    message: { ...withoutContent(document.message), subject: "(văn bản tạm giữ đã bị hủy)" },
    files: document.files.map((file, index) => ({ ...file, name: `tep-${index + 1}`, description: null })),
    findings: [],
    legalEffect: null,
    purgedAt: at,
  };
}

async function decideIncoming(needs: ReportingNeeds, document: IncomingDocument, verb: Verb, command: HoldDecision, access: Access): Promise<HeldDocument | null> {
  const at = needs.clock.now();
  const person = nameOf(command.person);
  const code = document.hold !== null && holdsMalware(document.hold) ? "MALWARE" : "SECRET_CONTENT";
  const description = writeRefusal(code, command.reason);
  // the sender must hear that its document was sent back, and why (NĐ 30/2020 Đ.21.2.b)
  const refusal = verb === "release" ? null : await prepareStatus(needs, document, await hosted(needs, document.receiverCode), { code: "02", staff: { department: "Văn thư", staff: person }, description, statedAt: at }, at);
  return needs.store.write(async (tx) => {
    const current = await tx.lockIncoming(document.id);
    if (current?.hold?.state !== "held" || current.purgedAt !== null) return null;
    const hold = decidedHold(current.hold, verb, command, at);
    const facts: Facts = { person, reason: command.reason, heldAt: hold.heldAt.toISOString() };
    if (refusal === null) {
      const released = { ...current, hold };
      await tx.rewriteIncoming(released);
      await tx.append({ kind: "incoming.released", at, actor: access.actor, incomingId: document.id, facts: { ...facts, receiver: current.receiverCode, sender: current.senderCode, verdict: current.verdict.kind, effectiveAt: current.effectiveAt.toISOString() } });
      return { direction: "incoming" as const, document: released, hold };
    }
    const refused: IncomingDocument = { ...current, hold, state: "refused", decidedAt: at, refusal: { code, text: command.reason, person } };
    await tx.updateIncoming(refused);
    await queueStatus(tx, refusal);
    const kept = await purge(tx, refused, at, access.actor);
    await tx.append({ kind: "incoming.discarded", at, actor: access.actor, incomingId: document.id, facts: { ...facts, about: aboutOf(current) } });
    return { direction: "incoming" as const, document: kept, hold };
  });
}
