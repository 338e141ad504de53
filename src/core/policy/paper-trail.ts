import type { Actor } from "../actor.ts";
import type { IncomingDocument } from "../incoming/incoming-document.ts";
import type { OutgoingDocument } from "../outgoing/outgoing-document.ts";
import type { Transaction } from "../ports.ts";
import type { PaperCopy } from "./ports.ts";

const OPEN = { state: "promised", decidedAt: null, decidedBy: null, person: null, note: null } as const;

/** Bản giấy gửi kèm: one promise for each receiver of a document that says paper follows. */
export async function promisedPapers(tx: Transaction, document: OutgoingDocument, receivers: readonly string[], actor: Actor): Promise<void> {
  if (!document.message.business.paper) return;
  const { id, senderCode, identityKey, submittedAt } = document;
  await tx.addPapers(receivers.map((receiverCode): PaperCopy => ({ ...OPEN, direction: "outgoing", documentId: id, receiverCode, senderCode, identityKey, promisedAt: submittedAt })));
  await tx.append({ kind: "paper.promised", at: submittedAt, actor, outgoingId: id, facts: { receivers } });
}

/** The same promise, as it came to our agency. */
export async function promisedToUs(tx: Transaction, document: IncomingDocument, actor: Actor): Promise<void> {
  if (!document.message.business.paper) return;
  const { id, receiverCode, senderCode, identityKey, receivedAt } = document;
  await tx.addPapers([{ ...OPEN, direction: "incoming", documentId: id, receiverCode, senderCode, identityKey, promisedAt: receivedAt }]);
  await tx.append({ kind: "paper.promised", at: receivedAt, actor, incomingId: id, facts: { sender: senderCode } });
}
