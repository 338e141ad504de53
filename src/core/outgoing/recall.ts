import type { EdxmlDocument } from "#edxml";
import { canonicalOrNull } from "../agency-code.ts";
import { actorName } from "../access.ts";
import type { Access } from "../actor.ts";
import { FieldsRefused, HouseError } from "../fault.ts";
import { newId, type AmendmentId, type OutgoingId, type TransmissionId, type WorkOrderId } from "../ids.ts";
import type { Transaction } from "../ports.ts";
import { askingEvent } from "../status/request.ts";
import { currentMessage, nextSecond, type Amendment } from "./amendment.ts";
import { addressed, answerDue, dialectFor, latestOn, look, staffOf, type Amended, type AmendingNeeds, type Seen } from "./amending.ts";
import { sameWayAs, writeRequests, type AskingKind } from "./ask-back.ts";
import type { Dispatch, DispatchState } from "./dispatch.ts";
import type { OutgoingDocument } from "./outgoing-document.ts";
import type { RecallCommand } from "./recall-command.ts";
import { settleRequest } from "./settle-request.ts";
import { wakeFollowers } from "./settle-transmission.ts";
import { neverLeft, newTransmission, type Transmission } from "./transmission.ts";
import { canBeStopped, withdraw } from "./withdraw.ts";
import { writeEnvelope } from "./write-envelope.ts";

const MAX_RACES = 5;

/**
 * Thu hồi (QĐ 28/2018 Đ.8.2): what has not left is stopped, everybody else is asked to cancel. From here on the document is frozen.
 * Repeating it for receivers who are being recalled already answers the same; one who is merely asked to give it back is recalled now. Throws `not-found`, `field-invalid`, `move-illegal`.
 */
export async function recall(needs: AmendingNeeds, id: OutgoingId, command: RecallCommand, access: Access): Promise<Amended> {
  return await askBack(needs, id, "recall", command, access);
}

/**
 * Lấy lại: the light way to get back what nobody has accepted yet, by a status 13 to each receiver instead of an envelope (edXML §4.5).
 * Otherwise as `recall`; a receiver that has accepted is refused with `move-illegal`, for a recall is the question to put to it.
 */
export async function takeBack(needs: AmendingNeeds, id: OutgoingId, command: RecallCommand, access: Access): Promise<Amended> {
  return await askBack(needs, id, "take-back", command, access);
}

async function askBack(needs: AmendingNeeds, id: OutgoingId, kind: AskingKind, command: RecallCommand, access: Access): Promise<Amended> {
  for (let race = 0; race < MAX_RACES; race += 1) {
    const seen = await look(needs.store.reader, id, access);
    const targets = targetsOf(seen.dispatches, command.receivers);
    const open = targets.filter((dispatch) => askingEvent(dispatch.recall, kind) !== null);
    const latest = seen.amendments.findLast((amendment) => amendment.kind !== "update" && targets.every((dispatch) => amendment.receivers.includes(dispatch.receiverCode)));
    if (open.length === 0 && latest !== undefined) return { ...seen, amendment: latest, created: false };
    if (open.length === 0) throw new HouseError("move-illegal", `document ${id} is already recalled from these receivers`, { documentId: id });
    if (kind === "take-back") refuseAccepted(open, command.receivers);
    const prepared = await prepare(needs, seen, kind, open, command, access);
    if (await needs.store.write((tx) => commit(needs, tx, prepared, access))) {
      const dispatches = await needs.store.reader.dispatches.ofDocuments([id]);
      return { document: seen.document, dispatches, amendment: prepared.amendment, created: true };
    }
  }
  throw new HouseError("database-unavailable", `document ${id} was moving too fast to be recalled`, { documentId: id });
}

function targetsOf(dispatches: readonly Dispatch[], receivers: readonly string[] | undefined): readonly Dispatch[] {
  if (receivers === undefined) return dispatches;
  return receivers.map((text, index) => {
    const found = dispatches.find((dispatch) => dispatch.receiverCode === canonicalOrNull(text));
    if (found !== undefined) return found;
    throw new FieldsRefused([{ field: `/receivers/${index}`, code: "field-invalid", message: `Văn bản này không gửi tới “${text}”. Hãy chọn trong các nơi nhận của văn bản.`, rule: "QĐ 28/2018/QĐ-TTg Đ.8.2" }]);
  });
}

const UNTOUCHED: readonly DispatchState[] = ["queued", "sending", "unknown", "failed", "expired", "withdrawn", "sent", "arrived", "refused"];

/** All of them at once, so that the clerk can take it back from the others. */
function refuseAccepted(open: readonly Dispatch[], named: readonly string[] | undefined): void {
  const [first, ...rest] = open
    .filter(({ state }) => !UNTOUCHED.includes(state))
    .map(({ receiverCode, receiverName }) => ({
      field: named === undefined ? "/receivers" : `/receivers/${named.findIndex((text) => canonicalOrNull(text) === receiverCode)}`,
      code: "move-illegal" as const,
      message: `“${receiverName}” đã tiếp nhận văn bản nên không lấy lại được. Hãy thu hồi ở cơ quan này, hoặc chỉ lấy lại ở các nơi nhận khác.`,
      rule: "QĐ 28/2018/QĐ-TTg Đ.8.2, Đ.10.2.h",
    }));
  if (first !== undefined) throw new FieldsRefused([first, ...rest]);
}

/** One for each transmission that carried the document to some of the receivers in question. */
interface Group {
  readonly carrier: TransmissionId;
  readonly receivers: readonly string[];
  /** Ask those receivers to cancel. */
  readonly requests: readonly Transmission[];
  /** Carries the document to the others, when it has not left yet and not everybody of the envelope is recalled. */
  readonly rest: Transmission | null;
}

interface Prepared {
  readonly document: OutgoingDocument;
  readonly amendment: Amendment;
  readonly groups: readonly Group[];
}

/** Writes and signs everything that may be needed; what the transaction finds decides what is used. */
async function prepare(needs: AmendingNeeds, seen: Seen, kind: AskingKind, open: readonly Dispatch[], command: RecallCommand, access: Access): Promise<Prepared> {
  const { document, amendments } = seen;
  const askedAt = nextSecond(needs.clock.now(), amendments);
  const current = currentMessage(document.message, amendments);
  const message: EdxmlDocument = {
    ...current,
    to: addressed(current, open.map((dispatch) => dispatch.receiver)),
    business: { kind: "recall", documentId: document.message.documentId, reason: command.reason, paper: false, staff: staffOf(command) },
    traceHeaders: [{ organId: document.message.from.organId, timestamp: askedAt }],
  };
  const amendment: Amendment = {
    id: newId<AmendmentId>(),
    documentId: document.id,
    kind,
    reason: command.reason,
    receivers: open.map((dispatch) => dispatch.receiverCode),
    message,
    askedAt,
    askedBy: command.person?.fullName ?? actorName(access.actor),
  };
  const groups: Group[] = [];
  for (const carrier of new Set(open.map((dispatch) => dispatch.transmissionId))) {
    const asked = open.filter((dispatch) => dispatch.transmissionId === carrier);
    const others = seen.dispatches.filter((dispatch) => dispatch.transmissionId === carrier && !asked.includes(dispatch));
    const carried = seen.transmissions.find((transmission) => transmission.id === carrier);
    if (carried === undefined) throw new HouseError("invariant-broken", `dispatches of ${document.id} without their transmission`, { documentId: document.id, transmissionId: carrier });
    const requests = await writeRequests(needs, amendment, carried, asked, latestOn(seen.transmissions, carried.channel));
    const rest = others.length > 0 && neverLeft(carried) ? await carryTheRest(needs, document, current, carried, others) : null;
    groups.push({ carrier, receivers: asked.map((dispatch) => dispatch.receiverCode), requests, rest });
  }
  return { document, amendment, groups };
}

async function carryTheRest(needs: AmendingNeeds, document: OutgoingDocument, current: EdxmlDocument, carried: Transmission, others: readonly Dispatch[]): Promise<Transmission> {
  const to = others.map((dispatch) => dispatch.receiver);
  const { envelope } = await writeEnvelope(needs, { ...current, to: addressed(current, to) }, document.files, await dialectFor(needs, others));
  return { ...newTransmission({ ...sameWayAs(carried), to, envelope, carries: carried.carries, after: carried.after }), state: carried.state, lastFault: carried.lastFault };
}

/** False: something moved since we looked, and what was prepared does not fit any more. Nothing is written then. */
async function commit(needs: AmendingNeeds, tx: Transaction, { document, amendment, groups }: Prepared, access: Access): Promise<boolean> {
  const carriers = new Map((await tx.lockTransmissionsAbout(document.id)).map((transmission) => [transmission.id, transmission]));
  const dispatches = await tx.lockDispatchesOfDocument(document.id);
  const known = await tx.amendments.ofDocument(document.id);
  if (known.some(({ askedAt }) => askedAt >= amendment.askedAt)) return false;
  const plans = groups.map((group) => planFor(group, carriers, dispatches));
  if (plans.some((plan) => plan === null)) return false;

  const at = needs.clock.now();
  const { actor } = access;
  await tx.addAmendment(amendment);
  for (const plan of plans) {
    if (plan === null) continue;
    const { group, carrier, asked, others, stoppable } = plan;
    for (const dispatch of asked) {
      const light = amendment.kind === "take-back" ? ({ takeBack: true } as const) : {};
      const asking = { reason: amendment.reason, askedAt: amendment.askedAt, answerDueAt: answerDue(needs.calendars, dispatch.receiverCode, at), ...light };
      const event = amendment.kind === "update" ? null : askingEvent(dispatch.recall, amendment.kind);
      if (event !== null) await settleRequest(tx, dispatch, { request: "recall", event, at, actor, asked: asking });
    }
    if (!stoppable) {
      for (const request of group.requests) {
        await tx.addTransmission(request);
        await tx.addWork({ id: newId<WorkOrderId>(), topic: "deliver", ref: request.id, urgency: request.urgency }, 0);
      }
      continue;
    }
    await withdraw(tx, carrier, await tx.lockDispatchesOf([carrier.id]).then((all) => all.filter(({ id }) => asked.some((dispatch) => dispatch.id === id))), at, actor);
    if (group.rest !== null && others.length > 0) {
      await tx.addTransmission(group.rest);
      for (const dispatch of others) await tx.reassignDispatch(dispatch.id, group.rest.id);
      if (group.rest.state === "queued") await tx.addWork({ id: newId<WorkOrderId>(), topic: "deliver", ref: group.rest.id, urgency: group.rest.urgency }, 0);
    }
    await wakeFollowers(tx, [carrier.id]);
  }
  await tx.append({
    kind: "outgoing.recall",
    at,
    actor,
    outgoingId: document.id,
    facts: { amendmentId: amendment.id, kind: amendment.kind, receivers: [...amendment.receivers], reason: amendment.reason, askedBy: amendment.askedBy },
  });
  return true;
}

interface Plan {
  readonly group: Group;
  readonly carrier: Transmission;
  readonly asked: readonly Dispatch[];
  readonly others: readonly Dispatch[];
  /** Nothing of it has left. */
  readonly stoppable: boolean;
}

function planFor(group: Group, carriers: ReadonlyMap<TransmissionId, Transmission>, dispatches: readonly Dispatch[]): Plan | null {
  const carrier = carriers.get(group.carrier);
  if (carrier === undefined) return null;
  const carried = dispatches.filter((dispatch) => dispatch.transmissionId === group.carrier);
  const asked = carried.filter((dispatch) => group.receivers.includes(dispatch.receiverCode));
  const others = carried.filter((dispatch) => !asked.includes(dispatch) && dispatch.state !== "withdrawn");
  if (asked.length !== group.receivers.length) return null; // somebody moved them to another transmission
  const stoppable = canBeStopped(carrier, carried);
  if (stoppable && others.length > 0 && (group.rest === null || group.rest.state !== carrier.state)) return null;
  return { group, carrier, asked, others, stoppable };
}
