import type { LocalDate } from "./dates.ts";
import type { DocumentId } from "./document-id.ts";
import type { Organization, StaffInfo } from "./document.ts";
import type { OrganId } from "./organ-id.ts";

/** Trạng thái xử lý (edXML §4.5). */
export const STATUS_CODES = ["01", "02", "03", "04", "05", "06", "13", "15", "16"] as const;
export type StatusCode = (typeof STATUS_CODES)[number];

/** Gói tin trạng thái: `from` reports on the document of `responseFor`. */
export interface StatusReport {
  readonly kind: "status";
  readonly from: Organization;
  readonly responseFor: {
    /** The other party: whom the report is for. */
    readonly organId: OrganId;
    /** `number/notation`, verbatim from the document. */
    readonly code: string;
    readonly documentId: DocumentId;
    readonly promulgationDate?: LocalDate;
  };
  readonly staff?: StaffInfo;
  readonly statusCode: StatusCode;
  /** Free text; for 02, 13 and 16 the reason. */
  readonly description?: string;
  /** The instant the reporter states; seconds on the wire. */
  readonly timestamp: Date;
}

export type EdxmlMessageKind = "document" | "status";
