import type { EdxmlDocument } from "#edxml";
import type { AmendmentId, OutgoingId } from "../ids.ts";

/**
 * Thu hồi, lấy lại or cập nhật of a document of ours, as it was asked. Never changes: what the receivers answer is on the dispatches.
 * The document itself never changes either; its current metadata are those of the latest update.
 */
export interface Amendment {
  readonly id: AmendmentId;
  readonly documentId: OutgoingId;
  readonly kind: "recall" | "take-back" | "update";
  readonly reason: string;
  /** Canonical codes of the receivers it concerns. */
  readonly receivers: readonly string[];
  /** As written into the envelope, with every receiver it concerns in `to`. */
  readonly message: EdxmlDocument;
  /** Whole seconds, later than every earlier amendment of the document: receivers order by it. */
  readonly askedAt: Date;
  readonly askedBy: string;
}

/** The metadata as they are now: of the latest update, else as issued. */
export function currentMessage(issued: EdxmlDocument, amendments: readonly Amendment[]): EdxmlDocument {
  const updates = amendments.filter((amendment) => amendment.kind === "update").toSorted((a, b) => a.askedAt.getTime() - b.askedAt.getTime());
  const latest = updates.at(-1);
  return latest === undefined ? issued : { ...latest.message, to: issued.to, business: issued.business, traceHeaders: issued.traceHeaders };
}

/** A second for the new amendment: the wire has no finer time, and receivers put amendments in order by it. */
export function nextSecond(now: Date, amendments: readonly Amendment[]): Date {
  const latest = Math.max(...amendments.map(({ askedAt }) => askedAt.getTime()), 0);
  return new Date(Math.max(Math.floor(now.getTime() / 1000) * 1000, latest + 1000));
}
