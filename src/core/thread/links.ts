import { documentIdentityKey, parseDocumentId, type EdxmlDocument, type OrganId, type ResponseFor } from "#edxml";
import type { IncomingId, OutgoingId } from "../ids.ts";

/** Which document a document answers or replaces, by identity: the other one may come later, or never. */
export type DocumentLink = { readonly relation: "answers" | "replaces"; readonly identityKey: string } & (
  | { readonly direction: "outgoing"; readonly documentId: OutgoingId }
  | { readonly direction: "incoming"; readonly documentId: IncomingId }
);

export type Mention = Pick<DocumentLink, "relation" | "identityKey">;

/** Everything a message says about other documents. */
export function mentionsOf(message: EdxmlDocument): readonly Mention[] {
  const answers = message.responseFor.map((earlier) => ({ relation: "answers" as const, identityKey: identityOfReference(earlier, earlier.organId) }));
  const { business } = message;
  const replaces = business.kind !== "replace" ? [] : business.replacements.flatMap(({ documentId }) => {
    const { organId = message.from.organId, year, number, notation } = parseDocumentId(documentId);
    return year === undefined || number === undefined || notation === undefined ? [] : [{ relation: "replaces" as const, identityKey: documentIdentityKey({ organId, year, number, notation }) }];
  });
  const seen = new Map([...answers, ...replaces].map((mention) => [`${mention.relation} ${mention.identityKey}`, mention]));
  return [...seen.values()];
}

/** Peers echo a document id; when one rewrote it, agency, code and date still say which document is meant (edXML §3). */
export function identityOfReference(reference: Omit<ResponseFor, "organId">, senderId: OrganId): string {
  const parsed = parseDocumentId(reference.documentId);
  const [number = "", ...rest] = reference.code.split("/");
  return documentIdentityKey({
    organId: parsed.organId ?? senderId,
    year: parsed.year ?? Number(reference.promulgationDate?.slice(0, 4) ?? 0),
    number: parsed.number ?? number,
    notation: parsed.notation ?? rest.join("/"),
  });
}
