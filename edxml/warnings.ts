/** Every deviation that is read but told. `edxml/README.md` explains each; `edxml/explain.ts` says it in Vietnamese. */
export const EDXML_WARNINGS = [
  // XML
  "byte-order-mark",
  "cdata",
  "comment",
  "unbound-prefix",
  "namespace-other",
  "unknown-element",
  // structure
  "field-missing",
  "business-missing",
  "business-spelling",
  "status-element",
  "trace-header-incomplete",
  "attachments-misplaced",
  "digital-signature-empty",
  // values
  "organ-id-long",
  "organ-id-unusual",
  "text-long",
  "date-variant",
  "date-unreadable",
  "number-unreadable",
  "priority-unknown",
  "steering-type-unknown",
  "document-type-unusual",
  "status-code-variant",
  "receiver-repeated",
  // attachments
  "content-id-missing",
  "content-id-prefix",
  "attachment-name-from-manifest",
  "attachment-name-without-extension",
  "attachment-name-repeated",
  "manifest-mismatch",
  "content-type-mismatch",
  "zip-kept",
  "zip-unreadable",
  "base64-url-alphabet",
  "base64-unpadded",
] as const;

export type EdxmlWarningCode = (typeof EDXML_WARNINGS)[number];

export interface EdxmlWarning {
  readonly code: EdxmlWarningCode;
  /** Where, by element names from the envelope down: `MessageHeader/To[2]/OrganId`. */
  readonly path: string;
  /** What stood there, cut to 80 characters; absent when there is nothing to show. */
  readonly found?: string;
}

const MOST = 200;

/** Collects warnings; a message with more than 200 is told only once that there are more. */
export class Warnings {
  readonly list: EdxmlWarning[] = [];

  add(code: EdxmlWarningCode, path: string, found?: string): void {
    if (this.list.length >= MOST) return;
    this.list.push(found === undefined ? { code, path } : { code, path, found: found.slice(0, 80) });
  }

  /** Once per code, for things that repeat throughout a file. */
  once(code: EdxmlWarningCode, path: string): void {
    if (!this.list.some((warning) => warning.code === code)) this.add(code, path);
  }
}
