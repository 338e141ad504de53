import { createReadStream } from "node:fs";
import { readEnvelope, type EdxmlDocument, type EnvelopeReading } from "#edxml";
import type { AxisParcel } from "#adapters/axis/server/desk";
import type { Agency } from "../../core/agency.ts";
import { FieldsRefused, HouseError } from "../../core/fault.ts";
import { sendDocumentSchema, type SendDocument, type SendDocumentInput, type SubmittedFile } from "../../core/outgoing/send-command.ts";
import { checkSubmission } from "../../core/policy/check-submission.ts";
import type { BlobDraft, Blobs } from "../../core/ports.ts";
import { readInput } from "../../core/read-input.ts";
import type { GatewayService } from "../../core/service.ts";
import type { WebSettings } from "../settings.ts";
import type { DoorAccount } from "./account.ts";
import { replacedBy, updateByEnvelope } from "./amend.ts";
import { commandFromEdxml } from "./command-from-edxml.ts";
import { ownAgency, type AgencyNeeds } from "./own-agency.ts";
import { recallByEnvelope } from "./recall.ts";

export interface SendingDoorNeeds extends AgencyNeeds {
  readonly service: GatewayService;
  readonly blobs: Blobs;
  readonly limits: WebSettings["limits"];
}

const RULE = "QCVN 102:2016/BTTTT; QD 28/2018/QD-TTg D.10.2";
const MAX_ATTACHMENTS = 50;

/** A document the QLVB wrote as edXML: read, taken apart, and sent as if it had come through any other door. */
export async function sendEdoc(needs: SendingDoorNeeds, account: DoorAccount, parcel: AxisParcel): Promise<{ readonly docId: string; readonly created: boolean }> {
  const drafts: BlobDraft[] = [];
  try {
    const reading = await readParcel(needs, parcel, drafts);
    const message = documentIn(reading);
    const sender = await senderOf(needs, account, parcel, message);
    if (message.business.kind === "recall") return { docId: await recallByEnvelope(needs, account, sender, message), created: true };
    if (message.business.kind === "update") return { docId: await updateByEnvelope(needs, account, sender, message, reading.attachments), created: true };
    const replaces = message.business.kind === "replace" ? await replacedBy(needs, sender, message) : undefined;
    const { command, files } = submissionOf(needs, message, reading, replaces);
    for (const draft of drafts.splice(0)) await draft.commit();
    const sent = await needs.service.sendDocument(command, files, account.access, null);
    return { docId: sent.document.id, created: sent.created };
  } finally {
    await Promise.allSettled(drafts.map((draft) => draft.discard()));
  }
}

function readParcel(needs: SendingDoorNeeds, parcel: AxisParcel, drafts: BlobDraft[]): Promise<EnvelopeReading> {
  return readEnvelope(createReadStream(parcel.path), {
    scratchDirectory: needs.blobs.scratchDirectory,
    limits: { attachmentBytes: needs.limits.maxFileBytes, attachments: MAX_ATTACHMENTS },
    openAttachment: () => {
      const draft = needs.blobs.draft();
      drafts.push(draft);
      return draft.sink;
    },
  });
}

function documentIn({ unverified }: EnvelopeReading): EdxmlDocument {
  if (unverified.kind === "document") return unverified;
  throw new HouseError("request-invalid", "a status was sent as a document");
}

/** Signed as one agency and written as another is refused, also when the account speaks for both. */
async function senderOf(needs: SendingDoorNeeds, account: DoorAccount, parcel: AxisParcel, message: EdxmlDocument): Promise<Agency> {
  const said = await ownAgency(needs, account, parcel.from);
  const written = await ownAgency(needs, account, message.from.organId);
  if (said !== null && written?.code === said.code) return said;
  throw new FieldsRefused([{ field: "/sender", code: "agency-not-yours", message: `From/OrganId trong gói tin là ${message.from.organId}, tham số from là ${parcel.from}`, rule: "QCVN 102:2016/BTTTT" }]);
}

function submissionOf(needs: SendingDoorNeeds, message: EdxmlDocument, reading: EnvelopeReading, replaces: SendDocumentInput["replaces"]): { readonly command: SendDocument; readonly files: readonly SubmittedFile[] } {
  const attachments = mainFirst(reading.attachments);
  const command = readInput(sendDocumentSchema, { ...commandFromEdxml(message, attachments), ...(replaces !== undefined && { replaces }) }, "", RULE);
  const files = attachments.map(({ name, sha256, size }) => ({ name: name.normalize("NFC"), sha256, size }));
  const [first, ...rest] = checkSubmission(command, files, needs.limits);
  if (first !== undefined) throw new FieldsRefused([first, ...rest]);
  return { command, files };
}

/** edXML does not say which file is the document itself; it must be a PDF (QĐ 28/2018 Đ.10.1), so the first PDF is. */
function mainFirst<File extends { readonly name: string }>(files: readonly File[]): readonly File[] {
  const main = files.find(({ name }) => name.toLowerCase().endsWith(".pdf"));
  return main === undefined ? files : [main, ...files.filter((file) => file !== main)];
}
