import { Option, type Command } from "commander";
import type { Priority } from "#edxml";
import type { Explanation } from "../../core/calendar/index.ts";
import { capital } from "../../core/calendar/say.ts";
import type { TimeQuestion } from "../../core/calendar/service.ts";
import { readAgency } from "../given-agency.ts";
import { UsageFault } from "../usage-fault.ts";
import { answering, verb, type Answer, type Run } from "../verb.ts";
import { isoInVietnam, readInstant } from "../vietnam-time.ts";
import { withHouse } from "../with-house.ts";

const WHATS = ["receipt", "send", "acknowledge", "register", "minutes"] as const;
const URGENCIES: Readonly<Record<string, Priority>> = { thuong: 0, khan: 1, "thuong-khan": 2, "hoa-toc": 3 };

interface Options {
  readonly agency: string;
  readonly until?: string;
  readonly urgency: string;
  readonly calendarVersion?: string;
}

/** Diễn giải một phép tính theo lịch đang có hiệu lực của cổng, kể cả đính chính. */
export function explainVerb(run: Run): Command {
  const command = verb(
    "explain",
    "diễn giải một phép tính thời gian từng bước, kèm điều khoản, theo lịch của cổng (kể cả đính chính)",
    [
      "calendar explain receipt 2026-11-20T17:42 --agency H48",
      "calendar explain send 2026-11-23T16:50 --agency G22",
      "calendar explain register 2026-11-20T17:42 --agency H48.06",
      "calendar explain minutes 2026-11-20T08:00 --until 2026-11-25T09:00 --agency H48",
    ],
    "receipt: thời điểm tiếp nhận được tính; send: hạn gửi sau khi ký; acknowledge, register: hạn báo đã nhận, đăng ký;\nminutes: số phút làm việc giữa hai thời điểm. --calendar-version: tính như lúc lịch còn ở phiên bản cũ.",
  )
    .argument("<phép-tính>", WHATS.join(", "))
    .argument("<thời-điểm>", "giờ Việt Nam")
    .requiredOption("--agency <mã>", "mã định danh cơ quan")
    .option("--until <thời-điểm>", "thời điểm cuối của minutes")
    .addOption(new Option("--urgency <mức>", "độ khẩn của send").choices(Object.keys(URGENCIES)).default("thuong"))
    .option("--calendar-version <phiên-bản>", "ghi ở cuối mỗi kết quả cũ");
  return answering(run, command, async () => {
    const [what = "", at = ""] = command.args;
    const question = questionOf(what, at, command.opts<Options>());
    return answerOf(await withHouse((house) => house.service.explainTime(question)));
  });
}

function questionOf(text: string, at: string, { agency, until, urgency, calendarVersion }: Options): TimeQuestion {
  const what = WHATS.find((each) => each === text);
  if (what === undefined) throw new UsageFault(`không có phép tính “${text.slice(0, 20)}”; chọn một trong ${WHATS.join(", ")}`);
  const base = { agency: readAgency(agency), at: readInstant(at), ...(calendarVersion !== undefined && { version: calendarVersion }) };
  if (what === "send") return { ...base, what, urgency: URGENCIES[urgency] ?? 0 };
  if (what !== "minutes") return { ...base, what };
  if (until === undefined) throw new UsageFault("minutes cần --until <thời-điểm>");
  return { ...base, what, until: readInstant(until) };
}

function answerOf(explanation: Explanation): Answer {
  const { at, steps, sentence, calendarId, calendarVersion, provisional } = explanation;
  const lines = [capital(sentence), ...steps.map((step, i) => `  ${i + 1}. ${step}`), `  Lịch ${calendarId}, phiên bản ${calendarVersion}, giờ Việt Nam (UTC+7).${provisional ? " Kết quả tạm tính, sẽ được tính lại khi lịch được xác nhận." : ""}`];
  return { json: { ...explanation, at: at === null ? null : isoInVietnam(at) }, text: lines.join("\n") };
}
