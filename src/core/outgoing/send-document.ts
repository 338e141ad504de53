import { createHash } from "node:crypto";
import type { EdxmlDocument } from "#edxml";
import { mayActFor, actorName } from "../access.ts";
import type { Access } from "../actor.ts";
import type { Agency } from "../agency.ts";
import { localDateOf } from "../calendar/local-time.ts";
import { commonDialect, sayCode } from "../directory/index.ts";
import { FieldsRefused, HouseError, type FieldProblem } from "../fault.ts";
import { newId, type DispatchId, type OutgoingId, type WorkOrderId } from "../ids.ts";
import type { KnownType } from "../policy/check-form.ts";
import { checkSubmission, type SubmissionLimits } from "../policy/check-submission.ts";
import { checkIssuedOn } from "../policy/check-sense.ts";
import { receiverProblems } from "../policy/deliverability.ts";
import { promisedPapers } from "../policy/paper-trail.ts";
import type { Peers } from "../peers/peers.ts";
import type { Policies } from "../policy/policies.ts";
import { heldFacts, holdFor, unscannedFact } from "../hold/hold.ts";
import { checkFindings } from "../policy/check-findings.ts";
import type { FileFinding, Inspector } from "../policy/file-finding.ts";
import { legalEffectOf } from "../policy/legal-effect.ts";
import type { Clock, Reader, Store, Transaction } from "../ports.ts";
import { canonicalSender, composeDocument, identityOf, urgencyOf } from "./compose-document.ts";
import type { Dispatch } from "./dispatch.ts";
import type { OutgoingDocument } from "./outgoing-document.ts";
import { resolveReceivers, type ResolvedReceivers, type Receiver, type ResolvingNeeds } from "./resolve-receivers.ts";
import { mentionsOf } from "../thread/links.ts";
import { answeredBy, completeAnswered } from "./complete-answered.ts";
import { asReplacement, replacedBy } from "./replacing.ts";
import { routesOf, type Route } from "./routes.ts";
import type { SendDocument, SubmittedFile } from "./send-command.ts";
import { newTransmission, type Transmission } from "./transmission.ts";
import { writeEnvelope, type FileToWrite, type WritingNeeds } from "./write-envelope.ts";

export interface SendingNeeds extends WritingNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly limits: SubmissionLimits;
  readonly inspector: Inspector;
  readonly resolveCode: ResolvingNeeds["resolveCode"];
  readonly documentTypes: readonly KnownType[];
  readonly policies: Policies;
  readonly peers: Peers;
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
  await needs.policies.refresh();
  const submission: Submission = {
    identityKey: identityOf(command),
    contentDigest: digestOf(command, files),
    idempotency: idempotencyKey === null ? null : { scope: scopeOf(access), key: idempotencyKey },
  };
  // begun together: each is a way to the database or to another thread and back, and the caller waits for all of them
  const [looking, inspecting] = [begun(needs.store.reader.outgoing.earlier(submission)), begun(needs.inspector.inspect(files))];
  const sender = await hostedSender(needs, command, access);
  const resolving = begun(receiversOf(needs, command, sender.code, submittedAt));
  const earlier = await repetitionOrRefuse(needs, submission, await looking, access);
  if (earlier !== null) return earlier;

  const findings = await inspecting;
  await noteMalware(needs, findings, sender.code, access);
  const receivers = receiversOrRefuse(needs, command, files, findings, await resolving, submittedAt);
  const replaced = await replacedBy(needs.store.reader, command, sender.code, access);
  const composed = composeDocument(command, sender.organization, receivers.map((receiver) => receiver.organization), needs.documentTypes, submittedAt);
  const message = replaced === null ? composed : asReplacement(composed, replaced, command.replaces?.reason ?? "");
  const answered = await answeredBy(needs, command, message, sender);
  const written = await writeForRoutes(needs, message, filesToWrite(command, files), routesOf(receivers, sender.hosting.channel));
  const [first] = written;
  if (first === undefined) throw new HouseError("invariant-broken", `document ${submission.identityKey} has no receiver`, { identityKey: submission.identityKey });

  const hold = holdFor(findings, needs.policies.for(sender.code, localDateOf(submittedAt)).rules["virus-scan"], submittedAt);
  const document: OutgoingDocument = {
    id: newId<OutgoingId>(),
    senderCode: sender.code,
    message,
    files: first.files,
    envelope: first.envelope,
    submittedAt,
    submittedBy: actorName(access.actor),
    findings,
    legalEffect: legalEffectOf(findings),
    hold: hold === null ? null : { ...hold, answers: answered.map(({ incoming }) => incoming.id) },
    purgedAt: null,
    ...submission,
  };
  const onTheirWay = written.map(({ route, envelope }) => ({ route, transmission: transmissionFor(document, route, envelope, urgencyOf(command)) }));
  const dispatches = onTheirWay.flatMap(({ route, transmission }) => route.receivers.map((receiver) => dispatchFor(document, transmission, receiver, sender.hosting.controlModel, document.hold === null ? "queued" : "held")));

  const stored = await needs.store.writeTogether(async (tx) => {
    if (!(await queue(tx, document, onTheirWay.map(({ transmission }) => transmission), dispatches, access))) return false;
    await tx.addLinks(mentionsOf(message).map((mention) => ({ ...mention, direction: "outgoing", documentId: document.id })));
    if (document.hold === null) await completeAnswered(tx, answered, submittedAt, access, document.id);
    if (replaced !== null) await tx.append({ kind: "outgoing.replaced", at: submittedAt, actor: access.actor, outgoingId: replaced.id, facts: { replacedBy: document.id, reason: command.replaces?.reason ?? null } });
    return true;
  }, answered.length === 0 && replaced === null ? "adds" : undefined);
  if (stored) return { document, dispatches, created: true };
  // somebody stored the same document between our look and our write: answer as if we had come second
  const won = await repetitionOrRefuse(needs, submission, await needs.store.reader.outgoing.earlier(submission), access);
  if (won === null) throw new HouseError("invariant-broken", `document ${submission.identityKey} neither stored nor found`, { identityKey: submission.identityKey });
  return won;
}

type Submission = Pick<OutgoingDocument, "identityKey" | "contentDigest" | "idempotency">;
type HostedAgency = Agency & { readonly hosting: NonNullable<Agency["hosting"]> };

/** The agency the caller sends for. Throws `agency-not-yours`, FieldsRefused. */
export async function hostedSender(needs: SendingNeeds, command: SendDocument, access: Access): Promise<HostedAgency> {
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

/** Heard by whoever waits for it, not by the process. */
function begun<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => undefined);
  return work;
}

/** A repetition answers as the first time; the same identity or key with other content is refused, and the first is an alarm (NĐ 30/2020 PL VI.III.1.h). */
async function repetitionOrRefuse(needs: SendingNeeds, submission: Submission, { byKey, byIdentity }: Awaited<ReturnType<Reader["outgoing"]["earlier"]>>, access: Access): Promise<Sent | null> {
  if (byKey !== null) {
    if (byKey.contentDigest === submission.contentDigest) return repetition(needs, byKey);
    throw new HouseError("idempotency-key-reused", "the idempotency key was used for another submission", { documentId: byKey.id }, { hint: "use a new key for new content" });
  }
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

function receiversOf(needs: SendingNeeds, command: SendDocument, senderCode: string, at: Date): Promise<ResolvedReceivers> {
  return resolveReceivers({ agencies: needs.store.reader.agencies, resolveCode: needs.resolveCode, peers: needs.peers, today: localDateOf(at), senderCode }, command.receivers.map((receiver) => receiver.organId));
}

function receiversOrRefuse(needs: SendingNeeds, command: SendDocument, files: readonly SubmittedFile[], findings: readonly FileFinding[], resolved: ResolvedReceivers, at: Date): readonly Receiver[] {
  const today = localDateOf(at);
  const problems: FieldProblem[] = [...checkSubmission(command, files, needs.limits, findings), ...checkFindings(findings), ...checkIssuedOn(command, today)];
  if (resolved.kind === "refused") problems.push(...resolved.problems);
  else problems.push(...receiverProblems(needs.policies, command, files, resolved.receivers, today, findings));
  const [first, ...rest] = problems;
  if (first !== undefined) throw new FieldsRefused([first, ...rest]);
  return resolved.kind === "resolved" ? resolved.receivers : [];
}

/** A refused submission leaves nothing but this line (01/2022/QĐ-UBND Đắk Nông Đ.19.2): who tried, what was found, by which engine. */
async function noteMalware(needs: SendingNeeds, findings: readonly FileFinding[], sender: string, access: Access): Promise<void> {
  const infected = findings.flatMap(({ sha256, virus }) => (virus?.kind === "infected" ? [{ sha256, signature: virus.signature, engine: virus.engine }] : []));
  if (infected.length === 0) return;
  const facts = { sender, files: infected.map(({ sha256 }) => sha256), signatures: infected.map(({ signature }) => signature), engine: infected[0]?.engine ?? null };
  await needs.store.write((tx) => tx.append({ kind: "policy.malware-found", at: needs.clock.now(), actor: access.actor, facts }));
}

interface WrittenRoute {
  readonly route: Route;
  readonly envelope: OutgoingDocument["envelope"];
  readonly files: OutgoingDocument["files"];
}

/** One envelope for each way out, naming the receivers it is for. */
async function writeForRoutes(needs: SendingNeeds, message: EdxmlDocument, files: readonly FileToWrite[], routes: readonly Route[]): Promise<readonly WrittenRoute[]> {
  const written: WrittenRoute[] = [];
  for (const route of routes) {
    const to = route.receivers.map((receiver) => receiver.organization);
    written.push({ route, ...(await writeEnvelope(needs, { ...message, to }, files, commonDialect(route.receivers.map(({ dialect }) => dialect)))) });
  }
  return written;
}

function filesToWrite(command: SendDocument, files: readonly SubmittedFile[]): readonly FileToWrite[] {
  const descriptions = new Map(command.files.map((described) => [described.name.normalize("NFC"), described.description ?? null]));
  return files.map(({ name, sha256, size }, index) => ({ name, sha256, size, contentId: `tep-${index + 1}`, description: descriptions.get(name) ?? null }));
}

function transmissionFor(document: OutgoingDocument, route: Route, envelope: OutgoingDocument["envelope"], urgency: 0 | 1 | 2 | 3): Transmission {
  return newTransmission({
    messageKind: "document",
    channel: route.channel,
    from: document.message.from.organId,
    to: route.receivers.map((receiver) => receiver.organization.organId),
    documentId: document.message.documentId,
    carries: { kind: "document", id: document.id },
    envelope,
    urgency,
    after: null,
  });
}

export function dispatchFor(document: Pick<OutgoingDocument, "id" | "submittedAt">, transmission: Transmission, receiver: Receiver, controlModel: Dispatch["controlModel"], state: "queued" | "held" = "queued"): Dispatch {
  return {
    id: newId<DispatchId>(),
    documentId: document.id,
    transmissionId: transmission.id,
    receiver: receiver.organization.organId,
    receiverCode: receiver.code,
    receiverName: receiver.organization.organName ?? receiver.code,
    channel: transmission.channel,
    state,
    controlModel,
    instants: { submittedAt: document.submittedAt, leftAt: null, enteredAt: null, receivedAt: null, effectiveAt: null, effectiveExplanation: null, effectiveProvisional: null, calendarVersion: null, acknowledgedAt: null, decidedAt: null },
    refusal: null,
    recall: null,
    update: null,
  };
}

async function queue(tx: Transaction, document: OutgoingDocument, transmissions: readonly Transmission[], dispatches: readonly Dispatch[], access: Access): Promise<boolean> {
  if (!(await tx.addOutgoing(document))) return false;
  for (const transmission of transmissions) {
    await tx.addTransmission(transmission);
    // what is held has no order: nothing can go out before a person has released it
    if (document.hold === null) await tx.addWork({ id: newId<WorkOrderId>(), topic: "deliver", ref: transmission.id, urgency: transmission.urgency }, 0);
  }
  await tx.addDispatches(dispatches);
  await promisedPapers(tx, document, dispatches.map(({ receiverCode }) => receiverCode), access.actor);
  await tx.append({
    kind: "outgoing.submitted",
    at: document.submittedAt,
    actor: access.actor,
    outgoingId: document.id,
    facts: { identityKey: document.identityKey, envelope: document.envelope.sha256, receivers: dispatches.map((dispatch) => dispatch.receiverCode), legalEffect: document.legalEffect?.effect ?? null, ...unscannedFact(document.findings) },
  });
  if (document.hold !== null) {
    await tx.append({ kind: "outgoing.held", at: document.submittedAt, actor: { kind: "gateway", job: "inspection" }, outgoingId: document.id, facts: heldFacts(document.hold) });
  }
  return true;
}

function scopeOf(access: Access): string {
  const { actor } = access;
  if (actor.kind === "system-key") return actor.keyId;
  return actor.kind === "person" ? actor.accountId : `${actor.kind}:${actorName(actor)}`;
}

function digestOf(command: SendDocument, files: readonly SubmittedFile[]): string {
  const content = { command, files: files.map(({ name, sha256, size }) => ({ name, sha256, size })) };
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}
