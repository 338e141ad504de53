import { canonicalOrganId, documentIdentityKey, formatDocumentId, parseLocalDate, parseOrganId, type EdxmlDocument, type Organization, type Priority, type SteeringType } from "#edxml";
import type { SendDocument } from "./send-command.ts";

const PRIORITY: Readonly<Record<SendDocument["urgency"], Priority & (0 | 1 | 2 | 3)>> = { thuong: 0, khan: 1, "thuong-khan": 2, "hoa-toc": 3 };
const STEERING: Readonly<Record<SendDocument["steering"], SteeringType>> = { none: 0, steers: 1, reports: 2 };

/** Công văn, and every other type with its code in the list of loại văn bản hành chính (edXML §4.1). Receivers trust the name. */
const ADMINISTRATIVE = 2;
const TYPE_DETAILS: Readonly<Record<string, number>> = {
  "nghị quyết": 1, "quyết định": 2, "chỉ thị": 3, "quy chế": 4, "quy định": 5, "thông cáo": 6, "thông báo": 7, "hướng dẫn": 8, "chương trình": 9,
  "kế hoạch": 10, "phương án": 11, "đề án": 12, "dự án": 13, "báo cáo": 14, "biên bản": 15, "tờ trình": 16, "hợp đồng": 17,
  "công văn": 18, "công điện": 19, "bản ghi nhớ": 20, "bản thỏa thuận": 22, "giấy ủy quyền": 24, "giấy mời": 25, "giấy giới thiệu": 26,
  "giấy nghỉ phép": 27, "phiếu gửi": 30, "phiếu chuyển": 31, "thư công": 32,
}; // prettier-ignore

export function urgencyOf(command: SendDocument): 0 | 1 | 2 | 3 {
  return PRIORITY[command.urgency];
}

/** The edXML message of a new document (business type 0). `submittedAt` becomes our TraceHeader. */
export function composeDocument(command: SendDocument, sender: Organization, receivers: readonly Organization[], submittedAt: Date): EdxmlDocument {
  const date = parseLocalDate(command.issuedOn);
  const { number, notation } = command.code;
  return {
    kind: "document",
    from: sender,
    to: receivers,
    documentId: formatDocumentId({ organId: sender.organId, date, number, notation }),
    code: { number, notation },
    promulgation: { place: command.issuedAt, date },
    documentType: { type: ADMINISTRATIVE, typeDetail: TYPE_DETAILS[command.documentType.toLowerCase()] ?? 0, typeName: command.documentType },
    subject: command.subject,
    content: command.content ?? command.subject, // several readers demand Content; senders repeat the subject (edXML §2.1)
    signer: {
      fullName: command.signer.fullName,
      ...(command.signer.competence !== undefined && { competence: command.signer.competence }),
      ...(command.signer.position !== undefined && { position: command.signer.position }),
    },
    ...(command.dueOn !== undefined && { dueDate: parseLocalDate(command.dueOn) }),
    toPlaces: command.toPlaces,
    otherInfo: {
      priority: PRIORITY[command.urgency],
      ...(command.sphere !== undefined && { sphereOfPromulgation: command.sphere }),
      ...(command.typerNotation !== undefined && { typerNotation: command.typerNotation }),
      ...(command.copies !== undefined && { promulgationAmount: command.copies }),
      ...(command.pages !== undefined && { pageAmount: command.pages }),
      ...(command.appendixes.length > 0 && { appendixes: command.appendixes }),
    },
    responseFor: command.responseFor.map((earlier) => ({
      organId: parseOrganId(earlier.organId),
      code: earlier.code,
      documentId: earlier.documentId as EdxmlDocument["documentId"],
      ...(earlier.issuedOn !== undefined && { promulgationDate: parseLocalDate(earlier.issuedOn) }),
    })),
    steeringType: STEERING[command.steering],
    business: {
      kind: "new",
      reason: "Văn bản điện tử mới",
      paper: command.paperOriginal,
      staff: [staffOf(command)],
    },
    traceHeaders: [{ organId: sender.organId, timestamp: submittedAt }],
  };
}

function staffOf(command: SendDocument) {
  const { staff } = command;
  return {
    department: staff?.department ?? "Văn thư",
    ...(staff !== undefined && { staff: staff.fullName }),
    ...(staff?.email !== undefined && { email: staff.email }),
    ...(staff?.phone !== undefined && { mobile: staff.phone }),
  };
}

/** The identity two submissions of one document share (QĐ 28/2018 Đ.10.2.b). */
export function identityOf(command: SendDocument): string {
  return documentIdentityKey({ organId: parseOrganId(command.sender), year: Number(command.issuedOn.slice(0, 4)), number: command.code.number, notation: command.code.notation });
}

export function canonicalSender(command: SendDocument): string {
  return canonicalOrganId(parseOrganId(command.sender));
}
