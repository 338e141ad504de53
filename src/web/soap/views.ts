import type { IncomingDocument } from "../../core/incoming/incoming-document.ts";
import type { Amended } from "../../core/outgoing/amending.ts";
import type { OutgoingView } from "../../core/service.ts";
import type { StatusRecord } from "../../core/status/status-record.ts";
import type { Timeline } from "../../core/timeline.ts";
import { viewAmendment, viewDispatch, viewDocument, viewIncoming, viewStatus, viewTimelines } from "../rest/views.ts";

/**
 * The answers in the order of the schema. They are made of the very views of REST, so that both doors say the same; what is null
 * there is left out by the writer.
 */
export function writeSent(sent: OutgoingView) {
  const { id, documentId, code, subject, sender, submittedAt } = viewDocument(sent);
  return { id, documentId, code: writeCode(code), subject, sender, submittedAt, dispatches: sent.dispatches.map((dispatch) => writeDispatch(viewDispatch(dispatch))) };
}

export function writeAmended({ created, amendment, ...sent }: Amended) {
  const { id, kind, reason, receivers, askedAt, askedBy } = viewAmendment(amendment);
  return { created, amendment: { id, kind, reason, receivers, askedAt, askedBy }, document: writeSent(sent) };
}

function writeCode({ number, notation }: { readonly number: string; readonly notation: string }) {
  return { number, notation };
}

function writeDispatch({ id, receiver, channel, state, instants, refusal, recall, update }: ReturnType<typeof viewDispatch>) {
  const { leftAt, enteredAt, receivedAt, effectiveAt, effectiveExplanation, acknowledgedAt, decidedAt } = instants;
  return { id, receiver: { organId: receiver.organId, name: receiver.name }, channel, state, leftAt, enteredAt, receivedAt, effectiveAt, effectiveExplanation, acknowledgedAt, decidedAt, refusal: writeRefusal(refusal), recall: writeRequest(recall), update: writeRequest(update) };
}

/** A refusal of a partner may lack words; the schema wants the elements all the same, and a dash can be read. */
function writeRefusal(refusal: { readonly code: string; readonly text: string; readonly person: string } | null) {
  return refusal === null ? null : { code: refusal.code, text: said(refusal.text), person: said(refusal.person) };
}

/** In the order of the schema. */
function writeRequest(request: ReturnType<typeof viewDispatch>["recall"]) {
  if (request === null) return null;
  const { state, reason, askedAt, answerDueAt, answeredAt, answer, person } = request;
  return { state, reason: said(reason), askedAt, answerDueAt, answeredAt, answer, person };
}

function said(text: string | null | undefined): string {
  return text === null || text === undefined || text === "" ? "–" : text;
}

export function writeTimelines(timelines: readonly Timeline[]) {
  return viewTimelines(timelines).items.map(({ dispatchId, now, sent, steps }) => ({
    dispatchId,
    now,
    sentAt: sent?.at,
    sentRule: sent?.rule,
    steps: steps.map(({ at, kind, statusCode, text }) => ({ at, kind, statusCode, text: said(text) })),
  }));
}

export function writePending(incoming: IncomingDocument) {
  const { id, documentId, code, subject, documentType, issuedOn, urgency, sender, receiverCode, state, receivedAt, effectiveAt, fetchedAt, recall, purgedAt, files } = viewIncoming(incoming);
  const fileBytes = files.reduce((sum, file) => sum + file.size, 0);
  return { id, documentId, code: writeCode(code), subject: said(subject), documentType: said(documentType), issuedOn, urgency, sender, receiverCode, state, receivedAt, effectiveAt, fetchedAt, recall: writeRequest(recall), purgedAt, fileCount: files.length, fileBytes };
}

/** `contentOf`: what stands in the place of each file's bytes; null leaves the element out. */
export function writeReceived(incoming: IncomingDocument, contentOf: (index: number) => string | null) {
  const view = viewIncoming(incoming);
  const { signer, verdict } = view;
  return {
    id: view.id,
    documentId: view.documentId,
    code: writeCode(view.code),
    documentType: said(view.documentType),
    subject: said(view.subject),
    content: view.content,
    issuedOn: view.issuedOn,
    issuedAt: said(view.issuedAt),
    signer: { competence: signer.competence, position: signer.position, fullName: said(signer.fullName) },
    dueOn: view.dueOn,
    urgency: view.urgency,
    steering: view.steering,
    paperOriginal: view.paperOriginal,
    sender: view.sender,
    receivers: view.receivers,
    receiverCode: view.receiverCode,
    responseFor: view.responseFor,
    signature: { kind: verdict.kind, text: verdict.text, signer: verdict.signer?.subject },
    legalEffect: view.legalEffect === null ? undefined : { effect: view.legalEffect.effect, text: view.legalEffect.text },
    state: view.state,
    receivedAt: view.receivedAt,
    effectiveAt: view.effectiveAt,
    effectiveExplanation: said(view.effectiveExplanation),
    fetchedAt: view.fetchedAt,
    decidedAt: view.decidedAt,
    refusal: writeRefusal(view.refusal),
    recall: writeRequest(view.recall),
    purgedAt: view.purgedAt,
    files: view.files.map(({ index, name, description, contentType, size, sha256 }) => ({ index, name, description, contentType: said(contentType), size, sha256, content: contentOf(index) })),
  };
}

export function writeStatus(status: StatusRecord) {
  const { statusCode, text, statedAt } = viewStatus(status);
  return { statusCode, text, statedAt };
}
