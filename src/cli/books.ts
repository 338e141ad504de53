import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { Option, type Command } from "commander";
import { parseLocalDate, type LocalDate } from "#edxml";
import { asId, type NoticeId, type ReportId } from "../core/ids.ts";
import { notFound } from "../core/access.ts";
import { noticeCommandSchema } from "../core/notices/notice.ts";
import { REGISTER_KINDS, type RegisterKind } from "../core/registers/register-kind.ts";
import { PERIOD_KINDS, type PeriodKind } from "../core/reports/period.ts";
import { PRINT_FORMATS, type PrintedFile, type PrintFormat } from "../core/reports/printout.ts";
import { readInput } from "../core/read-input.ts";
import { DIMENSIONS } from "../core/reports/report-ports.ts";
import type { Verification } from "../core/reports/verify-report.ts";
import { EXIT } from "./exit-codes.ts";
import { columns } from "./layout.ts";
import { UsageFault } from "./usage-fault.ts";
import { answering, group, verb, type Answer, type Run } from "./verb.ts";
import { clerkTime, isoInVietnam } from "./vietnam-time.ts";
import { operatorAccess, withHouse } from "./with-house.ts";

interface Books {
  readonly agency: string;
  readonly tree?: boolean;
  readonly period?: PeriodKind;
  readonly on?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Sổ, báo cáo và thông báo. */
export function bookVerbs(run: Run): readonly Command[] {
  return [registerVerb(run), group("report", "báo cáo tình hình gửi, nhận").addCommand(numbers(run)).addCommand(issue(run)).addCommand(verify(run)), group("notice", "thông báo sự cố, bảo trì").addCommand(announce(run)).addCommand(end(run))];
}

function overPeriod(command: Command): Command {
  return command
    .requiredOption("--agency <mã>", "mã định danh cơ quan")
    .option("--tree", "gồm cả cơ quan trực thuộc")
    .addOption(new Option("--period <kỳ>", "ngày, tuần, tháng, quý, nửa năm, năm").choices(PERIOD_KINDS))
    .option("--on <ngày>", "một ngày trong kỳ, YYYY-MM-DD; mặc định hôm nay")
    .option("--from <ngày>", "từ ngày, thay cho --period")
    .option("--to <ngày>", "đến hết ngày");
}

function asked({ agency, tree = false, period, on, from, to }: Books) {
  const day = (text: string | undefined): LocalDate | undefined => (text === undefined ? undefined : parseLocalDate(text));
  return { agency, tree, period, on: day(on), from: day(from), to: day(to) };
}

function registerVerb(run: Run): Command {
  const command = overPeriod(
    verb("register", "in sổ đăng ký văn bản đi, đến, theo dõi giải quyết, gửi không thành công, gửi bản giấy", ["register outgoing so-di.pdf --agency H48 --period month --on 2026-11-30", "register incoming so-den.xlsx --agency H48.06 --from 2026-11-01 --to 2026-11-15"], "Mẫu NĐ 30/2020 Phụ lục IV. Đuôi tệp chọn dạng: .csv, .xlsx, .pdf (A4 ngang, có bìa)."),
  )
    .argument("<sổ>", REGISTER_KINDS.join(", "))
    .argument("<tệp>", "tệp sẽ ghi; không ghi đè tệp đã có");
  return answering(run, command, async () => {
    const [kindText = "", path = ""] = command.args;
    const kind = REGISTER_KINDS.find((known): known is RegisterKind => known === kindText);
    if (kind === undefined) throw new UsageFault(`không có sổ “${kindText.slice(0, 30)}”; chọn một trong ${REGISTER_KINDS.join(", ")}`);
    const format = formatOf(path);
    return await withHouse(async (house) => await saved(path, await house.service.printRegister(kind, asked(command.opts<Books>()), format, operatorAccess())));
  });
}

function numbers(run: Run): Command {
  const command = overPeriod(verb("print", "in số liệu một kỳ, không phát hành", ["report print bao-cao.pdf --agency H48 --tree --period quarter --on 2026-09-30"])).argument("<tệp>", ".csv, .xlsx hoặc .pdf; không ghi đè");
  return answering(run, command, async () => {
    const path = command.args[0] ?? "";
    const format = formatOf(path);
    return await withHouse(async (house) => await saved(path, await house.service.printStatistics(asked(command.opts<Books>()), DIMENSIONS, format, operatorAccess())));
  });
}

function issue(run: Run): Command {
  const command = overPeriod(verb("issue", "phát hành báo cáo: chốt số liệu kèm mã kiểm tra", ["report issue --agency H48 --tree --period month --on 2026-10-31"])).option("--reason <lý-do>", "bắt buộc khi kỳ này đã phát hành");
  return answering(run, command, async () => {
    const { reason = null, ...books } = command.opts<Books & { reason?: string }>();
    const { report, content } = await withHouse((house) => house.service.issueReport(asked(books), reason, operatorAccess()));
    const { outgoing, incoming } = content.total;
    return {
      json: { ...report, issuedAt: isoInVietnam(report.issuedAt), total: content.total },
      text: `Đã phát hành báo cáo ${content.period.name} của ${report.agencyName}, lần ${report.version}.\n${columns([
        ["mã báo cáo", report.id],
        ["mã kiểm tra", report.digest],
        ["văn bản đi", `${outgoing.documents}, ${outgoing.exchanges} lượt gửi, đúng hạn ${outgoing.onTime}, trễ ${outgoing.late}, không thành công ${outgoing.failed}`],
        ["văn bản đến", `${incoming.documents}, tiếp nhận ${incoming.accepted}, từ chối ${incoming.refused}`],
      ])}`,
    };
  });
}

function verify(run: Run): Command {
  const command = verb("verify", "kiểm tra báo cáo đã phát hành: mã kiểm tra, đếm lại mọi con số, đối chiếu nhật ký", ["report verify 019aa9c4-6f00-7c3e-9f1a-0242ac120002"], "Không khớp: mã thoát 4.").argument("<mã-báo-cáo>", "do cổng cấp khi phát hành");
  return answering(run, command, async () => {
    const id = asId<ReportId>(command.args[0] ?? "");
    if (id === null) throw notFound("report", (command.args[0] ?? "").slice(0, 100));
    const verification = await withHouse((house) => house.service.verifyReport(id, operatorAccess()));
    return { json: verification, text: sayVerification(verification), ...(!verification.matches && { exitCode: EXIT.trust }) };
  });
}

const SHOWN_DIFFERENCES = 20;

function sayVerification(found: Verification): string {
  if (found.matches) return found.recounted ? "Báo cáo đúng như khi phát hành: mọi con số đếm lại đều khớp, và khớp với nhật ký." : "Báo cáo đúng mã kiểm tra. Nó được phát hành trước khi cổng giữ lại những gì đã đếm, nên không đếm lại được.";
  const lines = [
    ...(found.digestMatches ? [] : ["Số liệu không đúng mã kiểm tra lúc phát hành."]),
    ...(found.differing === 0 ? [] : [`${found.differing} con số không khớp khi đếm lại:`]),
    ...found.differences.slice(0, SHOWN_DIFFERENCES).map(({ where, reported, recounted }) => `  ${where}: báo cáo ${reported ?? "không có"}, đếm lại ${recounted ?? "không có"}`),
    ...(found.differing > SHOWN_DIFFERENCES ? [`  … xem đủ bằng --json (tối đa ${found.differences.length})`] : []),
    ...(found.disagreeing === 0 ? [] : [`${found.disagreeing} lượt gửi hoặc văn bản đến có kết quả khác với nhật ký.`]),
  ];
  return `Báo cáo KHÔNG khớp, không dùng được làm căn cứ.\n${lines.join("\n")}`;
}

function announce(run: Run): Command {
  const command = verb(
    "issue",
    "thông báo sự cố hoặc bảo trì, đủ năm nội dung",
    ['notice issue --kind incident --agency H48 --number 07/TB-VP --what "Mất kết nối Trục" --from 2026-11-20T08:30:00+07:00 --meanwhile "Văn bản khẩn gửi bản giấy" --afterwards "Cập nhật khi có lại" --signer "Chánh Văn phòng"'],
  )
    .addOption(new Option("--kind <loại>", "sự cố hoặc bảo trì").choices(["incident", "maintenance"]).makeOptionMandatory())
    .requiredOption("--agency <mã>", "cơ quan ra thông báo")
    .requiredOption("--number <số>", "số, ký hiệu thông báo")
    .requiredOption("--what <nội-dung>", "sự cố, hoặc việc bảo trì")
    .requiredOption("--from <thời-điểm>", "tạm dừng từ, ISO 8601 có múi giờ")
    .option("--until <thời-điểm>", "dùng lại từ; bắt buộc với bảo trì")
    .requiredOption("--meanwhile <biện-pháp>", "biện pháp tạm thời")
    .requiredOption("--afterwards <biện-pháp>", "biện pháp cập nhật văn bản khi dùng lại")
    .option("--contact <người...>", "người được báo: thủ trưởng, Sở")
    .requiredOption("--signer <người>", "người ký");
  return answering(run, command, async () => {
    const { kind, agency, number, what, from, until, meanwhile, afterwards, contact, signer } = command.opts<Readonly<Record<string, string>> & { readonly contact?: string[] }>();
    const body = readInput(noticeCommandSchema, { kind, agency, number, what, suspendedFrom: from, resumesAt: until ?? null, temporaryMeasures: meanwhile, backfillMeasures: afterwards, contacts: contact ?? [], signer });
    const notice = await withHouse((house) => house.service.issueNotice(body, operatorAccess()));
    return { json: { id: notice.id, agencies: notice.agencies }, text: `Đã thông báo tới ${notice.agencies.length} cơ quan (mã ${notice.id}).\nKhi hoạt động lại: lienthong notice end ${notice.id} --remedy "…"` };
  });
}

function end(run: Run): Command {
  const command = verb("end", "hệ thống hoạt động lại", ['notice end 019aa9c4-6f00-7c3e-9f1a-0242ac120002 --remedy "Thay ổ đĩa"']).argument("<mã-thông-báo>", "do cổng cấp").requiredOption("--remedy <cách>", "cách khắc phục");
  return answering(run, command, async () => {
    const id = asId<NoticeId>(command.args[0] ?? "");
    if (id === null) throw notFound("notice", (command.args[0] ?? "").slice(0, 100));
    const notice = await withHouse((house) => house.service.endNotice(id, { remedy: command.opts<{ remedy: string }>().remedy }, operatorAccess()));
    return { json: { id, resumedAt: notice.resumedAt }, text: `Đã ghi nhận hoạt động lại${notice.resumedAt === null ? "" : ` lúc ${clerkTime(notice.resumedAt)}`}.` };
  });
}

function formatOf(path: string): PrintFormat {
  const format = PRINT_FORMATS.find((known) => path.endsWith(`.${known}`));
  if (format === undefined) throw new UsageFault(`tệp phải có đuôi ${PRINT_FORMATS.map((known) => `.${known}`).join(", ")}`);
  return format;
}

async function saved(path: string, file: PrintedFile): Promise<Answer> {
  await pipeline(file.bytes, createWriteStream(path, { flags: "wx", mode: 0o600 })).catch((cause: unknown) => {
    const code = cause instanceof Error && "code" in cause ? cause.code : null;
    throw code === "EEXIST" ? new UsageFault(`tệp ${path} đã có`, cause) : cause;
  });
  return { json: { path, contentType: file.contentType }, text: `Đã in ra ${path}.` };
}
