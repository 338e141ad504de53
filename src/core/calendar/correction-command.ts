import { z } from "zod";
import type { LocalDate } from "#edxml";
import { canonicalOrNull } from "../agency-code.ts";
import type { DayKind, SessionText } from "./data.ts";

/* What a person may correct, as every door takes it. Messages are what an operator reads. */

const date = (label: string) =>
  z
    .string({ error: `${label}: cần là ngày dạng YYYY-MM-DD` })
    .regex(/^\d{4}-\d{2}-\d{2}$/, { error: `${label}: cần là ngày dạng YYYY-MM-DD` })
    .refine((text) => !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text), { error: `${label}: ngày không có thật` })
    .transform((text) => text as LocalDate)
    .meta({ description: label, override: { type: "string", format: "date", example: "2026-11-23" } });

const said = (label: string, max: number) => z.string({ error: `${label}: phải ghi rõ` }).transform((text) => text.normalize("NFC").trim()).pipe(z.string().min(1, { error: `${label}: phải ghi rõ` }).max(max, { error: `${label}: tối đa ${max} ký tự` })).meta({ description: label });

const source = said("Căn cứ (số, ngày của thông báo hoặc quyết định)", 500);
const reason = said("Lý do đính chính", 1000);

const scope = z
  .string()
  .trim()
  .max(50)
  .transform((text, context) => {
    if (text === "") return "";
    const code = canonicalOrNull(text);
    if (code !== null) return code;
    context.addIssue({ code: "custom", message: "Mã cơ quan: cần dạng H48 hoặc H48.06; bỏ trống là cả nước" });
    return z.NEVER;
  })
  .meta({ description: "Cơ quan và các đơn vị bên dưới; chuỗi rỗng là cả nước", override: { type: "string", example: "H48" } });
const agencyScope = scope.refine((text) => text !== "", { error: "Mã cơ quan: phải ghi rõ" });

const time = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: "Giờ cần dạng HH:MM" });
const sessions = z
  .array(z.tuple([time, time]))
  .max(6)
  .transform((list): readonly SessionText[] => list)
  .meta({ description: "Các buổi làm việc; danh sách rỗng là nghỉ cả ngày", override: { type: "array", items: { type: "array", items: { type: "string" } }, example: [["07:30", "11:30"], ["13:30", "17:00"]] } });

const DAY_KINDS = ["holiday", "substitute", "swap_off", "swap_work"] as const satisfies readonly DayKind[];

export const correctionSchema = z
  .discriminatedUnion("action", [
    z.strictObject({ action: z.literal("decide"), date: date("Ngày còn bỏ ngỏ"), decision: z.enum(["official", "rejected"], { error: "Quyết định: official (theo) hoặc rejected (không theo)" }), source, reason }),
    z.strictObject({
      action: z.literal("day"),
      date: date("Ngày"),
      kind: z.enum(DAY_KINDS, { error: `Loại ngày: một trong ${DAY_KINDS.join(", ")}` }),
      name: said("Dịp nghỉ", 100),
      swappedWith: date("Ngày đổi với").optional(),
      source,
      reason,
    }),
    z.strictObject({ action: z.literal("override"), scope: agencyScope, date: date("Ngày"), sessions, name: said("Việc", 100), source, reason }),
    z.strictObject({ action: z.literal("withdraw-override"), scope: agencyScope, date: date("Ngày"), reason }),
    z.strictObject({
      action: z.literal("hours"),
      scope,
      validFrom: date("Từ ngày"),
      validTo: date("Đến ngày").optional(),
      season: z.strictObject({ from: monthDay("Đầu mùa"), to: monthDay("Cuối mùa") }).optional(),
      sessions: sessions.meta({ description: "Các buổi của ngày làm việc" }),
      weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5]).meta({ description: "Ngày trong tuần: 1 là thứ Hai, 7 là Chủ nhật" }),
      source,
      reason,
    }),
    z.strictObject({
      action: z.literal("receipt-rule"),
      scope: agencyScope,
      rule: z.enum(["NONE", "NEXT_OFFICE_HOURS"], { error: "Quy tắc: NONE hoặc NEXT_OFFICE_HOURS" }),
      validFrom: date("Từ ngày"),
      citation: said("Điều khoản, dạng ngắn", 60),
      source,
      reason,
    }),
    z.strictObject({ action: z.literal("year"), year: z.int().min(2000).max(2100), state: z.enum(["complete", "pending"]), source, reason }),
  ])
  .meta({ id: "CalendarCorrection", description: "decide: chốt ngày còn bỏ ngỏ; day: đặt ngày lễ, nghỉ bù, hoán đổi, làm bù; override: lịch riêng của cơ quan trong một ngày; hours: giờ hành chính theo tỉnh, mùa, cơ quan; receipt-rule: quy tắc tính thời điểm nhận; year: đã có đủ thông báo của năm" });
export type CorrectionCommand = z.output<typeof correctionSchema>;

function monthDay(label: string) {
  return z.string({ error: `${label}: cần dạng MM-DD` }).regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { error: `${label}: cần dạng MM-DD` });
}
