import { z } from "zod";
import { CLERKS, SIGNED_IN } from "../../core/accounts/callers.ts";
import type { NoticeId, OutgoingId } from "../../core/ids.ts";
import { backfillSchema, NOTICE_KINDS, noticeCommandSchema, noticeEndSchema, paperCommandSchema, type BackfillEntry, type Notice, type PaperFallback } from "../../core/notices/notice.ts";
import { MAIL_STATES, type NoticeMailRecord } from "../../core/notices/notice-mail.ts";
import { vietnamTime, vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import { doing, exporting, reading, type Operation } from "./operation.ts";
import { given, idOf, idParameter, paging } from "./parameters.ts";
import { sendPrinted } from "./print.ts";
import { id, instant, maybeInstant } from "./schemas.ts";

const tag = "Sự cố và bảo trì";

const text = z.string().nullable();
const noticeView = z
  .object({
    id,
    kind: z.enum(NOTICE_KINDS),
    agency: z.string(),
    number: z.string(),
    what: z.string(),
    suspendedFrom: instant,
    resumesAt: maybeInstant.meta({ description: "null: chưa xác định" }),
    temporaryMeasures: z.string(),
    backfillMeasures: z.string(),
    agencies: z.array(z.string()).meta({ description: "Cơ quan đã được báo" }),
    contacts: z.array(z.string()),
    signer: z.string(),
    issuedAt: instant,
    issuedBy: z.string(),
    resumedAt: maybeInstant.meta({ description: "null: chưa hoạt động lại" }),
    endedBy: text,
    remedy: text,
  })
  .meta({ id: "Notice", description: "Thông báo sự cố hoặc bảo trì, đủ năm nội dung" });
const mailView = z
  .object({ about: z.enum(["issued", "ended"]).meta({ description: "issued: thông báo; ended: tin hoạt động lại" }), name: z.string(), address: z.string(), state: z.enum(MAIL_STATES).meta({ description: "queued: chờ gửi hoặc gửi lại; sent: máy chủ thư đã nhận; failed: không gửi được" }), attempts: z.int(), settledAt: maybeInstant, lastFault: text })
  .meta({ id: "NoticeMail", description: "Thư điện tử của một thông báo" });
const noticeWithMails = noticeView.extend({ mails: z.array(mailView).meta({ description: "Chỉ cơ quan ra thông báo thấy; rỗng: không gửi thư" }) }).meta({ id: "NoticeWithMails" });
const noticePage = z.object({ items: z.array(noticeView), next: text }).meta({ id: "NoticePage" });
const paperView = z.object({ id, dispatchId: id, noticeId: id.nullable(), reason: z.string(), sentAt: instant, person: z.string(), recordedAt: instant, recordedBy: z.string() }).meta({ id: "PaperRecord" });
const papersView = z.object({ items: z.array(paperView) }).meta({ id: "PaperRecords" });
const backfillView = z
  .object({ id, noticeId: id, agency: z.string(), direction: z.enum(["outgoing", "incoming"]), code: z.string(), issuedOn: z.string().meta({ format: "date" }), typeName: z.string(), subject: z.string(), peer: z.object({ code: text, name: z.string() }), happenedAt: instant, person: z.string(), recordedAt: instant, recordedBy: z.string() })
  .meta({ id: "BackfillEntry", description: "Văn bản gửi, nhận bằng bản giấy trong thời gian sự cố" });
const backfillsView = z.object({ items: z.array(backfillView) }).meta({ id: "BackfillEntries" });

export const noticeOperations: readonly Operation[] = [
  doing({
    id: "issueNotice",
    callers: [...CLERKS, "operator"],
    path: "/notices",
    tag,
    summary: "Thông báo sự cố hoặc bảo trì",
    description: "Đủ năm nội dung: sự cố, thời gian tạm dừng, thời gian dùng lại, biện pháp tạm thời, biện pháp cập nhật. Báo ngay tới các cơ quan bằng sự kiện và webhook; bảo trì phải thông báo trước khi bắt đầu.",
    json: {
      schema: noticeCommandSchema,
      example: {
        kind: "maintenance",
        agency: "H48",
        number: "12/TB-STTTT",
        what: "Nâng cấp phiên bản cổng liên thông",
        suspendedFrom: "2026-11-21T22:00:00+07:00",
        resumesAt: "2026-11-21T23:30:00+07:00",
        temporaryMeasures: "Văn bản hỏa tốc gửi bản giấy.",
        backfillMeasures: "Văn thư cập nhật văn bản giấy trong buổi sáng ngày làm việc tiếp theo.",
        contacts: ["Sở Khoa học và Công nghệ"],
        signer: "Giám đốc Trung tâm Chuyển đổi số",
      },
    },
    view: noticeView,
    statuses: { 201: "Đã thông báo" },
    faults: ["field-missing", "field-invalid", "agency-not-yours"],
    handle: async ({ needs, access, body }) => {
      const notice = await needs.service.issueNotice(body, access);
      return { status: 201, location: `/api/v1/notices/${notice.id}`, view: viewNotice(notice) };
    },
  }),
  reading({
    id: "listNotices",
    callers: SIGNED_IN,
    path: "/notices",
    tag,
    summary: "Thông báo sự cố, bảo trì, mới nhất trước",
    query: z.strictObject({ open: z.enum(["true", "false"], { error: "Chỉ nhận true hoặc false" }).transform((value) => value === "true").optional().meta({ description: "true: chưa hoạt động lại", override: { type: "boolean" } }), ...paging }), // prettier-ignore
    view: noticePage,
    handle: async ({ needs, access, query }) => {
      const { rows, next } = await needs.service.notices(given(query), access);
      return { items: rows.map(viewNotice), next };
    },
  }),
  reading({
    id: "getNotice",
    callers: SIGNED_IN,
    path: "/notices/{id}",
    tag,
    summary: "Một thông báo, và thư điện tử của nó đã tới đâu",
    params: idParameter,
    view: noticeWithMails,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => {
      const id = noticeId(params.id);
      const mails = await needs.service.noticeMails(id, access);
      return { ...viewNotice(await needs.service.notice(id, access)), mails: mails.map(viewMail) };
    },
  }),
  exporting({
    id: "printNotice",
    callers: SIGNED_IN,
    path: "/notices/{id}/file",
    tag,
    summary: "Thông báo dạng PDF để in, ký",
    params: idParameter,
    faults: ["not-found"],
    handle: async ({ needs, access, params, response }) => {
      await sendPrinted(response, await needs.service.printNotice(noticeId(params.id), access));
    },
  }),
  doing({
    id: "endNotice",
    callers: [...CLERKS, "operator"],
    path: "/notices/{id}/end",
    tag,
    summary: "Hệ thống hoạt động lại",
    params: idParameter,
    json: { schema: noticeEndSchema, example: { remedy: "Thay ổ đĩa, khôi phục từ bản sao lưu 02:00" } },
    view: noticeView,
    statuses: { 200: "Đã ghi nhận và báo các cơ quan" },
    faults: ["not-found", "field-missing", "field-invalid", "agency-not-yours", "move-illegal"],
    handle: async ({ needs, access, params, body }) => ({ status: 200, view: viewNotice(await needs.service.endNotice(noticeId(params.id), body, access)) }),
  }),
  doing({
    id: "enterBackfill",
    callers: CLERKS,
    path: "/notices/{id}/backfill",
    tag,
    summary: "Cập nhật văn bản đã gửi, nhận bằng bản giấy trong thời gian sự cố",
    params: idParameter,
    json: {
      schema: backfillSchema,
      example: { agency: "H48", direction: "outgoing", code: "125/UBND-KTTH", issuedOn: "2026-11-20", typeName: "Công văn", subject: "V/v phòng, chống bão", peer: { code: "G22", name: "Văn phòng Chính phủ" }, happenedAt: "2026-11-20T15:00:00+07:00", person: "Trần Thị Hương" },
    },
    view: backfillView,
    statuses: { 201: "Đã ghi" },
    faults: ["not-found", "field-missing", "field-invalid", "agency-not-yours", "duplicate-document"],
    handle: async ({ needs, access, params, body }) => ({ status: 201, view: viewBackfill(await needs.service.enterBackfill(noticeId(params.id), body, access)) }),
  }),
  reading({
    id: "listBackfill",
    callers: SIGNED_IN,
    path: "/notices/{id}/backfill",
    tag,
    summary: "Nhật ký cập nhật sau sự cố",
    params: idParameter,
    view: backfillsView,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => ({ items: (await needs.service.backfill(noticeId(params.id), access)).map(viewBackfill) }),
  }),
  doing({
    id: "recordPaper",
    callers: CLERKS,
    path: "/documents/{id}/paper",
    tag,
    summary: "Ghi nhận đã gửi bản giấy thay thế cho một số nơi nhận",
    description: "Khi hệ thống có sự cố hoặc nơi nhận chưa đủ hạ tầng (QĐ 28/2018 Đ.7.1). Gọi lặp lại là vô hại: bản ghi trước giữ nguyên.",
    params: idParameter,
    json: { schema: paperCommandSchema, example: { reason: "Trục liên thông mất kết nối", person: "Trần Thị Hương" } },
    view: papersView,
    statuses: { 200: "Đã ghi nhận" },
    faults: ["not-found", "field-missing", "field-invalid", "receiver-unknown"],
    handle: async ({ needs, access, params, body }) => ({ status: 200, view: { items: (await needs.service.recordPaper(idOf<OutgoingId>("document", params.id), body, access)).map(viewPaper) } }),
  }),
];

function viewMail({ about, name, address, state, attempts, settledAt, lastFault }: NoticeMailRecord): z.input<typeof mailView> {
  return { about, name, address, state, attempts, settledAt: vietnamTimeOrNull(settledAt), lastFault };
}

function viewNotice({ agencyCode, suspendedFrom, resumesAt, issuedAt, resumedAt, agencies, contacts, ...rest }: Notice): z.input<typeof noticeView> {
  return { ...rest, agency: agencyCode, agencies: [...agencies], contacts: [...contacts], suspendedFrom: vietnamTime(suspendedFrom), resumesAt: vietnamTimeOrNull(resumesAt), issuedAt: vietnamTime(issuedAt), resumedAt: vietnamTimeOrNull(resumedAt) };
}

function viewPaper({ senderCode: _sender, sentAt, recordedAt, ...rest }: PaperFallback): z.input<typeof paperView> {
  return { ...rest, sentAt: vietnamTime(sentAt), recordedAt: vietnamTime(recordedAt) };
}

function viewBackfill({ agencyCode, peerCode, peerName, happenedAt, recordedAt, ...rest }: BackfillEntry): z.input<typeof backfillView> {
  return { ...rest, agency: agencyCode, peer: { code: peerCode, name: peerName }, happenedAt: vietnamTime(happenedAt), recordedAt: vietnamTime(recordedAt) };
}

function noticeId(text: string): NoticeId {
  return idOf<NoticeId>("notice", text);
}
