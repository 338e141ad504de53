import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { writeDocument, type AttachmentSource, type EdxmlDocument, type WrittenEnvelope } from "#edxml";
import { mayActFor, actorName } from "../access.ts";
import type { Access } from "../actor.ts";
import type { Agency } from "../agency.ts";
import { sayCode } from "../directory/index.ts";
import { FieldsRefused, HouseError, type FieldProblem } from "../fault.ts";
import { newId, type DispatchId, type OutgoingId, type TransmissionId, type WorkOrderId } from "../ids.ts";
import { checkSubmission, type SubmissionLimits } from "../policy/check-submission.ts";
import type { Blobs, Clock, SigningKeys, Store, Transaction } from "../ports.ts";
import type { StoredEnvelope, StoredFile } from "../stored-file.ts";
import { canonicalSender, composeDocument, identityOf, urgencyOf, type KnownDocumentType } from "./compose-document.ts";
import type { Dispatch } from "./dispatch.ts";
import type { OutgoingDocument } from "./outgoing-document.ts";
import { resolveReceivers, type Receiver, type ResolvingNeeds } from "./resolve-receivers.ts";
import type { SendDocument, SubmittedFile } from "./send-command.ts";
import type { Transmission } from "./transmission.ts";

export interface SendingNeeds {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly keys: SigningKeys;
  readonly limits: SubmissionLimits;
  readonly resolveCode: ResolvingNeeds["resolveCode"];
  readonly documentTypes: readonly KnownDocumentType[];
}

export interface Sent {
  readonly document: OutgoingDocument;
  readonly dispatches: readonly Dispatch[];
  /** false: this was a repetition, and the answer is the first one. */
  readonly created: boolean;
}

/** Văn bản đi: check, write and sign the envelope, queue one dispatch for each receiver. Nothing is kept of a refused submission. */
export async function sendDocument(needs: SendingNeeds, command: SendDocument, files: readonly SubmittedFile[], access: Access, idempotencyKey: string | null): Promise<Sent> {
  const submittedAt = needs.clock.now();
  const sender = await hostedSender(needs, command, access);
  const submission: Submission = {
    identityKey: identityOf(command),
    contentDigest: digestOf(command, files),
    idempotency: idempotencyKey === null ? null : { scope: scopeOf(access), key: idempotencyKey },
  };
  const earlier = await findEarlier(needs, submission, access);
  if (earlier !== null) return earlier;

  const receivers = await receiversOrRefuse(needs, command, files);
  const message = composeDocument(command, sender.organization, receivers.map((receiver) => receiver.organization), needs.documentTypes, submittedAt);
  const { envelope, storedFiles } = await writeEnvelope(needs, message, command, files);

  const document: OutgoingDocument = {
    id: newId<OutgoingId>(),
    senderCode: sender.code,
    message,
    files: storedFiles,
    envelope,
    submittedAt,
    submittedBy: actorName(access.actor),
    ...submission,
  };
  const transmission = transmissionFor(document, receivers, sender.hosting.channel, urgencyOf(command));
  const dispatches = receivers.map((receiver) => dispatchFor(document, transmission, receiver, sender.hosting.controlModel));

  const stored = await needs.store.write((tx) => queue(tx, document, transmission, dispatches, access));
  if (stored) return { document, dispatches, created: true };
  // somebody stored the same document between our look and our write: answer as if we had come second
  const won = await findEarlier(needs, submission, access);
  if (won === null) throw new HouseError("invariant-broken", `document ${submission.identityKey} neither stored nor found`, { identityKey: submission.identityKey });
  return won;
}

type Submission = Pick<OutgoingDocument, "identityKey" | "contentDigest" | "idempotency">;
type HostedAgency = Agency & { readonly hosting: NonNullable<Agency["hosting"]> };

async function hostedSender(needs: SendingNeeds, command: SendDocument, access: Access): Promise<HostedAgency> {
  const code = senderCodeOrRefuse(command);
  const agency = await needs.store.reader.agencies.byCode(code);
  if (agency === null || agency.hosting === null || !mayActFor(access, agency.code)) {
    throw new HouseError("agency-not-yours", `the caller may not send for ${code}`, { agency: code }, { hint: "ask the operator to bind this key to the agency" });
  }
  const resolution = needs.resolveCode(code);
  if (resolution.kind === "closed") throw new FieldsRefused([{ field: "/sender", code: "sender-closed", message: sayCode(resolution) ?? code, rule: "QĐ 09/2025/QĐ-TTg" }]);
  return { ...agency, hosting: agency.hosting };
}

function senderCodeOrRefuse(command: SendDocument): string {
  try {
    return canonicalSender(command);
  } catch {
    throw new FieldsRefused([{ field: "/sender", code: "field-invalid", message: `“${command.sender}” không phải mã định danh cơ quan. Mã đúng có dạng H48 hoặc H48.06.`, rule: "QĐ 20/2020/QĐ-TTg Đ.4–6" }]);
  }
}

/** A repetition answers as the first time; the same identity or key with other content is refused, and the first is an alarm (NĐ 30/2020 PL VI.III.1.h). */
async function findEarlier(needs: SendingNeeds, submission: Submission, access: Access): Promise<Sent | null> {
  const { reader } = needs.store;
  if (submission.idempotency !== null) {
    const byKey = await reader.outgoing.byIdempotencyKey(submission.idempotency.scope, submission.idempotency.key);
    if (byKey !== null) {
      if (byKey.contentDigest === submission.contentDigest) return repetition(needs, byKey);
      throw new HouseError("idempotency-key-reused", "the idempotency key was used for another submission", { documentId: byKey.id }, { hint: "use a new key for new content" });
    }
  }
  const byIdentity = await reader.outgoing.byIdentityKey(submission.identityKey);
  if (byIdentity === null) return null;
  if (byIdentity.contentDigest === submission.contentDigest) return repetition(needs, byIdentity);
  await needs.store.write((tx) =>
    tx.append({ kind: "outgoing.duplicate-alarm", at: needs.clock.now(), actor: access.actor, outgoingId: byIdentity.id, facts: { identityKey: submission.identityKey, contentDigest: submission.contentDigest } }),
  );
  throw new HouseError("duplicate-document", `a different document was already sent under ${submission.identityKey}`, { documentId: byIdentity.id, identityKey: submission.identityKey });
}

async function repetition(needs: SendingNeeds, document: OutgoingDocument): Promise<Sent> {
  return { document, dispatches: await needs.store.reader.dispatches.ofDocuments([document.id]), created: false };
}

async function receiversOrRefuse(needs: SendingNeeds, command: SendDocument, files: readonly SubmittedFile[]): Promise<readonly Receiver[]> {
  const problems: FieldProblem[] = checkSubmission(command, files, needs.limits);
  const resolved = await resolveReceivers({ agencies: needs.store.reader.agencies, resolveCode: needs.resolveCode }, command.receivers.map((receiver) => receiver.organId));
  if (resolved.kind === "refused") problems.push(...resolved.problems);
  const [first, ...rest] = problems;
  if (first !== undefined) throw new FieldsRefused([first, ...rest]);
  return resolved.kind === "resolved" ? resolved.receivers : [];
}

async function writeEnvelope(needs: SendingNeeds, message: EdxmlDocument, command: SendDocument, files: readonly SubmittedFile[]): Promise<{ envelope: StoredEnvelope; storedFiles: readonly StoredFile[] }> {
  const signer = await needs.keys.signerFor(message.from.organId);
  const descriptions = new Map(command.files.map((described) => [described.name.normalize("NFC"), described.description ?? null]));
  const sources = files.map((file, index) => attachmentSource(file, `tep-${index + 1}`, descriptions.get(file.name) ?? null, (sha256) => needs.blobs.open(sha256)));
  const draft = needs.blobs.draft();
  let written: WrittenEnvelope;
  try {
    written = await writeDocument(message, sources, draft.sink, { signer, scratchDirectory: needs.blobs.scratchDirectory });
  } catch (error) {
    await draft.discard();
    throw error;
  }
  const envelope = await draft.commit();
  const storedFiles = written.attachments.map((attachment) => ({ ...attachment, description: descriptions.get(attachment.name) ?? null }));
  return { envelope, storedFiles };
}

function attachmentSource(file: SubmittedFile, contentId: string, description: string | null, open: (sha256: string) => Readable): AttachmentSource {
  return { name: file.name, contentId, ...(description !== null && { description }), open: () => open(file.sha256) };
}

function transmissionFor(document: OutgoingDocument, receivers: readonly Receiver[], channel: string, urgency: 0 | 1 | 2 | 3): Transmission {
  return {
    id: newId<TransmissionId>(),
    messageKind: "document",
    channel,
    from: document.message.from.organId,
    to: receivers.map((receiver) => receiver.organization.organId),
    documentId: document.message.documentId,
    carries: { kind: "document", id: document.id },
    envelope: document.envelope,
    urgency,
    state: "queued",
    attempts: 0,
    nextAttemptAt: null,
    partnerMessageId: null,
    leftAt: null,
    enteredAt: null,
    lastFault: null,
  };
}

function dispatchFor(document: OutgoingDocument, transmission: Transmission, receiver: Receiver, controlModel: Dispatch["controlModel"]): Dispatch {
  return {
    id: newId<DispatchId>(),
    documentId: document.id,
    transmissionId: transmission.id,
    receiver: receiver.organization.organId,
    receiverCode: receiver.code,
    receiverName: receiver.organization.organName ?? receiver.code,
    channel: transmission.channel,
    state: "queued",
    controlModel,
    instants: { submittedAt: document.submittedAt, leftAt: null, enteredAt: null, receivedAt: null, effectiveAt: null, effectiveExplanation: null, acknowledgedAt: null, decidedAt: null },
    refusal: null,
  };
}

async function queue(tx: Transaction, document: OutgoingDocument, transmission: Transmission, dispatches: readonly Dispatch[], access: Access): Promise<boolean> {
  if (!(await tx.addOutgoing(document))) return false;
  await tx.addTransmission(transmission);
  await tx.addDispatches(dispatches);
  await tx.addWork({ id: newId<WorkOrderId>(), topic: "deliver", ref: transmission.id, urgency: transmission.urgency }, 0);
  await tx.append({
    kind: "outgoing.submitted",
    at: document.submittedAt,
    actor: access.actor,
    outgoingId: document.id,
    facts: { identityKey: document.identityKey, envelope: document.envelope.sha256, receivers: dispatches.map((dispatch) => dispatch.receiverCode) },
  });
  return true;
}

function scopeOf(access: Access): string {
  return access.actor.kind === "system-key" ? access.actor.keyId : `${access.actor.kind}:${actorName(access.actor)}`;
}

function digestOf(command: SendDocument, files: readonly SubmittedFile[]): string {
  const content = { command, files: files.map(({ name, sha256, size }) => ({ name, sha256, size })) };
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}
