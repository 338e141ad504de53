import { z } from "zod";

/** Reasons a receiver may refuse with (QĐ 28/2018 Đ.5.4: refusal is accountable, so it has a code, words and a person). */
export const REFUSAL_CODES = [
  "INCOMPLETE",
  "INTEGRITY_FAIL",
  "SIGNATURE_INVALID",
  "CERT_REVOKED_OR_EXPIRED",
  "UNSIGNED",
  "WRONG_RECIPIENT",
  "DUPLICATE",
  "FORMAT_NOT_ALLOWED",
  "TOO_LARGE",
  "MALWARE",
  "SECRET_CONTENT",
  "FORBIDDEN_CATEGORY",
  "OTHER",
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

export const REFUSAL_TEXTS: Readonly<Record<RefusalCode, string>> = {
  INCOMPLETE: "thiếu thành phần văn bản",
  INTEGRITY_FAIL: "văn bản không toàn vẹn",
  SIGNATURE_INVALID: "chữ ký số không hợp lệ",
  CERT_REVOKED_OR_EXPIRED: "chứng thư số hết hạn hoặc bị thu hồi",
  UNSIGNED: "văn bản chưa được ký số",
  WRONG_RECIPIENT: "gửi sai nơi nhận",
  DUPLICATE: "văn bản trùng",
  FORMAT_NOT_ALLOWED: "định dạng tệp không được phép",
  TOO_LARGE: "dung lượng vượt mức cho phép",
  MALWARE: "có mã độc",
  SECRET_CONTENT: "có nội dung mật",
  FORBIDDEN_CATEGORY: "loại văn bản không được gửi qua mạng",
  OTHER: "lý do khác",
};

export const personSchema = z.strictObject({
  fullName: z.string({ error: "Người thực hiện: cần họ tên" }).trim().min(1, { error: "Người thực hiện: cần họ tên" }).max(300),
  department: z.string().trim().min(1).max(300).optional(),
  email: z.email({ error: "Thư điện tử không đúng dạng" }).optional(),
  phone: z.string().trim().min(1).max(50).optional(),
});
const person = personSchema;
const note = z.string().trim().max(1000, { error: "Ghi chú: tối đa 1000 ký tự" }).optional();

/** What a QLVB or a clerk says about an incoming document: tiếp nhận, từ chối, phân công, đang xử lý, hoàn thành. */
export const statusCommandSchema = z
  .discriminatedUnion("action", [
    z.strictObject({ action: z.literal("accept"), person, note }),
    z.strictObject({
      action: z.literal("refuse"),
      person,
      code: z.enum(REFUSAL_CODES, { error: `Mã lý do từ chối: một trong ${REFUSAL_CODES.join(", ")}` }),
      reason: z.string({ error: "Lý do từ chối: phải ghi rõ (QĐ 28/2018 Đ.5.4)" }).trim().min(1, { error: "Lý do từ chối: phải ghi rõ (QĐ 28/2018 Đ.5.4)" }).max(1000),
    }),
    z.strictObject({ action: z.literal("assign"), person, note }),
    z.strictObject({ action: z.literal("process"), person, note }),
    z.strictObject({ action: z.literal("complete"), person, note }),
  ])
  .meta({ id: "StatusCommand", description: "Trạng thái xử lý văn bản đến: accept 03, refuse 02, assign 04, process 05, complete 06" });

export type StatusCommand = z.output<typeof statusCommandSchema>;
