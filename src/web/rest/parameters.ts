import { z } from "zod";
import { asId, type AnyId } from "../../core/ids.ts";
import { notFound } from "../../core/access.ts";

/** Parameters that several operations share. */
export const idParameter = z.object({ id: z.string().max(100).meta({ description: "Mã do cổng cấp (UUID)", example: "019aa9c4-6f00-7c3e-9f1a-0242ac120002" }) });

export const paging = {
  after: z.string().min(1).max(200).optional().meta({ description: "`next` của trang trước" }),
  limit: z.string().regex(/^\d{1,3}$/, { error: "Cần là số từ 1 đến 200" }).transform(Number).pipe(z.number().min(1, { error: "Cần là số từ 1 đến 200" }).max(200, { error: "Cần là số từ 1 đến 200" })).default(50).meta({ description: "Số mục mỗi trang, 1–200", override: { type: "integer", minimum: 1, maximum: 200, default: 50 } }), // prettier-ignore
};

export const agencyParameter = z.string().trim().min(1).max(50).optional();

/** Search by words. */
export const wordsParameter = z.string().trim().min(1).max(200).optional().meta({ description: "Tìm theo từ trong trích yếu, số/ký hiệu, tên và mã bên gửi, bên nhận; không phân biệt dấu và hoa thường; từ cuối có thể gõ dở", example: "ket noi lien thong" });

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const FORM = "Cần là ngày YYYY-MM-DD (giờ Việt Nam) hoặc thời điểm ISO 8601 có múi giờ";

/** A day means its first moment in Vietnam. */
export const momentParameter = z
  .string()
  .refine((text) => DAY.test(text) || INSTANT.test(text), { error: FORM })
  .transform((text) => new Date(DAY.test(text) ? `${text}T00:00:00+07:00` : text))
  .refine((at) => !Number.isNaN(at.getTime()), { error: FORM })
  .optional()
  .meta({ description: "Ngày (từ 00:00 giờ Việt Nam) hoặc thời điểm ISO 8601", override: { type: "string", example: "2026-11-20" } });

/** What is no id cannot be anything of ours. */
export function idOf<Id extends AnyId>(what: string, text: string): Id {
  const id = asId<Id>(text.toLowerCase());
  if (id === null) throw notFound(what, text.slice(0, 100));
  return id;
}

/** Leaves out what was not asked for (a filter must not contain `undefined`). */
export function given<Values extends object>(values: Values): { [Key in keyof Values]: Exclude<Values[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [Key in keyof Values]: Exclude<Values[Key], undefined> };
}
