import { z } from "zod";
import { BOOK_READERS } from "../../core/accounts/callers.ts";
import { REGISTER_KINDS } from "../../core/registers/register-kind.ts";
import type { RegisterView } from "../../core/registers/registers.ts";
import type { Cell, Column } from "../../core/reports/printout.ts";
import { vietnamTime } from "../../core/vietnam-time.ts";
import { exporting, reading, type Operation } from "./operation.ts";
import { given, paging } from "./parameters.ts";
import { booksQuery, formatQuery, sendPrinted } from "./print.ts";
import { id } from "./schemas.ts";

const tag = "Sổ và báo cáo";
const kindParameter = z.object({ kind: z.enum(REGISTER_KINDS, { error: `Chỉ nhận: ${REGISTER_KINDS.join(", ")}` }).meta({ description: "outgoing sổ văn bản đi, incoming sổ văn bản đến, follow-up sổ theo dõi giải quyết, failed gửi không thành công, paper bản giấy do sự cố" }) });

const COLUMN_KINDS = ["text", "date", "instant", "number", "percent", "minutes"] as const;
export const columnsView = z.array(z.object({ key: z.string(), title: z.string(), kind: z.enum(COLUMN_KINDS) }).meta({ id: "Column" }));
export const periodView = z.object({ kind: z.enum(["day", "week", "month", "quarter", "half", "year", "range"]), from: z.string().meta({ format: "date" }), to: z.string().meta({ format: "date", description: "Gồm cả ngày này" }), name: z.string().meta({ example: "Tháng 11 năm 2026" }) }).meta({ id: "Period" });
export const scopeView = z.object({ code: z.string(), name: z.string(), tree: z.boolean().meta({ description: "Gồm cả cơ quan trực thuộc" }) }).meta({ id: "Scope" });
export const cellsView = z.record(z.string(), z.union([z.string(), z.number(), z.null()])).meta({ description: "Theo `key` của cột; null là ô để trống" });

const registerView = z
  .object({ title: z.string(), form: z.string(), scope: scopeView, period: periodView, columns: columnsView, items: z.array(z.object({ id, cells: cellsView })), next: z.string().nullable().meta({ description: "Đưa vào `after` để lấy trang sau; null là hết" }) })
  .meta({ id: "Register", description: "Một trang sổ, cũ nhất trước" });

export const registerOperations: readonly Operation[] = [
  reading({
    id: "readRegister",
    callers: BOOK_READERS,
    path: "/registers/{kind}",
    tag,
    summary: "Sổ đăng ký văn bản đi, đến, theo dõi giải quyết; danh sách gửi không thành công, gửi bản giấy",
    description: "Theo mẫu NĐ 30/2020 Phụ lục IV, thêm thời điểm trao đổi. Khóa của cơ quan đọc sổ của mình; khóa giám sát đọc cả cơ quan trực thuộc.",
    params: kindParameter,
    query: z.strictObject({ ...booksQuery, ...paging }),
    view: registerView,
    faults: ["not-found", "field-invalid", "field-missing", "agency-not-yours"],
    handle: async ({ needs, access, params, query }) => viewRegister(await needs.service.register(params.kind, given(query), access)),
  }),
  exporting({
    id: "printRegister",
    callers: BOOK_READERS,
    path: "/registers/{kind}/file",
    tag,
    summary: "Cả sổ dạng CSV, xlsx hoặc PDF in được (A4 ngang, có bìa)",
    description: "Phải in đầy đủ, ký nhận và đóng sổ kể cả khi quản lý điện tử (NĐ 30/2020 Đ.16.2.b, 22.3.b). Tệp được tạo trong khi tải.",
    params: kindParameter,
    query: z.strictObject({ format: formatQuery, ...booksQuery }),
    faults: ["not-found", "field-invalid", "field-missing", "agency-not-yours"],
    handle: async ({ needs, access, params, query: { format, ...asked }, response }) => {
      await sendPrinted(response, await needs.service.printRegister(params.kind, given(asked), format, access));
    },
  }),
];

function viewRegister({ form, scope, period, rows, next }: RegisterView): z.input<typeof registerView> {
  return { title: form.title, form: form.form, scope, period, columns: form.columns.map(viewColumn), items: rows.map((row) => ({ id: row.id, cells: viewCells(row.cells, form.columns) })), next };
}

export function viewColumn({ key, title, kind }: Column): { key: string; title: string; kind: Column["kind"] } {
  return { key, title, kind };
}

export function viewCells(cells: readonly Cell[], columns: readonly Column[]): Record<string, string | number | null> {
  return Object.fromEntries(columns.map(({ key }, at) => [key, viewCell(cells[at] ?? null)]));
}

function viewCell(cell: Cell): string | number | null {
  return cell instanceof Date ? vietnamTime(cell) : cell;
}
