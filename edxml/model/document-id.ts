import { EdxmlError } from "../errors.ts";
import { formatWireDate, parseLocalDate, parseWireDate, type LocalDate } from "./dates.ts";
import { canonicalOrganId, parseOrganId, type OrganId } from "./organ-id.ts";

/** Mã định danh văn bản, opaque when received, form `vpcp` `OrganId,yyyy/MM/dd,number/notation` when we make it. */
export type DocumentId = string & { readonly __brand: "DocumentId" };

/**
 * `vpcp` `000.00.00.G22,2015/09/30,7816/VPCP-TTĐT` (most real traffic) · `literal` `000.00.01.H01,2018,10` (QĐ 28/2018 Đ.10.2.b word for word)
 * · `dashed` `H16.02-2026-125/STTTT-VP` · read only: `uuid`, and `opaque` for everything else.
 */
export type WrittenDocumentIdForm = "vpcp" | "literal" | "dashed";
export type DocumentIdForm = WrittenDocumentIdForm | "uuid" | "opaque";

export const DOCUMENT_ID_LENGTH = 200;

export interface DocumentIdParts {
  readonly organId: OrganId;
  readonly date: LocalDate;
  readonly number: string;
  readonly notation: string;
}

export interface ParsedDocumentId {
  readonly raw: DocumentId;
  readonly form: DocumentIdForm;
  readonly organId?: OrganId;
  readonly year?: number;
  readonly date?: LocalDate;
  readonly number?: string;
  readonly notation?: string;
}

const WRITE: Record<WrittenDocumentIdForm, (parts: DocumentIdParts) => string> = {
  vpcp: ({ organId, date, number, notation }) => `${organId},${formatWireDate(date)},${number}/${notation}`,
  literal: ({ organId, date, number }) => `${organId},${date.slice(0, 4)},${number}`,
  dashed: ({ organId, date, number, notation }) => `${organId}-${date.slice(0, 4)}-${number}/${notation}`,
};

/** Makes the id of a document in the form a peer expects (`vpcp` unless told). Throws `document-id-invalid` when it grows over 200 characters. */
export function formatDocumentId(parts: DocumentIdParts & { readonly form?: WrittenDocumentIdForm }): DocumentId {
  return checkedDocumentId(WRITE[parts.form ?? "vpcp"](parts));
}

/** Takes an id as it is: trimmed, NFC, 1 to 200 characters. Ids are compared byte for byte in this form. Throws `document-id-invalid`. */
export function checkedDocumentId(text: string): DocumentId {
  const id = text.trim().normalize("NFC");
  if (!isDocumentId(id)) {
    const found = text.slice(0, 60);
    throw new EdxmlError("document-id-invalid", `document id ${JSON.stringify(found)} is empty or longer than ${DOCUMENT_ID_LENGTH}`, { found, length: id.length });
  }
  return id;
}

function isDocumentId(text: string): text is DocumentId {
  return text.length > 0 && text.length <= DOCUMENT_ID_LENGTH;
}

/** Says what an id tells about itself. Never throws for an id of 1 to 200 characters: what follows no form is `opaque`. */
export function parseDocumentId(text: string): ParsedDocumentId {
  const raw = checkedDocumentId(text);
  return vpcp(raw) ?? literal(raw) ?? dashed(raw) ?? { raw, form: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(raw) ? "uuid" : "opaque" };
}

/**
 * The key under which one document is one document: agency, year, number and notation (QĐ 28/2018 Đ.10.2.b; the notation belongs to it
 * because several series number from 1 each year). Old and new agency codes, `05` and `5`, and letter case compare equal.
 */
export function documentIdentityKey(identity: { organId: OrganId; year: number; number: string; notation: string }): string {
  const number = identity.number.trim().normalize("NFC").replace(/^0+(?=\d)/, "");
  const notation = identity.notation.trim().normalize("NFC").toUpperCase();
  return [canonicalOrganId(identity.organId), identity.year, number, notation].join("|");
}

function vpcp(raw: DocumentId): ParsedDocumentId | null {
  const parts = /^([^,]+),(\d{4}\/\d{1,2}\/\d{1,2}|\d{4}-\d{2}-\d{2}|\d{1,2}\/\d{1,2}\/\d{4}),\s*([^/,]+)\/(.+)$/.exec(raw);
  if (parts === null) return null;
  const [, organ = "", day = "", number = "", notation = ""] = parts;
  const date = attempt(() => parseWireDate(day).date);
  const organId = attempt(() => parseOrganId(organ));
  if (date === null || organId === null) return null;
  return { raw, form: "vpcp", organId, year: Number(date.slice(0, 4)), date, number: number.trim(), notation: notation.trim() };
}

function literal(raw: DocumentId): ParsedDocumentId | null {
  const parts = /^([^,]+),(\d{4}),([^,]+)$/.exec(raw);
  if (parts === null) return null;
  const [, organ = "", year = "", rest = ""] = parts;
  const organId = attempt(() => parseOrganId(organ));
  if (organId === null) return null;
  const [number = "", ...notation] = rest.trim().split("/");
  return { raw, form: "literal", organId, year: Number(year), number, ...(notation.length > 0 && { notation: notation.join("/") }) };
}

function dashed(raw: DocumentId): ParsedDocumentId | null {
  const parts = /^([0-9A-Z.]+)-(\d{4})-([^/]+)\/(.+)$/.exec(raw);
  if (parts === null) return null;
  const [, organ = "", year = "", number = "", notation = ""] = parts;
  const organId = attempt(() => parseOrganId(organ));
  return organId === null || attempt(() => parseLocalDate(`${year}-01-01`)) === null ? null : { raw, form: "dashed", organId, year: Number(year), number, notation };
}

function attempt<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch {
    return null;
  }
}
