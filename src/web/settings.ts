import type { SubmissionLimits } from "../core/policy/check-submission.ts";

/** What an installation sets, and what it rarely touches. */
export interface WebSettings {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** One reverse proxy stands before us: believe its X-Forwarded-For and X-Forwarded-Proto. */
  readonly trustProxy: boolean;
  readonly limits: SubmissionLimits;
  readonly tuning?: Partial<WebTuning>;
}

export interface WebTuning {
  readonly maxFiles: number;
  readonly maxMetadataBytes: number;
  readonly maxJsonBytes: number;
  /** Files of one document in a SOAP answer as base64: clients that ask for it hold all of it in memory. */
  readonly maxInlineBytes: number;
  /** Time for the request line and all headers. */
  readonly headersMs: number;
  /** Time for a whole request with its body; 1 GB at 300 KB/s takes 58 min. */
  readonly requestMs: number;
  /** After `slowGraceMs` a body must have come at `minBytesPerSecond` on average. */
  readonly slowGraceMs: number;
  readonly minBytesPerSecond: number;
  /** How long running requests may take once we are asked to stop. */
  readonly drainMs: number;
  /** Uploads of one key at the same time: each one may fill the disk up to the limit of a document before it is refused. */
  readonly uploadsPerKey: number;
  /** Streams of events of one key at the same time. */
  readonly streamsPerKey: number;
  /** A stream says at least so often that it is alive. */
  readonly heartbeatMs: number;
  readonly requestsPerKeyPerMinute: number;
  readonly requestsPerAddressPerMinute: number;
  readonly wrongKeysPerAddressPerMinute: number;
}

const USUAL: WebTuning = {
  maxFiles: 50,
  maxMetadataBytes: 1024 * 1024,
  maxJsonBytes: 64 * 1024,
  maxInlineBytes: 20 * 1024 * 1024,
  headersMs: 15_000,
  requestMs: 3_600_000,
  slowGraceMs: 15_000,
  minBytesPerSecond: 1024,
  drainMs: 25_000,
  uploadsPerKey: 16,
  streamsPerKey: 5,
  heartbeatMs: 15_000,
  requestsPerKeyPerMinute: 12_000,
  requestsPerAddressPerMinute: 30_000,
  wrongKeysPerAddressPerMinute: 30,
};

export function tuningOf(settings: WebSettings): WebTuning {
  return { ...USUAL, ...settings.tuning };
}
