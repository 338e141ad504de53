import { Option, type Command } from "commander";
import { DEADLINE_KINDS, DEADLINE_STATES, DEADLINE_STATE_WORDS, DEADLINE_WORDS, type DeadlineKind, type DeadlineState } from "../core/deadlines/deadline.ts";
import { sayLength } from "../core/calendar/index.ts";
import type { DeadlineQuestion, StandingDeadline } from "../core/deadlines/service.ts";
import { countOf } from "./agencies/count-of.ts";
import { readAgencyCode } from "./given-agency.ts";
import { columns } from "./layout.ts";
import { answering, group, verb, type Run } from "./verb.ts";
import { clerkTime, isoInVietnam } from "./vietnam-time.ts";
import { operatorAccess, withHouse } from "./with-house.ts";

interface Options {
  readonly agency?: string;
  readonly receiver?: string;
  readonly kind?: DeadlineKind;
  readonly state?: DeadlineState | "open";
  readonly within?: string;
  readonly limit: string;
  readonly after?: string;
}

/** Bảng theo dõi thời hạn. */
export function deadlineVerbs(run: Run): Command {
  return group("deadlines", "thời hạn gửi, báo đã nhận, đăng ký, xử lý, trả lời thu hồi: còn hạn, sắp đến hạn, quá hạn").addCommand(list(run)).addCommand(board(run));
}

function list(run: Run): Command {
  const command = filtered(verb("list", "từng việc, hạn gần nhất trước", ["deadlines list --state late", "deadlines list --agency H48 --within 60", "deadlines list --kind process --receiver H48.06"]))
    .addOption(new Option("--state <tình-trạng>", "mặc định: mọi việc chưa xong").choices(["open", ...DEADLINE_STATES]))
    .option("--after <con-trỏ>", "`next` của lần trước")
    .addOption(new Option("--limit <số>", "số việc, 1–1000").default("50"));
  return answering(run, command, async () => {
    const page = await withHouse((house) => house.service.deadlines(questionOf(command.opts<Options>()), operatorAccess()));
    const text = columns(page.rows.map((row) => [DEADLINE_STATE_WORDS[row.state], clerkTime(row.dueAt), left(row), DEADLINE_WORDS[row.kind], row.code, `${row.agencyCode} → ${row.receiverCode}`, row.provisional ? "(tạm tính)" : ""]), "");
    return { json: { deadlines: page.rows.map(jsonOf), next: page.next }, text: page.rows.length === 0 ? "Không có việc nào." : `${text}${page.next === null ? "" : `\n… còn nữa: --after ${page.next}`}` };
  });
}

function board(run: Run): Command {
  const command = filtered(verb("board", "số việc còn hạn, sắp đến hạn, quá hạn theo cơ quan và nơi nhận", ["deadlines board", "deadlines board --agency H48 --within 240"])).addOption(new Option("--limit <số>", "số dòng, 1–1000").default("100"));
  return answering(run, command, async () => {
    const lines = await withHouse((house) => house.service.deadlineBoard(questionOf(command.opts<Options>()), operatorAccess()));
    const rows = lines.map((line) => [line.agencyCode, line.receiverCode, DEADLINE_WORDS[line.kind], `quá hạn ${line.late}`, `sắp đến hạn ${line.near}`, `còn hạn ${line.onTime}`, `gần nhất ${clerkTime(line.nextDueAt)}`]);
    return { json: { lines: lines.map(({ nextDueAt, ...line }) => ({ ...line, nextDueAt: isoInVietnam(nextDueAt) })) }, text: lines.length === 0 ? "Không có việc nào chưa xong." : columns(rows, "") };
  });
}

function filtered(command: Command): Command {
  return command
    .option("--agency <mã>", "chỉ cơ quan này")
    .option("--receiver <mã>", "chỉ nơi nhận này")
    .addOption(new Option("--kind <loại>", "chỉ loại việc này").choices([...DEADLINE_KINDS]))
    .option("--within <phút>", "sắp đến hạn: còn không quá số phút làm việc này");
}

function questionOf({ agency, receiver, kind, state, within, limit, after }: Options): DeadlineQuestion {
  return {
    limit: countOf(limit, 1_000),
    ...(agency !== undefined && { agency: readAgencyCode(agency) }),
    ...(receiver !== undefined && { receiver: readAgencyCode(receiver) }),
    ...(kind !== undefined && { kind }),
    ...(state !== undefined && { state }),
    ...(within !== undefined && { withinMinutes: countOf(within, 9_999) }),
    ...(after !== undefined && { after }),
  };
}

function left({ minutesLeft, closedAt }: StandingDeadline): string {
  if (minutesLeft === null) return closedAt === null ? "" : `xong ${clerkTime(closedAt)}`;
  return minutesLeft < 0 ? `quá ${sayLength(-minutesLeft)}` : `còn ${sayLength(minutesLeft)}`;
}

function jsonOf({ openedAt, nearAt, dueAt, closedAt, nearToldAt, lateToldAt, ...deadline }: StandingDeadline): object {
  return { ...deadline, openedAt: isoInVietnam(openedAt), nearAt: isoInVietnam(nearAt), dueAt: isoInVietnam(dueAt), closedAt: closedAt && isoInVietnam(closedAt), nearToldAt: nearToldAt && isoInVietnam(nearToldAt), lateToldAt: lateToldAt && isoInVietnam(lateToldAt) };
}
