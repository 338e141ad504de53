import { canonicalOrganId, documentIdentityKey, type EdxmlDocument } from "#edxml";
import type { Actor } from "../actor.ts";
import type { Transaction } from "../ports.ts";
import { writeAnswer } from "../status/answer-text.ts";
import { prepareStatus, queueStatus, type PreparedStatus } from "../status/send-status.ts";
import { decideUpdateArrival, withUpdate, type Stated } from "./decide-update.ts";
import { fileRecall } from "./file-recall.ts";
import { aboutOf } from "./incoming-document.ts";
import type { Processed, ProcessingNeeds, ReadInbound } from "./processing.ts";
import { receiversOf, refuseReceivers, statedInstant, type HostedAgency } from "./receivers-of.ts";

/** Cập nhật: new metadata for a document that is here, or our name taken off its receivers, which is a recall. */
export async function fileUpdate(needs: ProcessingNeeds, read: ReadInbound, message: EdxmlDocument): Promise<(tx: Transaction) => Promise<Processed>> {
  const receivers = await receiversOf(needs, read, message);
  const refused = refuseReceivers(read, message, receivers);
  if (refused !== null) return () => Promise.resolve(refused);
  const { business } = message;
  const taken = new Set(business.kind === "update" ? business.receivers.filter(({ change }) => change === "removed").map(({ organId }) => canonicalOrganId(organId)) : []);
  const isTaken = (agency: HostedAgency): boolean => taken.has(agency.code);
  const steps: ((tx: Transaction) => Promise<Processed>)[] = receivers.some(isTaken) ? [await fileRecall(needs, read, message, isTaken)] : [];
  for (const agency of receivers) if (!isTaken(agency)) steps.push(await prepareUpdate(needs, read, message, agency));
  return async (tx) => {
    const outcomes: Processed[] = [];
    for (const step of steps) outcomes.push(await step(tx));
    return (["quarantined", "waiting", "filed"] as const).map((kind) => outcomes.find((outcome) => outcome.kind === kind)).find((outcome) => outcome !== undefined) ?? { kind: "duplicate" };
  };
}

async function prepareUpdate(needs: ProcessingNeeds, read: ReadInbound, message: EdxmlDocument, agency: HostedAgency): Promise<(tx: Transaction) => Promise<Processed>> {
  const senderCode = canonicalOrganId(message.from.organId);
  const identityKey = documentIdentityKey({ organId: message.from.organId, year: Number(message.promulgation.date.slice(0, 4)), ...message.code });
  const known = await needs.store.reader.incoming.byIdentity(agency.code, senderCode, identityKey);
  const at = needs.clock.now();
  const answer = known === null ? null : await prepareStatus(needs, known, agency, { code: "15", staff: null, description: writeAnswer("update", "agree", null), statedAt: at }, at);
  const stated: Stated = { message, statedAt: statedInstant(read, message), reason: message.business.reason };
  return (tx) => arrive(needs, tx, read, stated, { receiverCode: agency.code, senderCode, identityKey }, answer);
}

async function arrive(needs: ProcessingNeeds, tx: Transaction, read: ReadInbound, stated: Stated, key: Parameters<typeof aboutOf>[0], answer: PreparedStatus | null): Promise<Processed> {
  const about = [aboutOf(key)];
  const current = await tx.lockIncomingByIdentity(key.receiverCode, key.senderCode, key.identityKey);
  if (current === null || answer === null) return { kind: "waiting", code: "request-without-document", reason: `gói tin cập nhật tới trước văn bản ${key.identityKey}`, about };
  if (current.purgedAt !== null) return { kind: "duplicate", about };
  const strange = read.files.filter((file) => !current.files.some((own) => own.sha256 === file.sha256));
  if (strange.length > 0) {
    return { kind: "quarantined", code: "signed-content-changed", reason: `gói tin cập nhật ${key.identityKey} mang ${strange.length} tệp khác với văn bản đã nhận; sửa nội dung phải bằng văn bản thay thế`, about };
  }
  const decision = decideUpdateArrival(current, stated);
  if (decision === "repeat") return { kind: "duplicate", about };
  const at = needs.clock.now();
  const actor: Actor = { kind: "partner", channel: read.inbound.channel, organId: key.senderCode };
  const updated = withUpdate(current, stated, decision, at);
  await tx.rewriteIncoming(updated);
  await tx.append({ kind: "incoming.updated", at, actor, incomingId: current.id, inboundId: read.inbound.id, facts: { reason: stated.reason.slice(0, 500), changed: changedFields(current.message, updated.message), statedAt: stated.statedAt.toISOString() } });
  await queueStatus(tx, answer);
  return { kind: "filed", about };
}

function changedFields(before: EdxmlDocument, after: EdxmlDocument): string[] {
  const names = ["subject", "content", "dueDate", "otherInfo", "toPlaces", "documentType", "signer"] as const;
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
