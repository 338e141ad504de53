import { z } from "zod";
import { BOOK_READERS } from "../../core/accounts/callers.ts";
import { DEADLINE_KINDS, DEADLINE_STATES, DEADLINE_STATE_WORDS, DEADLINE_WORDS } from "../../core/deadlines/deadline.ts";
import type { BoardLine } from "../../core/deadlines/ports.ts";
import type { StandingDeadline } from "../../core/deadlines/service.ts";
import { vietnamTime, vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import { reading, type Operation } from "./operation.ts";
import { agencyParameter, given, paging } from "./parameters.ts";
import { id, instant, link, maybeInstant } from "./schemas.ts";

const tag = "Thời hạn";

const kind = z.enum(DEADLINE_KINDS).meta({ id: "DeadlineKind", description: DEADLINE_KINDS.map((each) => `${each}: ${DEADLINE_WORDS[each]}`).join("; ") });
const state = z.enum(DEADLINE_STATES).meta({ id: "DeadlineState", description: DEADLINE_STATES.map((each) => `${each}: ${DEADLINE_STATE_WORDS[each]}`).join("; ") });

const deadlineView = z
  .object({
    id,
    kind,
    state,
    side: z.enum(["outgoing", "incoming"]),
    agency: z.string().meta({ description: "Cơ quan của cổng này theo dõi hạn" }),
    receiver: z.object({ code: z.string(), name: z.string() }),
    document: z.object({ id, code: z.string().meta({ example: "123/VPCP-KSTT" }), href: link }),
    dispatchId: id.nullable(),
    urgency: z.int(),
    openedAt: instant,
    dueAt: instant.meta({ description: "Hết hạn: làm xong đúng vào thời điểm này đã là trễ" }),
    minutesLeft: z.int().nullable().meta({ description: "Số phút làm việc còn lại, âm là đã quá hạn; văn bản khẩn tính theo đồng hồ. null: đã xong" }),
    closedAt: maybeInstant,
    rule: z.string().meta({ description: "Căn cứ" }),
    provisional: z.boolean().meta({ description: "true: lịch còn có thể làm thay đổi hạn" }),
    calendar: z.object({ id: z.string(), version: z.string() }),
  })
  .meta({ id: "Deadline", description: "Một thời hạn. Trễ hạn chỉ được báo, không chặn văn bản" });
const deadlinePage = z.object({ items: z.array(deadlineView), next: z.string().nullable().meta({ description: "Đưa vào `after` để lấy trang sau; null là hết" }) }).meta({ id: "DeadlinePage" });

const boardView = z
  .object({
    items: z.array(z.object({ agency: z.string(), receiver: z.object({ code: z.string(), name: z.string() }), kind, onTime: z.int(), near: z.int(), late: z.int(), nextDueAt: instant })),
    truncated: z.boolean(),
  })
  .meta({ id: "DeadlineBoard", description: "Bảng theo dõi: số việc còn hạn, sắp đến hạn, quá hạn" });

const filters = {
  agency: agencyParameter.meta({ description: "Chỉ một cơ quan của khóa này", example: "H48" }),
  receiver: agencyParameter.meta({ description: "Chỉ một nơi nhận", example: "H48.06" }),
  kind: kind.optional(),
  within: z.string().regex(/^\d{1,4}$/, { error: "Cần là số phút từ 1 đến 9999" }).transform(Number).pipe(z.number().min(1, { error: "Cần là số phút từ 1 đến 9999" })).optional().meta({ description: "Sắp đến hạn: còn không quá số phút làm việc này (bỏ trống: theo cấu hình)", override: { type: "integer", minimum: 1, maximum: 9999 } }), // prettier-ignore
};

const BOARD_LINES = 1_000;

export const deadlineOperations: readonly Operation[] = [
  reading({
    id: "listDeadlines",
    callers: [...BOOK_READERS, "operator"],
    path: "/deadlines",
    tag,
    summary: "Thời hạn: gửi, báo đã nhận, đăng ký, xử lý, trả lời thu hồi",
    description: "Hạn gần nhất đứng trước. Mặc định là mọi việc chưa xong; `state` chọn còn hạn, sắp đến hạn, quá hạn, hay việc đã xong. Số phút tính theo giờ làm việc của cơ quan. Đổi trạng thái được báo bằng sự kiện `deadline.near`, `deadline.late`, mỗi thứ đúng một lần.",
    query: z.strictObject({ ...filters, state: z.enum(["open", ...DEADLINE_STATES], { error: `Một trong open, ${DEADLINE_STATES.join(", ")}` }).optional().meta({ description: "open: mọi việc chưa xong" }), ...paging }),
    view: deadlinePage,
    faults: ["agency-not-yours"],
    handle: async ({ needs, access, query: { within, ...query } }) => {
      const page = await needs.service.deadlines(given({ ...query, withinMinutes: within }), access);
      return { items: page.rows.map(viewDeadline), next: page.next };
    },
  }),
  reading({
    id: "getDeadlineBoard",
    callers: [...BOOK_READERS, "operator"],
    path: "/deadlines/board",
    tag,
    summary: "Bảng theo dõi thời hạn theo cơ quan, nơi nhận và loại việc",
    description: "Dòng nhiều việc quá hạn nhất đứng trước.",
    query: z.strictObject(filters),
    view: boardView,
    faults: ["agency-not-yours"],
    handle: async ({ needs, access, query: { within, ...query } }) => {
      const lines = await needs.service.deadlineBoard(given({ ...query, withinMinutes: within, limit: BOARD_LINES + 1 }), access);
      return { items: lines.slice(0, BOARD_LINES).map(viewLine), truncated: lines.length > BOARD_LINES };
    },
  }),
];

function viewDeadline(deadline: StandingDeadline): z.input<typeof deadlineView> {
  const { id, kind, state, side, agencyCode, receiverCode, receiverName, documentId, code, urgency, openedAt, dueAt, minutesLeft, closedAt, rule, provisional, calendarId, calendarVersion } = deadline;
  return {
    id,
    kind,
    state,
    side,
    agency: agencyCode,
    receiver: { code: receiverCode, name: receiverName },
    document: { id: documentId, code, href: `/api/v1/${side === "outgoing" ? "documents" : "incoming"}/${documentId}` },
    dispatchId: side === "outgoing" ? deadline.subjectId : null,
    urgency,
    openedAt: vietnamTime(openedAt),
    dueAt: vietnamTime(dueAt),
    minutesLeft,
    closedAt: vietnamTimeOrNull(closedAt),
    rule,
    provisional,
    calendar: { id: calendarId, version: calendarVersion },
  };
}

function viewLine({ agencyCode, receiverCode, receiverName, kind, onTime, near, late, nextDueAt }: BoardLine): z.input<typeof boardView>["items"][number] {
  return { agency: agencyCode, receiver: { code: receiverCode, name: receiverName }, kind, onTime, near, late, nextDueAt: vietnamTime(nextDueAt) };
}
