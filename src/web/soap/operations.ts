import { randomUUID } from "node:crypto";
import { mayActFor } from "../../core/access.ts";
import { refuseHeld } from "../../core/hold/conceal.ts";
import type { Access } from "../../core/actor.ts";
import { FieldsRefused, HouseError } from "../../core/fault.ts";
import type { IncomingId, OutgoingId } from "../../core/ids.ts";
import type { SubmittedFile } from "../../core/outgoing/send-command.ts";
import type { StoredFile } from "../../core/stored-file.ts";
import { idOf } from "../rest/parameters.ts";
import type { WebNeeds } from "../needs.ts";
import { tuningOf } from "../settings.ts";
import { readById, readGet, readPending, readRecall, readRecallAnswer, readReport, readUpdate, underDocument, type Delivery, type Submission } from "./commands.ts";
import { writeAmended, writePending, writeReceived, writeSent, writeStatus, writeTimelines } from "./views.ts";

export interface Call {
  readonly needs: WebNeeds;
  readonly access: Access;
  readonly input: unknown;
  /** Only with SendDocument. */
  readonly submission: Submission | null;
  readonly files: readonly SubmittedFile[];
}

export interface Answer {
  readonly value: object;
  /** Files to stream into the answer, each where its marker stands. */
  readonly attached?: { readonly files: readonly StoredFile[]; readonly marker: string; readonly delivery: "inline" | "mtom" };
}

/** The operations of the WSDL by name; every one is one call of the service. */
export const OPERATIONS: Readonly<Record<string, (call: Call) => Promise<Answer>>> = {
  async SendDocument({ needs, access, submission, files }) {
    if (submission === null) throw new HouseError("invariant-broken", "a SendDocument was neither read nor refused");
    try {
      const { created, ...sent } = await needs.service.sendDocument(submission.command, files, access, submission.idempotencyKey);
      return { value: { created, document: writeSent(sent) } };
    } catch (error) {
      throw underDocument(error);
    }
  },
  async GetDocumentStatus({ needs, access, input }) {
    const id = idOf<OutgoingId>("document", readById(input).id);
    const sent = await needs.service.outgoing(id, access);
    return { value: { document: writeSent(sent), timelines: writeTimelines(await needs.service.outgoingTimeline(id, access)) } };
  },
  async GetPendingDocuments({ needs, access, input }) {
    const { receiver, recallAsked, limit, after } = readPending(input);
    if (receiver !== undefined && !mayActFor(access, receiver)) throw new HouseError("agency-not-yours", "the key is not bound to this agency", { agency: receiver });
    const seen = receiver === undefined ? access : { ...access, agencies: [receiver] };
    const { rows, next } = await needs.service.listIncoming({ ...(recallAsked ? { recall: "asked" } : { fetched: false }), limit, ...(after !== undefined && { after }) }, seen);
    return { value: { documents: rows.map(writePending), next } };
  },
  async GetDocument({ needs, access, input }) {
    const { id, attachments } = readGet(input);
    const document = await needs.service.incoming(idOf<IncomingId>("incoming document", id), access);
    if (attachments === "none") return { value: { document: writeReceived(document, () => null) } };
    refuseHeld(document);
    if (document.purgedAt !== null) throw new HouseError("payload-purged", `incoming document ${id} is cancelled`, { incomingId: id, purgedAt: document.purgedAt.toISOString() });
    await demandFiles(needs, document.files, attachments);
    const marker = `file-${randomUUID()}-`;
    return { value: { document: writeReceived(document, (index) => `${marker}${index}.`) }, attached: { files: document.files, marker, delivery: attachments } };
  },
  async ConfirmReceived({ needs, access, input }) {
    return { value: { document: writePending(await needs.service.markFetched(idOf<IncomingId>("incoming document", readById(input).id), access)) } };
  },
  async ReportStatus({ needs, access, input }) {
    const { id, command } = readReport(input);
    const { created, status, document } = await needs.service.reportStatus(idOf<IncomingId>("incoming document", id), command, access);
    return { value: { created, status: writeStatus(status), document: writePending(document) } };
  },
  async AnswerRecall({ needs, access, input }) {
    const { id, command } = readRecallAnswer(input);
    const { created, status, document } = await needs.service.answerRecall(idOf<IncomingId>("incoming document", id), command, access);
    return { value: { created, status: writeStatus(status), document: writePending(document) } };
  },
  async RecallDocument({ needs, access, input }) {
    const { id, command } = readRecall(input);
    return { value: writeAmended(await needs.service.recall(idOf<OutgoingId>("document", id), command, access)) };
  },
  async TakeBackDocument({ needs, access, input }) {
    const { id, command } = readRecall(input);
    return { value: writeAmended(await needs.service.takeBack(idOf<OutgoingId>("document", id), command, access)) };
  },
  async UpdateDocument({ needs, access, input }) {
    const { id, command } = readUpdate(input);
    return { value: writeAmended(await needs.service.update(idOf<OutgoingId>("document", id), command, access)) };
  },
};

/** Before the first byte of an answer: what cannot be delivered is still a fault then. */
async function demandFiles(needs: WebNeeds, files: readonly StoredFile[], delivery: Delivery): Promise<void> {
  const limit = tuningOf(needs.settings).maxInlineBytes;
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (delivery === "inline" && total > limit) {
    const message = `Các tệp có tổng dung lượng ${total} byte, trả lời base64 chỉ đến ${limit} byte. Hãy gọi lại với attachments = mtom, hoặc tải từng tệp qua REST.`;
    throw new FieldsRefused([{ field: "/attachments", code: "file-too-large", message, rule: "Mô tả dịch vụ (/soap/v1?wsdl)" }]);
  }
  for (const { sha256 } of files) if (!(await needs.blobs.has(sha256))) throw new HouseError("blob-missing", `blob ${sha256} is not in the store`, { sha256 });
}
