import type { Blame, Facts, Retry } from "#edxml";

/**
 * One row per code of the house: who has to act, whether to try again, and the HTTP answer of a door.
 * `docs/errors.md` is generated from this table and from the Vietnamese texts.
 */
export const HOUSE_FAULTS = {
  // what a caller sends us
  "request-invalid": { blame: "caller", retry: "never", http: 400 },
  "credentials-missing": { blame: "caller", retry: "never", http: 401 },
  "wrong-credentials": { blame: "caller", retry: "never", http: 401 },
  "code-needed": { blame: "caller", retry: "never", http: 401 },
  locked: { blame: "caller", retry: "later", http: 403 },
  "request-forged": { blame: "caller", retry: "never", http: 403 },
  "role-missing": { blame: "caller", retry: "never", http: 403 },
  "password-change-needed": { blame: "caller", retry: "never", http: 403 },
  "agency-not-yours": { blame: "caller", retry: "never", http: 403 },
  "not-found": { blame: "caller", retry: "never", http: 404 },
  "field-missing": { blame: "caller", retry: "never", http: 422 },
  "field-invalid": { blame: "caller", retry: "never", http: 422 },
  "file-missing": { blame: "caller", retry: "never", http: 422 },
  "file-too-large": { blame: "caller", retry: "never", http: 413 },
  "file-format-not-allowed": { blame: "caller", retry: "never", http: 422 },
  "file-name-invalid": { blame: "caller", retry: "never", http: 422 },
  "secret-content-forbidden": { blame: "caller", retry: "never", http: 422 },
  "content-forbidden": { blame: "caller", retry: "never", http: 422 },
  "malware-found": { blame: "caller", retry: "never", http: 422 },
  "receiver-unknown": { blame: "caller", retry: "never", http: 422 },
  "receiver-closed": { blame: "caller", retry: "never", http: 422 },
  "sender-closed": { blame: "caller", retry: "never", http: 422 },
  "duplicate-document": { blame: "caller", retry: "never", http: 409 },
  "idempotency-key-reused": { blame: "caller", retry: "never", http: 409 },
  "move-illegal": { blame: "caller", retry: "never", http: 409 },
  "document-held": { blame: "caller", retry: "later", http: 409 },
  "document-frozen": { blame: "caller", retry: "later", http: 409 },
  "cursor-expired": { blame: "caller", retry: "never", http: 410 },
  "payload-purged": { blame: "caller", retry: "never", http: 410 },
  "reason-missing": { blame: "caller", retry: "never", http: 422 },
  "method-not-allowed": { blame: "caller", retry: "never", http: 405 },
  "media-type-unsupported": { blame: "caller", retry: "never", http: 415 },
  "request-too-large": { blame: "caller", retry: "never", http: 413 },
  "request-too-slow": { blame: "caller", retry: "later", http: 408 },
  "range-not-satisfiable": { blame: "caller", retry: "never", http: 416 },
  "too-many-requests": { blame: "caller", retry: "later", http: 429 },
  "configuration-invalid": { blame: "caller", retry: "never", http: 500 },
  // what a partner sends us
  "sender-mismatch": { blame: "partner", retry: "never", http: 502 },
  "receiver-not-ours": { blame: "partner", retry: "never", http: 502 },
  "request-without-document": { blame: "partner", retry: "later", http: 502 },
  "signed-content-changed": { blame: "partner", retry: "never", http: 502 },
  "status-without-document": { blame: "partner", retry: "later", http: 502 },
  "partner-refused": { blame: "partner", retry: "never", http: 502 },
  // trust
  "signature-not-acceptable": { blame: "trust", retry: "never", http: 422 },
  "signing-key-missing": { blame: "caller", retry: "later", http: 503 },
  // below us
  "database-unavailable": { blame: "infrastructure", retry: "later", http: 503 },
  "disk-full": { blame: "infrastructure", retry: "later", http: 503 },
  "storage-unavailable": { blame: "infrastructure", retry: "later", http: 503 },
  "blob-corrupt": { blame: "infrastructure", retry: "never", http: 500 },
  "backup-unreadable": { blame: "infrastructure", retry: "never", http: 500 },
  "blob-missing": { blame: "infrastructure", retry: "never", http: 500 },
  overloaded: { blame: "infrastructure", retry: "later", http: 503 },
  "shutting-down": { blame: "infrastructure", retry: "later", http: 503 },
  // our own
  "calendar-exhausted": { blame: "us", retry: "never", http: 500 },
  "data-file-invalid": { blame: "us", retry: "never", http: 500 },
  "invariant-broken": { blame: "us", retry: "never", http: 500 },
} as const satisfies Record<string, { blame: Blame; retry: Retry; http: number }>;

export type HouseFaultCode = keyof typeof HOUSE_FAULTS;

export interface FaultOptions {
  /** What the reader should do next, one English sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Everything the house throws. The message is one lower-case English sentence naming the ids; never content or secrets. */
export class HouseError extends Error {
  override readonly name = "HouseError";
  readonly code: HouseFaultCode;
  readonly blame: Blame;
  readonly retry: Retry;
  readonly facts: Facts;
  readonly hint: string | undefined;

  constructor(code: HouseFaultCode, message: string, facts: Facts = {}, options: FaultOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.blame = HOUSE_FAULTS[code].blame;
    this.retry = HOUSE_FAULTS[code].retry;
    this.facts = facts;
    this.hint = options.hint;
  }
}

/** One thing wrong with one field of a request; several are reported at once. */
export interface FieldProblem {
  /** JSON pointer into the request, e.g. `/receivers/1/organId`, or `files/0`. */
  readonly field: string;
  readonly code: HouseFaultCode;
  /** Vietnamese, says what to do. */
  readonly message: string;
  /** Article or standard the rule comes from, e.g. "NĐ 30/2020 PL VI". */
  readonly rule: string;
  /** What was found and what is allowed, short, where a policy decided. */
  readonly found?: string;
  readonly allowed?: string;
  /** The version of the policy that decided, e.g. `ha-giang-1690-2016 bản 1`. */
  readonly profile?: string;
}

/** A request refused for one or more fields. */
export class FieldsRefused extends HouseError {
  readonly problems: readonly FieldProblem[];

  constructor(problems: readonly [FieldProblem, ...FieldProblem[]]) {
    const first = problems[0];
    super(first.code, `${problems.length} field(s) refused, first ${first.field}`, { fields: problems.map((p) => p.field) });
    this.problems = problems;
  }
}
