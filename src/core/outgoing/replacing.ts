import { mayActFor, notFound } from "../access.ts";
import type { Access } from "../actor.ts";
import type { EdxmlDocument } from "#edxml";
import { FieldsRefused, type FieldProblem } from "../fault.ts";
import type { OutgoingId } from "../ids.ts";
import type { Reader } from "../ports.ts";
import { identityOf } from "./compose-document.ts";
import type { OutgoingDocument } from "./outgoing-document.ts";
import type { SendDocument } from "./send-command.ts";

/** Thay thế: a content error is mended by a new document of equal form with a number of its own (NĐ 30/2020 Đ.18.3). Null: it replaces nothing. */
export async function replacedBy(reader: Reader, command: SendDocument, senderCode: string, access: Access): Promise<OutgoingDocument | null> {
  if (command.replaces === undefined) return null;
  const replaced = await reader.outgoing.byId(command.replaces.id as OutgoingId);
  if (replaced === null || !mayActFor(access, replaced.senderCode)) throw notFound("document", command.replaces.id);
  const problems: FieldProblem[] = [];
  const rule = "NĐ 30/2020/NĐ-CP Đ.18.3";
  if (replaced.senderCode !== senderCode) problems.push({ field: "/sender", code: "field-invalid", message: `Văn bản bị thay thế do ${replaced.senderCode} ban hành; chỉ cơ quan đó thay thế được.`, rule });
  if (replaced.identityKey === identityOf(command)) problems.push({ field: "/code", code: "field-invalid", message: "Văn bản thay thế phải có số, ký hiệu riêng, khác văn bản bị thay thế.", rule });
  if (replaced.message.documentType.typeName.toLowerCase() !== command.documentType.toLowerCase()) {
    problems.push({ field: "/documentType", code: "field-invalid", message: `Văn bản thay thế phải có hình thức tương đương: ${replaced.message.documentType.typeName}.`, rule });
  }
  const [first, ...rest] = problems;
  if (first !== undefined) throw new FieldsRefused([first, ...rest]);
  return replaced;
}

/** Business type 3: names the replaced document and the receivers concerned. */
export function asReplacement(message: EdxmlDocument, replaced: OutgoingDocument, reason: string): EdxmlDocument {
  const { paper, staff } = message.business;
  return { ...message, business: { kind: "replace", reason, paper, staff, replacements: [{ documentId: replaced.message.documentId, organIds: message.to.map((to) => to.organId) }] } };
}
