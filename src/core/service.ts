import type { AccountService } from "./accounts/service.ts";
import type { ApiKeyService } from "./api-keys.ts";
import type { AttentionService } from "./attention.ts";
import type { BackupService } from "./backups.ts";
import type { CertificateService } from "./certificates/certificates.ts";
import type { NextKeyService } from "./certificates/next-key.ts";
import type { DirectoryAdminService } from "./directory/admin.ts";
import type { QueueService } from "./flow/queues.ts";
import type { IntegrityService } from "./journal/integrity.ts";
import type { Access } from "./actor.ts";
import type { AgencyFound, AgencyQuestion } from "./directory/look-up.ts";
import type { AgencyChange } from "./directory/index.ts";
import type { CalendarService } from "./calendar/service.ts";
import type { DeadlineService } from "./deadlines/service.ts";
import type { KeptUpload } from "./doors/ports.ts";
import type { EventService } from "./events/service.ts";
import type { HeldDocument, HeldFilter } from "./hold/held.ts";
import type { HoldDecision } from "./hold/hold.ts";
import type { InboundId, IncomingId, OutgoingId, TransmissionId } from "./ids.ts";
import type { InboundEnvelope } from "./incoming/inbound-envelope.ts";
import type { IncomingDocument } from "./incoming/incoming-document.ts";
import type { StatusCommand } from "./incoming/status-command.ts";
import type { AnswerRecall } from "./incoming/answer-recall.ts";
import type { CheckedFile, Checkup } from "./outgoing/check-document.ts";
import type { Amended } from "./outgoing/amending.ts";
import type { Amendment } from "./outgoing/amendment.ts";
import type { Dispatch } from "./outgoing/dispatch.ts";
import type { OutgoingDocument } from "./outgoing/outgoing-document.ts";
import type { RecallCommand } from "./outgoing/recall-command.ts";
import type { SendDocument, SubmittedFile } from "./outgoing/send-command.ts";
import type { Transmission } from "./outgoing/transmission.ts";
import type { UpdateCommand } from "./outgoing/update-command.ts";
import type { PeerService } from "./peers/service.ts";
import type { PolicyService } from "./policy/service.ts";
import type { IncomingFilter, OutgoingFilter, Page, PageRequest } from "./ports.ts";
import type { NoticeService } from "./notices/notices.ts";
import type { ReportService } from "./reports/reports.ts";
import type { RegisterService } from "./registers/registers.ts";
import type { SampleService } from "./sample/sample-service.ts";
import type { StatusRecord } from "./status/status-record.ts";
import type { Thread } from "./thread/thread.ts";
import type { Timeline } from "./timeline.ts";
import type { WhyService } from "./why/service.ts";

/** A document of ours with what became of it at each receiver. */
export interface OutgoingView {
  readonly document: OutgoingDocument;
  readonly dispatches: readonly Dispatch[];
}

/**
 * What every door (REST, SOAP, AMQP, folder, CLI) can ask of the house. One method, one operation, one file behind it.
 * Every method checks that the caller may act for the agency; what it may not see is `not-found`.
 */
export interface GatewayService extends EventService, RegisterService, ReportService, NoticeService, CalendarService, DeadlineService, PolicyService, AccountService, PeerService, WhyService, SampleService, DirectoryAdminService, QueueService, ApiKeyService, CertificateService, NextKeyService, IntegrityService, BackupService, AttentionService {
  /** Throws FieldsRefused with all problems at once, `duplicate-document`, `idempotency-key-reused`. A repeated call with the same key and content gives the first answer with `created: false`. */
  sendDocument(command: SendDocument, files: readonly SubmittedFile[], access: Access, idempotencyKey: string | null): Promise<OutgoingView & { readonly created: boolean }>;
  /** Kiểm tra thử: every problem sending it would meet, what is worth knowing, and each receiver's policy beside the sender's; nothing is kept. `files` null: not at hand yet. */
  checkDocument(command: SendDocument, files: readonly CheckedFile[] | null, access: Access): Promise<Checkup>;
  outgoing(id: OutgoingId, access: Access): Promise<OutgoingView>;
  listOutgoing(filter: Omit<OutgoingFilter, "senders">, access: Access): Promise<Page<OutgoingView>>;
  /** Per receiver: instants, statuses, what is happening now. */
  outgoingTimeline(id: OutgoingId, access: Access): Promise<readonly Timeline[]>;
  transmissionsOf(id: OutgoingId, access: Access): Promise<readonly Transmission[]>;
  /** Gửi lại: a person asks for a failed transmission to be tried again. Throws `move-illegal` when it is not failed. */
  resend(id: TransmissionId, reason: string, access: Access): Promise<Transmission>;

  /**
   * Thu hồi: what has not left is stopped, everybody else is asked to cancel; the document is frozen until they have answered.
   * Repeating it answers the same with `created: false`. Throws `move-illegal` when these receivers have cancelled it already.
   */
  recall(id: OutgoingId, command: RecallCommand, access: Access): Promise<Amended>;
  /** Lấy lại: as `recall`, by status 13, from receivers that have not accepted the document yet; one that has is refused with `move-illegal`. */
  takeBack(id: OutgoingId, command: RecallCommand, access: Access): Promise<Amended>;
  /**
   * Cập nhật: tells who has the document what changed, sends it to added receivers, recalls it from removed ones. Repeating it answers the same.
   * Throws `document-frozen` while it is being recalled. To replace a document (thay thế) send the new one with `replaces`.
   */
  update(id: OutgoingId, command: UpdateCommand, access: Access): Promise<Amended>;
  /** Thu hồi, lấy lại and cập nhật that were asked, oldest first. */
  amendments(id: OutgoingId, access: Access): Promise<readonly Amendment[]>;

  /** A document, incoming or outgoing, with all it answers or replaces and all that answer or replace it; only what the caller may see. */
  thread(id: OutgoingId | IncomingId, access: Access): Promise<Thread>;

  incoming(id: IncomingId, access: Access): Promise<IncomingDocument>;
  listIncoming(filter: Omit<IncomingFilter, "receivers">, access: Access): Promise<Page<IncomingDocument>>;
  incomingStatuses(id: IncomingId, access: Access): Promise<readonly StatusRecord[]>;
  /** The QLVB has stored the document with all its files. Repeating it is harmless. */
  markFetched(id: IncomingId, access: Access): Promise<IncomingDocument>;
  /** Moves the incoming document and sends the status report back by the outgoing road. Repeating the same action answers the same; an illegal one throws `move-illegal`. */
  reportStatus(id: IncomingId, command: StatusCommand, access: Access): Promise<{ readonly document: IncomingDocument; readonly status: StatusRecord; readonly created: boolean }>;

  /** Trả lời thu hồi: agree cancels the document here and reports 15, decline reports 16 with a reason. Throws `move-illegal` when nobody asked. */
  answerRecall(id: IncomingId, command: AnswerRecall, access: Access): Promise<{ readonly document: IncomingDocument; readonly status: StatusRecord; readonly created: boolean }>;
  /** A file put down first, for a later message of the same key to name; kept for 24 hours. */
  keepUpload(upload: KeptUpload, access: Access): Promise<KeptUpload & { readonly until: Date }>;

  /** Envelopes that are kept but not believed. Operators only; for others the list is empty. */
  listQuarantine(page: PageRequest, access: Access): Promise<Page<InboundEnvelope>>;
  /** Lets a quarantined envelope be looked at again, with a reason. Operators only. Throws `move-illegal` when it is not quarantined. */
  reprocess(id: InboundId, reason: string, access: Access): Promise<InboundEnvelope>;

  /** Danh bạ: whoever may call may look. Words of the name without accents, abbreviations, codes of both forms; best first. */
  searchAgencies(question: AgencyQuestion): Promise<Page<AgencyFound>>;
  /** By code of either form, or alias. Throws `not-found`. */
  agency(code: string): Promise<AgencyFound>;
  /** Newest first. Throws `not-found`. */
  agencyHistory(code: string, page: PageRequest): Promise<Page<AgencyChange>>;

  /** Văn bản đang tạm giữ vì thấy dấu mật, both directions. */
  listHeld(filter: HeldFilter, access: Access): Promise<Page<HeldDocument>>;
  /** A held document goes on: out, or into the inbox. Repeating it answers the same. Throws `not-found`, `move-illegal` when it was discarded. */
  releaseHeld(id: string, decision: HoldDecision, access: Access): Promise<HeldDocument>;
  /** Its content is purged; an incoming one is refused to its sender (02). Throws `not-found`, `move-illegal` when it was released. */
  discardHeld(id: string, decision: HoldDecision, access: Access): Promise<HeldDocument>;

  /** Resolves a presented API key; null when unknown or revoked. */
  authenticate(secret: string): Promise<Access | null>;
}
