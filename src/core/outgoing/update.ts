import { parseLocalDate, type EdxmlDocument } from "#edxml";
import { actorName } from "../access.ts";
import type { Access } from "../actor.ts";
import { localDateOf } from "../calendar/index.ts";
import { commonDialect } from "../directory/index.ts";
import { FieldsRefused, HouseError } from "../fault.ts";
import { newId, type AmendmentId, type OutgoingId, type WorkOrderId } from "../ids.ts";
import type { Peers } from "../peers/peers.ts";
import type { Transaction } from "../ports.ts";
import { isOver } from "../status/request.ts";
import { addressed, dialectFor, latestOn, look, refuseFrozen, staffOf, type Amended, type AmendingNeeds, type Seen } from "./amending.ts";
import { currentMessage, nextSecond, type Amendment } from "./amendment.ts";
import { typeOf, urgencyCode, type KnownDocumentType } from "./compose-document.ts";
import type { Dispatch } from "./dispatch.ts";
import { recall } from "./recall.ts";
import { resolveReceivers, type Receiver, type ResolvingNeeds } from "./resolve-receivers.ts";
import { routesOf } from "./routes.ts";
import { dispatchFor } from "./send-document.ts";
import { settleRequest } from "./settle-request.ts";
import { newTransmission, type Transmission } from "./transmission.ts";
import type { UpdateCommand } from "./update-command.ts";
import { writeEnvelope } from "./write-envelope.ts";

export interface UpdatingNeeds extends AmendingNeeds {
  readonly resolveCode: ResolvingNeeds["resolveCode"];
  readonly documentTypes: readonly KnownDocumentType[];
  readonly peers: Peers;
}

const MAX_RACES = 5;

/**
 * Cập nhật (business type 2): tells who has the document what changed, sends it to receivers that were added, recalls it from those removed.
 * Repeating it answers the same. Throws `not-found`, `document-frozen`, FieldsRefused, `move-illegal` when nothing would change.
 */
export async function update(needs: UpdatingNeeds, id: OutgoingId, command: UpdateCommand, access: Access): Promise<Amended> {
  const told = await tell(needs, id, command, access);
  if (command.removeReceivers.length === 0 && told !== null) return told;
  if (command.removeReceivers.length === 0) throw new HouseError("move-illegal", `the update of ${id} changes nothing`, { documentId: id });
  const person = command.person === undefined ? {} : { person: command.person };
  const removed = await recall(needs, id, { reason: command.reason, receivers: command.removeReceivers, ...person }, access);
  return told === null ? removed : { ...told, dispatches: removed.dispatches, created: told.created || removed.created };
}

/** Everything but the removals; null when there is nothing of it. */
async function tell(needs: UpdatingNeeds, id: OutgoingId, command: UpdateCommand, access: Access): Promise<Amended | null> {
  for (let race = 0; race < MAX_RACES; race += 1) {
    const seen = await look(needs.store.reader, id, access);
    const current = currentMessage(seen.document.message, seen.amendments);
    const changed = applyChange(current, command, needs.documentTypes);
    const informationChanged = JSON.stringify(changed) !== JSON.stringify(current);
    const added = await addedReceivers(needs, seen, command);
    if (!informationChanged && added.length === 0) {
      const latest = seen.amendments.findLast((amendment) => amendment.kind === "update" && amendment.reason === command.reason);
      return latest === undefined ? null : { ...seen, amendment: latest, created: false };
    }
    refuseFrozen(id, seen.dispatches);
    const prepared = await prepare(needs, seen, { changed, informationChanged, added }, command, access);
    if (await needs.store.write((tx) => commit(needs, tx, prepared, access))) {
      return { document: seen.document, dispatches: await needs.store.reader.dispatches.ofDocuments([id]), amendment: prepared.amendment, created: true };
    }
  }
  throw new HouseError("database-unavailable", `document ${id} was moving too fast to be updated`, { documentId: id });
}

function applyChange(current: EdxmlDocument, { change }: UpdateCommand, types: readonly KnownDocumentType[]): EdxmlDocument {
  const { subject, content, dueOn, urgency, toPlaces, documentType, signer } = change;
  return {
    ...current,
    ...(subject !== undefined && { subject }),
    ...(content !== undefined ? { content } : subject !== undefined && current.content === current.subject ? { content: subject } : {}),
    ...(dueOn !== undefined && { dueDate: parseLocalDate(dueOn) }),
    ...(urgency !== undefined && { otherInfo: { ...current.otherInfo, priority: urgencyCode(urgency) } }),
    ...(toPlaces !== undefined && { toPlaces }),
    ...(documentType !== undefined && { documentType: typeOf(documentType, types) }),
    ...(signer !== undefined && { signer: { fullName: signer.fullName, ...(signer.competence !== undefined && { competence: signer.competence }), ...(signer.position !== undefined && { position: signer.position }) } }),
  };
}

/** Receivers that do not have the document yet; one that has it already is a repetition, one it was recalled from is refused. */
async function addedReceivers(needs: UpdatingNeeds, { document, dispatches }: Seen, { addReceivers }: UpdateCommand): Promise<readonly Receiver[]> {
  const resolved = await resolveReceivers({ agencies: needs.store.reader.agencies, resolveCode: needs.resolveCode, peers: needs.peers, today: localDateOf(needs.clock.now()), senderCode: document.senderCode }, addReceivers);
  if (resolved.kind === "refused") {
    const [first, ...rest] = resolved.problems.map((problem) => ({ ...problem, field: problem.field.replace("/receivers/", "/addReceivers/").replace("/organId", "") }));
    if (first !== undefined) throw new FieldsRefused([first, ...rest]);
    return [];
  }
  const earlier = (receiver: Receiver): Dispatch | undefined => dispatches.find((dispatch) => dispatch.receiverCode === receiver.code);
  const gone = resolved.receivers.findIndex((receiver) => isOver(earlier(receiver)?.recall ?? null));
  if (gone >= 0) {
    const message = "Cơ quan này đã được thu hồi văn bản; hãy gửi bằng văn bản thay thế.";
    throw new FieldsRefused([{ field: `/addReceivers/${gone}`, code: "field-invalid", message, rule: "QĐ 28/2018/QĐ-TTg Đ.8.2" }]);
  }
  return resolved.receivers.filter((receiver) => earlier(receiver) === undefined);
}

interface Prepared {
  readonly seen: Seen;
  readonly amendment: Amendment;
  /** Told of the change; receivers by code. */
  readonly told: readonly string[];
  readonly transmissions: readonly Transmission[];
  readonly dispatches: readonly Dispatch[];
}

async function prepare(needs: UpdatingNeeds, seen: Seen, { changed, informationChanged, added }: { changed: EdxmlDocument; informationChanged: boolean; added: readonly Receiver[] }, command: UpdateCommand, access: Access): Promise<Prepared> {
  const { document } = seen;
  const askedAt = nextSecond(needs.clock.now(), seen.amendments);
  const holders = informationChanged ? seen.dispatches.filter(canBeTold) : [];
  const message: EdxmlDocument = {
    ...changed,
    to: [...addressed(changed, holders.map((dispatch) => dispatch.receiver)), ...added.map((receiver) => receiver.organization)],
    business: {
      kind: "update",
      documentId: document.message.documentId,
      informationChanged,
      receiversChanged: added.length > 0,
      receivers: added.map((receiver) => ({ organId: receiver.organization.organId, change: "added" })),
      reason: command.reason,
      paper: false,
      staff: staffOf(command),
    },
    traceHeaders: [{ organId: document.message.from.organId, timestamp: askedAt }],
  };
  const receivers = [...holders.map((dispatch) => dispatch.receiverCode), ...added.map((receiver) => receiver.code)];
  if (receivers.length === 0) throw new HouseError("move-illegal", `nobody holds document ${document.id} any more`, { documentId: document.id });
  const amendment: Amendment = { id: newId<AmendmentId>(), documentId: document.id, kind: "update", reason: command.reason, receivers, message, askedAt, askedBy: command.person?.fullName ?? actorName(access.actor) };

  const common = { messageKind: "document" as const, from: document.message.from.organId, documentId: document.message.documentId, urgency: urgencyOfMessage(changed) };
  const transmissions: Transmission[] = [];
  for (const channel of new Set(holders.map((dispatch) => dispatch.channel))) {
    const reached = holders.filter((dispatch) => dispatch.channel === channel);
    const to = reached.map((dispatch) => dispatch.receiver);
    const { envelope } = await writeEnvelope(needs, { ...message, to: addressed(message, to) }, [], await dialectFor(needs, reached));
    transmissions.push(newTransmission({ ...common, channel, to, envelope, carries: { kind: "amendment", id: amendment.id, documentId: document.id }, after: latestOn(seen.transmissions, channel) }));
  }
  const dispatches: Dispatch[] = [];
  const hosting = (await needs.store.reader.agencies.byCode(document.senderCode))?.hosting ?? null;
  if (hosting === null) throw new HouseError("agency-not-yours", `${document.senderCode} is no agency of this gateway any more`, { agency: document.senderCode });
  for (const route of routesOf(added, hosting.channel)) {
    const to = route.receivers.map((receiver) => receiver.organization);
    const { envelope } = await writeEnvelope(needs, { ...changed, to }, document.files, commonDialect(route.receivers.map(({ dialect }) => dialect)));
    const transmission = newTransmission({ ...common, channel: route.channel, to: to.map(({ organId }) => organId), envelope, carries: { kind: "document", id: document.id }, after: null });
    transmissions.push(transmission);
    dispatches.push(...route.receivers.map((receiver) => dispatchFor({ id: document.id, submittedAt: needs.clock.now() }, transmission, receiver, hosting.controlModel)));
  }
  return { seen, amendment, told: holders.map((dispatch) => dispatch.receiverCode), transmissions, dispatches };
}

function canBeTold({ state, recall: recalled }: Dispatch): boolean {
  return state !== "withdrawn" && !isOver(recalled);
}

function urgencyOfMessage({ otherInfo }: EdxmlDocument): 0 | 1 | 2 | 3 {
  return otherInfo.priority === 4 ? 3 : otherInfo.priority;
}

/** False: something moved since we looked. Nothing is written then. */
async function commit(needs: UpdatingNeeds, tx: Transaction, { seen, amendment, told, transmissions, dispatches }: Prepared, access: Access): Promise<boolean> {
  const { id } = seen.document;
  await tx.lockTransmissionsAbout(id);
  const current = await tx.lockDispatchesOfDocument(id);
  const known = await tx.amendments.ofDocument(id);
  if (known.length !== seen.amendments.length || current.length !== seen.dispatches.length) return false;
  if (current.some((dispatch) => told.includes(dispatch.receiverCode) && (!canBeTold(dispatch) || dispatch.recall?.state === "asked"))) return false;
  const at = needs.clock.now();
  const { actor } = access;
  await tx.addAmendment(amendment);
  for (const transmission of transmissions) {
    await tx.addTransmission(transmission);
    await tx.addWork({ id: newId<WorkOrderId>(), topic: "deliver", ref: transmission.id, urgency: transmission.urgency }, 0);
  }
  await tx.addDispatches(dispatches);
  for (const dispatch of current) {
    if (!told.includes(dispatch.receiverCode)) continue;
    await settleRequest(tx, dispatch, { request: "update", event: "ask", at, actor, asked: { reason: amendment.reason, askedAt: amendment.askedAt, answerDueAt: null } });
  }
  await tx.append({
    kind: "outgoing.update",
    at,
    actor,
    outgoingId: id,
    facts: { amendmentId: amendment.id, receivers: [...told], added: dispatches.map((dispatch) => dispatch.receiverCode), reason: amendment.reason, askedBy: amendment.askedBy },
  });
  return true;
}
