import { z } from "zod";
import { SIGNED_IN } from "../../core/accounts/callers.ts";
import { EVENT_TYPES, type EventType } from "../../core/events/event.ts";
import { eventJson } from "../../core/events/event-json.ts";
import { streamEvents } from "./event-stream.ts";
import { reading, streaming, type Operation } from "./operation.ts";
import { given, paging } from "./parameters.ts";
import { id, instant, link } from "./schemas.ts";

const tag = "Sự kiện";

const subjectView = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("outgoing"), id, documentId: z.string(), code: z.string(), href: link }).meta({ id: "OutgoingSubject", description: "Văn bản đi" }),
    z.object({ kind: z.literal("incoming"), id, documentId: z.string(), code: z.string(), sender: z.string(), href: link }).meta({ id: "IncomingSubject", description: "Văn bản đến" }),
    z.object({ kind: z.literal("inbound"), id }).meta({ id: "InboundSubject", description: "Gói tin chưa thành văn bản (chỉ người vận hành)" }),
    z.object({ kind: z.literal("gateway") }).meta({ id: "GatewaySubject", description: "Việc của cổng (chỉ người vận hành)" }),
  ])
  .meta({ id: "EventSubject" });

export const eventView = z
  .object({
    id: id.meta({ description: "Không đổi qua mọi lần gửi; dùng để bỏ bản trùng" }),
    cursor: z.string().meta({ description: "Đưa vào `after` (hoặc `Last-Event-ID`) để đọc tiếp ngay sau sự kiện này", example: "c1a" }),
    type: z.enum(EVENT_TYPES),
    timestamp: instant,
    agency: z.string().nullable().meta({ description: "Cơ quan của sự kiện; null: chỉ người vận hành" }),
    subject: subjectView,
    data: z.record(z.string(), z.unknown()).meta({ description: "Tùy loại, xem docs/events.md" }),
  })
  .meta({ id: "Event", description: "Sự kiện: mã và trạng thái, không có nội dung văn bản" });

const eventPage = z
  .object({
    items: z.array(eventView),
    next: z.string().meta({ description: "Con trỏ để đọc tiếp, luôn có, kể cả khi chưa có gì mới" }),
    more: z.boolean().meta({ description: "true: gọi tiếp ngay, còn sự kiện" }),
  })
  .meta({ id: "EventPage" });

const UNKNOWN = `Chỉ nhận các loại: ${EVENT_TYPES.join(", ")}`;
export const typesParameter = z
  .string()
  .max(1000)
  .transform((text) => text.split(",").map((type) => type.trim()))
  .refine((types): types is EventType[] => types.every((type) => EVENT_TYPES.some((known) => known === type)), { error: UNKNOWN })
  .optional()
  .meta({ description: "Chỉ các loại này, cách nhau dấu phẩy", override: { type: "string", example: "incoming.arrived,dispatch.moved" } });

const afterParameter = z.string().min(1).max(50).optional().meta({ description: "Con trỏ đã nhận ở lần trước; `end`: chỉ từ bây giờ; `start`: từ sự kiện cũ nhất còn giữ", example: "c1a" });

export const eventOperations: readonly Operation[] = [
  reading({
    id: "listEvents",
    callers: SIGNED_IN,
    path: "/events",
    tag,
    summary: "Sự kiện của các cơ quan gắn với khóa, cũ nhất trước",
    description: "Đọc tiếp từ `next`: không sót sự kiện nào, kể cả khi nhiều việc xảy ra cùng lúc. Không có `after`: như `start`. Con trỏ cũ hơn phần còn giữ (LIENTHONG_EVENT_DAYS): lỗi `cursor-expired`, `facts.oldest` là con trỏ cũ nhất dùng được.",
    query: z.strictObject({ after: afterParameter, limit: paging.limit, types: typesParameter }),
    view: eventPage,
    faults: ["cursor-expired"],
    handle: async ({ needs, access, query }) => {
      const { events, next, more } = await needs.service.events(given(query), access);
      return { items: events.map(eventJson), next, more };
    },
  }),
  streaming({
    id: "streamEvents",
    callers: SIGNED_IN,
    path: "/events/stream",
    tag,
    summary: "Sự kiện ngay khi xảy ra (server-sent events)",
    description: "Mỗi tin: `id` là con trỏ, `event` là loại, `data` là một Event. Nối lại với `Last-Event-ID` thì đi tiếp, không sót. Không có `after` và `Last-Event-ID`: từ bây giờ. Cổng gửi nhịp giữ kết nối; đóng khi dừng cổng hoặc khi khóa bị thu hồi.",
    query: z.strictObject({ after: afterParameter, types: typesParameter }),
    headers: z.object({ "Last-Event-ID": z.string().optional().meta({ description: "`id` của tin cuối cùng đã nhận; ưu tiên hơn `after`" }) }),
    faults: ["cursor-expired"],
    handle: async ({ needs, access, query, request, response }) => {
      const after = request.get("last-event-id") ?? query.after ?? "end";
      await streamEvents({ needs, access, request, response, feed: { after, ...given({ types: query.types }) } });
    },
  }),
];
