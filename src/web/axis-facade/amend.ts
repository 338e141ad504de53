import { canonicalOrganId, type EdxmlDocument, type ReadAttachment } from "#edxml";
import type { Agency } from "../../core/agency.ts";
import { FieldsRefused } from "../../core/fault.ts";
import type { OutgoingDocument } from "../../core/outgoing/outgoing-document.ts";
import type { SendDocumentInput } from "../../core/outgoing/send-command.ts";
import { updateCommandSchema } from "../../core/outgoing/update-command.ts";
import { readInput } from "../../core/read-input.ts";
import type { DoorAccount } from "./account.ts";
import { commandFromEdxml } from "./command-from-edxml.ts";
import { identitiesIn, outgoingOf, personOf, type RecallingNeeds } from "./recall.ts";

const RULE = "QCVN 102:2016/BTTTT; ND 30/2020/ND-CP D.18.3";

/** Cập nhật (business type 2): the metadata as the envelope has them now, and the receivers it adds and takes away. Resolves to the id of the request. */
export async function updateByEnvelope(needs: RecallingNeeds, account: DoorAccount, sender: Agency, message: EdxmlDocument, attachments: readonly ReadAttachment[]): Promise<string> {
  const { business } = message;
  const earlier = business.kind === "update" ? business.documentId : undefined;
  const document = await outgoingOf(needs, sender, [
    { organId: message.from.organId, year: Number(message.promulgation.date.slice(0, 4)), ...message.code },
    ...(earlier === undefined ? [] : identitiesIn(earlier, message.from.organId)),
  ]);
  refuseOtherFiles(document, attachments);
  const receivers = business.kind === "update" ? business.receivers : [];
  const codes = (change: "added" | "removed"): string[] => receivers.filter((one) => one.change === change).map(({ organId }) => canonicalOrganId(organId));
  const informationChanged = business.kind === "update" && (business.informationChanged || receivers.length === 0);
  const command = readInput(
    updateCommandSchema,
    { reason: business.reason, ...(informationChanged && { change: changeFrom(message) }), addReceivers: codes("added"), removeReceivers: codes("removed"), ...personOf(business.staff[0]) },
    "",
    RULE,
  );
  return (await needs.service.update(document.id, command, account.access)).amendment.id;
}

/** Thay thế (business type 3): the new document replaces the one it names. */
export async function replacedBy(needs: RecallingNeeds, sender: Agency, message: EdxmlDocument): Promise<SendDocumentInput["replaces"]> {
  const [first, ...more] = message.business.kind === "replace" ? message.business.replacements : [];
  if (first === undefined || more.length > 0) {
    throw new FieldsRefused([{ field: "/business", code: "field-invalid", message: "ReplacementInfo: cần đúng một văn bản bị thay thế trong một gói tin", rule: "NĐ 30/2020/NĐ-CP Đ.18.3" }]);
  }
  const replaced = await outgoingOf(needs, sender, identitiesIn(first.documentId, message.from.organId));
  return { id: replaced.id, reason: message.business.reason };
}

/** An update never changes signed content; senders repeat the files as they were, or leave them out. */
function refuseOtherFiles(document: OutgoingDocument, attachments: readonly ReadAttachment[]): void {
  const known = new Set(document.files.map(({ sha256 }) => sha256));
  const other = attachments.find(({ sha256 }) => !known.has(sha256));
  if (other === undefined) return;
  throw new FieldsRefused([{ field: "/files", code: "field-invalid", message: `Tệp “${other.name}” khác tệp của văn bản ban đầu. Sai nội dung thì phải thay thế văn bản, không cập nhật.`, rule: "NĐ 30/2020/NĐ-CP Đ.18.3" }]);
}

function changeFrom(message: EdxmlDocument): object {
  const { subject, content, dueOn, urgency, toPlaces, documentType, signer } = commandFromEdxml(message, []);
  return { subject, urgency, toPlaces, documentType, signer, ...(content !== undefined && { content }), ...(dueOn !== undefined && { dueOn }) };
}
