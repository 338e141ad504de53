import type { Command } from "commander";
import { asId, type IncomingId, type OutgoingId } from "../core/ids.ts";
import { answerRecallSchema } from "../core/incoming/answer-recall.ts";
import type { Amended } from "../core/outgoing/amending.ts";
import { recallCommandSchema } from "../core/outgoing/recall-command.ts";
import { updateCommandSchema } from "../core/outgoing/update-command.ts";
import { readInput } from "../core/read-input.ts";
import { outgoingJson, outgoingText } from "./say-outgoing.ts";
import { UsageFault } from "./usage-fault.ts";
import { answering, verb, type Answer, type Run } from "./verb.ts";
import { operatorAccess, withHouse } from "./with-house.ts";

const ID = "019aa9c4-6f00-7c3e-9f1a-0242ac120002";

/** Thu hồi, lấy lại, cập nhật, trả lời thu hồi. A replacement is a new document with `replaces` in its metadata: `send`. */
export function amendVerbs(run: Run): readonly Command[] {
  return [recallVerb(run), takeBackVerb(run), updateVerb(run), answerRecallVerb(run)];
}

function recallVerb(run: Run): Command {
  const command = verb("recall", "thu hồi một văn bản đã gửi", [`recall ${ID} --reason "Phát hành nhầm phụ lục"`, `recall ${ID} --reason "Gửi nhầm nơi nhận" --receiver H48.06`])
    .argument("<mã>", "mã văn bản đi")
    .requiredOption("--reason <lý do>", "lý do, bên nhận đọc được")
    .option("--receiver <mã...>", "chỉ thu hồi ở những cơ quan này");
  return answering(run, command, async () => {
    const { reason, receiver } = command.opts<{ reason: string; receiver?: string[] }>();
    const recall = readInput(recallCommandSchema, { reason, ...(receiver !== undefined && { receivers: receiver }) });
    return await withHouse(async ({ service }) => amended("thu hồi", await service.recall(given<OutgoingId>(command), recall, operatorAccess())));
  });
}

function takeBackVerb(run: Run): Command {
  const command = verb("take-back", "lấy lại một văn bản mà nơi nhận chưa tiếp nhận", [`take-back ${ID} --reason "Gửi nhầm nơi nhận" --receiver H48.06`], "Yêu cầu đi bằng trạng thái 13. Nơi nhận đã tiếp nhận thì dùng lệnh recall.")
    .argument("<mã>", "mã văn bản đi")
    .requiredOption("--reason <lý do>", "lý do, bên nhận đọc được")
    .option("--receiver <mã...>", "chỉ lấy lại ở những cơ quan này");
  return answering(run, command, async () => {
    const { reason, receiver } = command.opts<{ reason: string; receiver?: string[] }>();
    const asked = readInput(recallCommandSchema, { reason, ...(receiver !== undefined && { receivers: receiver }) });
    return await withHouse(async ({ service }) => amended("lấy lại", await service.takeBack(given<OutgoingId>(command), asked, operatorAccess())));
  });
}

function updateVerb(run: Run): Command {
  const command = verb("update", "sửa thông tin hoặc nơi nhận của một văn bản đã gửi", [`update ${ID} --reason "Ghi sai hạn xử lý" --due 2026-12-15`, `update ${ID} --reason "Bổ sung nơi nhận" --add H48.06`], "Tệp, số, ký hiệu và ngày không sửa được: gửi văn bản thay thế (trường replaces của lệnh send).")
    .argument("<mã>", "mã văn bản đi")
    .requiredOption("--reason <lý do>", "lý do, bên nhận đọc được")
    .option("--subject <trích yếu>", "trích yếu đúng")
    .option("--due <ngày>", "hạn xử lý đúng, YYYY-MM-DD")
    .option("--urgency <độ khẩn>", "thuong, khan, thuong-khan hoặc hoa-toc")
    .option("--add <mã...>", "thêm nơi nhận")
    .option("--remove <mã...>", "bỏ nơi nhận (thu hồi ở đó)");
  return answering(run, command, async () => {
    const { reason, subject, due, urgency, add = [], remove = [] } = command.opts<{ reason: string; subject?: string; due?: string; urgency?: string; add?: string[]; remove?: string[] }>();
    const change = { ...(subject !== undefined && { subject }), ...(due !== undefined && { dueOn: due }), ...(urgency !== undefined && { urgency }) };
    const update = readInput(updateCommandSchema, { reason, change, addReceivers: add, removeReceivers: remove });
    return await withHouse(async ({ service }) => amended("cập nhật", await service.update(given<OutgoingId>(command), update, operatorAccess())));
  });
}

function answerRecallVerb(run: Run): Command {
  const command = verb("answer-recall", "trả lời yêu cầu thu hồi một văn bản đến", [`answer-recall ${ID} --agree --person "Nguyễn Thị Lan"`, `answer-recall ${ID} --decline "đã triển khai thực hiện" --person "Nguyễn Thị Lan"`], "Đồng ý là hủy văn bản ngay tại cổng. Quy định là phải hủy (QĐ 28/2018 Đ.9.2); từ chối thì bên gửi và cơ quan quản lý đều thấy.")
    .argument("<mã>", "mã văn bản đến")
    .requiredOption("--person <họ tên>", "người quyết định")
    .option("--agree", "đồng ý: hủy văn bản và báo 15")
    .option("--decline <lý do>", "từ chối: báo 16 kèm lý do");
  return answering(run, command, async () => {
    const { person, agree = false, decline } = command.opts<{ person: string; agree?: boolean; decline?: string }>();
    if (agree === (decline !== undefined)) throw new UsageFault("cần đúng một trong --agree và --decline");
    const said = { person: { fullName: person }, ...(decline === undefined ? { answer: "agree" } : { answer: "decline", reason: decline }) };
    const answer = readInput(answerRecallSchema, said);
    return await withHouse(async ({ service }) => {
      const { document, created, status } = await service.answerRecall(given<IncomingId>(command), answer, operatorAccess());
      const words = answer.answer === "agree" ? "Đã hủy văn bản và báo đồng ý thu hồi (15)" : "Đã báo từ chối thu hồi (16)";
      return { json: { created, id: document.id, statusCode: status.statusCode, recall: document.recall, purgedAt: document.purgedAt }, text: created ? words : `${words}, từ trước` };
    });
  });
}

function given<Id extends OutgoingId | IncomingId>(command: Command): Id {
  const text = command.args[0] ?? "";
  const id = asId<Id>(text);
  if (id === null) throw new UsageFault(`“${text.slice(0, 50)}” không phải mã văn bản (dạng ${ID})`);
  return id;
}

function amended(what: string, { created, amendment, ...view }: Amended): Answer {
  const heading = created ? `Đã ghi nhận ${what}` : `Đã yêu cầu ${what} như vậy từ trước`;
  return { json: { created, amendment: { id: amendment.id, kind: amendment.kind, reason: amendment.reason, receivers: amendment.receivers }, ...outgoingJson(view) }, text: `${heading}\n${outgoingText(view)}\nTheo dõi: lienthong status ${view.document.id}` };
}
