import type { EdxmlDocument } from "#edxml";
import type { Actor } from "../actor.ts";
import { heldFacts, unscannedFact } from "../hold/hold.ts";
import { checkReceipt } from "../policy/check-receipt.ts";
import { promisedToUs } from "../policy/paper-trail.ts";
import type { Transaction } from "../ports.ts";
import { prepareStatus, queueStatus, type PreparedStatus } from "../status/send-status.ts";
import { mentionsOf } from "../thread/links.ts";
import { aboutOf, type IncomingDocument } from "./incoming-document.ts";
import { incomingFor } from "./incoming-for.ts";
import type { Filing, Processed, ProcessingNeeds, ReadInbound } from "./processing.ts";
import { purgeBytesLater, tombstoneOf } from "./purge.ts";
import { receiversOf, refuseReceivers } from "./receivers-of.ts";

const GATEWAY: Actor = { kind: "gateway", job: "process-incoming" };

/**
 * Files a document for each of our agencies it was delivered to, and answers 01 at once, at any hour (NĐ 30/2020 Đ.21.2.c). Also for one that is
 * held: 01 says no more than that it has come, which is true, and a sender who does not hear it sends the same paper again. What a person then
 * decides goes back as 02, or as 03 when the document is accepted.
 */
export async function fileDocument(needs: ProcessingNeeds, read: ReadInbound, message: EdxmlDocument): Promise<Filing> {
  const receivers = await receiversOf(needs, read, message);
  const refused = refuseReceivers(read, message, receivers);
  if (refused !== null) return () => Promise.resolve(refused);
  await needs.policies.refresh();
  const findings = await needs.inspector.inspect(read.files);
  const prepared: { document: IncomingDocument; arrival: PreparedStatus }[] = [];
  for (const agency of receivers) {
    const document = incomingFor(needs, read, message, agency, findings);
    const arrival = await prepareStatus(needs, document, agency, { code: "01", staff: null, description: "Phần mềm quản lý văn bản đã nhận", statedAt: document.receivedAt }, needs.clock.now());
    prepared.push({ document, arrival });
  }
  const about = prepared.map(({ document }) => aboutOf(document));
  const filing = async (tx: Transaction): Promise<Processed> => {
    const outcomes: Processed[] = [];
    for (const { document, arrival } of prepared) outcomes.push(await file(tx, needs, read, document, arrival));
    const told = outcomes.find((outcome) => outcome.kind === "filed") ?? outcomes[0] ?? { kind: "duplicate" as const };
    return { ...told, about };
  };
  return Object.assign(filing, { about });
}

async function file(tx: Transaction, needs: ProcessingNeeds, read: ReadInbound, document: IncomingDocument, arrival: PreparedStatus): Promise<Processed> {
  const at = needs.clock.now();
  if (!(await tx.addIncoming(document))) return metBefore(tx, document, at);
  await queueStatus(tx, arrival);
  await tx.wakeWaiting(aboutOf(document));
  await linkDocument(tx, document, at);
  const deviations = await checkReceipt(tx, needs, document, at);
  await promisedToUs(tx, document, GATEWAY);
  if (document.verdict.kind === "unsigned") {
    await tx.append({ kind: "inbound.unsigned-accepted", at, actor: GATEWAY, inboundId: read.inbound.id, incomingId: document.id, facts: { receiver: document.receiverCode, policy: "accept_flagged" } });
  }
  await tx.append({
    kind: document.hold === null ? "incoming.filed" : "incoming.held",
    at,
    actor: GATEWAY,
    inboundId: read.inbound.id,
    incomingId: document.id,
    facts: {
      receiver: document.receiverCode,
      sender: document.senderCode,
      identityKey: document.identityKey,
      verdict: document.verdict.kind,
      effectiveAt: document.effectiveAt.toISOString(),
      deviations,
      ...unscannedFact(document.findings),
      ...(document.hold === null ? { legalEffect: document.legalEffect?.effect ?? null } : heldFacts(document.hold)),
    },
  });
  return { kind: "filed" };
}

/** Which documents it answers or replaces; the two of a replacement meet in any order. */
async function linkDocument(tx: Transaction, document: IncomingDocument, at: Date): Promise<void> {
  const { receiverCode, senderCode, identityKey } = document;
  const mentions = mentionsOf(document.message);
  await tx.addLinks(mentions.map((mention) => ({ ...mention, direction: "incoming", documentId: document.id })));
  for (const mention of mentions) {
    const replaced = mention.relation === "replaces" ? await tx.incoming.byIdentity(receiverCode, senderCode, mention.identityKey) : null;
    if (replaced !== null) await tx.append({ kind: "incoming.replaced", at, actor: GATEWAY, incomingId: replaced.id, facts: { replacedBy: document.id } });
  }
  for (const link of await tx.links.to([identityKey])) {
    const replacement = link.relation === "replaces" && link.direction === "incoming" ? await tx.incoming.byId(link.documentId) : null;
    if (replacement?.receiverCode === receiverCode && replacement.senderCode === senderCode) {
      await tx.append({ kind: "incoming.replaced", at, actor: GATEWAY, incomingId: document.id, facts: { replacedBy: replacement.id } });
    }
  }
}

async function metBefore(tx: Transaction, document: IncomingDocument, at: Date): Promise<Processed> {
  const first = await tx.lockIncomingByIdentity(document.receiverCode, document.senderCode, document.identityKey);
  return first !== null && first.purgedAt !== null ? cancelledBefore(tx, first, document, at) : sameOrAlarm(first, document);
}

/** It was recalled before it came, or comes once more: it does not enter the books, its digests go to the tombstone, its bytes are given up. */
async function cancelledBefore(tx: Transaction, tombstone: IncomingDocument, document: IncomingDocument, at: Date): Promise<Processed> {
  if (tombstone.files.length === 0) {
    const { inboundId, envelope, files, verdict } = document;
    await tx.rewriteIncoming(tombstoneOf({ ...tombstone, inboundId, envelope, files, verdict }, tombstone.purgedAt ?? at));
    await tx.append({ kind: "incoming.recall-before-arrival", at, actor: GATEWAY, incomingId: tombstone.id, inboundId, facts: { envelope: envelope.sha256, files: files.map((stored) => stored.sha256) } });
  }
  await purgeBytesLater(tx, tombstone);
  return { kind: "duplicate" };
}

/** A copy with the same files says nothing new; the same identity with other files is an alarm (NĐ 30/2020 PL VI.III.1.h). */
function sameOrAlarm(first: IncomingDocument | null, document: IncomingDocument): Processed {
  const asIssued = first?.versions[0]?.message ?? first?.message;
  const same = first !== null && digests(first) === digests(document) && asIssued?.subject === document.message.subject;
  return same
    ? { kind: "duplicate" }
    : { kind: "quarantined", code: "duplicate-document", reason: `đã có văn bản ${document.identityKey} từ ${document.senderCode} nhưng nội dung khác; văn thư cần đối chiếu với bên gửi` };
}

function digests(document: IncomingDocument): string {
  return document.files.map((stored) => stored.sha256).sort().join();
}
