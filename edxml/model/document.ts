import type { LocalDate } from "./dates.ts";
import type { DocumentId } from "./document-id.ts";
import type { OrganId } from "./organ-id.ts";

/** Cơ quan, tổ chức (From, To). */
export interface Organization {
  readonly organId: OrganId;
  readonly organizationInCharge?: string;
  readonly organName?: string;
  readonly organAdd?: string;
  readonly email?: string;
  readonly telephone?: string;
  readonly fax?: string;
  readonly website?: string;
}

/** Số và ký hiệu: `123` and `VPCP-KSTT`; written together `123/VPCP-KSTT`. */
export interface DocumentCode {
  readonly number: string;
  readonly notation: string;
}

/** Loại văn bản. Only `typeName` can be trusted on receive (edXML §4.1). */
export interface DocumentType {
  readonly type: number;
  readonly typeDetail: number;
  readonly typeName: string;
}

/** Độ khẩn: 0 thường, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc, 4 hỏa tốc hẹn giờ. */
export type Priority = 0 | 1 | 2 | 3 | 4;
/** 0 không phải chỉ đạo, 1 chỉ đạo, 2 báo cáo việc thực hiện chỉ đạo. */
export type SteeringType = 0 | 1 | 2;

export interface SignerInfo {
  readonly competence?: string;
  readonly position?: string;
  readonly fullName: string;
}

export interface OtherInfo {
  readonly priority: Priority;
  readonly sphereOfPromulgation?: string;
  readonly typerNotation?: string;
  readonly promulgationAmount?: number;
  readonly pageAmount?: number;
  readonly replyFors?: string;
  readonly direction?: boolean;
  readonly referenceCodes?: string;
  readonly appendixes?: readonly string[];
}

/** Văn bản liên quan: this message answers, or reports on, that document. `code` is `number/notation` in one string. */
export interface ResponseFor {
  readonly organId: OrganId;
  readonly code: string;
  readonly documentId: DocumentId;
  readonly promulgationDate?: LocalDate;
}

export interface StaffInfo {
  readonly department?: string;
  readonly departmentId?: string;
  readonly staff?: string;
  readonly staffId?: string;
  readonly email?: string;
  readonly mobile?: string;
}

/** One hop. `timestamp` is an instant read as Asia/Ho_Chi_Minh; absent when the wire text was unusable. */
export interface TraceHeader {
  readonly organId?: string;
  readonly timestamp?: Date;
}

export interface ReceiverChange {
  readonly organId: OrganId;
  readonly change: "removed" | "added";
}

export interface Replacement {
  readonly documentId: DocumentId;
  readonly organIds: readonly OrganId[];
}

/** Nghiệp vụ (`Bussiness` on the wire): mới 0, thu hồi 1, cập nhật 2, thay thế 3. */
export type Business = BusinessCommon &
  (
    | { readonly kind: "new" }
    | { readonly kind: "recall"; readonly documentId?: DocumentId }
    | {
        readonly kind: "update";
        readonly documentId?: DocumentId;
        readonly informationChanged: boolean;
        readonly receiversChanged: boolean;
        readonly receivers: readonly ReceiverChange[];
      }
    | { readonly kind: "replace"; readonly replacements: readonly Replacement[] }
  );

export interface BusinessCommon {
  readonly reason: string;
  /** Bản giấy gửi kèm. */
  readonly paper: boolean;
  readonly staff: readonly StaffInfo[];
}

/** Gói tin văn bản: everything of a document message but the bytes of its attachments. */
export interface EdxmlDocument {
  readonly kind: "document";
  readonly from: Organization;
  readonly to: readonly Organization[];
  readonly documentId: DocumentId;
  readonly code: DocumentCode;
  readonly promulgation: { readonly place: string; readonly date: LocalDate };
  readonly documentType: DocumentType;
  readonly subject: string;
  readonly content?: string;
  readonly signer: SignerInfo;
  readonly dueDate?: LocalDate;
  readonly toPlaces: readonly string[];
  readonly otherInfo: OtherInfo;
  readonly responseFor: readonly ResponseFor[];
  readonly steeringType: SteeringType;
  readonly responseForTask?: readonly string[];
  readonly applicationType?: string;
  readonly business: Business;
  readonly traceHeaders: readonly TraceHeader[];
}
