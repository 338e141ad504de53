import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { OutgoingParcel } from "#adapters/adapter";
import { checkedDocumentId, parseOrganId, type EdxmlMessageKind } from "#edxml";

/** These bytes as what an adapter sends. */
export function parcelOf(bytes: Buffer, messageKind: EdxmlMessageKind, from: string, to: readonly string[], documentId: string, overrides: Partial<OutgoingParcel> = {}): OutgoingParcel {
  return {
    messageKind,
    from: parseOrganId(from),
    to: to.map((code) => parseOrganId(code)),
    documentId: checkedDocumentId(documentId),
    size: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    open: () => Readable.from([bytes]),
    ...overrides,
  };
}
