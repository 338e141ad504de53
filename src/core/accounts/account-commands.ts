import { z } from "zod";
import { ROLES, type Role } from "./role.ts";

const words = (max: number, label: string) => z.string({ error: `${label}: phải ghi rõ` }).trim().min(1, { error: `${label}: phải ghi rõ` }).max(max, { error: `${label}: tối đa ${max} ký tự` });
const password = (label: string) => z.string({ error: `${label}: phải ghi rõ` }).min(1, { error: `${label}: phải ghi rõ` }).max(1000, { error: `${label}: quá dài` });

const USER_NAME = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const userName = words(60, "Tên tài khoản")
  .transform((text) => text.normalize("NFC").toLowerCase())
  .refine((text) => USER_NAME.test(text), { error: "Tên tài khoản: chỉ gồm chữ không dấu, số, dấu chấm, gạch nối" })
  .meta({ override: { type: "string", maxLength: 60, example: "nvan.stttt" } });
const codes = (label: string) => z.array(words(50, label)).max(200).meta({ example: ["H48"] });
const roles = z.array(z.enum(ROLES, { error: `Vai trò: một trong ${ROLES.join(", ")}` })).max(ROLES.length);
const reason = words(500, "Lý do").meta({ description: "Ghi vào nhật ký" });
const decision = words(200, "Quyết định").meta({ description: "Số, ngày của quyết định bổ nhiệm hoặc điều động", example: "12/QĐ-SNV ngày 20/11/2026" });
const signOnName = words(200, "Tên đăng nhập một lần").meta({ description: "Giá trị định danh ở hệ thống đăng nhập một lần; bỏ trống: như tên tài khoản" });

export const signInSchema = z
  .strictObject({ userName: words(200, "Tên tài khoản"), password: password("Mật khẩu"), code: words(40, "Mã xác thực").optional().meta({ description: "Sáu số của ứng dụng xác thực, hoặc một mã khôi phục" }) })
  .meta({ id: "SignIn" });
export type SignIn = z.output<typeof signInSchema>;

export const signOnCodeSchema = z.strictObject({ code: words(40, "Mã xác thực").meta({ description: "Sáu số của ứng dụng xác thực, hoặc một mã khôi phục" }) }).meta({ id: "SignOnCode" });

export const setUpSchema = z.strictObject({ setupToken: words(200, "Mã thiết lập"), userName, fullName: words(200, "Họ và tên"), password: password("Mật khẩu") }).meta({ id: "SetUp" });
export type SetUp = z.output<typeof setUpSchema>;

export const newPasswordSchema = z.strictObject({ current: password("Mật khẩu đang dùng"), next: password("Mật khẩu mới") }).meta({ id: "NewPassword" });
export type NewPassword = z.output<typeof newPasswordSchema>;

export const ownPasswordSchema = z.strictObject({ password: password("Mật khẩu") }).meta({ id: "OwnPassword" });
export const secondFactorSchema = z
  .union([z.strictObject({ password: password("Mật khẩu") }), z.strictObject({ code: words(10, "Mã xác thực") })], { error: "Cần `password` để bắt đầu, hoặc `code` để xác nhận" })
  .meta({ id: "SecondFactor", description: "Bắt đầu bằng mật khẩu, rồi xác nhận bằng mã sáu số đầu tiên" });

export const newAccountSchema = z
  .strictObject({ userName, fullName: words(200, "Họ và tên"), roles, agencies: codes("Cơ quan").default([]), supervises: codes("Cơ quan giám sát").default([]), decision: decision.optional(), signOnName: signOnName.optional() })
  .meta({ id: "NewAccount" });
export type NewAccount = z.output<typeof newAccountSchema>;

export const changeAccountSchema = z
  .strictObject({ reason, fullName: words(200, "Họ và tên").optional(), roles: roles.optional(), agencies: codes("Cơ quan").optional(), supervises: codes("Cơ quan giám sát").optional(), decision: decision.optional(), signOnName: signOnName.nullable().optional() })
  .refine((change) => Object.keys(change).length > 1, { error: "Cần ít nhất một trong: fullName, roles, agencies, supervises, decision, signOnName" })
  .meta({ id: "ChangeAccount", description: "Trường nào không nêu thì giữ nguyên" });
export type ChangeAccount = z.output<typeof changeAccountSchema>;

export const reasonSchema = z.strictObject({ reason }).meta({ id: "AccountReason" });
export const resetSchema = z.strictObject({ reason, secondFactor: z.boolean().default(false).meta({ description: "Bỏ luôn xác thực hai lớp (người dùng mất thiết bị)" }) }).meta({ id: "ResetPassword" });

export const handoverSchema = z
  .strictObject({ successor: words(60, "Người nhận bàn giao").meta({ description: "Mã tài khoản của người nhận" }), decision, decidedOn: z.iso.date({ error: "Ngày quyết định: cần là ngày dạng YYYY-MM-DD" }) })
  .meta({ id: "OpenHandover" });
export type HandoverCommand = z.output<typeof handoverSchema>;

export interface AccountFilter {
  readonly after?: string;
  readonly limit: number;
  readonly words?: string;
  readonly locked?: boolean;
}

export type { Role };
