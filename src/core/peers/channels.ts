import type { ExchangeAdapter } from "#adapters/adapter";
import type { SendingWire } from "../local/local-channel.ts";
import type { Peer } from "./peer.ts";

/** A channel that brings messages to us. */
export interface OpenChannel {
  readonly adapter: ExchangeAdapter;
  readonly pullEveryMs: number;
  /** Its list of agencies is taken into the directory. */
  readonly takesDirectory: boolean;
  /** Calls back when the partner has handed something over by itself; never for one that must be asked. Returns a stop function. */
  onArrival(listener: () => void): () => void;
}

/** All ways out and in. They change while the gateway runs, as the registry of peers does. */
export interface Channels {
  open(): readonly OpenChannel[];
  /** null: this process knows no such channel; what goes there waits. */
  wire(channel: string): SendingWire | null;
  /** Calls back after channels were opened or closed. Returns a stop function. */
  onChange(listener: () => void): () => void;
}

/** One thing that was tried with a peer. */
export interface ProbeResult {
  readonly check: "settings" | "reach" | "certificate" | "credentials" | "exchange";
  readonly outcome: "passed" | "failed" | "skipped";
  /** Stable, for programs: the fault, or why it was skipped; null when it passed. */
  readonly code: string | null;
  /** For engineers; never a secret. */
  readonly detail: string;
}

/** Tries a peer from outside, whatever its state is. Nothing of it reaches anybody's inbox. */
export type ProbePeer = (peer: Peer, secret: string, signal: AbortSignal) => Promise<readonly ProbeResult[]>;
