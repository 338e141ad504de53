/** What the business needs from the machinery: kept narrow, satisfied by the house. */
import type { FileHandle } from "node:fs/promises";
import type { Readable, Writable } from "node:stream";
import type { EnvelopeSigner, OrganId } from "#edxml";
import type { AccountReader, AccountWrites } from "./accounts/ports.ts";
import type { Agency, AgencyCertificate } from "./agency.ts";
import type { ApiKey } from "./actor.ts";
import type { CalendarReader, CalendarWrites } from "./calendar/ports.ts";
import type { ClockReader, ClockWrites } from "./clock-offset/ports.ts";
import type { DeadlineReader, DeadlineWrites } from "./deadlines/ports.ts";
import type { AxisDoorReads, AxisDoorWrites } from "./axis-door/axis-door-ports.ts";
import type { DirectoryReader, DirectorySyncs, DirectoryWriter } from "./directory/directory-ports.ts";
import type { DoorStore } from "./doors/ports.ts";
import type { ApiKeyId, DispatchId, InboundId, IncomingId, OutgoingId, TransmissionId, WorkOrderId } from "./ids.ts";
import type { EventReader, JournalSorting } from "./events/ports.ts";
import type { PlanWebhooks, WebhookReader, WebhookWrites } from "./events/webhooks/ports.ts";
import type { FlowReader, FlowWrites } from "./flow/ports.ts";
import type { InboundEnvelope, InboundState } from "./incoming/inbound-envelope.ts";
import type { IncomingDocument, IncomingState } from "./incoming/incoming-document.ts";
import type { JournalEntry, RecordedJournalEntry, UpkeepKind } from "./journal/journal-entry.ts";
import type { JournalSealing, SealReader } from "./journal/seal.ts";
import type { NoticeReader, NoticeWrites } from "./notices/notice-ports.ts";
import type { Amendment } from "./outgoing/amendment.ts";
import type { Dispatch, DispatchState } from "./outgoing/dispatch.ts";
import type { OutgoingDocument } from "./outgoing/outgoing-document.ts";
import type { Transmission, TransmissionFault } from "./outgoing/transmission.ts";
import type { PeerReads, PeerWrites } from "./peers/peer-ports.ts";
import type { RegisterReader } from "./registers/register-ports.ts";
import type { PolicyReads, PolicyWrites } from "./policy/ports.ts";
import type { LogReader } from "./reports/exchange-log.ts";
import type { FactKeeper, ReportReader, ReportWrites } from "./reports/report-ports.ts";
import type { RequestState } from "./status/request.ts";
import type { DocumentLink } from "./thread/links.ts";
import type { StatusRecord } from "./status/status-record.ts";
import type { OrderSituation } from "./why/why-dispatch.ts";
import type { SinceReader } from "./restore-plan.ts";
import type { SampleReader, SampleWrites } from "./sample/sample-ports.ts";
import type { StoredEnvelope } from "./stored-file.ts";

/** Legal time. Machine time (leases, due times) is the database's own clock and never goes through here. */
export interface Clock {
  now(): Date;
}

/** Content-addressed bytes on disk. */
export interface Blobs {
  /** For temporary files of the format; emptied at start. */
  readonly scratchDirectory: string;
  /** A blob being written. Nothing is visible before `commit`. */
  draft(): BlobDraft;
  /**
   * Reads with the digest checked on the way: ends with HouseError `blob-corrupt` instead of a clean end when it does not match.
   * A range (`end` inclusive, as in HTTP) is not checked. Fails with `blob-missing`, `storage-unavailable`.
   */
  open(sha256: string, range?: { readonly start: number; readonly end: number }): Readable;
  has(sha256: string): Promise<boolean>;
  /** All blobs that were not written for so long, in no order. */
  untouched(forMs: number): AsyncIterable<{ readonly sha256: string; readonly size: number }>;
  /**
   * Deletes a blob nobody refers to any more. `too-young`: it was written less than `untouchedForMs` ago, so somebody may be about to refer to
   * it; try again later. Throws `storage-unavailable`.
   */
  remove(sha256: string, untouchedForMs: number): Promise<"removed" | "missing" | "too-young">;
}

export interface BlobDraft {
  readonly sink: Writable;
  /** Instead of `sink`: lets `write` put bytes anywhere into the draft's empty file; they are digested when it is finished. Throws what `write` throws, `disk-full`, `storage-unavailable`. */
  write<Written>(write: (file: FileHandle) => Promise<Written>): Promise<Written>;
  /** The same with the sink, in which a few bytes stand in memory until there is a file to write at once. */
  writeFew<Written>(write: (sink: Writable) => Promise<Written>): Promise<Written>;
  /** Ends the writing without storing anything; `path` lasts until `discard`. Throws `disk-full`, `storage-unavailable`. */
  finish(): Promise<StoredEnvelope & { readonly path: string }>;
  /** Resolves when file and folder are fsynced under the digest. Same content twice is one file. Throws `disk-full`, `storage-unavailable`. */
  commit(): Promise<StoredEnvelope>;
  discard(): Promise<void>;
}

/** The key each agency signs its envelopes with. Throws `signing-key-missing`. */
export interface SigningKeys {
  signerFor(organId: OrganId): Promise<EnvelopeSigner>;
}

/** A page of a list, newest first. `next` is the cursor of the following page. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}
export interface PageRequest {
  readonly after?: string;
  readonly limit: number;
}

export interface OutgoingFilter extends PageRequest {
  /** Canonical codes the caller may see; `all` for operators. */
  readonly senders: readonly string[] | "all";
  readonly receiver?: string;
  /** Has at least one dispatch in one of these states. */
  readonly states?: readonly DispatchState[];
  /** Has at least one dispatch whose recall stands so; `declined` is what a supervising body looks for. */
  readonly recall?: RequestState;
  readonly submittedFrom?: Date;
  readonly submittedTo?: Date;
  /** Waits for a person. */
  readonly held?: true;
  /** Exact `number/notation`. */
  readonly code?: string;
  /** Words of subject, code, names of sender and receivers; accents do not matter, the last word may be unfinished. */
  readonly words?: string;
}
export interface IncomingFilter extends PageRequest {
  readonly receivers: readonly string[] | "all";
  readonly sender?: string;
  /** Only those that wait for a person; without it, those are left out. */
  readonly held?: true;
  /** Without those that were cancelled. */
  readonly state?: IncomingState;
  readonly recall?: RequestState;
  /** As for outgoing documents. */
  readonly words?: string;
  /** true: the QLVB has taken it; false: it has not. */
  readonly fetched?: boolean;
  readonly receivedFrom?: Date;
  readonly receivedTo?: Date;
}

/** A row of the outbox: work to be published when due, kept until it is finished. */
export interface WorkOrder {
  readonly id: WorkOrderId;
  readonly topic: WorkTopic;
  readonly ref: string;
  readonly urgency: 0 | 1 | 2 | 3;
}
/** One round of the relay. */
export interface Relayed {
  readonly count: number;
  /** Orders are due whose lanes are full: look again as soon as one is finished. */
  readonly heldBack: boolean;
  /** When the next order or probe is due; null: none is planned. */
  readonly nextInMs: number | null;
}
export const WORK_TOPICS = ["deliver", "process-incoming", "purge"] as const;
export type WorkTopic = (typeof WORK_TOPICS)[number];

export interface Reader {
  sample: SampleReader;
  outgoing: {
    byId(id: OutgoingId): Promise<OutgoingDocument | null>;
    byIds(ids: readonly OutgoingId[]): Promise<readonly OutgoingDocument[]>;
    byIdentityKey(identityKey: string): Promise<OutgoingDocument | null>;
    /** By idempotency key and by identity, both at once. */
    earlier(of: Pick<OutgoingDocument, "identityKey" | "idempotency">): Promise<{ readonly byKey: OutgoingDocument | null; readonly byIdentity: OutgoingDocument | null }>;
    ofIdentities(identityKeys: readonly string[]): Promise<readonly OutgoingDocument[]>;
    list(filter: OutgoingFilter): Promise<Page<OutgoingDocument>>;
  };
  dispatches: {
    ofDocuments(ids: readonly OutgoingId[]): Promise<readonly Dispatch[]>;
    ofTransmission(id: TransmissionId): Promise<readonly Dispatch[]>;
    byId(id: DispatchId): Promise<Dispatch | null>;
    /** Asked to cancel, and the time to answer is over. */
    unanswered(now: Date, limit: number): Promise<readonly Dispatch[]>;
  };
  amendments: {
    /** Oldest first. */
    ofDocument(id: OutgoingId): Promise<readonly Amendment[]>;
  };
  transmissions: {
    byId(id: TransmissionId): Promise<Transmission | null>;
    /** All that ever went out about a document of ours, oldest first. */
    about(id: OutgoingId): Promise<readonly Transmission[]>;
    byIds(ids: readonly TransmissionId[]): Promise<readonly Transmission[]>;
    /** Those that wait for the outcome of one of these. */
    following(ids: readonly TransmissionId[]): Promise<readonly Transmission[]>;
    /** In flight or failed, for operators; newest first. */
    list(filter: PageRequest & { readonly states?: readonly Transmission["state"][]; readonly channel?: string }): Promise<Page<Transmission>>;
  };
  inbound: {
    byId(id: InboundId): Promise<InboundEnvelope | null>;
    byIds(ids: readonly InboundId[]): Promise<readonly InboundEnvelope[]>;
    byPartnerMessageId(channel: string, partnerMessageId: string): Promise<InboundEnvelope | null>;
    /** The same for many, by what the partner calls them. */
    byPartnerMessageIds(channel: string, partnerMessageIds: readonly string[]): Promise<ReadonlyMap<string, InboundEnvelope>>;
    list(filter: PageRequest & { readonly states?: readonly InboundState[] }): Promise<Page<InboundEnvelope>>;
    /** How many wait for a person. */
    countQuarantined(): Promise<number>;
  };
  incoming: {
    byId(id: IncomingId): Promise<IncomingDocument | null>;
    byIds(ids: readonly IncomingId[]): Promise<readonly IncomingDocument[]>;
    byIdentity(receiverCode: string, senderCode: string, identityKey: string): Promise<IncomingDocument | null>;
    /** Of every sender and receiver. */
    ofIdentities(identityKeys: readonly string[]): Promise<readonly IncomingDocument[]>;
    list(filter: IncomingFilter): Promise<Page<IncomingDocument>>;
  };
  links: {
    of(documentIds: readonly string[]): Promise<readonly DocumentLink[]>;
    to(identityKeys: readonly string[]): Promise<readonly DocumentLink[]>;
  };
  statuses: {
    ofIncoming(id: IncomingId): Promise<readonly StatusRecord[]>;
    ofDispatches(ids: readonly DispatchId[]): Promise<readonly StatusRecord[]>;
  };
  registers: RegisterReader;
  reports: ReportReader;
  exchangeLog: LogReader;
  notices: NoticeReader;
  journal: {
    ofOutgoing(id: OutgoingId): Promise<readonly RecordedJournalEntry[]>;
    ofIncoming(id: IncomingId): Promise<readonly RecordedJournalEntry[]>;
    /** Of these kinds, newest first. */
    upkeep(kinds: readonly UpkeepKind[], limit: number): Promise<readonly RecordedJournalEntry[]>;
    seals: SealReader;
  };
  since: SinceReader;
  events: EventReader;
  webhooks: WebhookReader;
  agencies: {
    /** By canonical code or alias. */
    byCode(code: string): Promise<Agency | null>;
    /** The same for many at once, by the code or alias asked for. */
    byCodes(codes: readonly string[]): Promise<ReadonlyMap<string, Agency>>;
    hosted(): Promise<readonly Agency[]>;
    count(): Promise<number>;
  };
  directory: DirectoryReader;
  calendar: CalendarReader;
  deadlines: DeadlineReader;
  clockOffsets: ClockReader;
  accounts: AccountReader;
  apiKeys: {
    bySecretHash(hash: string): Promise<ApiKey | null>;
    byId(id: ApiKeyId): Promise<ApiKey | null>;
    list(): Promise<readonly ApiKey[]>;
  };
  certificates: {
    /**
     * Registered and not revoked, of the agency that a canonical code or alias means to `agencies.byCode`. One registered for a code that has
     * become another agency's alias signs for nobody: a directory must not hand an agency's name to somebody else's key.
     */
    ofAgency(code: string): Promise<readonly AgencyCertificate[]>;
    /** Of everybody, not revoked. */
    list(): Promise<readonly AgencyCertificate[]>;
  };
  axisDoor: AxisDoorReads;
  policies: PolicyReads;
  peers: PeerReads;
  flow: FlowReader;
  outbox: {
    /** Orders not finished, by topic; for health and metrics. */
    depth(): Promise<Readonly<Record<WorkTopic, number>>>;
    /** The open order about a row; null: there is none. */
    of(topic: WorkTopic, ref: string): Promise<OrderSituation | null>;
  };
}

/** A dispatch as it was decided on, and as it is from now on. */
export interface DispatchMove {
  readonly before: Dispatch;
  readonly after: Dispatch;
}

/** Taking a transmission for one attempt. */
export type Claim =
  | { readonly kind: "claimed"; readonly transmission: Transmission; readonly before: "fresh" | "outcome-unknown"; readonly triedForMs: number }
  /** Another living process has it. */
  | { readonly kind: "busy" }
  /** Nothing to do: entered or failed already, or no such row. */
  | { readonly kind: "finished" };

/** What became of a transmission; `retryInMs` plans its next attempt by the database's clock. */
export interface SettledTransmission {
  readonly transmission: Transmission;
  readonly retryInMs: number | null;
}

/** A dispatch as its receiver speaks of it. */
export interface DispatchName {
  readonly documentIdentityKey: string;
  readonly senderCode: string;
  readonly receiverCode: string;
}

/** One database transaction: reads its own writes, commits when the work resolves, rolls back when it throws. */
export interface Transaction extends SampleWrites, Reader, DirectoryWriter, WebhookWrites, AxisDoorWrites, CalendarWrites, DeadlineWrites, ClockWrites, PolicyWrites, NoticeWrites, AccountWrites, PeerWrites, FlowWrites, ReportWrites {
  /** False when the identity or the idempotency key is already there; nothing is written then. */
  addOutgoing(document: OutgoingDocument): Promise<boolean>;
  /** What became of its hold: the decision, or its purge. */
  rewriteOutgoing(document: OutgoingDocument): Promise<void>;
  addTransmission(transmission: Transmission): Promise<void>;
  addDispatches(dispatches: readonly Dispatch[]): Promise<void>;
  /** The only writer of dispatch states; called by settle-dispatch alone. Expects the state it was decided on, else `invariant-broken`. */
  moveDispatch(before: Dispatch, after: Dispatch): Promise<void>;
  /** The same for all receivers of one envelope, in one statement. */
  moveDispatches(moves: readonly DispatchMove[]): Promise<void>;
  /** Locks the dispatch of this document for this receiver until the end of the transaction; several that are asked for in one turn in the order of their ids, as everybody does. */
  lockDispatch(name: DispatchName): Promise<Dispatch | null>;
  lockDispatchesOf(ids: readonly TransmissionId[]): Promise<readonly Dispatch[]>;
  lockDispatchById(id: DispatchId): Promise<Dispatch | null>;
  lockDispatchesOfDocument(id: OutgoingId): Promise<readonly Dispatch[]>;
  /** All that ever went out about a document of ours, oldest first; locked before its dispatches, as the road does. */
  lockTransmissionsAbout(id: OutgoingId): Promise<readonly Transmission[]>;
  /** The rest of a transmission whose other receivers were recalled travels in another envelope. */
  reassignDispatch(id: DispatchId, to: TransmissionId): Promise<void>;
  addLinks(links: readonly DocumentLink[]): Promise<void>;
  addAmendment(amendment: Amendment): Promise<void>;
  /**
   * state → sending, attempts + 1, owned by this process as long as it lives. A row already sending is `busy` when another living process owns it;
   * owned by a dead process, or by this one, it is a leftover: claimed with `outcome-unknown`. The caller knows what it is itself sending just now.
   */
  claimTransmissions(ids: readonly TransmissionId[]): Promise<ReadonlyMap<TransmissionId, Claim>>;
  /**
   * Ends attempts, or queues failed transmissions again, whose time of trying begins anew. Throws `database-unavailable` when another process has
   * taken one of them over since.
   */
  settleTransmissions(settled: readonly SettledTransmission[]): Promise<void>;
  /** A fault that ended no attempt, new to it or the same as before, and when it is tried again. `closed`: it is not open any more, and nothing was written. */
  noteFault(id: TransmissionId, fault: TransmissionFault, retry: { readonly firstMs: number; readonly againMs: number }): Promise<"new" | "known" | "closed">;

  /** Those that were new: of others (channel, partnerMessageId) is already there. */
  addInbound(envelopes: readonly InboundEnvelope[]): Promise<ReadonlySet<InboundId>>;
  lockInbound(id: InboundId): Promise<InboundEnvelope | null>;
  lockInbounds(ids: readonly InboundId[]): Promise<readonly InboundEnvelope[]>;
  updateInbound(envelope: InboundEnvelope): Promise<void>;
  markAcknowledged(told: readonly { readonly id: InboundId; readonly at: Date }[]): Promise<void>;
  /** False when the same receiver already has this document from this sender. */
  addIncoming(document: IncomingDocument): Promise<boolean>;
  lockIncoming(id: IncomingId): Promise<IncomingDocument | null>;
  /** What was done with it: state, instants, refusal, recall. */
  updateIncoming(document: IncomingDocument): Promise<void>;
  /** What it says and holds: an update of its metadata, or its purge. */
  rewriteIncoming(document: IncomingDocument): Promise<void>;
  lockIncomingByIdentity(receiverCode: string, senderCode: string, identityKey: string): Promise<IncomingDocument | null>;
  /** Envelopes that wait, or waited too long, for this document are looked at again; see `InboundEnvelope.about`. */
  wakeWaiting(about: string): Promise<void>;
  /** The payload of every envelope that brought this document is given up, unless another of our agencies still has it. Resolves to their digests. */
  purgeEnvelopes(about: string, at: Date): Promise<readonly string[]>;
  /** Which of these blobs a row still refers to. */
  blobsInUse(sha256s: readonly string[]): Promise<readonly string[]>;
  addStatus(record: StatusRecord): Promise<void>;
  hasStatus(dispatchId: DispatchId, inboundId: InboundId): Promise<boolean>;

  /** `dueInMs` by the database's clock. An open order for the same topic and ref is brought forward instead, keeping its id. */
  addWork(order: WorkOrder, dueInMs: number): Promise<void>;
  /** As `addWork`, for many that are due at once. */
  addWorks(orders: readonly WorkOrder[]): Promise<void>;
  /** Plans the same order again. */
  postponeWork(id: WorkOrderId, dueInMs: number): Promise<void>;
  finishWork(...ids: readonly WorkOrderId[]): Promise<void>;
  /** Those of them that are not finished. */
  openWork(ids: readonly WorkOrderId[]): Promise<ReadonlySet<WorkOrderId>>;

  append(entry: JournalEntry): Promise<void>;
  /** In this order. */
  appendAll(entries: readonly JournalEntry[]): Promise<void>;

  /** Wakes whoever takes the partners' lists of agencies. */
  wantDirectory(): Promise<void>;
  saveApiKey(key: ApiKey): Promise<void>;
  revokeApiKey(id: ApiKeyId, at: Date): Promise<boolean>;
  saveCertificate(certificate: AgencyCertificate): Promise<void>;
  revokeCertificate(agencyCode: string, fingerprint: string, at: Date): Promise<boolean>;
}

export interface Store extends JournalSorting, JournalSealing {
  readonly reader: Reader;
  readonly doors: DoorStore;
  /** Runs `work` again when it lost against a concurrent transaction, so it does nothing but database work. */
  write<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /**
   * As `write`, in one transaction with what else is written at the same moment: all or nothing, and each alone when they fail together. One after the
   * other; those that only add rows of their own (`adds`) side by side, so that they share their statements. For work that is short and locks little.
   */
  writeTogether<Result>(work: (tx: Transaction) => Promise<Result>, kind?: "adds"): Promise<Result>;
  /**
   * Due orders of the outbox, urgent and old first, as many as their lanes have room for; marks them relayed only after `publish` resolved. Several processes may relay at once.
   * An order the queue lost is relayed again after a while: a few at a time, all of them when `depths` tells that the queue holds fewer than it was given.
   */
  relayDue(limit: number, publish: (orders: readonly WorkOrder[]) => Promise<void>, depths?: () => Promise<Readonly<Partial<Record<WorkTopic, number>>>>): Promise<Relayed>;
  /** Somebody works on the orders for these: they are not taken for lost, as of now. */
  keepWork(topic: WorkTopic, refs: readonly string[]): Promise<void>;
  /** Calls back soon after new work was committed by anybody; the caller polls slowly besides. Returns a stop function. */
  onWork(listener: () => void): () => void;
  /** Calls back soon after anybody changed the registry of peers, and after every reconnect. Returns a stop function. */
  onPeers(listener: () => void): () => void;
  /** Calls back when a person wants the partners' lists of agencies taken now. Returns a stop function. */
  onDirectoryWanted(listener: () => void): () => void;
  readonly planWebhooks: PlanWebhooks;
  readonly facts: FactKeeper;
  /** Runs the job only if no other process holds this name; null when another does. The signal aborts when leadership is lost. */
  asLeader<Result>(name: string, job: (signal: AbortSignal) => Promise<Result>): Promise<Result | null>;
  /** Partners' lists beside the directory. */
  readonly directory: DirectorySyncs;
  noteKeyUse(id: ApiKeyId, at: Date): Promise<void>;
  /** A cheap round trip; throws `database-unavailable`. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

