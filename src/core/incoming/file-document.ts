import { canonicalOrganId, documentIdentityKey, parseOrganId, EdxmlError, type EdxmlDocument } from "#edxml";
import type { Actor } from "../actor.ts";
import type { Agency } from "../agency.ts";
import { effectiveReceipt, explainBriefly, localDateOf } from "../calendar/index.ts";
import { newId, type IncomingId } from "../ids.ts";
import type { Transaction } from "../ports.ts";
import { prepareStatus, queueStatus, type PreparedStatus } from "../status/send-status.ts";
import type { IncomingDocument } from "./incoming-document.ts";
import type { Processed, ProcessingNeeds, ReadInbound } from "./processing.ts";

const GATEWAY: Actor = { kind: "gateway", job: "process-incoming" };

/** Files a document for each of our agencies it was delivered to, and answers 01 at once, at any hour (NĐ 30/2020 Đ.21.2.c). */
export async function fileDocument(needs: ProcessingNeeds, read: ReadInbound, message: EdxmlDocument): Promise<(tx: Transaction) => Promise<Processed>> {
  if (message.business.kind === "recall" || message.business.kind === "update") {
    const asked = message.business.kind === "recall" ? "thu hồi" : "cập nhật";
    return settled({ kind: "quarantined", code: "business-needs-person", reason: `gói tin ${asked} văn bản ${message.documentId}: văn thư cần xem và xử lý` });
  }
  const receivers = await receiversOf(needs, read, message);
  if (receivers.length === 0) return settled({ kind: "quarantined", code: "receiver-not-ours", reason: `không có cơ quan nào của cổng này trong nơi nhận (${message.to.map((to) => to.organId).join(", ")})` });
  const strict = receivers.filter((agency) => agency.hosting?.unsignedPolicy === "quarantine");
  if (read.reading.verdict.kind === "unsigned" && strict.length > 0) {
    return settled({ kind: "quarantined", code: "signature-not-acceptable", reason: `gói tin không có chữ ký, ${strict.map((agency) => agency.code).join(", ")} không nhận gói tin không ký` });
  }
  const prepared: { document: IncomingDocument; arrival: PreparedStatus }[] = [];
  for (const agency of receivers) {
    const document = incomingFor(needs, read, message, agency);
    const arrival = await prepareStatus(needs, document, agency, { code: "01", staff: null, description: "Phần mềm quản lý văn bản đã nhận", statedAt: document.receivedAt }, needs.clock.now());
    prepared.push({ document, arrival });
  }
  return async (tx) => {
    const outcomes: Processed[] = [];
    for (const { document, arrival } of prepared) outcomes.push(await file(tx, needs, read, document, arrival));
    return outcomes.find((outcome) => outcome.kind === "filed") ?? outcomes[0] ?? { kind: "duplicate" };
  };
}

function settled(processed: Processed): () => Promise<Processed> {
  return () => Promise.resolve(processed);
}

async function file(tx: Transaction, needs: ProcessingNeeds, read: ReadInbound, document: IncomingDocument, arrival: PreparedStatus): Promise<Processed> {
  if (!(await tx.addIncoming(document))) return sameOrAlarm(tx, document);
  await queueStatus(tx, arrival);
  const at = needs.clock.now();
  if (document.verdict.kind === "unsigned") {
    await tx.append({ kind: "inbound.unsigned-accepted", at, actor: GATEWAY, inboundId: read.inbound.id, incomingId: document.id, facts: { receiver: document.receiverCode, policy: "accept_flagged" } });
  }
  await tx.append({
    kind: "incoming.filed",
    at,
    actor: GATEWAY,
    inboundId: read.inbound.id,
    incomingId: document.id,
    facts: { receiver: document.receiverCode, sender: document.senderCode, identityKey: document.identityKey, verdict: document.verdict.kind, effectiveAt: document.effectiveAt.toISOString() },
  });
  return { kind: "filed" };
}

/** A copy with the same files says nothing new; the same identity with other files is an alarm (NĐ 30/2020 PL VI.III.1.h). */
async function sameOrAlarm(tx: Transaction, document: IncomingDocument): Promise<Processed> {
  const first = await tx.incoming.byIdentity(document.receiverCode, document.senderCode, document.identityKey);
  const same = first !== null && digests(first) === digests(document) && first.message.subject === document.message.subject;
  return same
    ? { kind: "duplicate" }
    : { kind: "quarantined", code: "duplicate-document", reason: `đã có văn bản ${document.identityKey} từ ${document.senderCode} nhưng nội dung khác; văn thư cần đối chiếu với bên gửi` };
}

function digests(document: IncomingDocument): string {
  return document.files.map((stored) => stored.sha256).sort().join();
}

function incomingFor(needs: ProcessingNeeds, read: ReadInbound, message: EdxmlDocument, agency: Agency): IncomingDocument {
  const { receivedAt } = read.inbound;
  const receipt = effectiveReceipt(receivedAt, needs.calendars.for(agency.code, localDateOf(receivedAt)));
  return {
    id: newId<IncomingId>(),
    inboundId: read.inbound.id,
    channel: read.inbound.channel,
    receiverCode: agency.code,
    senderCode: canonicalOrganId(message.from.organId),
    identityKey: documentIdentityKey({ organId: message.from.organId, year: Number(message.promulgation.date.slice(0, 4)), ...message.code }),
    message,
    files: read.files,
    envelope: read.inbound.envelope,
    verdict: read.reading.verdict,
    warnings: read.reading.warnings,
    state: "arrived",
    receivedAt,
    effectiveAt: receipt.effectiveAt,
    effectiveExplanation: explainBriefly(receipt),
    effectiveProvisional: receipt.provisional,
    calendarVersion: receipt.calendarVersion,
    fetchedAt: null,
    decidedAt: null,
    refusal: null,
  };
}

/** Our agencies this delivery is for: the one the partner names, when the envelope names it too; else all of ours in `To`. */
async function receiversOf(needs: ProcessingNeeds, read: ReadInbound, message: EdxmlDocument): Promise<readonly Agency[]> {
  const addressed: Agency[] = [];
  for (const to of message.to) {
    const agency = await needs.store.reader.agencies.byCode(canonicalOrganId(to.organId));
    if (agency?.hosting != null && !addressed.some((known) => known.code === agency.code)) addressed.push(agency);
  }
  const stated = canonicalOrNull(read.inbound.statedTo);
  if (stated === null) return addressed;
  const agency = await needs.store.reader.agencies.byCode(stated);
  return addressed.filter((known) => known.code === (agency?.code ?? stated));
}

function canonicalOrNull(text: string | null): string | null {
  if (text === null) return null;
  try {
    return canonicalOrganId(parseOrganId(text));
  } catch (error) {
    if (error instanceof EdxmlError) return null;
    throw error;
  }
}
