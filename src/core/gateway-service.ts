import { mayActFor, notFound } from "./access.ts";
import { accountService, type AccountNeeds } from "./accounts/account-service.ts";
import type { Access } from "./actor.ts";
import type { CorrectingNeeds } from "./calendar/correct.ts";
import { calendarService } from "./calendar/service.ts";
import { deadlineService, type DeadlineNeeds } from "./deadlines/service.ts";
import { agencyByCode, searchAgencies } from "./directory/look-up.ts";
import { keepUpload } from "./doors/keep-upload.ts";
import { eventService } from "./events/service.ts";
import type { WebhookNeeds } from "./events/webhooks/manage.ts";
import { conceal } from "./hold/conceal.ts";
import { decideHeld } from "./hold/decide-held.ts";
import { listHeld } from "./hold/held.ts";
import type { OutgoingId } from "./ids.ts";
import { answerRecall } from "./incoming/answer-recall.ts";
import { markFetched } from "./incoming/mark-fetched.ts";
import { reprocess } from "./incoming/reprocess.ts";
import { reportStatus, type ReportingNeeds } from "./incoming/report-status.ts";
import { HouseError } from "./fault.ts";
import { noticeService, type NoticeNeeds } from "./notices/notices.ts";
import { reportService, type ReportNeeds } from "./reports/reports.ts";
import { registerService, type RegisterNeeds } from "./registers/registers.ts";
import { recall, takeBack } from "./outgoing/recall.ts";
import { resend } from "./outgoing/resend.ts";
import { checkDocument } from "./outgoing/check-document.ts";
import { sendDocument, type SendingNeeds } from "./outgoing/send-document.ts";
import { timelineOf } from "./outgoing/timeline.ts";
import type { Transmission } from "./outgoing/transmission.ts";
import { update, type UpdatingNeeds } from "./outgoing/update.ts";
import { peerService, type PeerNeeds } from "./peers/manage.ts";
import { policyService } from "./policy/policy-service.ts";
import type { Reader } from "./ports.ts";
import { sampleService, type SampleNeeds } from "./sample/sample-service.ts";
import type { GatewayService, OutgoingView } from "./service.ts";
import type { StatusRecord } from "./status/status-record.ts";
import { threadOf } from "./thread/thread.ts";
import type { Timeline } from "./timeline.ts";
import { whyService, type WhyNeeds } from "./why/service.ts";
import { apiKeyService } from "./api-keys.ts";
import { certificateService, type CertificateNeeds } from "./certificates/certificates.ts";
import { nextKeyService, type NextKeyNeeds } from "./certificates/next-key.ts";
import { directoryAdminService, type DirectoryAdminNeeds } from "./directory/admin.ts";
import { queueService, type QueueNeeds } from "./flow/queues.ts";
import { integrityService } from "./journal/integrity.ts";
import { backupService } from "./backups.ts";
import { attentionService, type AttentionNeeds } from "./attention.ts";
import { hashSecret } from "./new-api-key.ts";

export type ServiceNeeds = SendingNeeds & ReportingNeeds & UpdatingNeeds & WebhookNeeds & RegisterNeeds & ReportNeeds & NoticeNeeds & CorrectingNeeds & DeadlineNeeds & AccountNeeds & PeerNeeds & WhyNeeds & SampleNeeds & QueueNeeds & CertificateNeeds & NextKeyNeeds & DirectoryAdminNeeds & AttentionNeeds & {
    /** Throws `overloaded` when nothing more can be taken for now. */
    readonly admit: () => Promise<void>;
  };

const KEY_USE_NOTED_EVERY_MS = 60_000;

/** The operations of the house behind every door. */
export function gatewayService(needs: ServiceNeeds): GatewayService {
  const { reader } = needs.store;
  const events = eventService(needs);
  return {
    ...events,
    ...whyService(needs, events),
    ...registerService(needs),
    ...calendarService(needs),
    ...deadlineService(needs),
    ...policyService(needs),
    ...peerService(needs),
    ...reportService(needs),
    ...noticeService(needs),
    ...accountService(needs),
    ...sampleService(needs),
    ...directoryAdminService(needs),
    ...queueService(needs),
    ...apiKeyService(needs),
    ...certificateService(needs),
    ...nextKeyService(needs),
    ...integrityService(needs),
    ...backupService(needs),
    ...attentionService(needs),
    async sendDocument(command, files, access, idempotencyKey) {
      await needs.admit();
      return sendDocument(needs, command, files, access, idempotencyKey);
    },
    async checkDocument(command, files, access) {
      return checkDocument(needs, command, files, access);
    },
    async outgoing(id, access) {
      return view(reader, id, access);
    },
    async listOutgoing(filter, access) {
      const page = await reader.outgoing.list({ ...filter, senders: access.agencies });
      const dispatches = await reader.dispatches.ofDocuments(page.rows.map((document) => document.id));
      return { next: page.next, rows: page.rows.map((document) => ({ document, dispatches: dispatches.filter((dispatch) => dispatch.documentId === document.id) })) };
    },
    async outgoingTimeline(id, access) {
      return timelines(reader, await view(reader, id, access));
    },
    async transmissionsOf(id, access) {
      return transmissions(reader, await view(reader, id, access));
    },
    async resend(id, reason, access) {
      return resend(needs, id, reason, access);
    },
    async recall(id, command, access) {
      return recall(needs, id, command, access);
    },
    async takeBack(id, command, access) {
      return takeBack(needs, id, command, access);
    },
    async update(id, command, access) {
      return update(needs, id, command, access);
    },
    async amendments(id, access) {
      await view(reader, id, access);
      return reader.amendments.ofDocument(id);
    },
    async thread(id, access) {
      return threadOf(reader, id, access);
    },
    async incoming(id, access) {
      const document = await reader.incoming.byId(id);
      if (document === null || !mayActFor(access, document.receiverCode)) throw notFound("incoming document", id);
      return conceal(document);
    },
    async listIncoming(filter, access) {
      return reader.incoming.list({ ...filter, receivers: access.agencies });
    },
    async listHeld(filter, access) {
      return listHeld(reader, filter, access);
    },
    async releaseHeld(id, decision, access) {
      return decideHeld(needs, id, "release", decision, access);
    },
    async discardHeld(id, decision, access) {
      return decideHeld(needs, id, "discard", decision, access);
    },
    async incomingStatuses(id, access) {
      await this.incoming(id, access);
      return reader.statuses.ofIncoming(id);
    },
    async markFetched(id, access) {
      return markFetched(needs, id, access);
    },
    async reportStatus(id, command, access) {
      return reportStatus(needs, id, command, access);
    },
    async answerRecall(id, command, access) {
      return answerRecall(needs, id, command, access);
    },
    async keepUpload(upload, access) {
      return keepUpload(needs.store, upload, access);
    },
    async listQuarantine(page, access) {
      return access.agencies === "all" ? reader.inbound.list({ ...page, states: ["quarantined"] }) : { rows: [], next: null };
    },
    async reprocess(id, reason, access) {
      return reprocess(needs, id, reason, access);
    },
    async searchAgencies(question) {
      return searchAgencies({ ...needs, reader }, question);
    },
    async agency(code) {
      return agencyByCode({ ...needs, reader }, code);
    },
    async agencyHistory(code, page) {
      const { agency } = await this.agency(code);
      return reader.directory.history(agency.code, page);
    },
    async authenticate(secret) {
      const key = await reader.apiKeys.bySecretHash(hashSecret(secret));
      if (key === null || key.revokedAt !== null) return null;
      const now = needs.clock.now();
      if (key.lastUsedAt === null || now.getTime() - key.lastUsedAt.getTime() > KEY_USE_NOTED_EVERY_MS) await needs.store.noteKeyUse(key.id, now);
      return { actor: { kind: "system-key", keyId: key.id, name: key.name }, agencies: key.agencies, supervises: key.supervises ?? [] };
    },
  };
}

async function view(reader: Reader, id: OutgoingId, access: Access): Promise<OutgoingView> {
  const document = await reader.outgoing.byId(id);
  if (document === null || !mayActFor(access, document.senderCode)) throw notFound("document", id);
  return { document, dispatches: await reader.dispatches.ofDocuments([id]) };
}

function transmissions(reader: Reader, { document }: OutgoingView): Promise<readonly Transmission[]> {
  return reader.transmissions.about(document.id);
}

async function timelines(reader: Reader, sent: OutgoingView): Promise<readonly Timeline[]> {
  const byId = new Map((await transmissions(reader, sent)).map((transmission) => [transmission.id, transmission]));
  const statuses = await reader.statuses.ofDispatches(sent.dispatches.map((dispatch) => dispatch.id));
  return sent.dispatches.map((dispatch) => {
    const transmission = byId.get(dispatch.transmissionId);
    if (transmission === undefined) throw new HouseError("invariant-broken", `dispatch ${dispatch.id} without its transmission`, { dispatchId: dispatch.id });
    return timelineOf(dispatch, transmission, statuses.filter((record) => isOf(record, dispatch.id)));
  });
}

function isOf(record: StatusRecord, dispatchId: string): boolean {
  return record.subject.kind === "received" && record.subject.dispatchId === dispatchId;
}
