import type { EdxmlDocument } from "#edxml";
import type { IncomingDocument, MetadataVersion } from "./incoming-document.ts";

/** Metadata as the sender states them at one time. */
export interface Stated {
  readonly message: EdxmlDocument;
  readonly statedAt: Date;
  readonly reason: string;
}

/** newest: these hold now. older: a later update came first, they only join the history. repeat: nothing new. */
export type UpdateArrival = "newest" | "older" | "repeat";

type Known = Pick<IncomingDocument, "message" | "statedAt" | "versions">;

/** Whatever the order of arrival, the latest statement holds in the end; two of one second are put in order by what they say. Pure. */
export function decideUpdateArrival(known: Known, { message, statedAt }: Stated): UpdateArrival {
  const said = wordsOf(merged(known.message, message));
  const seen = [{ message: known.message, statedAt: known.statedAt }, ...known.versions];
  if (seen.some((version) => version.statedAt?.getTime() === statedAt.getTime() && wordsOf(version.message) === said)) return "repeat";
  const [now, then] = [known.statedAt?.getTime() ?? Number.NEGATIVE_INFINITY, statedAt.getTime()];
  if (then !== now) return then > now ? "newest" : "older";
  return said > wordsOf(known.message) ? "newest" : "older";
}

/** The document with the update in it: in front, or in the history. */
export function withUpdate<Document extends Known>(known: Document, { message, statedAt, reason }: Stated, arrival: Exclude<UpdateArrival, "repeat">, at: Date): Document {
  const update = merged(known.message, message);
  const joining: MetadataVersion = arrival === "newest" ? { message: known.message, statedAt: known.statedAt, replacedAt: at, reason } : { message: update, statedAt, replacedAt: at, reason };
  const versions = [...known.versions, joining].toSorted((a, b) => (a.statedAt?.getTime() ?? 0) - (b.statedAt?.getTime() ?? 0) || (wordsOf(a.message) < wordsOf(b.message) ? -1 : 1));
  return { ...known, versions, ...(arrival === "newest" && { message: update, statedAt }) };
}

/** Identity, receivers, business and links stay those of the document; a relayed update proves less of `otherInfo` than we know. */
function merged(known: EdxmlDocument, update: EdxmlDocument): EdxmlDocument {
  const { from, to, documentId, code, promulgation, responseFor, business, traceHeaders } = known;
  return { ...update, from, to, documentId, code, promulgation, responseFor, business, traceHeaders, otherInfo: { ...known.otherInfo, ...update.otherInfo } };
}

function wordsOf({ subject, content, dueDate, otherInfo, toPlaces, documentType, signer }: EdxmlDocument): string {
  return JSON.stringify([subject, content, dueDate, otherInfo.priority, toPlaces, documentType.typeName, signer.fullName, signer.position, signer.competence]);
}
