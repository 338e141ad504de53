import { z } from "zod";
import { BOOK_READERS, CLERKS } from "../../core/accounts/callers.ts";
import type { ReportId } from "../../core/ids.ts";
import { COUNT_WORDS } from "../../core/reports/count-words.ts";
import type { IssuedView } from "../../core/reports/reports.ts";
import type { Verification } from "../../core/reports/verify-report.ts";
import { COUNT_KEYS, DIMENSIONS, SERIES_STEPS, type IssuedReport } from "../../core/reports/report-ports.ts";
import type { ReportContent } from "../../core/reports/report-content.ts";
import type { Series } from "../../core/reports/series.ts";
import { vietnamTime } from "../../core/vietnam-time.ts";
import { doing, exporting, reading, type Operation } from "./operation.ts";
import { agencyParameter, given, idOf, idParameter, paging } from "./parameters.ts";
import { booksQuery, dayParameter, formatQuery, sendPrinted } from "./print.ts";
import { periodView, scopeView } from "./registers.ts";
import { id, instant, sha256 } from "./schemas.ts";
import { PERIOD_KINDS } from "../../core/reports/period.ts";

const tag = "Sổ và báo cáo";

const whole = z.int().min(0);
const minutes = z.int().nullable().meta({ description: "Phút làm việc; null: chưa có" });
const numbersView = z
  .object({
    ...Object.fromEntries(COUNT_KEYS.map((key) => [key, whole.meta({ description: COUNT_WORDS[key] })])) as Record<(typeof COUNT_KEYS)[number], z.ZodInt>,
    answerP50: minutes,
    answerP95: minutes,
    decideP50: minutes,
    decideP95: minutes,
  })
  .meta({ id: "Numbers", description: "answer: từ gửi tới báo nhận; decide: từ tiếp nhận được tính tới tiếp nhận hoặc từ chối; P50, P95: một nửa, 95% xong trong ngần ấy phút làm việc" });
const lineView = z.object({ key: z.string(), label: z.string(), depth: z.int().meta({ description: "Bậc dưới cơ quan của báo cáo" }), outgoing: numbersView, incoming: numbersView }).meta({ id: "ReportLine" });
const lines = z.array(lineView).optional();
const contentView = z
  .object({
    scope: scopeView,
    period: periodView,
    asOf: instant,
    total: z.object({ outgoing: numbersView, incoming: numbersView }),
    tables: z.object({ agency: lines, peer: lines, type: lines, urgency: lines }).meta({ description: "Dòng cơ quan đã gồm cả cơ quan trực thuộc" }),
    operations: z.object({ incidents: whole, maintenances: whole, suspendedMinutes: whole, paperFallbacks: whole, backfilled: whole }),
  })
  .meta({ id: "ReportContent" });
const issuedView = z
  .object({ id, agency: z.object({ code: z.string(), name: z.string() }), tree: z.boolean(), kind: z.enum([...PERIOD_KINDS, "range"]), from: z.string().meta({ format: "date" }), to: z.string().meta({ format: "date" }), version: z.int().meta({ description: "Lần phát hành" }), digest: sha256.meta({ description: "SHA-256 của số liệu đã phát hành" }), issuedAt: instant, issuedBy: z.string(), reason: z.string().nullable() })
  .meta({ id: "IssuedReport" });
const fullView = z.object({ report: issuedView, content: contentView }).meta({ id: "IssuedReportWithNumbers" });
const issuedPage = z.object({ items: z.array(issuedView), next: z.string().nullable() }).meta({ id: "IssuedReportPage" });
const outcomes = z.record(z.string(), z.int());
const differenceView = z.object({ where: z.string().meta({ example: "Theo cơ quan, H48.06, văn bản đi: Bị từ chối" }), reported: z.int().nullable(), recounted: z.int().nullable() });
const verificationView = z
  .object({
    digestMatches: z.boolean().meta({ description: "Số liệu đúng mã kiểm tra của báo cáo và của mục nhật ký lúc phát hành" }),
    matches: z.boolean().meta({ description: "Đúng mã kiểm tra, mọi con số đếm lại đều khớp, và nhật ký nói cùng kết quả" }),
    recounted: z.boolean().meta({ description: "false: báo cáo phát hành trước khi cổng giữ lại những gì đã đếm, chỉ so được mã kiểm tra" }),
    differing: whole.meta({ description: "Số con số đếm lại không khớp" }),
    differences: z.array(differenceView).meta({ description: "Tối đa 100 con số đầu tiên" }),
    reported: outcomes.meta({ description: "Văn bản đi theo kết quả, trong báo cáo" }),
    replayed: outcomes.meta({ description: "Như trên, theo nhật ký" }),
    disagreeing: whole.meta({ description: "Số lượt gửi, văn bản đến mà nhật ký nói kết quả khác" }),
  })
  .meta({ id: "ReportVerification" });

const byParameter = z
  .string()
  .max(50)
  .default(DIMENSIONS.join(","))
  .refine((text) => text === "none" || DIMENSIONS.some((dimension) => text.split(",").some((part) => part.trim() === dimension)), { error: `Chỉ nhận: ${DIMENSIONS.join(", ")}, hoặc none` })
  .transform((text) => DIMENSIONS.filter((dimension) => text.split(",").some((part) => part.trim() === dimension)))
  .meta({ description: "Bảng cần lấy, cách nhau dấu phẩy; `none`: chỉ lấy tổng", override: { type: "string", example: "agency,peer" } });

const issueSchema = z
  .strictObject({
    agency: agencyParameter,
    tree: z.boolean().optional(),
    period: z.enum(PERIOD_KINDS).optional(),
    on: dayParameter.meta({ override: { type: "string", format: "date" } }),
    from: dayParameter.meta({ override: { type: "string", format: "date" } }),
    to: dayParameter.meta({ override: { type: "string", format: "date" } }),
    reason: z.string().trim().min(1).max(1000).nullable().default(null).meta({ description: "Bắt buộc khi kỳ này đã phát hành" }),
  })
  .meta({ id: "IssueReport" });

const pointView = z.object({ from: z.string().meta({ format: "date" }), to: z.string().meta({ format: "date" }), name: z.string().meta({ example: "Tháng 11 năm 2026" }), outgoing: numbersView, incoming: numbersView }).meta({ id: "SeriesPoint" });
const seriesView = z
  .object({
    scope: scopeView,
    period: periodView,
    step: z.enum(SERIES_STEPS),
    asOf: instant,
    points: z.array(pointView).meta({ description: "Đủ mọi ngày, tuần hoặc tháng của kỳ, kể cả khi không có gì" }),
    failingPeers: z.array(z.object({ code: z.string(), name: z.string(), exchanges: whole, failed: whole, refused: whole, waiting: whole })).meta({ description: "Nơi nhận không thành công nhiều nhất trước, tối đa 20" }),
  })
  .meta({ id: "Series" });

export const reportOperations: readonly Operation[] = [
  reading({
    id: "readSeries",
    callers: BOOK_READERS,
    path: "/statistics/series",
    tag,
    summary: "Số liệu theo ngày, tuần hoặc tháng; đối tác hay lỗi",
    description: "Cho biểu đồ của một cơ quan, hoặc cơ quan cùng các cơ quan trực thuộc. Bảng theo cây cơ quan: `GET /statistics?by=agency`. So sánh hai kỳ: gọi hai lần. Kỳ: như `GET /statistics`; tối đa 400 điểm.",
    query: z.strictObject({ ...booksQuery, step: z.enum(SERIES_STEPS, { error: `Chỉ nhận: ${SERIES_STEPS.join(", ")}` }).default("day").meta({ description: "Mỗi điểm là một ngày, tuần (từ thứ Hai) hoặc tháng", override: { type: "string", enum: [...SERIES_STEPS], default: "day" } }) }),
    view: seriesView,
    faults: ["not-found", "field-invalid", "field-missing", "agency-not-yours"],
    handle: async ({ needs, access, query: { step, ...asked } }) => viewSeries(await needs.service.series(given(asked), step, access)),
  }),
  reading({
    id: "readStatistics",
    callers: BOOK_READERS,
    path: "/statistics",
    tag,
    summary: "Số liệu gửi, nhận theo cơ quan, đối tác, loại văn bản, mức độ khẩn (tra cứu, đột xuất)",
    description: "Cộng dồn lên cây cơ quan. Số của lúc gọi, không lưu lại; muốn giữ nguyên thì phát hành báo cáo.",
    query: z.strictObject({ ...booksQuery, by: byParameter }),
    view: contentView,
    faults: ["not-found", "field-invalid", "field-missing", "agency-not-yours"],
    handle: async ({ needs, access, query: { by, ...asked } }) => viewContent(await needs.service.statistics(given(asked), by, access)),
  }),
  exporting({
    id: "printStatistics",
    callers: BOOK_READERS,
    path: "/statistics/file",
    tag,
    summary: "Số liệu gửi, nhận dạng CSV, xlsx hoặc PDF",
    query: z.strictObject({ format: formatQuery, ...booksQuery, by: byParameter }),
    faults: ["not-found", "field-invalid", "field-missing", "agency-not-yours"],
    handle: async ({ needs, access, query: { format, by, ...asked }, response }) => {
      await sendPrinted(response, await needs.service.printStatistics(given(asked), by, format, access));
    },
  }),
  doing({
    id: "issueReport",
    callers: [...CLERKS, "supervisor"],
    path: "/reports",
    tag,
    summary: "Phát hành báo cáo: chốt số liệu, kèm mã kiểm tra, người và thời điểm phát hành",
    description: "Báo cáo tuần, tháng, quý, 6 tháng, năm được phát hành tự động vào đầu giờ làm việc đầu tiên sau kỳ. Phát hành lại cùng kỳ cần lý do và thành bản lần sau; bản trước giữ nguyên.",
    json: { schema: issueSchema, example: { agency: "H48", tree: true, period: "month", on: "2026-10-31" } },
    view: fullView,
    statuses: { 201: "Đã phát hành" },
    faults: ["not-found", "field-invalid", "field-missing", "agency-not-yours", "reason-missing", "move-illegal"],
    handle: async ({ needs, access, body: { reason, ...asked } }) => {
      const issued = await needs.service.issueReport(given(asked), reason, access);
      return { status: 201, location: `/api/v1/reports/${issued.report.id}`, view: viewFull(issued) };
    },
  }),
  reading({
    id: "listReports",
    callers: BOOK_READERS,
    path: "/reports",
    tag,
    summary: "Báo cáo đã phát hành, mới nhất trước",
    query: z.strictObject(paging),
    view: issuedPage,
    handle: async ({ needs, access, query }) => {
      const { rows, next } = await needs.service.issuedReports(given(query), access);
      return { items: rows.map(viewIssued), next };
    },
  }),
  reading({
    id: "getReport",
    callers: BOOK_READERS,
    path: "/reports/{id}",
    tag,
    summary: "Một báo cáo đã phát hành",
    params: idParameter,
    view: fullView,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => viewFull(await needs.service.issuedReport(reportId(params.id), access)),
  }),
  exporting({
    id: "printReport",
    callers: BOOK_READERS,
    path: "/reports/{id}/file",
    tag,
    summary: "Báo cáo đã phát hành dạng CSV, xlsx hoặc PDF",
    params: idParameter,
    query: z.strictObject({ format: formatQuery }),
    faults: ["not-found"],
    handle: async ({ needs, access, params, query, response }) => {
      await sendPrinted(response, await needs.service.printIssuedReport(reportId(params.id), query.format, access));
    },
  }),
  reading({
    id: "verifyReport",
    callers: BOOK_READERS,
    path: "/reports/{id}/verification",
    tag,
    summary: "Kiểm tra báo cáo: mã kiểm tra, đếm lại mọi con số, và đối chiếu với nhật ký",
    description: "Đếm lại từng lượt gửi như lúc phát hành, không qua số cộng sẵn; báo cáo năm của một triệu lượt mất chừng nửa phút.",
    params: idParameter,
    view: verificationView,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => viewVerification(await needs.service.verifyReport(reportId(params.id), access)),
  }),
];

function viewIssued(report: Omit<IssuedReport, "content">): z.input<typeof issuedView> {
  const { agencyCode, agencyName, journalPosition: _position, factChange: _change, issuedAt, ...rest } = report;
  return { ...rest, agency: { code: agencyCode, name: agencyName }, issuedAt: vietnamTime(issuedAt) };
}

function viewFull({ report, content }: IssuedView): z.input<typeof fullView> {
  return { report: viewIssued(report), content: viewContent(content) };
}

function viewContent({ tables, ...content }: ReportContent): z.input<typeof contentView> {
  return { ...content, tables: Object.fromEntries(Object.entries(tables).map(([dimension, rows]) => [dimension, [...rows]])) };
}

function viewSeries({ points, failingPeers, ...series }: Series): z.input<typeof seriesView> {
  return { ...series, points: [...points], failingPeers: [...failingPeers] };
}

function viewVerification({ reported, replayed, differences, ...verdict }: Verification): z.input<typeof verificationView> {
  return { ...verdict, differences: [...differences], reported: { ...reported }, replayed: { ...replayed } };
}

function reportId(text: string): ReportId {
  return idOf<ReportId>("report", text);
}
