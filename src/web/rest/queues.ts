import { z } from "zod";
import type { Caller } from "../../core/accounts/callers.ts";
import type { DeadLetter, QueueView } from "../../core/flow/queues.ts";
import type { InboundId, TransmissionId } from "../../core/ids.ts";
import type { InboundEnvelope } from "../../core/incoming/inbound-envelope.ts";
import { vietnamTime, vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import { doing, reading, type Operation } from "./operation.ts";
import { given, idOf, idParameter, paging } from "./parameters.ts";
import { id, instant, maybeInstant } from "./schemas.ts";

const tag = "Vận hành";
const OPERATOR: readonly Caller[] = ["operator"];
const OVERVIEW: readonly Caller[] = ["operator", "auditor"];

const laneView = z
  .object({
    large: z.boolean().meta({ description: "Làn riêng của gói tin lớn" }),
    waiting: z.int(),
    urgent: z.int().meta({ description: "Trong số đang chờ: khẩn trở lên" }),
    underWay: z.int().meta({ description: "Đang gửi, hoặc đang xử lý" }),
    oldestAt: instant,
    nextAt: maybeInstant.meta({ description: "Việc kế tiếp tới lượt lúc này; null: không có việc chờ" }),
  })
  .meta({ id: "Lane" });
const queueView = z
  .object({
    channel: z.string().meta({ description: "Kênh; bắt đầu bằng `in:` là gói tin đến qua kênh đó đang chờ xử lý; rỗng là việc không thuộc kênh nào", example: "axis" }),
    state: z.enum(["open", "paused", "held"]).meta({ description: "open gửi bình thường; paused cầu dao ngắt vì lỗi liên tiếp, cổng tự dò; held người vận hành giữ lại" }),
    since: maybeInstant,
    reason: z.string().nullable().meta({ description: "Vì sao ngắt hoặc giữ; null: đang mở" }),
    heldBy: z.string().nullable(),
    nextProbeAt: maybeInstant,
    probes: z.int().meta({ description: "Số lần dò không được từ khi ngắt" }),
    failures: z.int().meta({ description: "Lỗi liên tiếp từ lần gửi được gần nhất" }),
    atOnce: z.int().meta({ description: "Số chuyến gửi cùng lúc mà kênh đang được phép" }),
    lastFault: z.object({ code: z.string(), reason: z.string(), at: instant }).nullable(),
    lastSuccessAt: maybeInstant,
    failed: z.int().meta({ description: "Chuyến gửi không thành công, chờ người quyết định" }),
    retrying: z.int().meta({ description: "Chuyến gửi đang chờ thử lại" }),
    lanes: z.array(laneView),
  })
  .meta({ id: "Queue" });
const queuesView = z.object({ items: z.array(queueView) }).meta({ id: "Queues" });

const party = z.object({ code: z.string(), name: z.string().meta({ description: "Như danh bạ gọi hôm nay; rỗng: không có trong danh bạ" }) });
const letterView = z
  .object({
    id: id.meta({ description: "Mã chuyến gửi" }),
    channel: z.string(),
    kind: z.enum(["document", "amendment", "status"]).meta({ description: "document văn bản; amendment thu hồi, cập nhật; status báo trạng thái" }),
    documentId: id.nullable().meta({ description: "Văn bản đi; null: là báo trạng thái của văn bản đến" }),
    code: z.string().meta({ description: "Số, ký hiệu" }),
    sender: party,
    receivers: z.array(party),
    urgency: z.int(),
    attempts: z.int(),
    left: z.boolean().meta({ description: "true: có thể bên kia đã nhận; gửi lại thì cổng hỏi trước" }),
    fault: z.object({ code: z.string(), reason: z.string(), at: instant }).nullable(),
    bytes: z.int(),
  })
  .meta({ id: "DeadLetter", description: "Chuyến gửi bị từ chối hoặc thử quá hạn, còn nguyên gói tin" });
const lettersView = z.object({ items: z.array(letterView), next: z.string().nullable() }).meta({ id: "DeadLetters" });
const resentView = z.object({ resent: z.int(), refused: z.array(z.object({ id, code: z.string() })), more: z.boolean().meta({ description: "true: còn nữa, gọi lại" }) }).meta({ id: "ResentMany" });

const quarantinedView = z
  .object({
    id,
    channel: z.string(),
    from: z.string().nullable().meta({ description: "Bên gửi như gói tin ghi" }),
    to: z.string().nullable(),
    kind: z.string(),
    receivedAt: instant,
    verdict: z.string().nullable(),
    fault: z.object({ code: z.string(), reason: z.string() }).nullable(),
    attempts: z.int(),
    bytes: z.int(),
  })
  .meta({ id: "QuarantinedEnvelope" });
const quarantineView = z.object({ items: z.array(quarantinedView), next: z.string().nullable() }).meta({ id: "Quarantine" });

const reason = z.string().trim().min(1, { error: "Lý do: phải ghi rõ" }).max(500).meta({ description: "Ghi vào nhật ký" });
const reasonSchema = z.strictObject({ reason }).meta({ id: "OperatorReason" });
const resendSchema = z
  .strictObject({
    ids: z.array(z.string().max(50)).min(1).max(500).optional().meta({ description: "Các chuyến gửi; bỏ trống: tất cả" }),
    channel: z.string().min(1).max(120).optional().meta({ description: "Khi bỏ trống `ids`: chỉ kênh này" }),
    reason,
  })
  .meta({ id: "ResendMany" });
const channelParameter = z.object({ channel: z.string().max(120).meta({ example: "axis" }) });
const why = { reason: "bên kia báo đã khắc phục, công văn 12/STTTT-CNTT" };

export const queueOperations: readonly Operation[] = [
  reading({
    id: "listQueues",
    callers: OVERVIEW,
    path: "/queues",
    tag,
    summary: "Hàng đợi theo kênh: số việc chờ, đang thử lại, không thành công, cầu dao",
    view: queuesView,
    handle: async ({ needs, access }) => ({ items: (await needs.service.queues(access)).map(viewQueue) }),
  }),
  doing({
    id: "holdChannel",
    callers: OPERATOR,
    path: "/queues/{channel}/hold",
    tag,
    summary: "Giữ một kênh: không gửi gì qua kênh cho tới khi thả; chuyến đang gửi được làm xong",
    description: "Văn bản mới vẫn được nhận và chờ. Gọi lặp lại là vô hại. Kết nối trong danh sách còn có thể tạm dừng cả hai chiều (POST /peers/{code}/pause).",
    params: channelParameter,
    json: { schema: reasonSchema, example: why },
    view: queueView,
    statuses: { 200: "Kênh như bây giờ" },
    faults: ["not-found", "reason-missing"],
    handle: async ({ needs, access, params, body }) => ({ status: 200, view: viewQueue(await needs.service.holdChannel(params.channel, body.reason, access)) }),
  }),
  doing({
    id: "letChannelGo",
    callers: OPERATOR,
    path: "/queues/{channel}/release",
    tag,
    summary: "Thả kênh đang giữ; những gì đang chờ được gửi ngay",
    params: channelParameter,
    json: { schema: reasonSchema, example: why },
    view: queueView,
    statuses: { 200: "Kênh như bây giờ" },
    faults: ["not-found", "reason-missing"],
    handle: async ({ needs, access, params, body }) => ({ status: 200, view: viewQueue(await needs.service.letChannelGo(params.channel, body.reason, access)) }),
  }),
  reading({
    id: "listDeadLetters",
    callers: OVERVIEW,
    path: "/dead-letters",
    tag,
    summary: "Thư chết: chuyến gửi không thành công, mới nhất trước",
    query: z.strictObject({ channel: z.string().min(1).max(120).optional().meta({ description: "Chỉ kênh này" }), ...paging }),
    view: lettersView,
    handle: async ({ needs, access, query }) => {
      const { rows, next } = await needs.service.deadLetters(given(query), access);
      return { items: rows.map(viewLetter), next };
    },
  }),
  doing({
    id: "resendDeadLetters",
    callers: OPERATOR,
    path: "/dead-letters/resend",
    tag,
    summary: "Gửi lại một, một số, hoặc tất cả chuyến gửi không thành công",
    description: "Cùng gói tin, cùng mã. Nhiều nhất 500 chuyến mỗi lần gọi. Chuyến không còn ở trạng thái không thành công được nêu ở `refused` và để nguyên.",
    json: { schema: resendSchema, example: why },
    view: resentView,
    statuses: { 200: "Kết quả" },
    faults: ["not-found", "reason-missing"],
    handle: async ({ needs, access, body: { ids, ...rest } }) => {
      const wanted = ids?.map((text) => idOf<TransmissionId>("transmission", text));
      const { resent, refused, more } = await needs.service.resendMany({ ...rest, ids: wanted }, access);
      return { status: 200, view: { resent, refused: [...refused], more } };
    },
  }),
  reading({
    id: "listQuarantine",
    callers: OVERVIEW,
    path: "/quarantine",
    tag,
    summary: "Gói tin đến bị cách ly: chữ ký, bên gửi hoặc nội dung không tin được",
    query: z.strictObject(paging),
    view: quarantineView,
    handle: async ({ needs, access, query }) => {
      const { rows, next } = await needs.service.listQuarantine(given(query), access);
      return { items: rows.map(viewQuarantined), next };
    },
  }),
  doing({
    id: "reprocessQuarantined",
    callers: OPERATOR,
    path: "/quarantine/{id}/retry",
    tag,
    summary: "Xử lý lại một gói tin bị cách ly, sau khi đã sửa nguyên nhân",
    params: idParameter,
    json: { schema: reasonSchema, example: { reason: "đã đăng ký chứng thư của bên gửi" } },
    view: quarantinedView,
    statuses: { 202: "Sẽ được xử lý lại ngay" },
    faults: ["not-found", "move-illegal", "reason-missing"],
    handle: async ({ needs, access, params, body }) => ({ status: 202, view: viewQuarantined(await needs.service.reprocess(idOf<InboundId>("inbound envelope", params.id), body.reason, access)) }),
  }),
];

function viewQueue({ flow, lanes, failed, retrying }: QueueView): z.input<typeof queueView> {
  const { channel, held, pausedAt, probeAt, probes, failures, atOnce, lastFault, lastSuccessAt } = flow;
  return {
    channel,
    state: held !== null ? "held" : pausedAt !== null ? "paused" : "open",
    since: vietnamTimeOrNull(held?.at ?? pausedAt),
    reason: held?.reason ?? (pausedAt === null ? null : (lastFault?.reason ?? null)),
    heldBy: held?.by ?? null,
    nextProbeAt: held === null ? vietnamTimeOrNull(probeAt) : null,
    probes,
    failures,
    atOnce,
    lastFault: lastFault === null ? null : { ...lastFault, at: vietnamTime(lastFault.at) },
    lastSuccessAt: vietnamTimeOrNull(lastSuccessAt),
    failed,
    retrying,
    lanes: lanes.map(({ large, waiting, urgent, underWay, oldestAt, nextAt }) => ({ large, waiting, urgent, underWay, oldestAt: vietnamTime(oldestAt), nextAt: vietnamTimeOrNull(nextAt) })),
  };
}

function viewLetter({ transmission, code, sender, receivers }: DeadLetter): z.input<typeof letterView> {
  const { id, channel, carries, urgency, attempts, leftAt, lastFault, envelope } = transmission;
  return {
    id,
    channel,
    kind: carries.kind,
    documentId: carries.kind === "status" ? null : carries.kind === "document" ? carries.id : carries.documentId,
    code,
    sender,
    receivers: [...receivers],
    urgency,
    attempts,
    left: leftAt !== null,
    fault: lastFault === null ? null : { ...lastFault, at: vietnamTime(lastFault.at) },
    bytes: envelope.size,
  };
}

function viewQuarantined({ id, channel, statedFrom, statedTo, messageKind, receivedAt, verdict, fault, attempts, envelope }: InboundEnvelope): z.input<typeof quarantinedView> {
  return { id, channel, from: statedFrom, to: statedTo, kind: messageKind, receivedAt: vietnamTime(receivedAt), verdict, fault: fault === null ? null : { code: fault.code, reason: fault.reason }, attempts, bytes: envelope.size };
}
