import type { EdxmlDocument, Organization, SignatureVerdict } from "#edxml";
import type { Actor } from "../actor.ts";
import { newId, type WorkOrderId } from "../ids.ts";
import type { Transaction } from "../ports.ts";
import { aboutOf, type IncomingDocument } from "./incoming-document.ts";

const GONE = "(văn bản đã được thu hồi)";

/** What is left of a cancelled document: digests, codes, times, the recall itself. No word of its content, its people or its file names. */
export function tombstoneOf(document: IncomingDocument, purgedAt: Date): IncomingDocument {
  return {
    ...document,
    message: withoutContent(document.message),
    files: document.files.map((file, index) => ({ ...file, name: `tep-${index + 1}`, description: null })),
    verdict: withoutNames(document.verdict),
    warnings: [],
    versions: [],
    findings: [],
    legalEffect: null,
    purgedAt,
  };
}

export function withoutContent({ kind, from, to, documentId, code, promulgation, documentType, otherInfo, steeringType }: EdxmlDocument): EdxmlDocument {
  return {
    kind,
    from: onlyName(from),
    to: to.map(onlyName),
    documentId,
    code,
    promulgation,
    documentType,
    subject: GONE,
    signer: { fullName: "" },
    toPlaces: [],
    otherInfo: { priority: otherInfo.priority },
    responseFor: [],
    steeringType,
    business: { kind: "new", reason: "", paper: false, staff: [] },
    traceHeaders: [],
  };
}

function onlyName({ organId, organName }: Organization): Organization {
  return { organId, ...(organName !== undefined && { organName }) };
}

export function withoutNames(verdict: SignatureVerdict): SignatureVerdict {
  return "parts" in verdict ? { ...verdict, parts: verdict.parts.map((part) => ({ ...part, name: null })) } : verdict;
}

/**
 * Hủy văn bản (QĐ 28/2018 Đ.9.2): from this transaction on nobody can read it here. The bytes follow as work of their own, because a blob
 * may belong to somebody else as well and a file cannot be deleted by a transaction.
 */
export async function purge(tx: Transaction, document: IncomingDocument, at: Date, actor: Actor): Promise<IncomingDocument> {
  const tombstone = tombstoneOf(document, document.purgedAt ?? at);
  await tx.rewriteIncoming(tombstone);
  await tx.purgeEnvelopes(aboutOf(document), at);
  await purgeBytesLater(tx, document);
  await tx.append({
    kind: "incoming.purged",
    at,
    actor,
    incomingId: document.id,
    facts: { envelope: document.envelope.sha256, files: document.files.map((file) => file.sha256), reason: document.recall?.reason ?? null },
  });
  return tombstone;
}

export async function purgeBytesLater(tx: Transaction, document: Pick<IncomingDocument, "id">): Promise<void> {
  await tx.addWork({ id: newId<WorkOrderId>(), topic: "purge", ref: document.id, urgency: 0 }, 0);
}
