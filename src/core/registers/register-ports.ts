import type { LocalDate } from "#edxml";
import type { IncomingState } from "../incoming/incoming-document.ts";
import type { DispatchState } from "../outgoing/dispatch.ts";
import type { Page } from "../ports.ts";
import type { Scope } from "../reports/scope.ts";
import type { RequestState } from "../status/request.ts";
import type { RegisterKind } from "./register-kind.ts";

/** Which entries: those of the scope whose instant lies in [start, end), oldest first. */
export interface RegisterQuestion {
  readonly scope: Scope;
  readonly start: Date;
  readonly end: Date;
}
export interface RegisterPage extends RegisterQuestion {
  readonly after?: string;
  readonly limit: number;
}

/** What every register says of a document. */
export interface RegisteredDocument {
  readonly id: string;
  readonly code: string;
  readonly issuedOn: LocalDate;
  readonly typeName: string;
  readonly subject: string;
}

export interface OutgoingEntry extends RegisteredDocument {
  readonly senderCode: string;
  readonly signer: string;
  readonly submittedAt: Date;
  readonly submittedBy: string;
  /** null: not said. */
  readonly copies: number | null;
  readonly paper: boolean;
  readonly urgency: number;
  readonly receivers: readonly {
    readonly code: string;
    readonly name: string;
    readonly state: DispatchState;
    /** t1 by the control model of the dispatch; null: not sent. */
    readonly sentAt: Date | null;
    readonly acknowledgedAt: Date | null;
    readonly recall: RequestState | null;
  }[];
}

export interface IncomingEntry extends RegisteredDocument {
  readonly receiverCode: string;
  readonly senderCode: string;
  readonly senderName: string;
  readonly receivedAt: Date;
  readonly effectiveAt: Date;
  readonly decidedAt: Date | null;
  readonly state: IncomingState;
  readonly refusal: string | null;
  readonly recall: RequestState | null;
  readonly cancelledAt: Date | null;
  readonly urgency: number;
  readonly dueOn: LocalDate | null;
  /** Who was said to have it, in the last status we reported with a person or a unit. */
  readonly unit: string | null;
  readonly assignedAt: Date | null;
  readonly lastStatusAt: Date | null;
  /** Số, ký hiệu of our documents that answer it. */
  readonly answers: readonly string[];
}

export interface FailedEntry extends RegisteredDocument {
  readonly senderCode: string;
  readonly receiverCode: string;
  readonly receiverName: string;
  readonly submittedAt: Date;
  readonly state: DispatchState;
  readonly reason: string | null;
  readonly attempts: number;
  readonly paperSentAt: Date | null;
}

export interface PaperEntry extends RegisteredDocument {
  readonly senderCode: string;
  readonly receiverName: string;
  readonly sentAt: Date;
  readonly person: string;
  readonly reason: string;
  readonly notice: string | null;
  /** State of the dispatch now; null: the document was never in the gateway. */
  readonly state: DispatchState | null;
  readonly backfilledAt: Date | null;
}

export interface RegisterEntries {
  readonly outgoing: OutgoingEntry;
  readonly incoming: IncomingEntry;
  readonly "follow-up": IncomingEntry;
  readonly failed: FailedEntry;
  readonly paper: PaperEntry;
}

export interface RegisterReader {
  page<Kind extends RegisterKind>(kind: Kind, question: RegisterPage): Promise<Page<RegisterEntries[Kind]>>;
  /** For the cover. */
  span(kind: RegisterKind, question: RegisterQuestion): Promise<{ readonly count: number; readonly firstCode: string | null; readonly lastCode: string | null }>;
}
