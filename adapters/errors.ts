import type { Blame, Facts, Retry } from "#edxml";

/** One row per code: what goes wrong on a wire. */
export const ADAPTER_FAULTS = {
  "partner-unreachable": { blame: "infrastructure", retry: "later" },
  "partner-timeout": { blame: "infrastructure", retry: "later" },
  "partner-answer-unreadable": { blame: "infrastructure", retry: "later" },
  "partner-refused": { blame: "partner", retry: "never" },
  "partner-failed": { blame: "partner", retry: "later" },
  "partner-credentials-refused": { blame: "caller", retry: "later" },
  "partner-message-too-large": { blame: "partner", retry: "never" },
  "peer-paused": { blame: "caller", retry: "later" },
  "parcel-unreadable": { blame: "us", retry: "later" },
  "address-not-sendable": { blame: "caller", retry: "never" },
  "adapter-settings-invalid": { blame: "caller", retry: "never" },
  "simulator-state-unreadable": { blame: "infrastructure", retry: "never" },
  "queue-unavailable": { blame: "infrastructure", retry: "later" },
  "queue-publish-unconfirmed": { blame: "infrastructure", retry: "later" },
  "work-item-invalid": { blame: "us", retry: "never" },
  aborted: { blame: "us", retry: "later" },
} as const satisfies Record<string, { blame: Blame; retry: Retry }>;

export type AdapterFaultCode = keyof typeof ADAPTER_FAULTS;

/** Everything an adapter or a work queue throws. Messages and facts never hold secrets or document content. */
export class AdapterError extends Error {
  override readonly name = "AdapterError";
  readonly code: AdapterFaultCode;
  readonly blame: Blame;
  readonly retry: Retry;
  readonly facts: Facts;
  readonly hint: string | undefined;

  constructor(code: AdapterFaultCode, message: string, facts: Facts = {}, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.blame = ADAPTER_FAULTS[code].blame;
    this.retry = ADAPTER_FAULTS[code].retry;
    this.facts = facts;
    this.hint = options.hint;
  }
}
