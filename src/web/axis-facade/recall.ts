import { canonicalOrganId, documentIdentityKey, parseDocumentId, type EdxmlDocument, type OrganId, type StaffInfo, type StatusReport } from "#edxml";
import type { Agency } from "../../core/agency.ts";
import { HouseError } from "../../core/fault.ts";
import { answerRecallSchema } from "../../core/incoming/answer-recall.ts";
import type { IncomingDocument } from "../../core/incoming/incoming-document.ts";
import type { OutgoingDocument } from "../../core/outgoing/outgoing-document.ts";
import { recallCommandSchema } from "../../core/outgoing/recall-command.ts";
import type { Store } from "../../core/ports.ts";
import { readInput } from "../../core/read-input.ts";
import type { GatewayService } from "../../core/service.ts";
import type { DoorAccount } from "./account.ts";

export interface RecallingNeeds {
  readonly store: Store;
  readonly service: GatewayService;
}

const RULE = "QCVN 102:2016/BTTTT; QD 28/2018/QD-TTg D.8.2, D.9.2";

/** Thu hồi as an envelope (business type 1), from the receivers it names. Resolves to the id of the request; of the first one when repeated. */
export async function recallByEnvelope(needs: RecallingNeeds, account: DoorAccount, sender: Agency, message: EdxmlDocument): Promise<string> {
  const earlier = message.business.kind === "recall" ? message.business.documentId : undefined;
  const document = await outgoingOf(needs, sender, [
    { organId: message.from.organId, year: Number(message.promulgation.date.slice(0, 4)), ...message.code },
    ...(earlier === undefined ? [] : identitiesIn(earlier, message.from.organId)),
  ]);
  const receivers = [...new Set(message.to.map(({ organId }) => canonicalOrganId(organId)))];
  const command = readInput(recallCommandSchema, { reason: message.business.reason, receivers, ...personOf(message.business.staff[0]) }, "", RULE);
  return (await needs.service.recall(document.id, command, account.access)).amendment.id;
}

/** Lấy lại as a status (13): from the one receiver it names, and on to it as a status. */
export async function takeBack(needs: RecallingNeeds, account: DoorAccount, sender: Agency, { responseFor, from, description, staff }: StatusReport): Promise<string> {
  const [number = "", ...rest] = responseFor.code.split("/");
  const document = await outgoingOf(needs, sender, [
    ...identitiesIn(responseFor.documentId, from.organId),
    { organId: from.organId, year: Number((responseFor.promulgationDate ?? "").slice(0, 4)), number, notation: rest.join("/") },
  ]);
  const command = readInput(recallCommandSchema, { reason: description ?? "", receivers: [canonicalOrganId(responseFor.organId)], ...personOf(staff) }, "", RULE);
  return (await needs.service.takeBack(document.id, command, account.access)).amendment.id;
}

/** 15 and 16 on a recall. Resolves to the id of our report. */
export async function answerRecall(needs: RecallingNeeds, account: DoorAccount, document: IncomingDocument, { statusCode, description, staff }: StatusReport): Promise<string> {
  const { person = { fullName: statusCode === "15" ? account.key.name : "" } } = personOf(staff);
  const words = description === undefined ? {} : statusCode === "15" ? { note: description.slice(0, 500) } : { reason: description };
  const command = readInput(answerRecallSchema, { answer: statusCode === "15" ? "agree" : "decline", person, ...words }, "", RULE);
  return (await needs.service.answerRecall(document.id, command, account.access)).status.id;
}

export type Identity = Parameters<typeof documentIdentityKey>[0];

/** What an id tells about itself; ids of no form tell nothing. */
export function identitiesIn(documentId: string, sender: OrganId): readonly Identity[] {
  const { organId = sender, year, number, notation } = parseDocumentId(documentId);
  return year === undefined || number === undefined || notation === undefined ? [] : [{ organId, year, number, notation }];
}

export async function outgoingOf({ store }: RecallingNeeds, sender: Agency, identities: readonly Identity[]): Promise<OutgoingDocument> {
  for (const identity of identities) {
    const found = await store.reader.outgoing.byIdentityKey(documentIdentityKey(identity));
    if (found !== null && found.senderCode === sender.code) return found;
  }
  const id = identities.map((identity) => `${identity.number}/${identity.notation}`)[0] ?? "";
  throw new HouseError("not-found", `no document ${id} of ${sender.code}`, { what: "document", id });
}

export function personOf(staff: StaffInfo | undefined): { readonly person?: { readonly fullName: string; readonly department?: string; readonly phone?: string } } {
  if (staff?.staff === undefined) return {};
  return { person: { fullName: staff.staff, ...(staff.department !== undefined && { department: staff.department }), ...(staff.mobile !== undefined && { phone: staff.mobile }) } };
}
