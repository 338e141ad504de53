/** Who has to act: the calling system, the other side, a broken trust, the machinery below us, or our own code. */
export type Blame = "caller" | "partner" | "trust" | "infrastructure" | "us";
/** Whether the same input can succeed later. */
export type Retry = "never" | "later";
export type FactValue = string | number | boolean | null | readonly string[];
export type Facts = Readonly<Record<string, FactValue>>;

/** One row per code: the stable table of everything this package refuses. `edxml/README.md` prints it. */
export const EDXML_FAULTS = {
  "organ-id-invalid": { blame: "partner", retry: "never" },
  "document-id-invalid": { blame: "partner", retry: "never" },
  "date-invalid": { blame: "partner", retry: "never" },
} as const satisfies Record<string, { blame: Blame; retry: Retry }>;

export type EdxmlFaultCode = keyof typeof EDXML_FAULTS;

/** Everything edxml throws. `facts` name the field, what was found and what is allowed. */
export class EdxmlError extends Error {
  override readonly name = "EdxmlError";
  readonly code: EdxmlFaultCode;
  readonly blame: Blame;
  readonly retry: Retry;
  readonly facts: Facts;
  readonly hint: string | undefined;

  constructor(code: EdxmlFaultCode, message: string, facts: Facts = {}, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.blame = EDXML_FAULTS[code].blame;
    this.retry = EDXML_FAULTS[code].retry;
    this.facts = facts;
    this.hint = options.hint;
  }
}
