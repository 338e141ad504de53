import type { Response } from "express";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import type { LocalDate } from "#edxml";
import { PERIOD_KINDS } from "../../core/reports/period.ts";
import { PRINT_FORMATS, type PrintedFile } from "../../core/reports/printout.ts";
import { isHangUp } from "../hang-up.ts";
import { attachment } from "./download.ts";
import { agencyParameter } from "./parameters.ts";

const DAY_FORM = "Cần là ngày YYYY-MM-DD";

export const dayParameter = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: DAY_FORM })
  .refine((text) => !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text), { error: DAY_FORM })
  .transform((text) => text as LocalDate)
  .optional();

/** Whose books, and over which days. */
export const booksQuery = {
  agency: agencyParameter.meta({ description: "Mã cơ quan; bỏ trống khi khóa chỉ gắn với một cơ quan", example: "H48" }),
  tree: z.enum(["true", "false"], { error: "Chỉ nhận true hoặc false" }).transform((text) => text === "true").optional().meta({ description: "Gồm cả cơ quan trực thuộc theo mã; mặc định true với khóa giám sát", override: { type: "boolean" } }), // prettier-ignore
  period: z.enum(PERIOD_KINDS, { error: `Chỉ nhận: ${PERIOD_KINDS.join(", ")}` }).optional().meta({ description: "Kỳ: ngày, tuần, tháng (mặc định), quý, 6 tháng, năm" }),
  on: dayParameter.meta({ description: "Một ngày trong kỳ; mặc định hôm nay", override: { type: "string", format: "date", example: "2026-11-20" } }),
  from: dayParameter.meta({ description: "Từ ngày (thay cho `period`)", override: { type: "string", format: "date" } }),
  to: dayParameter.meta({ description: "Đến hết ngày", override: { type: "string", format: "date" } }),
};

export const formatQuery = z.enum(PRINT_FORMATS, { error: `Chỉ nhận: ${PRINT_FORMATS.join(", ")}` }).meta({ description: "csv: cho phần mềm; xlsx: bảng tính; pdf: in A4 ngang, có bìa và chỗ ký" });

/** Streams a file while it is made. Nothing was sent before the first rows are read, so their faults still become problems. */
export async function sendPrinted(response: Response, file: PrintedFile): Promise<void> {
  response.status(200).setHeader("content-type", file.contentType).setHeader("content-disposition", attachment(file.name)).setHeader("x-content-type-options", "nosniff");
  if (response.req.method === "HEAD") {
    file.bytes.destroy();
    response.end();
    return;
  }
  try {
    await pipeline(file.bytes, response);
  } catch (error) {
    if (response.destroyed && isHangUp(error)) return; // the caller has gone, nobody to tell
    throw error;
  }
}
