import type { Access } from "../actor.ts";
import type { RecordedJournalEntry } from "../journal/journal-entry.ts";
import type { ProbeResult } from "./channels.ts";
import type { ApplyPeers, ChangePeer, NewPeer, PeerFile, RotatePeerKey } from "./commands.ts";
import type { PeerDifference } from "./configuration.ts";
import type { Peer, PeerState } from "./peer.ts";
import type { OutgoingView } from "../service.ts";
import type { TestDocument } from "./test-document.ts";

/** A peer as operators see it; nothing in it is secret. */
export interface PeerView {
  readonly peer: Peer;
  readonly channel: string;
  /** `environment`: the axis set by environment variables; it is not changed here. */
  readonly source: "registry" | "environment";
  readonly hasSecret: boolean;
  /** An older secret still counts until then; null: there is none. */
  readonly overlapUntil: Date | null;
  /** Chuyến gửi that wait on its channel. */
  readonly waiting: number;
}

/** What one check found, and what to do about it. */
export interface PeerCheck extends ProbeResult {
  readonly title: string;
  readonly advice: string;
}

export interface PeerTest {
  readonly view: PeerView;
  readonly checks: readonly PeerCheck[];
  readonly passed: boolean;
}

export interface PeersCompared {
  readonly differences: readonly PeerDifference[];
  /** Names exactly this file and this registry. */
  readonly review: string;
}

/** Hệ thống kết nối. For operators, and auditors who look: every method throws `role-missing` for anybody else, and `not-found` for a code that is none. */
export interface PeerService {
  /** By code, the axis of the environment first. */
  peers(access: Access): Promise<readonly PeerView[]>;
  peer(code: string, access: Access): Promise<PeerView>;
  /** A draft. Throws FieldsRefused. */
  addPeer(command: NewPeer, access: Access): Promise<PeerView>;
  /** Counts at once in every process; one that was only tested is a draft again. Throws FieldsRefused, `move-illegal` when retired or changed by somebody else meanwhile. */
  changePeer(code: string, command: ChangePeer, access: Access): Promise<PeerView>;
  /** Tries it from outside. A draft that passes is tested, a tested one that fails a draft again; others keep their state. */
  testPeer(code: string, access: Access, signal: AbortSignal): Promise<PeerTest>;
  /** activate, pause, resume, retire: repeating is harmless, an illegal one throws `move-illegal`. */
  movePeer(code: string, event: PeerMove, reason: string, access: Access): Promise<PeerView>;
  /** A new secret beside the old one for a while, or the next certificate instead of the present one. */
  rotatePeerKey(code: string, command: RotatePeerKey, access: Access): Promise<PeerView>;
  /** A marked document on the real road: its stages are those of any document of ours. Throws FieldsRefused, `move-illegal` while it is not active. */
  sendTestDocument(code: string, command: TestDocument, access: Access): Promise<OutgoingView>;
  /** Newest first. */
  peerHistory(code: string, limit: number, access: Access): Promise<readonly RecordedJournalEntry[]>;
  exportPeers(access: Access): Promise<PeerFile>;
  /** What applying the file would change. Throws FieldsRefused. */
  comparePeers(file: PeerFile, access: Access): Promise<PeersCompared>;
  /** Does what was reviewed, or nothing: throws `move-illegal` when file or registry is not as it was then. */
  applyPeers(command: ApplyPeers, access: Access): Promise<readonly PeerView[]>;
}

export type PeerMove = "activate" | "pause" | "resume" | "retire";
export const PEER_MOVES: Readonly<Record<PeerMove, PeerState>> = { activate: "active", pause: "paused", resume: "active", retire: "retired" };
