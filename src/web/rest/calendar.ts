import { z } from "zod";
import type { LocalDate, Priority } from "#edxml";
import { SIGNED_IN } from "../../core/accounts/callers.ts";
import { actorName } from "../../core/access.ts";
import { localDateOf, type Correction, type Day, type Explanation } from "../../core/calendar/index.ts";
import { correctionSchema } from "../../core/calendar/correction-command.ts";
import { describeDay, sayDoubt } from "../../core/calendar/say.ts";
import type { TimeQuestion } from "../../core/calendar/service.ts";
import { FieldsRefused } from "../../core/fault.ts";
import { vietnamTime, vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import { doing, reading, type Operation } from "./operation.ts";
import { given, momentParameter } from "./parameters.ts";
import { instant, maybeInstant } from "./schemas.ts";

const tag = "Lịch làm việc";

const calendarName = { id: z.string().meta({ description: "Cơ quan có dòng lịch gần nhất, hoặc VN", example: "H48" }), version: z.string().meta({ description: "Phiên bản lịch; `.cN` là sau đính chính thứ N", example: "2026-11-21+3fa9c1d20b7e.c1" }) };
const explanationView = z
  .object({
    at: maybeInstant.meta({ description: "Thời điểm tính được; null khi kết quả là số phút" }),
    minutes: z.number().nullable().meta({ description: "Số phút làm việc; null khi kết quả là thời điểm" }),
    sentence: z.string().meta({ description: "Kết quả và căn cứ trong một câu" }),
    steps: z.array(z.string()).meta({ description: "Từng bước tính, kèm điều khoản và nguồn" }),
    citation: z.string(),
    provisional: z.boolean().meta({ description: "true: lịch chưa chốt, kết quả còn có thể đổi" }),
    calendar: z.object(calendarName),
  })
  .meta({ id: "TimeExplanation", description: "Diễn giải một phép tính thời gian" });

const dayView = z.object({
  date: z.string().meta({ format: "date" }),
  works: z.boolean(),
  sessions: z.array(z.object({ from: z.string(), to: z.string() })),
  kind: z.string().meta({ description: "weekly, weekend, holiday, substitute, swap_off, swap_work, override, no-hours" }),
  text: z.string(),
  source: z.string(),
  hoursState: z.enum(["confirmed", "reported", "assumed"]).meta({ description: "Giờ hành chính: do cơ quan công bố, theo nguồn thứ cấp, hay mặc định" }),
  doubts: z.array(z.string()).meta({ description: "Điều chưa chốt về ngày này" }),
  waits: z.boolean().meta({ description: "Ngày này có đề xuất chờ người quyết định (action decide)" }),
  yearOpen: z.boolean().meta({ description: "Cả năm chưa được xác nhận là đã đủ thông báo lịch nghỉ, hoán đổi (action year)" }),
});
const daysView = z.object({ agency: z.string(), calendar: z.object(calendarName), items: z.array(dayView) }).meta({ id: "CalendarDays" });

const correctionView = z
  .object({
    position: z.string(),
    at: instant,
    by: z.string(),
    reason: z.string(),
    scope: z.string().meta({ description: "Cơ quan; chuỗi rỗng là cả nước" }),
    from: z.string().meta({ format: "date" }),
    to: z.string().nullable().meta({ format: "date" }),
    version: z.string(),
    rows: z.array(z.record(z.string(), z.unknown())),
    rederivedAt: maybeInstant.meta({ description: "Đã tính lại xong những gì bị ảnh hưởng; giá trị trước được giữ bên cạnh" }),
  })
  .meta({ id: "Correction", description: "Một lần đính chính lịch" });
const correctionsView = z.object({ version: z.string(), items: z.array(correctionView) }).meta({ id: "Corrections" });

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const dayParameter = z
  .string()
  .refine((text) => DAY.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)), { error: "Cần là ngày YYYY-MM-DD" })
  .transform((text) => text as LocalDate)
  .meta({ override: { type: "string", format: "date", example: "2026-11-23" } });
const agency = z.string().trim().min(1).max(50).meta({ description: "Mã định danh cơ quan", example: "H48" });
const URGENCIES: Readonly<Record<"thuong" | "khan" | "thuong-khan" | "hoa-toc", Priority>> = { thuong: 0, khan: 1, "thuong-khan": 2, "hoa-toc": 3 };

export const calendarOperations: readonly Operation[] = [
  reading({
    id: "explainTime",
    callers: SIGNED_IN,
    path: "/calendar/explain",
    tag,
    summary: "Diễn giải một phép tính thời gian, từng bước, kèm điều khoản",
    description: "receipt: thời điểm tiếp nhận được tính; send: hạn gửi sau khi ký lúc `at`; acknowledge, register: hạn báo đã nhận, đăng ký của văn bản tới lúc `at`; minutes: số phút làm việc từ `at` đến `until`.",
    query: z.strictObject({
      what: z.enum(["receipt", "send", "acknowledge", "register", "minutes"], { error: "Một trong receipt, send, acknowledge, register, minutes" }),
      agency,
      at: momentParameter.unwrap().meta({ description: "Thời điểm cần tính" }),
      until: momentParameter.meta({ description: "Chỉ với what=minutes" }),
      urgency: z.enum(["thuong", "khan", "thuong-khan", "hoa-toc"]).default("thuong").meta({ description: "Chỉ với what=send" }),
      version: z.string().max(100).optional().meta({ description: "Tính theo một phiên bản lịch cũ" }),
    }),
    view: explanationView,
    faults: ["not-found", "field-invalid"],
    handle: async ({ needs, query }) => viewExplanation(await needs.service.explainTime(questionOf(query))),
  }),
  reading({
    id: "listCalendarDays",
    callers: SIGNED_IN,
    path: "/calendar/days",
    tag,
    summary: "Lịch từng ngày của một cơ quan",
    description: "Mỗi ngày: giờ làm việc, vì sao, căn cứ, và điều chưa chốt. Tối đa 400 ngày.",
    query: z.strictObject({ agency, from: dayParameter.optional().meta({ description: "Bỏ trống: hôm nay" }), to: dayParameter.optional().meta({ description: "Bỏ trống: một tuần" }) }),
    view: daysView,
    faults: ["field-invalid"],
    handle: async ({ needs, query }) => {
      const from = query.from ?? localDateOf(needs.now());
      const { agency: code, calendarId, version, days } = await needs.service.calendarDays(query.agency, from, query.to ?? localDateOf(new Date(Date.parse(`${from}T00:00:00+07:00`) + 6 * 86_400_000)));
      return { agency: code, calendar: { id: calendarId, version }, items: days.map(viewDay) };
    },
  }),
  reading({
    id: "listCalendarCorrections",
    callers: SIGNED_IN,
    path: "/calendar/corrections",
    tag,
    summary: "Các lần đính chính lịch, cũ nhất trước",
    view: correctionsView,
    handle: async ({ needs }) => {
      const { version, corrections } = await needs.service.calendarCorrections();
      return { version, items: corrections.map(viewCorrection) };
    },
  }),
  doing({
    id: "correctCalendar",
    callers: ["system", "operator"],
    path: "/calendar/corrections",
    tag,
    summary: "Đính chính lịch: chốt ngày đề xuất, sửa ngày, giờ hành chính",
    description: "Mỗi lần đính chính tạo một phiên bản lịch mới; giá trị đã tính được tính lại thành giá trị mới có phiên bản, giá trị trước vẫn giữ. Khóa của cơ quan chỉ sửa được lịch riêng của cơ quan đó và đơn vị bên dưới; lịch cả nước do người vận hành cổng sửa (`lienthong calendar decide`).",
    json: { schema: correctionSchema, example: { action: "override", scope: "H48.06", date: "2026-11-28", sessions: [["07:30", "11:30"]], name: "trực giải quyết hồ sơ", source: "Thông báo 12/TB-SNV ngày 20/11/2026", reason: "trực thứ Bảy" } },
    statuses: { 201: "Đã đính chính, đây là phiên bản mới" },
    view: correctionView,
    faults: ["agency-not-yours", "field-invalid"],
    handle: async ({ needs, access, body }) => ({ status: 201, view: viewCorrection(await needs.service.correctCalendar(body, access)) }),
  }),
];

interface Asked {
  readonly what: TimeQuestion["what"];
  readonly agency: string;
  readonly at: Date;
  readonly until?: Date | undefined;
  readonly urgency: keyof typeof URGENCIES;
  readonly version?: string | undefined;
}

function questionOf({ what, at, until, urgency, ...asked }: Asked): TimeQuestion {
  const base = given(asked) as Pick<TimeQuestion, "agency" | "version">;
  if (what === "minutes") {
    if (until === undefined) throw new FieldsRefused([{ field: "/query/until", code: "field-missing", message: "Cần thời điểm cuối (until) để đếm số phút làm việc.", rule: "docs/working-hours.md" }]);
    return { ...base, what, at, until };
  }
  return what === "send" ? { ...base, what, at, urgency: URGENCIES[urgency] } : { ...base, what, at };
}

export function viewExplanation({ at, calendarId, calendarVersion, steps, ...said }: Explanation): z.input<typeof explanationView> {
  return { ...said, at: vietnamTimeOrNull(at), steps: [...steps], calendar: { id: calendarId, version: calendarVersion } };
}

function viewDay(day: Day): z.input<typeof dayView> {
  return {
    date: day.date,
    works: day.sessions.length > 0,
    sessions: day.sessions.map(({ from, to }) => ({ from: clock(from), to: clock(to) })),
    kind: day.cause.kind,
    text: describeDay(day),
    source: day.cause.source,
    hoursState: day.hoursState,
    doubts: day.doubts.map(sayDoubt),
    waits: day.doubts.some(({ kind }) => kind === "row"),
    yearOpen: day.doubts.some(({ kind }) => kind === "year"),
  };
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

export function viewCorrection({ at, actor, rows, rederivedAt, ...correction }: Correction): z.input<typeof correctionView> {
  return { ...correction, at: vietnamTime(at), by: actorName(actor), rows: rows.map((row) => ({ ...row })), rederivedAt: vietnamTimeOrNull(rederivedAt) };
}
