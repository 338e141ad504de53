import { canonicalOrganId, checkedDocumentId, documentIdentityKey, formatDocumentId, parseDocumentId, parseLocalDate, parseOrganId, type DocumentId, type Organization } from "#edxml";
import type { FieldProblem } from "../fault.ts";
import type { SendDocument } from "./send-command.ts";

/** Mã định danh văn bản: the QLVB's own when it gave one, so that it finds its document again in every status; else made of the parts. */
export function documentIdFor(command: SendDocument, sender: Organization): DocumentId {
  if (command.documentId !== undefined) return checkedDocumentId(command.documentId);
  return formatDocumentId({ organId: sender.organId, date: parseLocalDate(command.issuedOn), number: command.code.number, notation: command.code.notation });
}

/** An id that says something else than the document does would let peers file statuses under another document. */
export function checkDocumentId(command: SendDocument): FieldProblem[] {
  if (command.documentId === undefined) return [];
  const said = parseDocumentId(command.documentId);
  const own = { organId: parseOrganId(command.sender), year: Number(command.issuedOn.slice(0, 4)), ...command.code };
  const read = { organId: said.organId ?? own.organId, year: said.year ?? own.year, number: said.number ?? own.number, notation: said.notation ?? own.notation };
  if (documentIdentityKey(read) === documentIdentityKey(own)) return [];
  return [
    {
      field: "/documentId",
      code: "field-invalid",
      message: `Mã định danh văn bản “${command.documentId.slice(0, 100)}” không khớp cơ quan ${canonicalOrganId(own.organId)}, năm ${own.year}, số ${own.number}/${own.notation}. Hãy sửa cho khớp, hoặc bỏ trống để cổng tự tạo.`,
      rule: "QĐ 28/2018/QĐ-TTg Đ.10.2.b",
    },
  ];
}
