import type { PeerSecretId } from "../ids.ts";
import type { RecordedJournalEntry } from "../journal/journal-entry.ts";
import type { Peer, PeerSecret } from "./peer.ts";

export interface PeerReads {
  /** By code, retired ones included. */
  list(): Promise<readonly Peer[]>;
  byCode(code: string): Promise<Peer | null>;
  /** Those that have not ended at this time, newest first. */
  secretsOf(code: string, at: Date): Promise<readonly PeerSecret[]>;
  /** What was done to it and by whom, newest first. */
  history(code: string, limit: number): Promise<readonly RecordedJournalEntry[]>;
  /** Transmissions that wait on each channel of these. */
  waiting(channels: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export interface PeerWrites {
  /** False when the code was ever given away. */
  addPeer(peer: Peer): Promise<boolean>;
  /** False when somebody else changed it since `peer.revision - 1`. */
  savePeer(peer: Peer): Promise<boolean>;
  addPeerSecret(secret: PeerSecret): Promise<void>;
  /** Those that have no end, or a later one, end then. */
  endPeerSecrets(code: string, at: Date): Promise<void>;
  dropPeerSecrets(ids: readonly PeerSecretId[]): Promise<void>;
  /** Orders for what waits on this channel are due now. Resolves to how many. */
  wakeChannel(channel: string): Promise<number>;
}
