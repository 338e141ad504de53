import type { OutgoingParcel, SentTrace } from "../adapter.ts";
import { sameAgency } from "./agency-code.ts";
import { axisDate } from "./axis-date.ts";
import type { AxisLine } from "./exchange.ts";
import { listCall } from "./list-call.ts";
import type { ListEntry } from "./list-call.ts";
import { messageTypeOf } from "./message-type.ts";
import { withoutMarks } from "./plain-ascii.ts";

const LIMITS = { bytes: 256 * 1024 * 1024, entries: 1_000_000 };
/** Our clock and the axis' may differ this much, in ms. */
const CLOCK_DIFFERENCE = 10 * 60_000;

/**
 * Did this parcel enter before? The list of sent messages knows no DocumentId, only title, notation, codes and times, so:
 * `found` when exactly one message of ours agrees in everything both sides know, `not-found` when none does,
 * `cannot-tell` when several do, or when nothing names the document (a status, a DocumentId that is not form 1 and no subject).
 * `since`: when the attempt in doubt left; earlier messages with the same notation (the document a recall speaks of) are then not mistaken for it.
 */
export async function findSentParcel(line: AxisLine, parcel: OutgoingParcel, since: Date | undefined, signal: AbortSignal): Promise<SentTrace> {
  const wanted = { notation: notationOf(parcel.documentId), title: parcel.subject === undefined ? null : comparable(parcel.subject) };
  if (parcel.messageKind === "status") return { kind: "cannot-tell", reason: "the axis lists no mark that tells one status of a document from another" };
  if (wanted.notation === null && wanted.title === null) return { kind: "cannot-tell", reason: "neither the document id nor a subject names the document in the list of the axis" };

  const matches = new Map<string, Date | null>();
  let nameless = 0;
  const parameters = { servicetype: "eDoc", messagetype: messageTypeOf(parcel.messageKind) };
  for await (const entry of listCall(line, "getSentEdocList", parameters, LIMITS, signal)) {
    const id = entry.text("senderDocId");
    const sentAt = axisDate(entry.text("sentTime"));
    if (id === null || !sameWay(entry, parcel) || isBefore(sentAt, since)) continue;
    const agreement = sameDocument(entry, wanted);
    if (agreement === "yes") matches.set(id, matches.get(id) ?? sentAt);
    if (agreement === "unknown") nameless += 1;
  }

  const [first, ...others] = matches;
  if (others.length > 0) return { kind: "cannot-tell", reason: `${matches.size} sent messages carry the same notation and subject` };
  if (first !== undefined) return { kind: "found", partnerMessageId: first[0], enteredAt: first[1] };
  return nameless > 0 ? { kind: "cannot-tell", reason: `${nameless} sent messages carry neither notation nor title` } : { kind: "not-found" };
}

function sameWay(entry: ListEntry, parcel: OutgoingParcel): boolean {
  const [from, to, type] = [entry.text("fromCode"), entry.text("toCode"), entry.text("messageType")];
  if (type !== null && type.toLowerCase() !== messageTypeOf(parcel.messageKind)) return false;
  if (from !== null && !sameAgency(from, parcel.from)) return false;
  return to === null || parcel.to.some((receiver) => sameAgency(receiver, to));
}

function isBefore(sentAt: Date | null, since: Date | undefined): boolean {
  return sentAt !== null && since !== undefined && sentAt.getTime() < since.getTime() - CLOCK_DIFFERENCE;
}

function sameDocument(entry: ListEntry, wanted: { readonly notation: string | null; readonly title: string | null }): "yes" | "no" | "unknown" {
  const notation = entry.text("notation");
  const title = entry.text("title");
  const pairs: readonly (readonly [string | null, string | null])[] = [
    [wanted.notation, notation],
    [wanted.title, title === null ? null : comparable(title)],
  ];
  const known = pairs.flatMap(([ours, theirs]) => (ours === null || theirs === null ? [] : [sameText(ours, theirs)]));
  if (known.length === 0) return "unknown";
  return known.every(Boolean) ? "yes" : "no";
}

/** Whether the axis writes `123/UBND-VP` or only `UBND-VP` as notation is not known: either agrees. */
function sameText(ours: string, theirs: string): boolean {
  const [a, b] = [comparable(ours), comparable(theirs)];
  return a === b || a.slice(a.indexOf("/") + 1) === b;
}

/** `number/notation` out of a DocumentId of form 1, `OrganId,yyyy/MM/dd,number/notation`. */
function notationOf(documentId: string): string | null {
  const code = /^[^,]+,\d{4}\/\d{2}\/\d{2},(.+)$/.exec(documentId)?.[1];
  return code === undefined ? null : comparable(code);
}

function comparable(text: string): string {
  return withoutMarks(text).replaceAll(/\s+/g, " ").trim().toLowerCase();
}
