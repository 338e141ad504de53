/** Who has to act: the calling system, the other side, a broken trust, the machinery below us, or our own code. */
export type Blame = "caller" | "partner" | "trust" | "infrastructure" | "us";
/** Whether the same input can succeed later. */
export type Retry = "never" | "later";
export type FactValue = string | number | boolean | null | readonly string[];
export type Facts = Readonly<Record<string, FactValue>>;

/** One row per code: the stable table of everything this package refuses. `edxml/README.md` prints it. */
export const EDXML_FAULTS = {
  // values
  "organ-id-invalid": { blame: "partner", retry: "never" },
  "document-id-invalid": { blame: "partner", retry: "never" },
  "date-invalid": { blame: "partner", retry: "never" },
  "status-code-unknown": { blame: "partner", retry: "never" },
  "business-type-unknown": { blame: "partner", retry: "never" },
  "field-missing": { blame: "partner", retry: "never" },
  "field-too-long": { blame: "partner", retry: "never" },
  // bytes that are not XML we read
  "xml-malformed": { blame: "partner", retry: "never" },
  "xml-truncated": { blame: "partner", retry: "never" },
  "xml-forbidden": { blame: "partner", retry: "never" },
  "xml-limit": { blame: "partner", retry: "never" },
  "encoding-unsupported": { blame: "partner", retry: "never" },
  // XML that is not an edXML message
  "structure-invalid": { blame: "partner", retry: "never" },
  "element-repeated": { blame: "partner", retry: "never" },
  "format-2803": { blame: "partner", retry: "never" },
  "format-unknown": { blame: "partner", retry: "never" },
  // attachments
  "base64-invalid": { blame: "partner", retry: "never" },
  "zip-invalid": { blame: "partner", retry: "never" },
  "attachment-name-unsafe": { blame: "partner", retry: "never" },
  "attachment-duplicate": { blame: "partner", retry: "never" },
  "attachment-too-large": { blame: "partner", retry: "never" },
  "message-too-large": { blame: "partner", retry: "never" },
  // what a caller hands to the writer
  "text-invalid": { blame: "caller", retry: "never" },
  "document-incomplete": { blame: "caller", retry: "never" },
  "attachment-name-invalid": { blame: "caller", retry: "never" },
  "attachment-misnamed": { blame: "caller", retry: "never" },
  "attachment-unreadable": { blame: "caller", retry: "later" },
  // keys and certificates
  "key-unreadable": { blame: "caller", retry: "never" },
  "key-unsuitable": { blame: "caller", retry: "never" },
  "certificate-unreadable": { blame: "caller", retry: "never" },
  "signing-failed": { blame: "infrastructure", retry: "later" },
  // below us
  "source-failed": { blame: "infrastructure", retry: "later" },
  "sink-failed": { blame: "infrastructure", retry: "later" },
  "scratch-failed": { blame: "infrastructure", retry: "later" },
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
