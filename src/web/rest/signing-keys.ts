import { z } from "zod";
import type { Caller } from "../../core/accounts/callers.ts";
import type { GivenKey } from "../../core/certificates/next-key.ts";
import { FieldsRefused } from "../../core/fault.ts";
import { certificateView, reason, viewCertificate } from "./keys.ts";
import { doing, type Operation } from "./operation.ts";

const tag = "Khóa và chứng thư";
const OPERATOR: readonly Caller[] = ["operator"];

const params = z.object({ agency: z.string().max(50).meta({ description: "Mã cơ quan đang ký ở cổng này", example: "H48" }) });
const short = (max: number) => z.string().min(1).max(max).optional();
const stageSchema = z
  .strictObject({
    p12: short(50_000).meta({ description: "Tệp PKCS#12 (.p12, .pfx), base64; cùng với password" }),
    password: short(500).meta({ description: "Mật khẩu của tệp PKCS#12" }),
    privateKey: short(20_000).meta({ description: "Khóa riêng, PEM không mã hóa; cùng với certificate" }),
    certificate: short(30_000).meta({ description: "Chứng thư của khóa, rồi các chứng thư trung gian, PEM" }),
    reason,
  })
  .meta({ id: "StageSigningKey", description: "p12 với password, hoặc privateKey với certificate" });
const why = { schema: z.strictObject({ reason }).meta({ id: "SigningKeyReason" }), example: { reason: "các bên đã đăng ký chứng thư mới" } };

export const signingKeyOperations: readonly Operation[] = [
  doing({
    id: "stageSigningKey",
    callers: OPERATOR,
    path: "/signing-keys/{agency}/next",
    tag,
    summary: "Nạp khóa ký kế tiếp của một cơ quan, chưa dùng để ký",
    description: "Khóa đang dùng vẫn ký. Gửi chứng thư mới (`pem` trong câu trả lời) cho các bên đăng ký, rồi bắt đầu dùng. Nạp lần nữa thì thay khóa kế tiếp trước đó. Cổng tin chứng thư mới ngay nếu đã tin chứng thư đang dùng.",
    params,
    json: { schema: stageSchema, example: { p12: "MIIJ…", password: "mat-khau", reason: "gia hạn chứng thư năm 2027" } },
    view: certificateView,
    statuses: { 201: "Đã nạp" },
    faults: ["field-invalid", "reason-missing"],
    handle: async ({ needs, access, params: { agency }, body }) => ({ status: 201, view: viewCertificate(await needs.service.stageSigningKey({ agency, key: givenKey(body), reason: body.reason }, access)) }),
  }),
  doing({
    id: "promoteSigningKey",
    callers: OPERATOR,
    path: "/signing-keys/{agency}/promotion",
    tag,
    summary: "Bắt đầu ký bằng khóa kế tiếp, từ chữ ký sau",
    description: "Khóa cũ được giữ lại trên máy chủ, không dùng nữa. Không cần khởi động lại.",
    params,
    json: why,
    view: certificateView,
    statuses: { 200: "Đã đổi" },
    faults: ["not-found", "move-illegal", "reason-missing"],
    handle: async ({ needs, access, params: { agency }, body }) => ({ status: 200, view: viewCertificate(await needs.service.promoteSigningKey(agency, body.reason, access)) }),
  }),
  doing({
    id: "dropSigningKey",
    callers: OPERATOR,
    path: "/signing-keys/{agency}/next/drop",
    tag,
    summary: "Bỏ khóa kế tiếp; khóa đang dùng không đổi",
    params,
    json: why,
    view: z.null(),
    statuses: { 204: "Đã bỏ" },
    faults: ["not-found", "reason-missing"],
    handle: async ({ needs, access, params: { agency }, body }) => {
      await needs.service.dropSigningKey(agency, body.reason, access);
      return { status: 204, view: null };
    },
  }),
];

function givenKey({ p12, password, privateKey, certificate }: z.output<typeof stageSchema>): GivenKey {
  if (p12 !== undefined && password !== undefined) return { form: "pkcs12", bundle: Buffer.from(p12, "base64"), password };
  if (privateKey !== undefined && certificate !== undefined) return { form: "pem", privateKey, certificate };
  throw new FieldsRefused([{ field: "/p12", code: "field-invalid", message: "Cần tệp PKCS#12 cùng mật khẩu, hoặc khóa riêng cùng chứng thư.", rule: "docs/operating.md" }]);
}
