import { EntitySchema } from "typeorm";
import type { IncomingId, OutgoingId } from "../../core/ids.ts";
import type { DocumentLink } from "../../core/thread/links.ts";
import { named, text, uuid } from "./columns.ts";

export interface DocumentLinkRow {
  documentId: string;
  direction: DocumentLink["direction"];
  relation: DocumentLink["relation"];
  identityKey: string;
}

export const DocumentLinks = new EntitySchema<DocumentLinkRow>({
  name: "DocumentLink",
  tableName: "document_link",
  columns: { documentId: named("document_id", { ...uuid, primary: true }), direction: text, relation: { ...text, primary: true }, identityKey: named("identity_key", { ...text, primary: true }) },
});

export function linkRecord({ documentId, direction, relation, identityKey }: DocumentLinkRow): DocumentLink {
  return direction === "outgoing" ? { documentId: documentId as OutgoingId, direction, relation, identityKey } : { documentId: documentId as IncomingId, direction, relation, identityKey };
}
