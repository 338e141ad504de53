import { Option, type Command } from "commander";
import type { z } from "zod";
import { actorName } from "../../core/access.ts";
import { correctionSchema } from "../../core/calendar/correction-command.ts";
import type { Correction, RowChange } from "../../core/calendar/index.ts";
import { sayCause, sayDay } from "../../core/calendar/say.ts";
import { readInput } from "../../core/read-input.ts";
import { UsageFault } from "../usage-fault.ts";
import { answering, verb, type Answer, type Run } from "../verb.ts";
import { clerkTime, isoInVietnam } from "../vietnam-time.ts";
import { operatorAccess, withHouse } from "../with-house.ts";

const REASON = ["--reason <lý-do>", "ghi vào nhật ký"] as const;
const SOURCE = ["--source <căn-cứ>", "số, ngày của thông báo hoặc quyết định"] as const;

/** Các động từ đính chính lịch. */
export function correctionVerbs(run: Run): readonly Command[] {
  return [decideVerb(run), dayVerb(run), overrideVerb(run), hoursVerb(run), receiptRuleVerb(run), yearVerb(run), correctionsVerb(run)];
}

function decideVerb(run: Run): Command {
  const command = verb(
    "decide",
    "chốt ngày còn bỏ ngỏ (đề xuất hoán đổi, chờ thông báo): theo hay không theo; cả hai nửa của hoán đổi được chốt cùng lúc",
    ['calendar decide 2026-11-23 rejected --source "Công văn 1234/BNV-CVL ngày 22/11/2026" --reason "không hoán đổi"', 'calendar decide 2026-11-23 official --source "Thông báo 99/TB-BNV" --reason "đã có thông báo"'],
    "Mỗi lần đính chính tạo một phiên bản lịch mới. Giá trị đã tính được tính lại thành giá trị mới; giá trị trước vẫn giữ kèm phiên bản của nó.",
  )
    .argument("<ngày>", "YYYY-MM-DD")
    .argument("<quyết-định>", "official (theo) hoặc rejected (không theo)")
    .requiredOption(...SOURCE)
    .requiredOption(...REASON);
  return correcting(run, command, () => ({ action: "decide", date: command.args[0] ?? "", decision: command.args[1] as "official", ...command.opts<{ source: string; reason: string }>() }));
}

function dayVerb(run: Run): Command {
  const command = verb("day", "đặt hoặc sửa một ngày lễ, nghỉ bù, hoán đổi, làm bù của cả nước", ['calendar day 2026-11-23 swap_off --with 2026-11-28 --name "Ngày Văn hóa Việt Nam" --source "Thông báo 99/TB-BNV" --reason "hoán đổi"'])
    .argument("<ngày>", "YYYY-MM-DD")
    .argument("<loại>", "holiday, substitute, swap_off, swap_work")
    .option("--with <ngày>", "ngày đổi với, của swap_off và swap_work")
    .requiredOption("--name <dịp>", "dịp nghỉ")
    .requiredOption(...SOURCE)
    .requiredOption(...REASON);
  return correcting(run, command, () => {
    const { with: swappedWith, ...said } = command.opts<{ with?: string; name: string; source: string; reason: string }>();
    return { action: "day", date: command.args[0] ?? "", kind: command.args[1] as "holiday", ...said, ...(swappedWith !== undefined && { swappedWith }) };
  });
}

function overrideVerb(run: Run): Command {
  const command = verb("override", "lịch riêng của một cơ quan trong một ngày: trực, nghỉ bão", ['calendar override H48.06 2026-11-28 07:30-11:30 --name "trực thứ Bảy" --source "Thông báo 12/TB-SNV" --reason "trực"', 'calendar override H48 2026-10-12 --name "nghỉ bão số 9" --source "Công điện 05" --reason "bão"', "calendar override H48 2026-10-12 --withdraw --reason \"bão đổi hướng\""])
    .argument("<mã>", "cơ quan và các đơn vị bên dưới")
    .argument("<ngày>", "YYYY-MM-DD")
    .argument("[buổi...]", "HH:MM-HH:MM; không có buổi nào: nghỉ cả ngày")
    .option("--withdraw", "bỏ lịch riêng đã đặt")
    .option("--name <việc>", "việc")
    .option(...SOURCE)
    .requiredOption(...REASON);
  return correcting(run, command, () => {
    const [scope = "", date = "", ...sessions] = command.args;
    const { withdraw, name = "", source = "", reason } = command.opts<{ withdraw?: boolean; name?: string; source?: string; reason: string }>();
    return withdraw === true ? { action: "withdraw-override", scope, date, reason } : { action: "override", scope, date, sessions: sessions.map(sessionOf), name, source, reason };
  });
}

function hoursVerb(run: Run): Command {
  const command = verb("hours", "giờ hành chính của một tỉnh hoặc cơ quan, theo mùa nếu có", ['calendar hours H48 07:00-11:30 13:30-17:00 --from 2026-12-01 --source "Quyết định 77/QĐ-UBND" --reason "giờ của tỉnh"', 'calendar hours H48 07:00-11:30 13:30-17:00 --from 2026-12-01 --season 04-16..10-16 --source "Quyết định 77/QĐ-UBND" --reason "giờ mùa hè"'])
    .argument("<mã>", "cơ quan và các đơn vị bên dưới; VN là cả nước")
    .argument("<buổi...>", "HH:MM-HH:MM")
    .requiredOption("--from <ngày>", "có hiệu lực từ ngày YYYY-MM-DD")
    .option("--to <ngày>", "đến hết ngày")
    .option("--season <mùa>", "MM-DD..MM-DD, cả hai đầu")
    .addOption(new Option("--weekdays <thứ>", "1 là thứ Hai, 7 là Chủ nhật").default("1,2,3,4,5"))
    .requiredOption(...SOURCE)
    .requiredOption(...REASON);
  return correcting(run, command, () => {
    const [scope = "", ...sessions] = command.args;
    const { from, to, season, weekdays, source, reason } = command.opts<{ from: string; to?: string; season?: string; weekdays: string; source: string; reason: string }>();
    const [start = "", end = ""] = season?.split("..") ?? [];
    return {
      action: "hours",
      scope: scope === "VN" ? "" : scope,
      validFrom: from,
      ...(to !== undefined && { validTo: to }),
      ...(season !== undefined && { season: { from: start, to: end } }),
      sessions: sessions.map(sessionOf),
      weekdays: weekdays.split(",").map(Number),
      source,
      reason,
    };
  });
}

function receiptRuleVerb(run: Run): Command {
  const command = verb("receipt-rule", "quy tắc tính thời điểm nhận của một cơ quan: giữ nguyên, hay chuyển tới giờ hành chính kế tiếp", ['calendar receipt-rule H36 NEXT_OFFICE_HOURS --from 2026-12-01 --citation "Đ11.2 QĐ 57/2014" --source "Quyết định 77/QĐ-UBND ngày 20/11/2026" --reason "tỉnh ban hành quy định riêng"', 'calendar receipt-rule H48.06 NONE --from 2026-12-01 --citation "Đ2 QĐ 15/QĐ-SKHCN" --source "Quyết định 15/QĐ-SKHCN" --reason "trực 24/24"'])
    .argument("<mã>", "cơ quan và các đơn vị bên dưới")
    .argument("<quy-tắc>", "NONE (giữ nguyên) hoặc NEXT_OFFICE_HOURS (giờ hành chính kế tiếp)")
    .requiredOption("--from <ngày>", "có hiệu lực từ ngày YYYY-MM-DD")
    .requiredOption("--citation <điều-khoản>", "ghi ở mỗi giải thích, dạng ngắn")
    .requiredOption(...SOURCE)
    .requiredOption(...REASON);
  return correcting(run, command, () => {
    const { from, ...said } = command.opts<{ from: string; citation: string; source: string; reason: string }>();
    return { action: "receipt-rule", scope: command.args[0] ?? "", rule: command.args[1] as "NONE", validFrom: from, ...said };
  });
}

function yearVerb(run: Run): Command {
  const command = verb("year", "đánh dấu đã có đủ thông báo lịch nghỉ của một năm", ['calendar year 2027 complete --source "Thông báo 88/TB-BNV ngày 15/12/2026" --reason "đã nhập đủ"'])
    .argument("<năm>", "YYYY")
    .argument("<tình-trạng>", "complete hoặc pending")
    .requiredOption(...SOURCE)
    .requiredOption(...REASON);
  return correcting(run, command, () => ({ action: "year", year: Number(command.args[0]), state: command.args[1] as "complete", ...command.opts<{ source: string; reason: string }>() }));
}

function correctionsVerb(run: Run): Command {
  return answering(run, verb("corrections", "các lần đính chính lịch", ["calendar corrections"]), async () => {
    const { version, corrections } = await withHouse((house) => house.service.calendarCorrections());
    const text = corrections.length === 0 ? `Chưa đính chính lần nào. Phiên bản lịch: ${version}` : corrections.map(textOf).join("\n");
    return { json: { version, corrections: corrections.map(jsonOf) }, text };
  });
}

function correcting(run: Run, command: Command, read: () => z.input<typeof correctionSchema>): Command {
  return answering(run, command, async (): Promise<Answer> => {
    const wanted = readInput(correctionSchema, read());
    const made = await withHouse((house) => house.service.correctCalendar(wanted, operatorAccess()));
    return { json: jsonOf(made), text: `${textOf(made)}\nMáy chủ đang chạy dùng phiên bản này sau vài giây và tính lại những gì bị ảnh hưởng.` };
  });
}

function sessionOf(text: string): [string, string] {
  const [from, to, ...rest] = text.split("-");
  if (from === undefined || to === undefined || rest.length > 0) throw new UsageFault(`“${text.slice(0, 20)}” không có dạng HH:MM-HH:MM`);
  return [from, to];
}

function textOf({ position, at, actor, reason, rows, scope, version, rederivedAt }: Correction): string {
  const done = rederivedAt === null ? "đang tính lại" : `tính lại xong ${clerkTime(rederivedAt)}`;
  return [`Đính chính ${position}  ${clerkTime(at)}  ${actorName(actor)}  ${scope || "cả nước"}: ${reason}`, ...rows.map((row) => `    ${sayRow(row)}`), `    phiên bản ${version}, ${done}`].join("\n");
}

function sayRow(change: RowChange): string {
  switch (change.what) {
    case "day":
      return `${sayDay(change.row.date)}: ${sayCause(change.row)} — ${change.row.state === "rejected" ? "không theo" : "theo"} (${change.row.source})`;
    case "override":
      return `${sayDay(change.row.date)}: ${change.row.name}, ${change.row.sessions.length === 0 ? "nghỉ cả ngày" : change.row.sessions.map((session) => session.join("–")).join(", ")} (${change.row.source})`;
    case "override-withdrawn":
      return `${sayDay(change.date)}: bỏ lịch riêng`;
    case "hours":
      return `giờ hành chính từ ${change.row.validFrom}: ${(Object.values(change.row.weekly)[0] ?? []).map((session) => session.join("–")).join(", ")} (${change.row.source})`;
    case "receipt-rule":
      return `quy tắc tính thời điểm nhận từ ${change.row.validFrom}: ${change.row.rule}, ${change.row.citation}`;
    case "year":
      return `năm ${change.row.year}: ${change.row.state === "complete" ? "đã đủ thông báo" : "chưa đủ thông báo"} (${change.row.source})`;
  }
}

function jsonOf({ at, actor, rederivedAt, ...correction }: Correction): object {
  return { ...correction, at: isoInVietnam(at), by: actorName(actor), rederivedAt: rederivedAt && isoInVietnam(rederivedAt) };
}
