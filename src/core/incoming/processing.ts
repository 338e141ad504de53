import type { EnvelopeReading, Trust } from "#edxml";
import type { Calendars } from "../calendar/index.ts";
import type { Inspector } from "../policy/file-finding.ts";
import type { Blobs, Clock, SigningKeys, Store, Transaction } from "../ports.ts";
import type { KnownType } from "../policy/check-form.ts";
import type { Peers } from "../peers/peers.ts";
import type { Policies } from "../policy/policies.ts";
import type { StoredFile } from "../stored-file.ts";
import type { InboundEnvelope } from "./inbound-envelope.ts";

export interface ProcessingNeeds {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly keys: SigningKeys;
  readonly calendars: Calendars;
  readonly policies: Policies;
  readonly peers: Peers;
  readonly documentTypes: readonly KnownType[];
  readonly inspector: Inspector;
  /** Asked anew for every envelope, so that a root put into the folder counts at once. */
  readonly trust: (at: Date) => Promise<Trust>;
}

/** What became of an envelope that was thought about. */
export type Processed = Outcome & {
  /** The documents it brought, or the ones it waits for (`aboutOf`). */
  readonly about?: readonly string[];
};

type Outcome =
  | { readonly kind: "filed" }
  | { readonly kind: "duplicate" }
  | { readonly kind: "waiting"; readonly code: string; readonly reason: string }
  | { readonly kind: "quarantined"; readonly code: string; readonly reason: string };

/** What is left to do with an envelope, in the transaction. */
export interface Filing {
  (tx: Transaction): Promise<Processed>;
  /** All it reads and changes, as far as others of its kind do: filings about different things may run side by side. Absent: it runs alone. */
  readonly about?: readonly string[];
}

/** An envelope with its attachments stored, before anybody decided whether to believe it. */
export interface ReadInbound {
  readonly inbound: InboundEnvelope;
  readonly reading: EnvelopeReading;
  readonly files: readonly StoredFile[];
}
