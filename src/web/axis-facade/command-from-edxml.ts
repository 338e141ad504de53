import { canonicalOrganId, type EdxmlDocument, type ReadAttachment } from "#edxml";
import { z } from "zod";
import type { SendDocumentInput } from "../../core/outgoing/send-command.ts";

const URGENCY = ["thuong", "khan", "thuong-khan", "hoa-toc", "hoa-toc"] as const; // 4, hỏa tốc hẹn giờ: the hour cannot be kept by a gateway
const STEERING = ["none", "steers", "reports"] as const;

/** What the QLVB wrote as edXML, as the command every other door takes. Nothing is judged here. */
export function commandFromEdxml(message: EdxmlDocument, attachments: readonly ReadAttachment[]): SendDocumentInput {
  const { otherInfo, signer, content, dueDate } = message;
  const staff = staffOf(message);
  return {
    sender: message.from.organId,
    receivers: receiversOf(message),
    code: message.code,
    documentId: message.documentId,
    issuedOn: message.promulgation.date,
    issuedAt: message.promulgation.place,
    documentType: message.documentType.typeName,
    subject: message.subject,
    ...(content !== undefined && content !== "" && { content }),
    signer,
    ...(dueDate !== undefined && { dueOn: dueDate }),
    urgency: URGENCY[otherInfo.priority],
    steering: STEERING[message.steeringType],
    paperOriginal: message.business.paper,
    toPlaces: message.toPlaces.filter((place) => place.trim() !== ""),
    ...(otherInfo.sphereOfPromulgation !== undefined && { sphere: otherInfo.sphereOfPromulgation }),
    ...(otherInfo.typerNotation !== undefined && { typerNotation: otherInfo.typerNotation }),
    ...counted("copies", otherInfo.promulgationAmount),
    ...counted("pages", otherInfo.pageAmount),
    appendixes: [...(otherInfo.appendixes ?? [])],
    responseFor: message.responseFor
      .filter((earlier) => earlier.code !== "")
      .map(({ organId, code, documentId, promulgationDate }) => ({ organId, code, documentId, ...(promulgationDate !== undefined && { issuedOn: promulgationDate }) })),
    ...(staff !== null && { staff }),
    files: attachments.flatMap(({ name, description }) => (description === undefined || description === "" ? [] : [{ name, description }])),
  };
}

/** SDK samples list an agency under both generations of its code; it is one receiver. */
function receiversOf(message: EdxmlDocument): SendDocumentInput["receivers"] {
  const seen = new Set<string>();
  return message.to.flatMap(({ organId }) => {
    const code = canonicalOrganId(organId);
    if (seen.has(code)) return [];
    seen.add(code);
    return [{ organId }];
  });
}

/** Senders write 0 for "not said". */
function counted(name: "copies" | "pages", amount: number | undefined): Partial<Pick<SendDocumentInput, "copies" | "pages">> {
  return amount === undefined || amount < 1 ? {} : { [name]: amount };
}

/** A contact that cannot be read as an address must not keep a document back. */
function staffOf({ business }: EdxmlDocument): SendDocumentInput["staff"] | null {
  const first = business.staff[0];
  if (first?.staff === undefined) return null;
  const email = z.email().safeParse(first.email);
  return {
    fullName: first.staff,
    ...(first.department !== undefined && { department: first.department }),
    ...(email.success && { email: email.data }),
    ...(first.mobile !== undefined && { phone: first.mobile }),
  };
}
