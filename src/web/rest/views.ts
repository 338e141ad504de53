import type { z } from "zod";
import type { IncomingDocument } from "../../core/incoming/incoming-document.ts";
import type { Amended } from "../../core/outgoing/amending.ts";
import type { Amendment } from "../../core/outgoing/amendment.ts";
import type { Dispatch } from "../../core/outgoing/dispatch.ts";
import type { OutgoingDocument } from "../../core/outgoing/outgoing-document.ts";
import type { Transmission } from "../../core/outgoing/transmission.ts";
import type { FileFinding } from "../../core/policy/file-finding.ts";
import type { OutgoingView } from "../../core/service.ts";
import type { StatusRecord } from "../../core/status/status-record.ts";
import type { StoredFile } from "../../core/stored-file.ts";
import type { Thread } from "../../core/thread/thread.ts";
import type { SentBy } from "../../core/outgoing/legal-sending.ts";
import type { Timeline } from "../../core/timeline.ts";
import { vietnamTime, vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import type { amendedView, amendmentsView, dispatchView, documentView, incomingView, reportedView, threadView, timelinesView, transmissionView, versionsView } from "./schemas.ts";

import { viewEffect, viewFinding, viewHold } from "./views-inspected.ts";

type Message = OutgoingDocument["message"];
const URGENCY = ["thuong", "khan", "thuong-khan", "hoa-toc", "hoa-toc-hen-gio"] as const;
const STEERING = ["none", "steers", "reports"] as const;

export function viewDocument({ document, dispatches }: OutgoingView): z.input<typeof documentView> {
  const self = `/api/v1/documents/${document.id}`;
  return {
    id: document.id,
    ...viewMessage(document.message),
    files: document.files.map((file, index) => viewFile(file, index, document.purgedAt === null ? `${self}/files/${index}` : null, document.findings[index])),
    envelope: { ...document.envelope, href: `${self}/envelope` },
    submittedAt: vietnamTime(document.submittedAt),
    submittedBy: document.submittedBy,
    legalEffect: viewEffect(document.legalEffect),
    hold: viewHold(document.hold),
    purgedAt: vietnamTimeOrNull(document.purgedAt),
    dispatches: dispatches.map(viewDispatch),
    links: { self, dispatches: `${self}/dispatches`, timeline: `${self}/timeline` },
  };
}

function viewMessage(message: Message) {
  return {
    sender: viewAgency(message.from),
    receivers: message.to.map(viewAgency),
    documentId: message.documentId,
    code: { ...message.code, text: `${message.code.number}/${message.code.notation}` },
    documentType: message.documentType.typeName,
    subject: message.subject,
    issuedOn: message.promulgation.date,
    issuedAt: message.promulgation.place,
    signer: { competence: message.signer.competence ?? null, position: message.signer.position ?? null, fullName: message.signer.fullName },
    dueOn: message.dueDate ?? null,
    urgency: URGENCY[message.otherInfo.priority],
    steering: STEERING[message.steeringType],
    paperOriginal: message.business.paper,
    responseFor: message.responseFor.map((earlier) => ({ organId: earlier.organId, code: earlier.code, documentId: earlier.documentId, issuedOn: earlier.promulgationDate ?? null })),
  };
}

function viewAgency(agency: Message["from"]) {
  return { organId: agency.organId, name: agency.organName ?? null };
}

function viewFile(file: StoredFile, index: number, href: string | null, finding: FileFinding | undefined) {
  return { index, name: file.name, description: file.description, contentType: file.contentType, size: file.size, sha256: file.sha256, href, finding: viewFinding(finding) };
}

export function viewDispatch(dispatch: Dispatch): z.input<typeof dispatchView> {
  const { instants } = dispatch;
  return {
    id: dispatch.id,
    transmissionId: dispatch.transmissionId,
    receiver: { organId: dispatch.receiver, code: dispatch.receiverCode, name: dispatch.receiverName },
    channel: dispatch.channel,
    state: dispatch.state,
    controlModel: dispatch.controlModel,
    instants: {
      submittedAt: vietnamTime(instants.submittedAt),
      leftAt: vietnamTimeOrNull(instants.leftAt),
      enteredAt: vietnamTimeOrNull(instants.enteredAt),
      receivedAt: vietnamTimeOrNull(instants.receivedAt),
      effectiveAt: vietnamTimeOrNull(instants.effectiveAt),
      effectiveExplanation: instants.effectiveExplanation,
      effectiveProvisional: instants.effectiveProvisional,
      calendarVersion: instants.calendarVersion,
      acknowledgedAt: vietnamTimeOrNull(instants.acknowledgedAt),
      decidedAt: vietnamTimeOrNull(instants.decidedAt),
    },
    refusal: dispatch.refusal,
    recall: viewRequest(dispatch.recall),
    update: viewRequest(dispatch.update),
  };
}

function viewRequest(request: Dispatch["recall"]) {
  if (request === null) return null;
  const { askedAt, answerDueAt, answeredAt } = request;
  return { ...request, askedAt: vietnamTime(askedAt), answerDueAt: vietnamTimeOrNull(answerDueAt), answeredAt: vietnamTimeOrNull(answeredAt) };
}

export function viewAmended({ created, amendment, ...view }: Amended): z.input<typeof amendedView> {
  return { created, amendment: viewAmendment(amendment), document: viewDocument(view) };
}

export function viewAmendment({ id, kind, reason, receivers, askedAt, askedBy }: Amendment): z.input<typeof amendmentsView>["items"][number] {
  return { id, kind, reason, receivers: [...receivers], askedAt: vietnamTime(askedAt), askedBy };
}

export function viewThread({ entries, truncated }: Thread): z.input<typeof threadView> {
  const items = entries.map((entry) => {
    const { id, message, senderCode } = entry.document;
    const incoming = entry.direction === "incoming";
    return {
      direction: entry.direction,
      id,
      href: `/api/v1/${incoming ? "incoming" : "documents"}/${id}`,
      code: `${message.code.number}/${message.code.notation}`,
      subject: message.subject,
      sender: senderCode,
      receiver: entry.direction === "incoming" ? entry.document.receiverCode : null,
      at: vietnamTime(entry.at),
      mentions: entry.mentions.map((mention) => ({ ...mention })),
      identityKey: entry.identityKey,
    };
  });
  return { items, truncated };
}

export function viewTransmission(transmission: Transmission): z.input<typeof transmissionView> {
  const fault = transmission.lastFault;
  return {
    id: transmission.id,
    state: transmission.state,
    channel: transmission.channel,
    receivers: [...transmission.to],
    attempts: transmission.attempts,
    nextAttemptAt: vietnamTimeOrNull(transmission.nextAttemptAt),
    partnerMessageId: transmission.partnerMessageId,
    leftAt: vietnamTimeOrNull(transmission.leftAt),
    enteredAt: vietnamTimeOrNull(transmission.enteredAt),
    lastFault: fault === null ? null : { code: fault.code, reason: fault.reason, at: vietnamTime(fault.at) },
  };
}

export function viewTimelines(timelines: readonly Timeline[]): z.input<typeof timelinesView> {
  return {
    items: timelines.map(({ dispatch, state, now, sent, steps }) => ({
      dispatchId: dispatch.id,
      receiver: { organId: dispatch.receiver, name: dispatch.receiverName },
      state,
      now,
      sent: sent === null ? null : { ...viewTest(sent), leaving: viewTest(sent.leaving), entering: viewTest(sent.entering) },
      steps: steps.map((step) => ({ ...step, at: vietnamTime(step.at) })),
    })),
  };
}

function viewTest({ at, rule }: SentBy): { readonly at: string; readonly rule: string } {
  return { at: vietnamTime(at), rule };
}

export function viewIncoming(document: IncomingDocument): z.input<typeof incomingView> {
  const self = `/api/v1/incoming/${document.id}`;
  return {
    id: document.id,
    channel: document.channel,
    receiverCode: document.receiverCode,
    senderCode: document.senderCode,
    ...viewMessage(document.message),
    content: document.message.content ?? null,
    files: document.files.map((file, index) => viewFile(file, index, `${self}/files/${index}`, document.findings[index])),
    envelope: { ...document.envelope, href: `${self}/envelope` },
    verdict: viewVerdict(document.verdict),
    warnings: document.warnings.map(({ code, path, found }) => ({ code, path, found: found ?? null })),
    state: document.state,
    receivedAt: vietnamTime(document.receivedAt),
    effectiveAt: vietnamTime(document.effectiveAt),
    effectiveExplanation: document.effectiveExplanation,
    effectiveProvisional: document.effectiveProvisional,
    calendarVersion: document.calendarVersion,
    fetchedAt: vietnamTimeOrNull(document.fetchedAt),
    decidedAt: vietnamTimeOrNull(document.decidedAt),
    refusal: document.refusal,
    updates: document.versions.length,
    updatedAt: vietnamTimeOrNull(document.statedAt),
    legalEffect: viewEffect(document.legalEffect),
    hold: viewHold(document.hold),
    recall: viewRequest(document.recall),
    purgedAt: vietnamTimeOrNull(document.purgedAt),
    links: { self, statuses: `${self}/statuses`, acknowledge: `${self}/acknowledge`, versions: `${self}/versions` },
  };
}

export function viewVersions({ versions }: IncomingDocument): z.input<typeof versionsView> {
  return {
    items: versions.map(({ message, statedAt, replacedAt, reason }) => {
      const { sender: _sender, receivers: _receivers, ...metadata } = viewMessage(message);
      return { ...metadata, content: message.content ?? null, statedAt: vietnamTimeOrNull(statedAt), replacedAt: vietnamTime(replacedAt), reason };
    }),
  };
}

type Verdict = IncomingDocument["verdict"];
const VERDICT_TEXTS: Readonly<Record<Verdict["kind"], string>> = {
  intact: "Chữ ký hợp lệ, gói tin nguyên vẹn",
  relayed: "Chữ ký hợp lệ; hệ thống trung gian chỉ thêm phần vận chuyển, nội dung nguyên vẹn",
  altered: "Có phần không còn như khi ký",
  untrusted: "Chữ ký đúng nhưng khóa ký không đáng tin cậy",
  invalid: "Chữ ký không hợp lệ",
  unsigned: "Gói tin không có chữ ký số",
};

function viewVerdict(verdict: Verdict): z.input<typeof incomingView>["verdict"] {
  return { kind: verdict.kind, text: VERDICT_TEXTS[verdict.kind], signer: "signer" in verdict ? viewSigner(verdict.signer) : null, details: detailsOf(verdict) };
}

function viewSigner(signer: Extract<Verdict, { signer: unknown }>["signer"]) {
  const { subject, issuer, serialNumber, fingerprint, notBefore, notAfter } = signer;
  return { subject, issuer, serialNumber, fingerprint, notBefore: vietnamTime(notBefore), notAfter: vietnamTime(notAfter) };
}

function detailsOf(verdict: Verdict): string[] {
  switch (verdict.kind) {
    case "relayed":
      return verdict.added.to.map((organId) => `to: ${organId}`).concat(verdict.added.traceHeaders.map((trace) => `traceHeader: ${trace.organId ?? "?"}`));
    case "altered":
      return [...verdict.altered];
    case "untrusted":
    case "invalid":
      return [verdict.reason, verdict.detail];
    case "intact":
    case "unsigned":
      return [];
  }
}

const STATUS_TEXTS: Readonly<Record<StatusRecord["statusCode"], string>> = {
  "01": "Đã đến",
  "02": "Từ chối tiếp nhận",
  "03": "Đã tiếp nhận",
  "04": "Phân công",
  "05": "Đang xử lý",
  "06": "Hoàn thành",
  "13": "Lấy lại",
  "15": "Đồng ý yêu cầu lấy lại, cập nhật",
  "16": "Từ chối yêu cầu lấy lại, cập nhật",
};

export function viewStatus(status: StatusRecord): z.input<typeof reportedView>["status"] {
  const { staff } = status;
  return {
    id: status.id,
    statusCode: status.statusCode,
    text: STATUS_TEXTS[status.statusCode],
    staff: staff === null ? null : { department: staff.department ?? null, fullName: staff.staff ?? null, email: staff.email ?? null, phone: staff.mobile ?? null },
    description: status.description,
    statedAt: vietnamTime(status.statedAt),
    recordedAt: vietnamTime(status.recordedAt),
  };
}
