import type { Command } from "commander";
import { loadCalendarData } from "#config";
import { canonicalOrganId, type OrganId, type Priority } from "#edxml";
import { buildCalendars, effectiveReceipt, explain, explainBriefly, localDateOf, sendDeadline } from "../core/calendar/index.ts";
import { sayInstant } from "../core/calendar/say.ts";
import type { Calendar } from "../core/calendar/calendar.ts";
import { withHouse } from "./with-house.ts";
import { correctionVerbs } from "./calendar/correct.ts";
import { explainVerb } from "./calendar/explain.ts";
import { readAgency } from "./given-agency.ts";
import { columns } from "./layout.ts";
import { UsageFault } from "./usage-fault.ts";
import { isoInVietnam, readInstant } from "./vietnam-time.ts";
import { answering, group, verb, type Answer, type Run } from "./verb.ts";

const SHIPPED = ["--shipped", "chỉ theo tệp lịch của bản phần mềm này, không kể đính chính, không cần cơ sở dữ liệu"] as const;
const AGENCY = ["--agency <mã>", "mã định danh cơ quan, dạng mới (H48.06) hoặc cũ (000.00.06.H48)"] as const;

export function calendarVerbs(run: Run): Command {
  const verbs = group("calendar", "lịch làm việc: diễn giải phép tính, đính chính, thời điểm tiếp nhận được tính, hạn gửi");
  for (const command of [explainVerb(run), effective(run), deadline(run), ...correctionVerbs(run)]) verbs.addCommand(command);
  return verbs;
}

function effective(run: Run): Command {
  const command = verb(
    "effective",
    "tính thời điểm tiếp nhận theo giờ hành chính, kèm giải thích",
    ['calendar effective 2026-11-20T17:42 --agency H48', 'calendar effective "20/11/2026 17:42" --agency H48.06 --json'],
    "Văn bản đến ngoài giờ hành chính được tính từ giờ hành chính kế tiếp ở nơi có quy định (Quảng Ngãi: QĐ 57/2014/QĐ-UBND Đ.11.2);\nnơi không có quy định thì giữ nguyên thời điểm đến.\nKể cả đính chính của cổng này; diễn giải từng bước: calendar explain receipt.",
  )
    .argument("<thời-điểm>", "lúc văn bản tới hệ thống của bên nhận, giờ Việt Nam")
    .requiredOption(...AGENCY)
    .option(...SHIPPED);
  return answering(run, command, async () => {
    const { agency, shipped } = command.opts<{ agency: string; shipped?: boolean }>();
    const receivedAt = readInstant(command.args[0] ?? "");
    const organId = readAgency(agency);
    return answerEffective(receivedAt, organId, await calendarOf(organId, receivedAt, shipped ?? false));
  });
}

/** As the gateway computes it, corrections included; `shipped`: by the files of this release, without a database. */
async function calendarOf(organId: OrganId, at: Date, shipped: boolean): Promise<Calendar> {
  if (shipped) return buildCalendars(loadCalendarData()).for(organId, localDateOf(at));
  return withHouse((house) => Promise.resolve(house.calendars.for(organId, localDateOf(at))));
}

function answerEffective(receivedAt: Date, organId: OrganId, calendar: Calendar): Answer {
  const result = effectiveReceipt(receivedAt, calendar);
  return {
    json: {
      agency: canonicalOrganId(organId),
      receivedAt: isoInVietnam(result.receivedAt),
      effectiveAt: isoInVietnam(result.effectiveAt),
      kind: result.kind,
      provisional: result.provisional,
      calendar: { id: result.calendarId, version: result.calendarVersion },
      rule: calendar.receiptRule,
      explanation: explainBriefly(result),
    },
    text: capital(explain(result)),
  };
}

const URGENCIES: Readonly<Record<string, Priority>> = { thuong: 0, khan: 1, "thuong-khan": 2, "hoa-toc": 3 };

function deadline(run: Run): Command {
  const command = verb("deadline", "tính hạn gửi văn bản sau khi ký", ["calendar deadline 2026-11-20T16:50 --agency G22", "calendar deadline 2026-11-20T16:50 --agency G22 --urgency hoa-toc"])
    .argument("<thời-điểm>", "lúc ký số của cơ quan, giờ Việt Nam")
    .requiredOption(...AGENCY)
    .option("--urgency <mức>", "độ khẩn: thuong, khan, thuong-khan, hoa-toc", "thuong")
    .option(...SHIPPED);
  return answering(run, command, async () => {
    const { agency, urgency: urgencyName, shipped } = command.opts<{ agency: string; urgency: string; shipped?: boolean }>();
    const urgency = URGENCIES[urgencyName];
    if (urgency === undefined) throw new UsageFault(`độ khẩn “${urgencyName.slice(0, 20)}” không có; chọn một trong ${Object.keys(URGENCIES).join(", ")}`);
    const signedAt = readInstant(command.args[0] ?? "");
    const organId = readAgency(agency);
    return answerDeadline(signedAt, organId, urgency, await calendarOf(organId, signedAt, shipped ?? false));
  });
}

function answerDeadline(signedAt: Date, organId: OrganId, urgency: Priority, calendar: Calendar): Answer {
  const result = sendDeadline(signedAt, urgency, calendar);
  return {
    json: {
      agency: canonicalOrganId(organId),
      signedAt: isoInVietnam(result.signedAt),
      deadline: isoInVietnam(result.deadline),
      clericalLimit: isoInVietnam(result.clericalLimit),
      rule: result.rule,
      citation: result.citation,
      provisional: result.provisional,
      calendar: { id: result.calendarId, version: result.calendarVersion },
    },
    text: columns(
      [
        ["Ký số lúc", sayInstant(result.signedAt)],
        ["Gửi trước", `${sayInstant(result.deadline)} (${result.citation})`],
        ["Vi phạm công tác văn thư từ", sayInstant(result.clericalLimit)],
        ["Lịch", `${result.calendarId}, phiên bản ${result.calendarVersion}${result.provisional ? " (tạm tính: lịch chưa chốt)" : ""}`],
      ],
      "",
    ),
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
