import type { EdxmlDocument } from "#edxml";
import type { SendDocument } from "../outgoing/send-command.ts";
import type { PlacedText } from "./check-text.ts";
import { finding, type PolicyFinding } from "./finding.ts";
import type { DecidedRules } from "./profile.ts";
import { METADATA_FIELDS, type MetadataField } from "./rules.ts";

/** What a document says of itself, the same on the way out and in. null: not said. */
export type MetadataFacts = Readonly<Record<MetadataField, string | null>>;

export const FIELD_POINTERS: Readonly<Record<MetadataField, string>> = {
  sender: "/sender",
  receivers: "/receivers",
  number: "/code/number",
  notation: "/code/notation",
  issuedOn: "/issuedOn",
  issuedAt: "/issuedAt",
  documentType: "/documentType",
  subject: "/subject",
  signerName: "/signer/fullName",
  signerPosition: "/signer/position",
  signerCompetence: "/signer/competence",
  sphere: "/sphere",
  pages: "/pages",
  copies: "/copies",
  dueOn: "/dueOn",
  toPlaces: "/toPlaces",
};

export const FIELD_TEXTS: Readonly<Record<MetadataField, string>> = {
  sender: "Bên gửi",
  receivers: "Bên nhận",
  number: "Số văn bản",
  notation: "Ký hiệu văn bản",
  issuedOn: "Ngày ban hành",
  issuedAt: "Địa danh",
  documentType: "Tên loại văn bản",
  subject: "Trích yếu",
  signerName: "Họ tên người ký",
  signerPosition: "Chức vụ người ký",
  signerCompetence: "Thẩm quyền ký",
  sphere: "Lĩnh vực",
  pages: "Số trang",
  copies: "Số lượng bản",
  dueOn: "Hạn xử lý",
  toPlaces: "Nơi nhận (ghi trên văn bản)",
};

export function factsOfCommand(command: SendDocument): MetadataFacts {
  return {
    sender: said(command.sender),
    receivers: said(command.receivers.map(({ organId }) => organId).join("; ")),
    number: said(command.code.number),
    notation: said(command.code.notation),
    issuedOn: said(command.issuedOn),
    issuedAt: said(command.issuedAt),
    documentType: said(command.documentType),
    subject: said(command.subject),
    signerName: said(command.signer.fullName),
    signerPosition: said(command.signer.position),
    signerCompetence: said(command.signer.competence),
    sphere: said(command.sphere),
    pages: said(command.pages?.toString()),
    copies: said(command.copies?.toString()),
    dueOn: said(command.dueOn),
    toPlaces: said(command.toPlaces.join("; ")),
  };
}

export function factsOfMessage(message: EdxmlDocument): MetadataFacts {
  const { otherInfo, signer } = message;
  return {
    sender: said(message.from.organId),
    receivers: said(message.to.map(({ organId }) => organId).join("; ")),
    number: said(message.code.number),
    notation: said(message.code.notation),
    issuedOn: said(message.promulgation.date),
    issuedAt: said(message.promulgation.place),
    documentType: said(message.documentType.typeName),
    subject: said(message.subject),
    signerName: said(signer.fullName),
    signerPosition: said(signer.position),
    signerCompetence: said(signer.competence),
    sphere: said(otherInfo.sphereOfPromulgation),
    pages: counted(otherInfo.pageAmount),
    copies: counted(otherInfo.promulgationAmount),
    dueOn: said(message.dueDate),
    toPlaces: said(message.toPlaces.join("; ")),
  };
}

/** Everything that was typed by people, with its place. */
export function textsOf(facts: MetadataFacts): PlacedText[] {
  return METADATA_FIELDS.flatMap((field) => {
    const text = facts[field];
    return text === null ? [] : [{ field: FIELD_POINTERS[field], text }];
  });
}

/** Thông tin bắt buộc, nên có, và độ dài. Lengths count characters after NFC. */
export function checkMetadata(rules: DecidedRules, facts: MetadataFacts): PolicyFinding[] {
  const rule = rules.metadata;
  const { required, expected, lengths } = rule.value;
  const missing = [...required, ...expected.filter((field) => !required.includes(field))].flatMap((field): PolicyFinding[] => {
    if (facts[field] !== null) return [];
    const must = required.includes(field);
    const message = must ? `${FIELD_TEXTS[field]}: thiếu thông tin bắt buộc này.` : `${FIELD_TEXTS[field]}: nên ghi để nơi nhận vào sổ đủ trường.`;
    return [finding(rule, { severity: must ? "refuse" : "note", field: FIELD_POINTERS[field], code: "field-missing", message, found: "không có", allowed: must ? "bắt buộc" : "nên có" })];
  });
  const long = METADATA_FIELDS.flatMap((field): PolicyFinding[] => {
    const max = lengths[field];
    const length = Array.from((facts[field] ?? "").normalize("NFC")).length;
    if (max === undefined || length <= max) return [];
    return [finding(rule, { field: FIELD_POINTERS[field], code: "field-invalid", message: `${FIELD_TEXTS[field]}: dài ${length} ký tự, tối đa ${max}. Hãy rút gọn.`, found: `${length} ký tự`, allowed: `${max} ký tự` })];
  });
  return [...missing, ...long];
}

function said(text: string | null | undefined): string | null {
  return text === undefined || text === null || text.trim() === "" ? null : text;
}

/** Senders write 0 for "not said". */
function counted(amount: number | undefined): string | null {
  return amount === undefined || amount < 1 ? null : String(amount);
}
