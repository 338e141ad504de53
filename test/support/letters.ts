import { readEnvelope } from "#edxml";
import { HouseError } from "#src/core/fault";
import type { IncomingDocument } from "#src/core/incoming/incoming-document";
import type { Dispatch } from "#src/core/outgoing/dispatch";
import { sendDocumentSchema, type SendDocument, type SendDocumentInput, type SubmittedFile } from "#src/core/outgoing/send-command";
import type { OutgoingView } from "#src/core/service";
import type { StoredEnvelope } from "#src/core/stored-file";
import { eventually, type Town, type TownGateway } from "./town.ts";

export const PDF = Buffer.from("%PDF-1.7\n%công văn thử nghiệm\n%%EOF\n");
export const person = { fullName: "Trần Thị B", department: "Văn thư" };

/** Công văn 123/VPCP-KSTT of G22 to H48, unless told. */
export function letter(change: Partial<SendDocumentInput> = {}): SendDocument {
  return sendDocumentSchema.parse({
    sender: "G22",
    receivers: [{ organId: "H48" }],
    code: { number: "123", notation: "VPCP-KSTT" },
    issuedOn: "2026-11-20",
    issuedAt: "Hà Nội",
    documentType: "Công văn",
    subject: "V/v kết nối, liên thông văn bản điện tử",
    signer: { position: "Phó Chủ nhiệm", fullName: "Nguyễn Văn A" },
    ...change,
  });
}

export function gatewayOf(town: Town, name: string): TownGateway {
  const found = town.gateways[name];
  if (found === undefined) throw new HouseError("not-found", `no gateway ${name} in the town`);
  return found;
}

export async function files(gateway: TownGateway): Promise<readonly SubmittedFile[]> {
  return [await gateway.store("cong-van.pdf", PDF), await gateway.store("phu-luc.txt", "phụ lục có dấu")];
}

export async function send(sender: TownGateway, change: Partial<SendDocumentInput> = {}, key: string | null = null): Promise<OutgoingView & { created: boolean }> {
  return sender.house.service.sendDocument(letter(change), await files(sender), sender.operator, key);
}

export async function dispatchTo(sender: TownGateway, sent: Pick<OutgoingView, "document">, receiver: string): Promise<Dispatch> {
  const { dispatches } = await sender.house.service.outgoing(sent.document.id, sender.operator);
  const found = dispatches.find((dispatch) => dispatch.receiverCode === receiver);
  if (found === undefined) throw new HouseError("not-found", `no dispatch to ${receiver}`);
  return found;
}

export async function becomes(sender: TownGateway, sent: Pick<OutgoingView, "document">, receiver: string, state: Dispatch["state"]): Promise<Dispatch> {
  return eventually(`the dispatch to ${receiver} becomes ${state}`, async () => {
    const dispatch = await dispatchTo(sender, sent, receiver);
    return dispatch.state === state && dispatch;
  });
}

/** The incoming document of this agency with this code, when it has come. */
export async function incomingAt(receiver: TownGateway, agency: string, code = "123/VPCP-KSTT"): Promise<IncomingDocument> {
  return eventually(`${code} arrives at ${agency}`, async () => {
    const { rows } = await receiver.house.service.listIncoming({ limit: 200 }, { ...receiver.operator, agencies: [agency] });
    return rows.find(({ message }) => `${message.code.number}/${message.code.notation}` === code);
  });
}

/** Sender and receivers as they stand in an envelope that went out. */
export async function codesIn({ house }: TownGateway, { sha256 }: Pick<StoredEnvelope, "sha256">): Promise<readonly string[]> {
  const { unverified } = await readEnvelope(house.blobs.open(sha256), { scratchDirectory: house.blobs.scratchDirectory });
  return [unverified.from.organId, ...(unverified.kind === "document" ? unverified.to.map(({ organId }) => organId) : [unverified.responseFor.organId])];
}
