import { z } from "zod";
import { BOOK_READERS } from "../../core/accounts/callers.ts";
import type { LogEntry } from "../../core/reports/exchange-log.ts";
import { OUTCOMES } from "../../core/reports/exchange-fact.ts";
import { DISPATCH_STATES } from "../../core/outgoing/dispatch.ts";
import { vietnamTime, vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import { reading, type Operation } from "./operation.ts";
import { agencyParameter, given, momentParameter, paging, wordsParameter } from "./parameters.ts";
import { id, instant, link, maybeInstant } from "./schemas.ts";

const tag = "Giám sát";

const direction = z.enum(["outgoing", "incoming"], { error: "Chỉ nhận outgoing hoặc incoming" });
const outcome = z.enum(OUTCOMES, { error: `Chỉ nhận: ${OUTCOMES.join(", ")}` }).meta({ id: "ExchangeOutcome", description: "waiting chưa gửi được, sent đã gửi, arrived đã đến, accepted được tiếp nhận, refused bị từ chối, failed không thành công, withdrawn rút lại" });
const state = z.enum(DISPATCH_STATES, { error: `Chỉ nhận: ${DISPATCH_STATES.join(", ")}` });
const party = z.object({ code: z.string(), name: z.string() });
const minutes = z.int().nullable();

const entryView = z
  .object({
    id: id.meta({ description: "Mã lượt gửi (đi), mã văn bản đến (đến)" }),
    direction,
    at: instant.meta({ description: "Lúc giao cho cổng (đi), lúc đến (đến)" }),
    agency: party.meta({ description: "Cơ quan của cổng này" }),
    peer: party.meta({ description: "Cơ quan đối tác: nơi nhận (đi), nơi gửi (đến)" }),
    document: z.object({ id, code: z.string().meta({ example: "123/UBND-KTTH" }), subject: z.string().nullable().meta({ description: "null: đang tạm giữ, chưa được hiển thị" }), type: z.string(), issuedOn: z.string().meta({ format: "date" }), href: link }),
    urgency: z.int(),
    state,
    outcome,
    sentAt: maybeInstant,
    sendDue: maybeInstant,
    answeredAt: maybeInstant.meta({ description: "Đi: lúc có báo nhận; đến: lúc tiếp nhận hoặc từ chối" }),
    answerDue: maybeInstant,
    answerMinutes: minutes.meta({ description: "Phút làm việc từ gửi tới báo nhận" }),
    decideMinutes: minutes.meta({ description: "Phút làm việc từ tiếp nhận được tính tới tiếp nhận hoặc từ chối" }),
    late: z.boolean().meta({ description: "Gửi trễ hạn, hoặc quá hạn chưa gửi (QĐ 28/2018 Đ.6.2)" }),
    signed: z.boolean().meta({ description: "Gói tin có chữ ký tin cậy" }),
    documentSigned: z.boolean().meta({ description: "Tệp chính có chữ ký số của cơ quan ban hành" }),
    electronicOnly: z.boolean(),
    recall: z.string().nullable().meta({ description: "Yêu cầu thu hồi đang ở đâu; null: không có" }),
  })
  .meta({ id: "ExchangeLogEntry", description: "Một lượt gửi, hoặc một văn bản đến" });
const tailView = z.string().meta({ description: "Đưa vào `since` để chỉ lấy những gì mới hoặc vừa đổi sau lần gọi này" });
const pageView = z.object({ items: z.array(entryView), next: z.string().nullable().meta({ description: "Đưa vào `after` để lấy trang sau; null là hết" }), tail: tailView }).meta({ id: "ExchangeLogPage" });

export const exchangeLogOperations: readonly Operation[] = [
  reading({
    id: "readExchangeLog",
    callers: BOOK_READERS,
    path: "/exchange-log",
    tag,
    summary: "Nhật ký gửi, nhận: mọi lượt gửi và văn bản đến của các cơ quan được giám sát",
    description:
      "Mới nhất trước. Khóa giám sát thấy mọi cơ quan trực thuộc, khóa của cơ quan chỉ thấy cơ quan đó. Theo dõi trực tiếp: giữ `tail` của câu trả lời, vài giây gọi lại với `since`; khi đó mục trả về là những gì mới hoặc vừa đổi trạng thái, theo thứ tự thay đổi, `next` là null.",
    query: z.strictObject({
      agency: agencyParameter.meta({ description: "Một cơ quan được đọc; bỏ trống: mọi cơ quan được đọc", example: "H48" }),
      tree: z.enum(["true", "false"], { error: "Chỉ nhận true hoặc false" }).transform((text) => text === "true").optional().meta({ description: "Gồm cả cơ quan trực thuộc của `agency`; mặc định true với khóa giám sát", override: { type: "boolean" } }), // prettier-ignore
      peer: agencyParameter.meta({ description: "Cơ quan đối tác", example: "G22" }),
      direction: direction.optional(),
      outcome: outcome.optional(),
      state: state.optional(),
      type: z.string().trim().min(1).max(200).optional().meta({ description: "Tên loại văn bản", example: "Công văn" }),
      urgency: z.enum(["0", "1", "2", "3", "4"], { error: "Cần là số từ 0 đến 4" }).transform(Number).optional().meta({ description: "Mức độ khẩn", override: { type: "integer", minimum: 0, maximum: 4 } }),
      late: z.enum(["true", "false"], { error: "Chỉ nhận true hoặc false" }).transform((text) => text === "true").optional().meta({ description: "true: chỉ lượt gửi trễ", override: { type: "boolean" } }),
      from: momentParameter,
      to: momentParameter,
      q: wordsParameter,
      since: z.string().min(1).max(20).optional().meta({ description: "`tail` của lần gọi trước" }),
      ...paging,
    }),
    view: pageView,
    faults: ["not-found", "field-invalid", "agency-not-yours"],
    handle: async ({ needs, access, query: { q, since, after, ...asked } }) => {
      const question = given({ ...asked, words: q });
      if (since !== undefined) {
        const { rows, tail } = await needs.service.exchangeLogSince(question, since, access);
        return { items: rows.map(viewEntry), next: null, tail };
      }
      const { rows, next, tail } = await needs.service.exchangeLog({ ...question, ...(after !== undefined && { after }) }, access);
      return { items: rows.map(viewEntry), next, tail };
    },
  }),
];

function viewEntry(entry: LogEntry): z.input<typeof entryView> {
  const { agencyCode, agencyName, peerCode, peerName, documentId, code, subject, documentType, issuedOn, at, sentAt, sendDue, answeredAt, answerDue, ...rest } = entry;
  return {
    ...rest,
    at: vietnamTime(at),
    agency: { code: agencyCode, name: agencyName },
    peer: { code: peerCode, name: peerName },
    document: { id: documentId, code, subject, type: documentType, issuedOn, href: `/api/v1/${entry.direction === "outgoing" ? "documents" : "incoming"}/${documentId}` },
    sentAt: vietnamTimeOrNull(sentAt),
    sendDue: vietnamTimeOrNull(sendDue),
    answeredAt: vietnamTimeOrNull(answeredAt),
    answerDue: vietnamTimeOrNull(answerDue),
  };
}
