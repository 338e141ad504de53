import type { DIALECTS } from "#edxml";
import type { PeerSecretId } from "../ids.ts";

/**
 * Hệ thống kết nối: a gateway, QLVB or platform we exchange with directly. `axis`: it speaks the axis protocol (a provincial LGSP);
 * `amqp`: it meets us at a RabbitMQ broker (docs/peer-amqp.md).
 */
export const PEER_KINDS = ["axis", "amqp"] as const;
export type PeerKind = (typeof PEER_KINDS)[number];

export interface Peer {
  /** Short name for ever; part of the channel's name. */
  readonly code: string;
  readonly name: string;
  readonly kind: PeerKind;
  readonly state: PeerState;
  /** http(s) for `axis`, amqp(s) for `amqp`; without user and password. */
  readonly endpoint: string;
  /** What we sign in as: systemid of the axis protocol, user of the broker. */
  readonly account: string;
  readonly settings: PeerSettings;
  /** Pinned: with a certificate named, no other is believed, whoever signed it. Both count while they change over. */
  readonly certificate: PinnedCertificate | null;
  readonly nextCertificate: PinnedCertificate | null;
  /** Grows with every change: who writes names the one it has read. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly testedAt: Date | null;
}

export interface PeerSettings {
  /** `H48` that agency, `H48.*` the units below it, `*` everybody. What it reaches it may also send for, and nothing else. */
  readonly reaches: readonly string[];
  /** Dialect of whom it reaches, unless the directory names another. */
  readonly dialect: keyof typeof DIALECTS | null;
  /** Hồ sơ chính sách the documents are checked by besides the receiver's own. */
  readonly policyProfile: string | null;
  /** MiB; null: no limit of its own. */
  readonly maxDocumentMb: number | null;
  /** What happens to new documents while it is paused: `wait` for it, or go by the sender's own channel. */
  readonly whenPaused: "wait" | "fall-back";
  /** Its list of agencies is taken into the directory. */
  readonly takesDirectory: boolean;
  readonly pullSeconds: number;
  /** Names of the two ends at the broker; null for `axis`. */
  readonly link: { readonly here: string; readonly there: string } | null;
}

export interface PinnedCertificate {
  readonly pem: string;
  /** SHA-256 of the DER, lower-case hex. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly validTo: Date;
}

/** What we sign in with, sealed. The newest counts; an older one until it ends, for a partner that changes over later. */
export interface PeerSecret {
  readonly id: PeerSecretId;
  readonly peerCode: string;
  readonly sealed: string;
  readonly createdAt: Date;
  readonly endsAt: Date | null;
}

/**
 * draft → tested    (every check passed)        tested → draft (a check failed, or it was changed)
 * tested → active   (a person)                  active ⇄ paused (a person)
 * draft, tested, active, paused → retired       (for good)
 */
export const PEER_STATES = ["draft", "tested", "active", "paused", "retired"] as const;
export type PeerState = (typeof PEER_STATES)[number];
export type PeerEvent = "pass" | "fail" | "change" | "activate" | "pause" | "resume" | "retire";

const MOVES: Readonly<Record<PeerState, Partial<Readonly<Record<PeerEvent, PeerState>>>>> = {
  draft: { pass: "tested", fail: "draft", change: "draft", retire: "retired" },
  tested: { pass: "tested", fail: "draft", change: "draft", activate: "active", retire: "retired" },
  active: { pass: "active", fail: "active", change: "active", activate: "active", pause: "paused", resume: "active", retire: "retired" },
  paused: { pass: "paused", fail: "paused", change: "paused", pause: "paused", resume: "active", retire: "retired" },
  retired: { retire: "retired" },
};

/** null: not allowed from here. */
export function movePeer(state: PeerState, event: PeerEvent): PeerState | null {
  return MOVES[state][event] ?? null;
}

export const AXIS_CHANNEL = "axis";
const PREFIX = "peer:";

/** Stable for ever: transmissions and arrivals name it. */
export function channelOf(code: string): string {
  return PREFIX + code;
}

/** null: a channel that is no peer's. */
export function peerOfChannel(channel: string): string | null {
  return channel.startsWith(PREFIX) ? channel.slice(PREFIX.length) : null;
}
