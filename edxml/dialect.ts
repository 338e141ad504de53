import { formatDocumentId, type DocumentId, type WrittenDocumentIdForm } from "./model/document-id.ts";
import type { EdxmlDocument } from "./model/document.ts";
import type { StatusReport } from "./model/status-report.ts";
import { canonicalOrganId, legacyOrganId, parseOrganId, type OrganId } from "./model/organ-id.ts";

/** What one peer wants to be different, as data. Every known reader takes the standard dialect (edXML §10). */
export interface Dialect {
  readonly name: string;
  /** `as-is` writes codes as their owner does; the others convert where a code has that form. */
  readonly organIds: "as-is" | "legacy" | "current";
  /** `as-is` keeps the document's id; a form makes it anew from sender, date and code, for documents of our own. */
  readonly documentId: "as-is" | WrittenDocumentIdForm;
  /** Extensions sent as they are, with their content type; everything else goes into a zip of one entry. */
  readonly rawTypes: Readonly<Record<string, string>>;
  /** xlink attributes on Reference, as the .NET sample has them. */
  readonly xlinkReferences: boolean;
}

export const STANDARD_DIALECT: Dialect = {
  name: "standard",
  organIds: "as-is",
  documentId: "as-is",
  rawTypes: { pdf: "application/pdf", zip: "application/zip" },
  xlinkReferences: false,
};

export const DIALECTS = {
  standard: STANDARD_DIALECT,
  /** Systems that know only the 13-character codes of QCVN 102:2016. */
  "qcvn-102-2016": { ...STANDARD_DIALECT, name: "qcvn-102-2016", organIds: "legacy" },
  /** Systems on the codes of QĐ 20/2020. */
  "qd-20-2020": { ...STANDARD_DIALECT, name: "qd-20-2020", organIds: "current" },
  /** Readers built after the .NET sample: they look the file up through xlink:href. */
  "net-sdk": { ...STANDARD_DIALECT, name: "net-sdk", xlinkReferences: true },
  /** What version 0.0.3 of the official library does with office files. */
  "lib-0.0.3": {
    ...STANDARD_DIALECT,
    name: "lib-0.0.3",
    rawTypes: { ...STANDARD_DIALECT.rawTypes, doc: "application/doc", docx: "application/docx" },
  },
} as const satisfies Record<string, Dialect>;

/** The code as this peer wants to read it; unchanged when it has no such form. */
export function dialectOrganId(organId: OrganId, dialect: Dialect): OrganId {
  if (dialect.organIds === "as-is") return organId;
  return parseOrganId(dialect.organIds === "legacy" ? (legacyOrganId(organId) ?? organId) : canonicalOrganId(organId));
}

/** The document's id as this peer wants it. Recalls and updates keep theirs: they name a document sent before. */
export function dialectDocumentId(document: EdxmlDocument, dialect: Dialect): DocumentId {
  if (dialect.documentId === "as-is" || document.business.kind === "recall" || document.business.kind === "update") return document.documentId;
  return formatDocumentId({
    organId: dialectOrganId(document.from.organId, dialect),
    date: document.promulgation.date,
    number: document.code.number,
    notation: document.code.notation,
    form: dialect.documentId,
  });
}

/** The same for a report. Code, id and date of the document it is about go back as they came (edXML §3). */
export function reportInDialect(report: StatusReport, dialect: Dialect): StatusReport {
  const { from, responseFor } = report;
  return { ...report, from: { ...from, organId: dialectOrganId(from.organId, dialect) }, responseFor: { ...responseFor, organId: dialectOrganId(responseFor.organId, dialect) } };
}

/** Applies the dialect's identifiers, before anything is written or signed. */
export function inDialect(document: EdxmlDocument, dialect: Dialect): EdxmlDocument {
  if (dialect.organIds === "as-is" && dialect.documentId === "as-is") return document;
  const code = (organId: OrganId): OrganId => dialectOrganId(organId, dialect);
  const { business } = document;
  return {
    ...document,
    documentId: dialectDocumentId(document, dialect),
    from: { ...document.from, organId: code(document.from.organId) },
    to: document.to.map((to) => ({ ...to, organId: code(to.organId) })),
    responseFor: document.responseFor.map((response) => ({ ...response, organId: code(response.organId) })),
    business:
      business.kind === "update"
        ? { ...business, receivers: business.receivers.map((receiver) => ({ ...receiver, organId: code(receiver.organId) })) }
        : business.kind === "replace"
          ? { ...business, replacements: business.replacements.map((replacement) => ({ ...replacement, organIds: replacement.organIds.map(code) })) }
          : business,
  };
}
