import type { Command } from "commander";
import { asId } from "../core/ids.ts";
import type { HeldDocument } from "../core/hold/held.ts";
import { holdDecisionSchema } from "../core/hold/hold.ts";
import { readInput } from "../core/read-input.ts";
import type { GatewayService } from "../core/service.ts";
import { columns } from "./layout.ts";
import { UsageFault } from "./usage-fault.ts";
import { answering, group, verb, type Run } from "./verb.ts";
import { clerkTime, isoInVietnam } from "./vietnam-time.ts";
import { operatorAccess, withHouse } from "./with-house.ts";

/** Văn bản tạm giữ vì thấy dấu mật, có mã độc hoặc chưa quét được. */
export function heldVerbs(run: Run): Command {
  return group("held", "văn bản tạm giữ vì thấy dấu mật hoặc mã độc").addCommand(list(run)).addCommand(decide(run, "release")).addCommand(decide(run, "discard"));
}

const MOST = 100;

function list(run: Run): Command {
  return answering(run, verb("list", "các văn bản đi, đến đang tạm giữ và lý do", ["held list"]), async () => {
    const { rows, next } = await withHouse(({ service }) => service.listHeld({ limit: MOST }, operatorAccess()));
    const text = rows.map((row) => `${row.document.id}\n${columns(rowsOf(row))}`);
    if (next !== null) text.push(`… còn nữa, đây là ${MOST} văn bản mới nhất`);
    return { json: { documents: rows.map(view), more: next !== null }, text: rows.length === 0 ? "Không có văn bản nào đang tạm giữ." : text.join("\n") };
  });
}

const VERBS = {
  release: { summary: "cho văn bản tạm giữ đi tiếp, sau khi đã xem", example: "đã xem: dấu ở mẫu biểu minh họa, văn bản không mật", done: "được đi tiếp", call: (service: GatewayService) => service.releaseHeld.bind(service) },
  discard: { summary: "hủy văn bản tạm giữ: nội dung bị xóa, chỉ còn dấu vết", example: "văn bản có dấu mật, chuyển gửi theo đường mật", done: "đã hủy; nội dung bị xóa", call: (service: GatewayService) => service.discardHeld.bind(service) },
} as const;

function decide(run: Run, name: keyof typeof VERBS): Command {
  const { summary, example, done, call } = VERBS[name];
  const command = verb(name, summary, [`held ${name} 019aa9c4-6f00-7c3e-9f1a-0242ac120002 --person "Nguyễn Thị Lan" --position "Chánh Văn phòng" --reason "${example}"`])
    .argument("<mã>", "mã văn bản, xem bằng held list")
    .requiredOption("--person <họ-tên>", "người quyết định, ghi vào nhật ký")
    .option("--position <chức-vụ>", "chức vụ của người quyết định")
    .requiredOption("--reason <lý-do>", "vì sao, ghi vào nhật ký; khi hủy văn bản đến thì bên gửi đọc được");
  return answering(run, command, async () => {
    const text = command.args[0] ?? "";
    const id = asId(text);
    if (id === null) throw new UsageFault(`“${text.slice(0, 50)}” không phải mã văn bản`);
    const { person, position, reason } = command.opts<{ person: string; position?: string; reason: string }>();
    const decision = readInput(holdDecisionSchema, { person: { fullName: person, ...(position !== undefined && { position }) }, reason });
    const decided = await withHouse(({ service }) => call(service)(id, decision, operatorAccess()));
    return { json: view(decided), text: `Văn bản ${id} ${done}.` };
  });
}

function rowsOf({ direction, document, hold }: HeldDocument): string[][] {
  const { message } = document;
  return [
    ["văn bản", `${direction === "outgoing" ? "đi" : "đến"}, số ${message.code.number}/${message.code.notation} của ${document.senderCode}`],
    ["cơ quan", "receiverCode" in document ? document.receiverCode : document.senderCode],
    ["giữ từ", clerkTime(hold.heldAt)],
    ["lý do", hold.reason],
  ];
}

function view({ direction, document, hold }: HeldDocument): object {
  const { message } = document;
  const { decision } = hold;
  return {
    id: document.id,
    direction,
    agency: "receiverCode" in document ? document.receiverCode : document.senderCode,
    sender: document.senderCode,
    code: `${message.code.number}/${message.code.notation}`,
    hold: { ...hold, heldAt: isoInVietnam(hold.heldAt), decision: decision === null ? null : { ...decision, at: isoInVietnam(decision.at) } },
  };
}
