import type { Command } from "commander";
import { notFound } from "../../core/access.ts";
import { asId, type IncomingId } from "../../core/ids.ts";
import { paperDecisionSchema } from "../../core/policy/decide-paper.ts";
import type { PaperCopy } from "../../core/policy/ports.ts";
import { readInput } from "../../core/read-input.ts";
import { columns } from "../layout.ts";
import { answering, group, verb, type Run } from "../verb.ts";
import { operatorAccess, withHouse } from "../with-house.ts";

const MOST = 200;

/** Bản giấy đã hứa gửi kèm. */
export function paperVerbs(run: Run): Command {
  return group("papers", "bản giấy gửi kèm: còn chờ đối chiếu, xác nhận").addCommand(list(run)).addCommand(confirm(run));
}

function list(run: Run): Command {
  return answering(run, verb("list", "bản giấy đã hứa mà chưa đối chiếu, cũ nhất trước", ["policy papers list"]), async () => {
    const found = await withHouse((house) => house.service.papers({ limit: MOST }, operatorAccess()));
    return { json: { papers: found }, text: found.length === 0 ? "Không còn bản giấy nào chờ đối chiếu." : columns(found.map(paperRow), "") };
  });
}

function confirm(run: Run): Command {
  const command = verb("confirm", "xác nhận bản giấy của một văn bản đến", ['policy papers confirm 019aa9c4-6f00-7c3e-9f1a-0242ac120002 --person "Nguyễn Thị Lan"', 'policy papers confirm 019aa9c4-6f00-7c3e-9f1a-0242ac120002 --person "Nguyễn Thị Lan" --differs "thiếu phụ lục 2"'])
    .argument("<văn-bản-đến>", "mã văn bản đến do cổng cấp")
    .requiredOption("--person <họ-tên>", "người đối chiếu")
    .option("--differs <chỗ-khác>", "bản giấy khác bản điện tử ở đâu; bỏ trống: là một văn bản");
  return answering(run, command, async () => {
    const { person, differs } = command.opts<{ person: string; differs?: string }>();
    const text = command.args[0] ?? "";
    const id = asId<IncomingId>(text.toLowerCase());
    if (id === null) throw notFound("incoming document", text.slice(0, 100));
    const decision = readInput(paperDecisionSchema, { matches: differs === undefined, person, ...(differs !== undefined && { note: differs }) });
    const paper: PaperCopy = await withHouse((house) => house.service.confirmPaper(id, decision, operatorAccess()));
    return { json: paper, text: columns([paperRow(paper)], "") };
  });
}

function paperRow({ direction, documentId, senderCode, receiverCode, identityKey, state, person }: PaperCopy): string[] {
  const words = { promised: "chờ bản giấy", matched: "là một văn bản", mismatched: "khác bản điện tử" } as const;
  return [direction === "outgoing" ? "đi" : "đến", documentId, `${senderCode} → ${receiverCode}`, identityKey.split("|").slice(-2).join("/"), words[state], person ?? ""];
}
