import { z } from "zod";
import type { LocalDate } from "#edxml";
import { agencyCode } from "../agency-code.ts";
import { requireOperator } from "../access.ts";
import type { Access } from "../actor.ts";
import type { Clock, Store } from "../ports.ts";
import { changeAgency } from "./change-agency.ts";

export const closeAgenciesSchema = z
  .strictObject({
    codes: z.array(agencyCode).min(1, { error: "Chọn ít nhất một cơ quan" }).max(100).meta({ description: "Các mã đóng", override: { type: "array", items: { type: "string" }, example: ["H48.05"] } }),
    successor: agencyCode.nullable().meta({ description: "Cơ quan kế thừa; null: giải thể, không có", override: { type: ["string", "null"], example: "H48.06" } }),
    lastDay: z.iso.date({ error: "Ngày cuối: cần là ngày dạng YYYY-MM-DD" }).transform((day) => day as LocalDate).meta({ description: "Ngày cuối mã còn hiệu lực", override: { type: "string", format: "date" } }),
    reason: z.string().trim().min(1, { error: "Lý do: phải ghi rõ" }).max(1000).meta({ description: "Số, ngày của nghị quyết hoặc quyết định", example: "Nghị quyết 12/NQ-HĐND ngày 10/11/2026" }),
  })
  .refine(({ codes, successor }) => successor === null || !codes.includes(successor), { error: "Cơ quan kế thừa không thể nằm trong các mã đóng", path: ["successor"] })
  .meta({ id: "CloseAgencies", description: "Đóng, hoặc sáp nhập vào một cơ quan kế thừa" });
export type CloseAgencies = z.output<typeof closeAgenciesSchema>;

/** Đóng mã, sáp nhập: each keeps its history, is found still, and leads senders to the successor. Resolves to those that changed. Throws FieldsRefused. */
export async function closeAgencies(needs: { readonly store: Store; readonly clock: Clock }, { codes, successor, lastDay, reason }: CloseAgencies, access: Access): Promise<readonly string[]> {
  requireOperator(access);
  const changed: string[] = [];
  for (const each of new Set(codes)) {
    const { change } = await changeAgency(needs, { code: each, set: { validTo: lastDay, successor }, release: [], reason }, access);
    if (change !== null) changed.push(each);
  }
  return changed;
}
