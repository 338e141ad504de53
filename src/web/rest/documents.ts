import type { Request } from "express";
import { z } from "zod";
import { CLERKS, READERS } from "../../core/accounts/callers.ts";
import { notFound } from "../../core/access.ts";
import type { Access } from "../../core/actor.ts";
import { FieldsRefused, HouseError, type FieldProblem } from "../../core/fault.ts";
import { refuseHeld } from "../../core/hold/conceal.ts";
import type { OutgoingId, TransmissionId } from "../../core/ids.ts";
import { DISPATCH_STATES, type DispatchState } from "../../core/outgoing/dispatch.ts";
import type { Amended } from "../../core/outgoing/amending.ts";
import { recallCommandSchema, type RecallCommand } from "../../core/outgoing/recall-command.ts";
import { REQUEST_STATES } from "../../core/status/request.ts";
import { updateCommandSchema } from "../../core/outgoing/update-command.ts";
import { sendDocumentSchema } from "../../core/outgoing/send-command.ts";
import type { OutgoingView } from "../../core/service.ts";
import { notingSecrets } from "../../core/policy/note-secrets.ts";
import type { OpenDoor } from "../needs.ts";
import { tuningOf } from "../settings.ts";
import { sendDownload } from "./download.ts";
import { doing, downloading, reading, type Operation } from "./operation.ts";
import { agencyParameter, given, idOf, idParameter, momentParameter, paging, wordsParameter } from "./parameters.ts";
import { amendedView, amendmentsView, dispatchesView, documentPage, documentView, resentView, sentView, threadView, timelinesView } from "./schemas.ts";
import { inspectDocument, inspectMetadata, receiveDocument, type CheckedSubmission } from "./upload/receive-document.ts";
import { viewAmended, viewAmendment, viewDispatch, viewDocument, viewThread, viewTimelines, viewTransmission } from "./views.ts";

const tag = "Văn bản đi";
const isState = (text: string): text is DispatchState => (DISPATCH_STATES as readonly string[]).includes(text);
const statesParameter = z
  .string()
  .max(200)
  .transform((text) => text.split(",").map((part) => part.trim()))
  .refine((list): list is DispatchState[] => list.every(isState), { error: `Chỉ nhận, cách nhau dấu phẩy: ${DISPATCH_STATES.join(", ")}` })
  .optional()
  .meta({ description: `Có ít nhất một nơi nhận ở một trong các trạng thái này, cách nhau dấu phẩy: ${DISPATCH_STATES.join(", ")}`, override: { type: "string", example: "refused,failed" } });
const resendSchema = z
  .strictObject({
    transmissionId: z.string().max(100).optional().meta({ description: "Chuyến gửi cần gửi lại; bỏ trống: mọi chuyến đang ở trạng thái failed" }),
    reason: z.string({ error: "Lý do gửi lại: phải ghi rõ" }).trim().min(1, { error: "Lý do gửi lại: phải ghi rõ" }).max(1000, { error: "Lý do gửi lại: tối đa 1000 ký tự" }),
  })
  .meta({ id: "Resend" });

export const documentOperations: readonly Operation[] = [
  doing({
    id: "sendDocument",
    callers: CLERKS,
    path: "/documents",
    tag,
    summary: "Gửi văn bản",
    description: "multipart/form-data: phần `metadata` (JSON) đứng trước, rồi các phần `files`; tệp đầu tiên là văn bản chính (PDF đã ký số). Với `?validate=only` (multipart, hoặc riêng siêu dữ liệu dạng JSON) cổng chỉ kiểm tra và không giữ lại gì. Gửi kèm `Idempotency-Key` để gọi lại an toàn: cùng khóa và cùng nội dung nhận lại câu trả lời cũ với `created: false`.",
    headers: z.object({ "Idempotency-Key": z.string().optional().meta({ description: "1–200 ký tự in được, do bên gọi đặt, mỗi văn bản một khóa", example: "qlvb-2026-000123" }) }),
    query: z.strictObject({ validate: z.literal("only", { error: "Chỉ nhận: only" }).optional().meta({ description: "`only`: chỉ kiểm tra, nêu mọi chỗ sai cùng lúc, không lưu và không gửi gì" }) }),
    form: { metadata: sendDocumentSchema, orJson: true },
    view: sentView,
    statuses: { 204: "Kiểm tra thử (`validate=only`): hợp lệ; không có gì được lưu", 202: "Đã tiếp nhận, đang gửi; xem tiến trình ở `Location`", 200: "Văn bản này đã được tiếp nhận từ trước (`created: false`)" },
    faults: ["agency-not-yours", "file-too-large", "file-format-not-allowed", "file-name-invalid", "secret-content-forbidden", "receiver-unknown", "receiver-closed", "sender-closed", "duplicate-document", "idempotency-key-reused", "signing-key-missing", "disk-full"],
    handle: async ({ needs, access, query, request }) => {
      const key = readIdempotencyKey(request.get("idempotency-key"));
      if (query.validate === "only") return await dryRun(needs, access, request);
      if (request.is("multipart/form-data") === false) throw new HouseError("media-type-unsupported", "metadata alone is only for a dry run", { expected: "multipart/form-data" });
      const { command, files } = await notingSecrets(needs.service, "rest", () => access, () => receiveDocument(request, needs.blobs, { ...tuningOf(needs.settings), ...needs.settings.limits }));
      const { created, ...sent } = await needs.service.sendDocument(command, files, access, key);
      return { status: created ? 202 : 200, location: `/api/v1/documents/${sent.document.id}`, view: { created, document: viewDocument(sent) } };
    },
  }),
  reading({
    id: "listDocuments",
    callers: READERS,
    path: "/documents",
    tag,
    summary: "Danh sách văn bản đi, mới nhất trước",
    query: z.strictObject({
      receiver: agencyParameter.meta({ description: "Mã cơ quan nhận" }),
      state: statesParameter,
      recall: z.enum(REQUEST_STATES).optional().meta({ description: "Có ít nhất một nơi nhận mà việc thu hồi ở trạng thái này; `declined`: bên nhận từ chối dù quy định phải hủy" }),
      code: z.string().trim().min(1).max(50).optional().meta({ description: "Số/ký hiệu, đúng nguyên văn", example: "123/VPCP-KSTT" }),
      q: wordsParameter,
      submittedFrom: momentParameter,
      submittedTo: momentParameter,
      ...paging,
    }),
    view: documentPage,
    handle: async ({ needs, access, query: { q, state, ...rest } }) => {
      const { rows, next } = await needs.service.listOutgoing(given({ ...rest, words: q, states: state }), access);
      return { items: rows.map(viewDocument), next };
    },
  }),
  reading({
    id: "getDocument",
    callers: READERS,
    path: "/documents/{id}",
    tag,
    summary: "Một văn bản đi và các lượt gửi",
    params: idParameter,
    view: documentView,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => viewDocument(await needs.service.outgoing(documentId(params.id), access)),
  }),
  reading({
    id: "getDispatches",
    callers: [...READERS, "operator"],
    path: "/documents/{id}/dispatches",
    tag,
    summary: "Lượt gửi tới từng nơi nhận và các chuyến gửi",
    params: idParameter,
    view: dispatchesView,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => {
      const id = documentId(params.id);
      const { dispatches } = await needs.service.outgoing(id, access);
      const transmissions = await needs.service.transmissionsOf(id, access);
      return { dispatches: dispatches.map(viewDispatch), transmissions: transmissions.map(viewTransmission) };
    },
  }),
  reading({
    id: "getTimeline",
    callers: [...READERS, "operator"],
    path: "/documents/{id}/timeline",
    tag,
    summary: "Dòng thời gian ở từng nơi nhận, kèm căn cứ của từng thời điểm",
    params: idParameter,
    view: timelinesView,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => viewTimelines(await needs.service.outgoingTimeline(documentId(params.id), access)),
  }),
  downloading({
    id: "getDocumentFile",
    callers: READERS,
    path: "/documents/{id}/files/{index}",
    tag,
    summary: "Tải một tệp của văn bản đi, đúng như đã gửi",
    description: "Hỗ trợ Range và If-None-Match; `Repr-Digest` là SHA-256 của cả tệp. Nếu tệp lưu bị hỏng, kết nối bị ngắt chứ không kết thúc bình thường.",
    params: idParameter.extend({ index: z.string().max(10).meta({ description: "Thứ tự tệp, từ 0", example: "0" }) }),
    faults: ["not-found", "document-held", "payload-purged", "blob-missing"],
    handle: async ({ needs, access, params, request, response }) => {
      const document = await readable(needs.service.outgoing(documentId(params.id), access));
      refuseHeld(document);
      const file = /^\d+$/.test(params.index) ? document.files[Number(params.index)] : undefined;
      if (file === undefined) throw notFound("file", params.index);
      await sendDownload(request, response, needs.blobs, file);
    },
  }),
  downloading({
    id: "getDocumentEnvelope",
    callers: READERS,
    path: "/documents/{id}/envelope",
    tag,
    summary: "Tải gói tin edXML đã ký",
    params: idParameter,
    faults: ["not-found", "payload-purged", "blob-missing"],
    handle: async ({ needs, access, params, request, response }) => {
      const document = await readable(needs.service.outgoing(documentId(params.id), access));
      await sendDownload(request, response, needs.blobs, { ...document.envelope, name: `${document.id}.edxml`, contentType: "application/octet-stream" });
    },
  }),
  askingBack({
    id: "recallDocument",
    path: "/documents/{id}/recall",
    summary: "Thu hồi văn bản, ở mọi nơi nhận hoặc một số nơi nhận",
    description: "Phần chưa rời cổng được rút lại ngay; các bên nhận khác được yêu cầu hủy văn bản (QĐ 28/2018 Đ.8.2). Văn bản bị khóa cho tới khi họ trả lời. Thay cho yêu cầu lấy lại còn chờ trả lời.",
    example: { reason: "Phát hành nhầm phụ lục", receivers: ["H48"] },
    asked: "thu hồi",
    ask: (service, ...asking) => service.recall(...asking),
  }),
  askingBack({
    id: "takeBackDocument",
    path: "/documents/{id}/take-back",
    summary: "Lấy lại văn bản mà nơi nhận chưa tiếp nhận",
    description: "Như thu hồi, nhưng yêu cầu đi bằng gói tin trạng thái 13 tới từng nơi nhận. Nơi nhận đã tiếp nhận thì phải thu hồi (`/recall`).",
    example: { reason: "Gửi nhầm nơi nhận", receivers: ["H48"] },
    asked: "lấy lại",
    ask: (service, ...asking) => service.takeBack(...asking),
  }),
  doing({
    id: "updateDocument",
    callers: CLERKS,
    path: "/documents/{id}/update",
    tag,
    summary: "Cập nhật thông tin hoặc nơi nhận của văn bản đã gửi",
    description: "Chỉ sửa được thông tin mô tả; tệp, số, ký hiệu và ngày không đổi. Sai nội dung thì gửi văn bản thay thế (`replaces` khi gửi văn bản mới, NĐ 30/2020 Đ.18.3).",
    params: idParameter,
    json: { schema: updateCommandSchema, example: { reason: "Ghi sai hạn xử lý", change: { dueOn: "2026-12-15" }, addReceivers: ["H48"] } },
    view: amendedView,
    statuses: { 202: "Đã ghi nhận, đang báo các bên nhận", 200: "Đã cập nhật như vậy từ trước (`created: false`)" },
    faults: ["not-found", "field-invalid", "receiver-unknown", "receiver-closed", "document-frozen", "move-illegal", "signing-key-missing"],
    handle: async ({ needs, access, params, body }) => {
      const amended = await needs.service.update(documentId(params.id), body, access);
      return { status: amended.created ? 202 : 200, view: viewAmended(amended) };
    },
  }),
  reading({
    id: "getThread",
    callers: READERS,
    path: "/documents/{id}/thread",
    tag,
    summary: "Luồng văn bản: các văn bản trả lời, thay thế lẫn nhau, cũ trước",
    params: idParameter,
    view: threadView,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => viewThread(await needs.service.thread(documentId(params.id), access)),
  }),
  reading({
    id: "listAmendments",
    callers: READERS,
    path: "/documents/{id}/amendments",
    tag,
    summary: "Các lần thu hồi, lấy lại, cập nhật của một văn bản đi",
    params: idParameter,
    view: amendmentsView,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => ({ items: (await needs.service.amendments(documentId(params.id), access)).map(viewAmendment) }),
  }),
  doing({
    id: "resendDocument",
    callers: [...CLERKS, "operator"],
    path: "/documents/{id}/resend",
    tag,
    summary: "Gửi lại chuyến gửi đã thất bại",
    params: idParameter,
    json: { schema: resendSchema, example: { reason: "Trục đã hoạt động lại" } },
    view: resentView,
    statuses: { 202: "Đã xếp hàng gửi lại" },
    faults: ["not-found", "move-illegal", "document-frozen"],
    handle: async ({ needs, access, params, body }) => {
      const known = await needs.service.transmissionsOf(documentId(params.id), access);
      const chosen = body.transmissionId === undefined ? known.filter((one) => one.state === "failed") : known.filter((one) => one.id === body.transmissionId);
      if (body.transmissionId !== undefined && chosen.length === 0) throw notFound("transmission", idOf<TransmissionId>("transmission", body.transmissionId));
      if (chosen.length === 0) throw new HouseError("move-illegal", `no transmission of document ${params.id} has failed`, { states: known.map((one) => one.state) });
      const resent = [];
      for (const one of chosen) resent.push(await needs.service.resend(one.id, body.reason, access));
      return { status: 202, view: { transmissions: resent.map(viewTransmission) } };
    },
  }),
];

/** Thu hồi and lấy lại are one question asked in two ways. */
function askingBack(spec: {
  readonly id: string;
  readonly path: `/documents/{id}/${string}`;
  readonly summary: string;
  readonly description: string;
  readonly example: RecallCommand;
  readonly asked: string;
  readonly ask: (service: OpenDoor["service"], id: OutgoingId, command: RecallCommand, access: Access) => Promise<Amended>;
}): Operation {
  const { id, path, summary, description, example, asked, ask } = spec;
  return doing({
    id,
    callers: CLERKS,
    path,
    tag,
    summary,
    description,
    params: idParameter,
    json: { schema: recallCommandSchema, example },
    view: amendedView,
    statuses: { 202: `Đã ghi nhận, đang gửi yêu cầu ${asked}`, 200: "Đã yêu cầu từ trước (`created: false`)" },
    faults: ["not-found", "field-invalid", "move-illegal", "signing-key-missing"],
    handle: async ({ needs, access, params, body }) => {
      const amended = await ask(needs.service, documentId(params.id), body, access);
      return { status: amended.created ? 202 : 200, view: viewAmended(amended) };
    },
  });
}

/** Chỉ kiểm tra: throws FieldsRefused with everything that is wrong. */
async function dryRun(needs: OpenDoor, access: Access, request: Request): Promise<{ readonly status: 204; readonly view: null }> {
  const alone = request.is("application/json") === "application/json";
  const judge = async ({ command, files, problems }: CheckedSubmission): Promise<readonly FieldProblem[]> => [...problems, ...(command === null ? [] : (await needs.service.checkDocument(command, alone ? null : files, access)).problems)];
  const [first, ...rest] = alone ? await judge(inspectMetadata(request.body)) : await inspectDocument(request, needs.blobs, { ...tuningOf(needs.settings), ...needs.settings.limits }, judge);
  if (first !== undefined) throw new FieldsRefused([first, ...rest]);
  return { status: 204, view: null };
}

/** A discarded document has nothing left to download. */
async function readable(found: Promise<OutgoingView>): Promise<OutgoingView["document"]> {
  const { document } = await found;
  if (document.purgedAt !== null) throw new HouseError("payload-purged", `document ${document.id} was discarded`, { documentId: document.id });
  return document;
}

function documentId(text: string): OutgoingId {
  return idOf<OutgoingId>("document", text);
}

function readIdempotencyKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (/^[\x21-\x7e]{1,200}$/.test(header)) return header;
  throw new FieldsRefused([{ field: "/header/Idempotency-Key", code: "field-invalid", message: "Idempotency-Key: 1–200 ký tự in được, không có khoảng trắng.", rule: "Mô tả API (/api/openapi.json)" }]);
}
