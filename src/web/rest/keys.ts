import { z } from "zod";
import type { Caller } from "../../core/accounts/callers.ts";
import type { ApiKey } from "../../core/actor.ts";
import { newApiKeySchema } from "../../core/api-keys.ts";
import { CERTIFICATE_USES, EXPIRY_STATES, type CertificateView } from "../../core/certificates/expiry.ts";
import type { ApiKeyId } from "../../core/ids.ts";
import { vietnamTime, vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import { doing, reading, type Operation } from "./operation.ts";
import { idOf, idParameter } from "./parameters.ts";
import { id, instant, maybeInstant } from "./schemas.ts";

const tag = "Khóa và chứng thư";
const OPERATOR: readonly Caller[] = ["operator"];
const OVERVIEW: readonly Caller[] = ["operator", "auditor"];

const keyView = z
  .object({ id, name: z.string(), agencies: z.array(z.string()), supervises: z.array(z.string()), createdAt: instant, revokedAt: maybeInstant, lastUsedAt: maybeInstant.meta({ description: "Ghi mỗi phút một lần; null: chưa dùng" }) })
  .meta({ id: "ApiKey", description: "Khóa API của một hệ thống; không có bí mật" });
const keysView = z.object({ items: z.array(keyView) }).meta({ id: "ApiKeys" });
const newKeyView = z.object({ key: keyView, secret: z.string().meta({ description: "Chỉ hiện lần này; cổng không lưu" }) }).meta({ id: "ApiKeyWithSecret" });

export const certificateView = z
  .object({
    use: z.enum(CERTIFICATE_USES).meta({ description: "signing khóa ký của cơ quan mình; signing-next khóa ký kế tiếp, chưa dùng; partner chứng thư ký của cơ quan khác; peer, peer-next chứng thư ghim của kết nối, đang dùng và sắp thay; anchor gốc tin cậy" }),
    owner: z.string().meta({ description: "Mã cơ quan, mã kết nối, hoặc tên gốc tin cậy" }),
    subject: z.string(),
    issuer: z.string(),
    fingerprint: z.string().meta({ description: "SHA-256, hệ 16; rỗng: không đọc được" }),
    pem: z.string().nullable().meta({ description: "Chứng thư, để gửi cho các bên; null: không đọc được" }),
    validFrom: maybeInstant,
    validTo: maybeInstant,
    daysLeft: z.int().nullable(),
    state: z.enum(EXPIRY_STATES).meta({ description: "ok còn hạn; soon còn dưới 30 ngày; urgent còn dưới 7 ngày; expired đã hết hạn; unusable không đọc được" }),
    development: z.boolean().meta({ description: "true: chứng thư thử nghiệm, không có giá trị pháp lý" }),
  })
  .meta({ id: "CertificateExpiry" });
const certificatesView = z.object({ items: z.array(certificateView) }).meta({ id: "Certificates" });

export const reason = z.string().trim().min(1, { error: "Lý do: phải ghi rõ" }).max(500).meta({ description: "Ghi vào nhật ký" });
const registerSchema = z
  .strictObject({ agency: z.string().trim().min(1, { error: "Cơ quan: phải ghi rõ" }).max(50).meta({ example: "G22" }), certificate: z.string().min(1, { error: "Chứng thư: phải có" }).max(20_000).meta({ description: "PEM" }), reason })
  .meta({ id: "RegisterCertificate" });
const revokeSchema = z
  .strictObject({ agency: z.string().trim().min(1).max(50), fingerprint: z.string().transform((text) => text.toLowerCase().replaceAll(":", "")).pipe(z.string().regex(/^[0-9a-f]{64}$/, { error: "Vân tay: 64 chữ số hệ 16" })).meta({ description: "SHA-256 của chứng thư, hệ 16", override: { type: "string" } }), reason })
  .meta({ id: "RevokeCertificate" });
const revokeKeySchema = z.strictObject({ reason }).meta({ id: "RevokeApiKey" });

export const keyOperations: readonly Operation[] = [
  reading({
    id: "listApiKeys",
    callers: OVERVIEW,
    path: "/api-keys",
    tag,
    summary: "Khóa API của các hệ thống, mới nhất trước, kể cả đã thu hồi",
    view: keysView,
    handle: async ({ needs, access }) => ({ items: (await needs.service.apiKeys(access)).map(viewKey) }),
  }),
  doing({
    id: "addApiKey",
    callers: OPERATOR,
    path: "/api-keys",
    tag,
    summary: "Cấp khóa API cho một hệ thống QLVB",
    description: "Bí mật chỉ có trong câu trả lời này.",
    json: { schema: newApiKeySchema, example: { name: "QLVB Quảng Ngãi", agencies: ["H48"] } },
    view: newKeyView,
    statuses: { 201: "Đã cấp" },
    faults: ["agency-not-yours"],
    handle: async ({ needs, access, body }) => {
      const { key, secret } = await needs.service.addApiKey(body, access);
      return { status: 201, location: "/api/v1/api-keys", view: { key: viewKey(key), secret } };
    },
  }),
  doing({
    id: "revokeApiKey",
    callers: OPERATOR,
    path: "/api-keys/{id}/revoke",
    tag,
    summary: "Thu hồi một khóa API, có hiệu lực ngay ở mọi cửa",
    params: idParameter,
    json: { schema: revokeKeySchema, example: { reason: "lộ khóa" } },
    view: z.null(),
    statuses: { 204: "Đã thu hồi" },
    faults: ["not-found", "reason-missing"],
    handle: async ({ needs, access, params, body }) => {
      await needs.service.revokeApiKey(idOf<ApiKeyId>("API key", params.id), body.reason, access);
      return { status: 204, view: null };
    },
  }),
  reading({
    id: "listCertificates",
    callers: OVERVIEW,
    path: "/certificates",
    tag,
    summary: "Chứng thư đang dùng và ngày hết hạn, sắp hết hạn trước",
    description: "Khóa ký của cơ quan mình, chứng thư ký của cơ quan khác, chứng thư ghim của kết nối, gốc tin cậy.",
    view: certificatesView,
    handle: async ({ needs, access }) => ({ items: (await needs.service.certificates(access)).map(viewCertificate) }),
  }),
  doing({
    id: "registerCertificate",
    callers: OPERATOR,
    path: "/certificates/partners",
    tag,
    summary: "Đăng ký thêm chứng thư ký của một cơ quan; chứng thư cũ còn được tin cho tới khi thu hồi",
    description: "Gói tin chỉ được tin khi chứng thư vừa được đăng ký, vừa có đường dẫn tới một gốc tin cậy của cổng.",
    json: { schema: registerSchema, example: { agency: "G22", certificate: "-----BEGIN CERTIFICATE-----…", reason: "chứng thư mới, công văn 12/VPCP-KSTT" } },
    view: certificateView,
    statuses: { 201: "Đã đăng ký" },
    handle: async ({ needs, access, body }) => ({ status: 201, view: viewCertificate(await needs.service.registerCertificate(body, access)) }),
  }),
  doing({
    id: "revokeCertificate",
    callers: OPERATOR,
    path: "/certificates/partners/revoke",
    tag,
    summary: "Thôi tin một chứng thư ký đã đăng ký",
    json: { schema: revokeSchema, example: { agency: "G22", fingerprint: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", reason: "lộ khóa" } },
    view: z.null(),
    statuses: { 204: "Đã thôi tin" },
    faults: ["not-found", "reason-missing"],
    handle: async ({ needs, access, body }) => {
      await needs.service.revokeCertificate(body.agency, body.fingerprint, body.reason, access);
      return { status: 204, view: null };
    },
  }),
];

function viewKey({ id, name, agencies, supervises, createdAt, revokedAt, lastUsedAt }: ApiKey): z.input<typeof keyView> {
  return { id, name, agencies: [...agencies], supervises: [...(supervises ?? [])], createdAt: vietnamTime(createdAt), revokedAt: vietnamTimeOrNull(revokedAt), lastUsedAt: vietnamTimeOrNull(lastUsedAt) };
}

export function viewCertificate({ validFrom, validTo, ...view }: CertificateView): z.input<typeof certificateView> {
  return { ...view, validFrom: vietnamTimeOrNull(validFrom), validTo: vietnamTimeOrNull(validTo) };
}
