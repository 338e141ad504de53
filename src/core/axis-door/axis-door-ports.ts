import type { ApiKeyId, InboundId, IncomingId, StatusRecordId } from "../ids.ts";
import type { StoredEnvelope } from "../stored-file.ts";
import type { AxisKey } from "./axis-key.ts";

export type PacketState = "initial" | "processing" | "fail" | "done";

/**
 * What waits for a QLVB at the axis door, as an envelope exactly as it came: an incoming document, what its sender asks about it
 * afterwards (`request`), or a status.
 */
export interface AxisPacket {
  readonly id: IncomingId | StatusRecordId;
  readonly kind: "document" | "request" | "status";
  /** Canonical code of our agency it is for. */
  readonly agencyCode: string;
  /** As the envelope writes it. */
  readonly from: string;
  readonly inboundId: InboundId;
  readonly envelope: StoredEnvelope;
  readonly state: PacketState;
  /** What the QLVB said with it last. */
  readonly description: string;
  /** The document was recalled and its bytes given up: it can be acknowledged but not read. */
  readonly purgedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A status report of ours as the QLVB that caused it sees it in its list of sent messages. */
export interface SentStatus {
  readonly id: StatusRecordId;
  readonly receiverCode: string;
  readonly senderOrganId: string;
  readonly statusCode: string;
  readonly code: string;
  readonly statedAt: Date;
  readonly enteredAt: Date | null;
  readonly transmissionState: "queued" | "sending" | "unknown" | "entered" | "failed";
}

/** Requests come among the documents, after the one they are about. */
export type PacketList = "document" | "status";

export interface AxisDoorReads {
  keyBySystemId(systemId: string): Promise<AxisKey | null>;
  /** Newest first, revoked ones included. */
  keys(): Promise<readonly AxisKey[]>;
  /** Not acknowledged, oldest first. */
  waiting(agencies: readonly string[], kind: PacketList, limit: number): Promise<readonly AxisPacket[]>;
  countWaiting(agencies: readonly string[], kind: PacketList): Promise<number>;
  /** In any state; null when it is not for one of these agencies. */
  packet(id: string, agencies: readonly string[]): Promise<AxisPacket | null>;
  /** Newest first. */
  sentStatuses(agencies: readonly string[], limit: number): Promise<readonly SentStatus[]>;
}

export interface AxisDoorWrites {
  /** False when the system id was ever given away. */
  addAxisKey(key: AxisKey): Promise<boolean>;
  revokeAxisKey(id: ApiKeyId, at: Date): Promise<boolean>;
  /** Once a minute is enough. */
  noteAxisKeyUse(id: ApiKeyId, at: Date): Promise<void>;
  /** False when it is `done` already, or says the same already: nothing changes then. */
  markPacket(packet: AxisPacket, state: PacketState, description: string, at: Date): Promise<boolean>;
}
