/** Vì sao chưa tới: every reason for which something waits, with what has to be known to say it. */
interface CauseFacts {
  // on our side, before anything left
  held: { readonly reason: string };
  "queued-first": object;
  "queued-behind": { readonly ahead: number; readonly channel: string };
  "queued-large": { readonly channel: string };
  "queue-away": object;
  "jobs-not-running": object;
  "relayed-waiting": object;
  "waits-for-earlier": object;
  "sending-now": { readonly channel: string };
  "sending-large": { readonly channel: string; readonly mebibytes: number };
  "work-dead": { readonly reason: string };
  // the partner as a whole: nothing is attempted but probes
  "channel-unreachable": { readonly channel: string; readonly reason: string };
  "channel-timeout": { readonly channel: string };
  "channel-busy": { readonly channel: string };
  "channel-broken": { readonly channel: string; readonly reason: string };
  "channel-credentials": { readonly channel: string };
  "channel-held": { readonly channel: string };
  "channel-unconfigured": { readonly channel: string };
  // this hand-over, tried again by itself
  "retry-unreachable": { readonly channel: string; readonly reason: string };
  "retry-busy": { readonly channel: string };
  "retry-broken": { readonly channel: string; readonly reason: string };
  "retry-credentials": { readonly channel: string };
  "retry-unconfigured": { readonly channel: string };
  "retry-ours": { readonly reason: string };
  "asking-after-timeout": { readonly channel: string };
  "asking-unclear": { readonly channel: string; readonly reason: string };
  "cannot-be-asked": { readonly channel: string; readonly reason: string };
  // given up, a person decides
  "refused-receiver-unknown": { readonly channel: string; readonly reason: string };
  "refused-receiver-closed": { readonly channel: string; readonly reason: string };
  "refused-sender-unknown": { readonly channel: string; readonly reason: string };
  "refused-too-large": { readonly channel: string; readonly reason: string };
  "refused-envelope": { readonly channel: string; readonly reason: string };
  "refused-address": { readonly channel: string };
  "refused-otherwise": { readonly channel: string; readonly reason: string };
  "blob-lost": { readonly reason: string };
  "expired-away": { readonly channel: string; readonly reason: string };
  "expired-unclear": { readonly channel: string; readonly reason: string };
  // with the receiver
  "entered-not-fetched": { readonly channel: string };
  "entered-long-not-fetched": { readonly channel: string; readonly hours: number };
  "local-processing": object;
  "arrived-not-accepted": { readonly receiver: string };
  "refused-by-receiver": { readonly receiver: string; readonly reason: string };
  "recall-asked": { readonly receiver: string };
  "recall-agreed": { readonly receiver: string };
  "recall-declined": { readonly receiver: string; readonly reason: string };
  "recall-unanswered": { readonly receiver: string };
  withdrawn: object;
  "goes-on": { readonly receiver: string };
  done: { readonly receiver: string };
  // envelopes and documents that came in
  "inbound-kept": object;
  "inbound-waits-for-document": { readonly reason: string };
  "inbound-trouble": { readonly reason: string };
  "quarantined-signature": { readonly reason: string };
  "quarantined-sender": { readonly reason: string };
  "quarantined-receiver": { readonly reason: string };
  "quarantined-changed": { readonly reason: string };
  "quarantined-unreadable": { readonly reason: string };
  "inbound-filed": object;
  "incoming-held": { readonly reason: string };
  "incoming-not-fetched": object;
  "incoming-not-decided": object;
  "incoming-done": object;
  // webhooks
  "webhook-paused": { readonly name: string };
  "webhook-down": { readonly name: string; readonly backlog: number; readonly reason: string };
  "webhook-retrying": { readonly name: string; readonly reason: string };
  "webhook-key-revoked": { readonly name: string };
  "webhook-working": { readonly name: string };
}

export type CauseKind = keyof CauseFacts;
export type FactsOf<Kind extends CauseKind> = CauseFacts[Kind];

/** One cause with its facts; `since` and `nextAt` where they are known. */
export type Cause<Kind extends CauseKind = CauseKind> = {
  [Each in Kind]: { readonly kind: Each; readonly facts: CauseFacts[Each]; readonly since: Date | null; readonly nextAt: Date | null };
}[Kind];

/** Who has to do something now. `nobody`: it goes on by itself, or is over. */
export const ACTORS = ["nobody", "clerk", "officer", "operator", "partner", "receiver", "sender"] as const;
export type ActorNeeded = (typeof ACTORS)[number];

/** What a person or program is told. */
export interface Why {
  readonly cause: CauseKind;
  /** One Vietnamese sentence: cause, since when, who must act, next attempt. */
  readonly sentence: string;
  readonly since: Date | null;
  readonly who: ActorNeeded;
  /** When the gateway tries next by itself; null: nothing is planned. */
  readonly nextAt: Date | null;
  /** What mends it; null: nothing has to be done. */
  readonly action: { readonly text: string; /** As on the command line, `<mã>` to be filled in. */ readonly command: string | null } | null;
}
