import { z } from "zod";
import { CLERKS, READERS } from "../../core/accounts/callers.ts";
import { notFound } from "../../core/access.ts";
import { refuseHeld } from "../../core/hold/conceal.ts";
import type { IncomingId } from "../../core/ids.ts";
import { answerRecallSchema } from "../../core/incoming/answer-recall.ts";
import { INCOMING_STATES, type IncomingDocument } from "../../core/incoming/incoming-document.ts";
import { HouseError } from "../../core/fault.ts";
import { REQUEST_STATES } from "../../core/status/request.ts";
import { statusCommandSchema } from "../../core/incoming/status-command.ts";
import { sendDownload } from "./download.ts";
import { doing, downloading, reading, type Operation } from "./operation.ts";
import { agencyParameter, given, idOf, idParameter, momentParameter, paging, wordsParameter } from "./parameters.ts";
import { incomingPage, incomingView, reportedView, statusesView, threadView, versionsView } from "./schemas.ts";
import { viewThread, viewIncoming, viewStatus, viewVersions } from "./views.ts";

const tag = "Văn bản đến";

export const incomingOperations: readonly Operation[] = [
  reading({
    id: "listIncoming",
    callers: READERS,
    path: "/incoming",
    tag,
    summary: "Danh sách văn bản đến, mới nhất trước",
    description: "QLVB lấy văn bản mới bằng `fetched=false`, tải tệp, lưu xong thì gọi `acknowledge`.",
    query: z.strictObject({
      sender: agencyParameter.meta({ description: "Mã cơ quan gửi" }),
      state: z.enum(INCOMING_STATES).optional(),
      recall: z.enum(REQUEST_STATES).optional().meta({ description: "`asked`: đang chờ trả lời yêu cầu thu hồi" }),
      fetched: z.enum(["true", "false"], { error: "Chỉ nhận true hoặc false" }).transform((text) => text === "true").optional().meta({ description: "false: QLVB chưa lấy", override: { type: "boolean" } }), // prettier-ignore
      q: wordsParameter,
      receivedFrom: momentParameter,
      receivedTo: momentParameter,
      ...paging,
    }),
    view: incomingPage,
    handle: async ({ needs, access, query: { q, ...rest } }) => {
      const { rows, next } = await needs.service.listIncoming(given({ ...rest, words: q }), access);
      return { items: rows.map(viewIncoming), next };
    },
  }),
  reading({
    id: "getIncoming",
    callers: READERS,
    path: "/incoming/{id}",
    tag,
    summary: "Một văn bản đến",
    params: idParameter,
    view: incomingView,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => viewIncoming(await needs.service.incoming(incomingId(params.id), access)),
  }),
  reading({
    id: "listIncomingVersions",
    callers: READERS,
    path: "/incoming/{id}/versions",
    tag,
    summary: "Thông tin của văn bản đến trước mỗi lần bên gửi cập nhật, cũ trước",
    params: idParameter,
    view: versionsView,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => viewVersions(await needs.service.incoming(incomingId(params.id), access)),
  }),
  downloading({
    id: "getIncomingFile",
    callers: READERS,
    path: "/incoming/{id}/files/{index}",
    tag,
    summary: "Tải một tệp của văn bản đến",
    description: "Hỗ trợ Range và If-None-Match; `Repr-Digest` là SHA-256 của cả tệp. Nếu tệp lưu bị hỏng, kết nối bị ngắt chứ không kết thúc bình thường.",
    params: idParameter.extend({ index: z.string().max(10).meta({ description: "Thứ tự tệp, từ 0", example: "0" }) }),
    faults: ["not-found", "document-held", "payload-purged", "blob-missing"],
    handle: async ({ needs, access, params, request, response }) => {
      const document = await readable(needs.service.incoming(incomingId(params.id), access));
      const file = /^\d+$/.test(params.index) ? document.files[Number(params.index)] : undefined;
      if (file === undefined) throw notFound("file", params.index);
      await sendDownload(request, response, needs.blobs, file);
    },
  }),
  downloading({
    id: "getIncomingEnvelope",
    callers: READERS,
    path: "/incoming/{id}/envelope",
    tag,
    summary: "Tải gói tin edXML đúng như đã nhận",
    params: idParameter,
    faults: ["not-found", "document-held", "payload-purged", "blob-missing"],
    handle: async ({ needs, access, params, request, response }) => {
      const document = await readable(needs.service.incoming(incomingId(params.id), access));
      await sendDownload(request, response, needs.blobs, { ...document.envelope, name: `${document.id}.edxml`, contentType: "application/octet-stream" });
    },
  }),
  reading({
    id: "listStatuses",
    callers: READERS,
    path: "/incoming/{id}/statuses",
    tag,
    summary: "Các trạng thái đã báo về bên gửi",
    params: idParameter,
    view: statusesView,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => ({ items: (await needs.service.incomingStatuses(incomingId(params.id), access)).map(viewStatus) }),
  }),
  doing({
    id: "reportStatus",
    callers: CLERKS,
    path: "/incoming/{id}/statuses",
    tag,
    summary: "Tiếp nhận, từ chối, phân công, đang xử lý, hoàn thành",
    description: "Đổi trạng thái văn bản đến và gửi báo cáo trạng thái về bên gửi. Gọi lặp lại cùng thao tác là vô hại.",
    params: idParameter,
    json: { schema: statusCommandSchema, example: { action: "accept", person: { fullName: "Nguyễn Thị Lan", department: "Văn thư" } } },
    view: reportedView,
    statuses: { 201: "Đã ghi nhận và xếp hàng gửi về bên gửi", 200: "Trạng thái này đã được báo từ trước (`created: false`)" },
    faults: ["not-found", "document-held", "move-illegal", "payload-purged", "signing-key-missing"],
    handle: async ({ needs, access, params, body }) => {
      const { document, status, created } = await needs.service.reportStatus(incomingId(params.id), body, access);
      return { status: created ? 201 : 200, view: { created, status: viewStatus(status), document: viewIncoming(document) } };
    },
  }),
  reading({
    id: "getIncomingThread",
    callers: READERS,
    path: "/incoming/{id}/thread",
    tag,
    summary: "Luồng văn bản: các văn bản trả lời, thay thế lẫn nhau, cũ trước",
    params: idParameter,
    view: threadView,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => viewThread(await needs.service.thread(incomingId(params.id), access)),
  }),
  doing({
    id: "answerRecall",
    callers: CLERKS,
    path: "/incoming/{id}/recall-answer",
    tag,
    summary: "Trả lời yêu cầu thu hồi của bên gửi",
    description: "`agree`: hủy văn bản trên cổng và báo 15; QLVB phải hủy bản của mình trước khi gọi. `decline`: báo 16 kèm lý do; bên gửi và cơ quan quản lý thấy là từ chối dù quy định phải hủy (QĐ 28/2018 Đ.9.2).",
    params: idParameter,
    json: { schema: answerRecallSchema, example: { answer: "agree", person: { fullName: "Nguyễn Thị Lan", department: "Văn thư" } } },
    view: reportedView,
    statuses: { 201: "Đã ghi nhận và xếp hàng gửi về bên gửi", 200: "Đã trả lời như vậy từ trước (`created: false`)" },
    faults: ["not-found", "move-illegal", "signing-key-missing"],
    handle: async ({ needs, access, params, body }) => {
      const { document, status, created } = await needs.service.answerRecall(incomingId(params.id), body, access);
      return { status: created ? 201 : 200, view: { created, status: viewStatus(status), document: viewIncoming(document) } };
    },
  }),
  doing({
    id: "acknowledgeIncoming",
    callers: CLERKS,
    path: "/incoming/{id}/acknowledge",
    tag,
    summary: "QLVB đã lưu văn bản và đủ tệp",
    description: "Không có nội dung gửi kèm. Gọi lặp lại là vô hại.",
    params: idParameter,
    view: incomingView,
    statuses: { 200: "Đã ghi nhận" },
    faults: ["not-found", "document-held"],
    handle: async ({ needs, access, params }) => ({ status: 200, view: viewIncoming(await needs.service.markFetched(incomingId(params.id), access)) }),
  }),
];

/** A cancelled document has nothing left to download. */
async function readable(found: Promise<IncomingDocument>): Promise<IncomingDocument> {
  const document = await found;
  refuseHeld(document);
  if (document.purgedAt !== null) throw new HouseError("payload-purged", `incoming document ${document.id} is cancelled`, { incomingId: document.id, purgedAt: document.purgedAt.toISOString() });
  return document;
}

function incomingId(text: string): IncomingId {
  return idOf<IncomingId>("incoming document", text);
}
