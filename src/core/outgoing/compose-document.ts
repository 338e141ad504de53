import { canonicalOrganId, documentIdentityKey, parseLocalDate, parseOrganId, type DocumentType, type EdxmlDocument, type Organization, type Priority, type SteeringType } from "#edxml";
import { documentIdFor } from "./own-document-id.ts";
import type { SendDocument } from "./send-command.ts";

const PRIORITY: Readonly<Record<SendDocument["urgency"], Priority & (0 | 1 | 2 | 3)>> = { thuong: 0, khan: 1, "thuong-khan": 2, "hoa-toc": 3 };
const STEERING: Readonly<Record<SendDocument["steering"], SteeringType>> = { none: 0, steers: 1, reports: 2 };

/** Loại văn bản, as the data file knows it: the name is what receivers trust, the numbers are what the form wants (edXML §4.1). */
export interface KnownDocumentType {
  readonly name: string;
  readonly outgoing: boolean;
  readonly edxmlType: number;
  readonly edxmlTypeDetail: number | null;
}

const ADMINISTRATIVE = 2;

/** The type as the form wants it, by its name. */
export function typeOf(name: string, known: readonly KnownDocumentType[]): DocumentType {
  const found = known.find((type) => type.outgoing && type.edxmlType === ADMINISTRATIVE && type.name.toLowerCase() === name.toLowerCase()) ?? known.find((type) => type.outgoing && type.name.toLowerCase() === name.toLowerCase());
  return { type: found?.edxmlType ?? ADMINISTRATIVE, typeDetail: found?.edxmlTypeDetail ?? 0, typeName: name };
}

export function urgencyOf(command: SendDocument): 0 | 1 | 2 | 3 {
  return PRIORITY[command.urgency];
}

export function urgencyCode(urgency: SendDocument["urgency"]): 0 | 1 | 2 | 3 {
  return PRIORITY[urgency];
}

/** The edXML message of a new document (business type 0). `submittedAt` becomes our TraceHeader. */
export function composeDocument(command: SendDocument, sender: Organization, receivers: readonly Organization[], types: readonly KnownDocumentType[], submittedAt: Date): EdxmlDocument {
  const date = parseLocalDate(command.issuedOn);
  const { number, notation } = command.code;
  return {
    kind: "document",
    from: sender,
    to: receivers,
    documentId: documentIdFor(command, sender),
    code: { number, notation },
    promulgation: { place: command.issuedAt, date },
    documentType: typeOf(command.documentType, types),
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
      ...appendixesOf(command),
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
      paper: command.paperOriginal || command.separateDossier !== undefined,
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

/** The list of a dossier that travels by itself stands among the appendixes: every receiver's software shows those (01/2022/QĐ-UBND Đắk Nông Đ.13.3). */
function appendixesOf({ appendixes, separateDossier }: SendDocument): { readonly appendixes?: readonly string[] } {
  const dossier = (separateDossier?.items ?? []).map(({ name, quantity, sha256 }) => `Hồ sơ chuyển trực tiếp: ${name}${quantity === undefined ? "" : ` (số lượng ${quantity})`}${sha256 === undefined ? "" : `, SHA-256 ${sha256}`}`);
  return appendixes.length + dossier.length === 0 ? {} : { appendixes: [...appendixes, ...dossier] };
}
