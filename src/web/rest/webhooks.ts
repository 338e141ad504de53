import { z } from "zod";
import { EVENT_TYPES } from "../../core/events/event.ts";
import { writeCursor } from "../../core/events/cursor.ts";
import { changeWebhookSchema, newWebhookSchema, webhookReasonSchema } from "../../core/events/webhooks/manage.ts";
import { WEBHOOK_STATES, type WebhookView } from "../../core/events/webhooks/webhook.ts";
import type { WebhookId } from "../../core/ids.ts";
import { vietnamTime, vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import { doing, reading, type Operation } from "./operation.ts";
import { idOf, idParameter } from "./parameters.ts";
import { id, instant } from "./schemas.ts";

const tag = "Webhook";

export const webhookView = z
  .object({
    id,
    name: z.string(),
    url: z.string(),
    agencies: z.array(z.string()).nullable().meta({ description: "null: mọi cơ quan và việc của cổng (webhook của người vận hành)" }),
    types: z.array(z.enum(EVENT_TYPES)).nullable().meta({ description: "null: mọi loại" }),
    state: z.enum(WEBHOOK_STATES).meta({ description: "working đang gửi tốt; retrying có lần gửi không thành công, đang thử lại; down nơi nhận không hoạt động, cổng thử từng lần một; paused người dùng tạm dừng; key-revoked khóa tạo ra nó đã bị thu hồi" }),
    backlog: z.int().meta({ description: "Số sự kiện đang chờ gửi" }),
    givenUp: z.int().meta({ description: "Số sự kiện thôi gửi vì bị từ chối nhiều ngày trong khi sự kiện khác được nhận; gửi lại bằng replay" }),
    waitingSince: instant.nullable().meta({ description: "Sự kiện chờ lâu nhất xảy ra lúc" }),
    failures: z.int().meta({ description: "Số lần hỏng liên tiếp" }),
    lastError: z.string().nullable(),
    lastSuccessAt: instant.nullable(),
    lastFailureAt: instant.nullable(),
    nextProbeAt: instant.nullable().meta({ description: "Lần thử kế tiếp khi đang down" }),
    cursor: z.string().meta({ description: "Đã xếp hàng gửi tới đây" }),
    createdAt: instant,
    createdBy: z.string(),
  })
  .meta({ id: "Webhook" });
const webhookPage = z.object({ items: z.array(webhookView) }).meta({ id: "Webhooks" });
const withSecret = z.object({ webhook: webhookView, secret: z.string().meta({ description: "Bí mật ký (whsec_…), chỉ hiện lần này" }) }).meta({ id: "WebhookWithSecret" });

const replaySchema = z.strictObject({ after: z.string({ error: "Con trỏ: cần có" }).min(1).max(50).meta({ description: "Con trỏ của sự kiện cuối cùng không cần gửi lại; `c0`: từ đầu", example: "c1a" }), ...webhookReasonSchema.shape }).meta({ id: "Replay" });
const rotateSchema = z.strictObject({ keepHours: z.int().min(0, { error: "Nhỏ nhất 0" }).max(720, { error: "Lớn nhất 720" }).default(24).meta({ description: "Bí mật cũ còn được ký kèm trong bao nhiêu giờ" }), ...webhookReasonSchema.shape }).meta({ id: "RotateSecret" });

const why = { schema: webhookReasonSchema, example: { reason: "QLVB bảo trì đến 18 giờ" } };

export const webhookOperations: readonly Operation[] = [
  doing({
    id: "addWebhook",
    callers: ["system", "operator"],
    path: "/webhooks",
    tag,
    summary: "Đăng ký địa chỉ nhận sự kiện",
    description: "Chữ ký theo Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`). Mỗi sự kiện được gửi ít nhất một lần với cùng một `webhook-id`, đúng thứ tự trong từng văn bản. Trả lời 2xx là đã nhận.",
    json: { schema: newWebhookSchema, example: { name: "QLVB Quảng Ngãi", url: "https://qlvb.example.gov.vn/lienthong/su-kien" } },
    view: withSecret,
    statuses: { 201: "Đã đăng ký; hãy lưu bí mật" },
    faults: ["agency-not-yours", "cursor-expired"],
    handle: async ({ needs, access, body }) => {
      const { view, secret } = await needs.service.addWebhook(body, access);
      return { status: 201, location: `/api/v1/webhooks/${view.webhook.id}`, view: { webhook: viewWebhook(view), secret } };
    },
  }),
  reading({
    id: "listWebhooks",
    callers: ["system", "operator", "auditor"],
    path: "/webhooks",
    tag,
    summary: "Các webhook của khóa, kèm trạng thái và số sự kiện đang chờ",
    view: webhookPage,
    handle: async ({ needs, access }) => ({ items: (await needs.service.webhooks(access)).map(viewWebhook) }),
  }),
  reading({
    id: "getWebhook",
    callers: ["system", "operator", "auditor"],
    path: "/webhooks/{id}",
    tag,
    summary: "Một webhook",
    params: idParameter,
    view: webhookView,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => viewWebhook(await needs.service.webhook(webhookId(params.id), access)),
  }),
  doing({
    id: "changeWebhook",
    callers: ["system", "operator"],
    method: "patch",
    path: "/webhooks/{id}",
    tag,
    summary: "Đổi tên, địa chỉ, cơ quan hoặc loại sự kiện, kèm lý do",
    description: "Có hiệu lực ngay, kể cả với những sự kiện đang chờ: sự kiện không còn được chọn thì bỏ, địa chỉ mới được thử ngay. Bí mật ký không đổi.",
    params: idParameter,
    json: { schema: changeWebhookSchema, example: { reason: "QLVB chuyển máy chủ", url: "https://qlvb.example/lienthong/su-kien" } },
    view: webhookView,
    statuses: { 200: "Đã đổi" },
    faults: ["not-found", "agency-not-yours"],
    handle: async ({ needs, access, params, body }) => ({ status: 200, view: viewWebhook(await needs.service.changeWebhook(webhookId(params.id), body, access)) }),
  }),
  doing({
    id: "pauseWebhook",
    callers: ["system", "operator"],
    path: "/webhooks/{id}/pause",
    tag,
    summary: "Tạm dừng; sự kiện được giữ lại",
    params: idParameter,
    json: why,
    view: webhookView,
    statuses: { 200: "Đang tạm dừng" },
    faults: ["not-found", "reason-missing"],
    handle: async ({ needs, access, params, body }) => ({ status: 200, view: viewWebhook(await needs.service.pauseWebhook(webhookId(params.id), body.reason, access)) }),
  }),
  doing({
    id: "resumeWebhook",
    callers: ["system", "operator"],
    path: "/webhooks/{id}/resume",
    tag,
    summary: "Gửi tiếp từ chỗ đã tạm dừng",
    params: idParameter,
    json: why,
    view: webhookView,
    statuses: { 200: "Đang gửi" },
    faults: ["not-found", "reason-missing"],
    handle: async ({ needs, access, params, body }) => ({ status: 200, view: viewWebhook(await needs.service.resumeWebhook(webhookId(params.id), body.reason, access)) }),
  }),
  doing({
    id: "replayWebhook",
    callers: ["system", "operator"],
    path: "/webhooks/{id}/replay",
    tag,
    summary: "Gửi lại mọi sự kiện sau một con trỏ, với mã cũ của chúng",
    params: idParameter,
    json: { schema: replaySchema, example: { after: "c1a", reason: "QLVB mất dữ liệu ngày 20/11" } },
    view: webhookView,
    statuses: { 202: "Đã xếp hàng gửi lại" },
    faults: ["not-found", "cursor-expired"],
    handle: async ({ needs, access, params, body }) => ({ status: 202, view: viewWebhook(await needs.service.replayWebhook(webhookId(params.id), body.after, body.reason, access)) }),
  }),
  doing({
    id: "rotateWebhookSecret",
    callers: ["system", "operator"],
    path: "/webhooks/{id}/secrets",
    tag,
    summary: "Bí mật ký mới; bí mật cũ còn ký kèm một thời gian",
    params: idParameter,
    json: { schema: rotateSchema, example: { keepHours: 24, reason: "đổi định kỳ" } },
    view: withSecret,
    statuses: { 201: "Hãy lưu bí mật mới" },
    faults: ["not-found"],
    handle: async ({ needs, access, params, body }) => {
      const { view, secret } = await needs.service.rotateWebhookSecret(webhookId(params.id), body.keepHours, body.reason, access);
      return { status: 201, view: { webhook: viewWebhook(view), secret } };
    },
  }),
  doing({
    id: "removeWebhook",
    callers: ["system", "operator"],
    path: "/webhooks/{id}/removal",
    tag,
    summary: "Gỡ bỏ webhook và những gì đang chờ gửi tới nó",
    params: idParameter,
    json: why,
    view: z.object({ id, removed: z.boolean() }).meta({ id: "WebhookRemoved" }),
    statuses: { 200: "Đã gỡ bỏ" },
    faults: ["not-found", "reason-missing"],
    handle: async ({ needs, access, params, body }) => {
      const webhook = webhookId(params.id);
      await needs.service.removeWebhook(webhook, body.reason, access);
      return { status: 200, view: { id: webhook, removed: true } };
    },
  }),
];

function webhookId(text: string): WebhookId {
  return idOf<WebhookId>("webhook", text);
}

function viewWebhook({ webhook, state, backlog, givenUp, waitingSince }: WebhookView): z.input<typeof webhookView> {
  const { health } = webhook;
  return {
    id: webhook.id,
    name: webhook.name,
    url: webhook.url,
    agencies: webhook.agencies === "all" ? null : [...webhook.agencies],
    types: webhook.types === null ? null : [...webhook.types],
    state,
    backlog,
    givenUp,
    waitingSince: vietnamTimeOrNull(waitingSince),
    failures: health.failures,
    lastError: health.lastError,
    lastSuccessAt: vietnamTimeOrNull(health.lastSuccessAt),
    lastFailureAt: vietnamTimeOrNull(health.lastFailureAt),
    nextProbeAt: vietnamTimeOrNull(health.probeAt),
    cursor: writeCursor(webhook.place),
    createdAt: vietnamTime(webhook.createdAt),
    createdBy: webhook.createdBy,
  };
}
