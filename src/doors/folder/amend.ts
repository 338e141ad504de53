import { z } from "zod";
import { FieldsRefused } from "../../core/fault.ts";
import { asId, type OutgoingId } from "../../core/ids.ts";
import type { Amended } from "../../core/outgoing/amending.ts";
import { recallCommandSchema } from "../../core/outgoing/recall-command.ts";
import { updateCommandSchema } from "../../core/outgoing/update-command.ts";
import { readInput } from "../../core/read-input.ts";
import type { FolderNeeds, OpenFolder } from "./folder-needs.ts";

const RULE = "docs/folder-door.md";
const of = { submission: z.string().max(300).optional(), documentId: z.string().max(100).optional() };
const amendmentSchema = z.discriminatedUnion("kind", [
  recallCommandSchema.extend({ kind: z.literal("recall"), ...of }),
  recallCommandSchema.extend({ kind: z.literal("take-back"), ...of }),
  updateCommandSchema.extend({ kind: z.literal("update"), ...of }),
]);

/** What is dropped is a document to send unless it says that it is about one sent before. */
export function isAmendment(metadata: unknown): boolean {
  return typeof metadata === "object" && metadata !== null && "kind" in metadata;
}

/** Thu hồi, lấy lại, cập nhật of a document sent before; no files come with it. Throws as the operations of the service. */
export async function amend(needs: FolderNeeds, folder: OpenFolder, metadata: unknown): Promise<Amended> {
  const { submission, documentId, ...said } = readInput(amendmentSchema, metadata, "", RULE);
  const id = await documentOf(needs, folder, submission, documentId);
  if (said.kind === "update") {
    const { kind: _kind, ...command } = said;
    return await needs.service.update(id, command, folder.access);
  }
  const { kind, ...command } = said;
  return kind === "recall" ? await needs.service.recall(id, command, folder.access) : await needs.service.takeBack(id, command, folder.access);
}

/** By the name it was dropped under, or by the id of its `.done`. */
async function documentOf(needs: FolderNeeds, folder: OpenFolder, submission: string | undefined, documentId: string | undefined): Promise<OutgoingId> {
  if ((submission === undefined) === (documentId === undefined)) throw refuse("/submission", "Cần đúng một trong hai: submission (tên đã thả khi gửi) hoặc documentId (mã trong tệp .done).");
  const text = submission === undefined ? (documentId ?? "") : await needs.store.doors.documentAt(folder.name, "outgoing", submission.normalize("NFC"));
  const id = asId<OutgoingId>((text ?? "").toLowerCase());
  if (id !== null) return id;
  throw submission === undefined ? refuse("/documentId", "Không phải mã văn bản. Hãy lấy document.id trong tệp .done.") : refuse("/submission", `Chưa có văn bản nào được gửi từ thư mục này dưới tên “${submission}”.`);
}

function refuse(field: string, message: string): FieldsRefused {
  return new FieldsRefused([{ field, code: "field-invalid", message, rule: RULE }]);
}
