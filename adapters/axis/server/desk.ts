import type { Readable } from "node:stream";
import type { UnverifiedRoute } from "#edxml";
import type { AxisMessageType } from "../message-type.ts";
import type { RefusalReason } from "./refusal.ts";

/** One connected system, and what it proves itself with. */
export interface AxisAccount {
  readonly systemId: string;
  readonly secret: string;
}

/** How far a message came at its receiver; `initial`: the receiver said nothing yet. */
export type DeliveryState = "initial" | "processing" | "done" | "fail";
export type AxisVerdict = Exclude<DeliveryState, "initial">;

/** An envelope on disk, digested and peeked at. Its file is gone once `send` has answered, unless the desk took it. */
export interface AxisParcel {
  readonly kind: AxisMessageType;
  /** As the header says it, of the caller. */
  readonly from: string;
  /** The header `to`, as it came. */
  readonly toHeader: string | null;
  readonly route: UnverifiedRoute;
  readonly path: string;
  readonly size: number;
  /** Padded lower-case hex, without the CRLF the client appends. */
  readonly sha256: string;
  /** Gives the file another name, on the same disk; from then on it is the desk's. */
  take(path: string): Promise<void>;
}

export interface PendingMessage {
  readonly docId: string;
  readonly kind: AxisMessageType;
  readonly from: string;
  readonly to: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly state: DeliveryState;
}

/** One receiver of one send of the caller. */
export interface SentItem {
  readonly senderDocId: string;
  readonly receiverDocId: string;
  readonly kind: AxisMessageType;
  readonly from: string;
  readonly to: string;
  readonly title: string;
  readonly notation: string;
  readonly sentAt: Date;
  readonly receivedAt: Date | null;
  readonly sendState: "sending" | "done" | "fail";
  readonly receiveState: DeliveryState;
  /** Empty: the standing text of the state. */
  readonly description: string;
}

export interface AxisAgency {
  readonly code: string;
  readonly name: string;
  readonly mail: string;
  /** Empty when there is none. */
  readonly parentCode: string;
  /** The code of the other generation; empty when there is none. */
  readonly otherCode: string;
  /** Mã trung tâm of the system that speaks for it. */
  readonly centerCode: string;
  readonly version: number;
  readonly modifiedAt: Date | null;
  readonly deleted: boolean;
}

export interface AgencyChange {
  readonly code: string;
  readonly name: string;
  readonly mail?: string;
  readonly parentCode?: string;
}

export interface AxisContent {
  readonly size: number;
  /** All of it at once, for a small one that is at hand. */
  whole?(): Buffer;
  open(): Readable;
}

/** What happened, for a log or a test. Ids only, never content or secrets. */
export interface AxisEvent {
  readonly kind: "started" | "sent" | "repeated" | "refused" | "fetched" | "acknowledged" | "agency-changed" | "fault" | "faults-changed" | "client-left" | "failed";
  readonly at: Date;
  readonly operation: string;
  readonly systemId: string | null;
  readonly facts: Readonly<Record<string, string | number>>;
}

/**
 * What stands behind the wire of the axis: the simulator keeps everything itself, the gateway maps it onto its own business. The server
 * has read, verified and sized a request before it asks; the desk decides what it means. A desk says no by throwing AxisRefusal, or any
 * error of its own that `refusalOf` translates.
 */
export interface AxisDesk<Account extends AxisAccount = AxisAccount> {
  readonly maxMessageBytes: number;
  /** For envelopes on their way in and long lists on their way out; nothing stays in it. */
  readonly scratchDirectory: string;
  /** What is asked of `hash-file`. `required`: absent or wrong is refused; `checked`: only wrong. */
  hashFile(): "required" | "checked" | "ignored";
  /** null when nobody has this system id; the caller is told the same as for a wrong secret. */
  account(systemId: string): Promise<Account | null>;
  /** Called once for each request whose signature holds; may refuse. What it returns is called when the request is over. */
  admit(account: Account, operation: string): () => void;
  /** Whether the account may send as this unit, in either generation of its code. */
  speaksFor(account: Account, code: string): Promise<boolean>;
  /** Takes the message and returns its docId; the same one for a repetition. */
  send(account: Account, parcel: AxisParcel): Promise<string>;
  /** Not acknowledged `done`, oldest first. */
  pending(account: Account, kind: AxisMessageType): Promise<readonly PendingMessage[]>;
  count(account: Account, kind: AxisMessageType): Promise<number>;
  /** null when the caller has no such message. */
  content(account: Account, docId: string): Promise<AxisContent | null>;
  /** False when the caller has no such message. Repeating a verdict changes nothing; `done` is final. */
  acknowledge(account: Account, docId: string, verdict: AxisVerdict, description: string): Promise<boolean>;
  /** `docId` narrows only when it names a send of the caller; one left over from an earlier call does not. */
  sent(account: Account, kind: AxisMessageType, docId: string | null): Promise<Iterable<SentItem>>;
  agencies(account: Account): Iterable<AxisAgency> | AsyncIterable<AxisAgency>;
  registerAgency(account: Account, agency: AgencyChange): Promise<void>;
  deleteAgency(account: Account, code: string): Promise<void>;
  /** What an error of the desk's own means to the caller; null: a system error, without words. */
  refusalOf(cause: unknown): { readonly reason: RefusalReason; readonly detail: string } | null;
  emit(kind: AxisEvent["kind"], operation: string, systemId: string | null, facts: AxisEvent["facts"]): void;
}
