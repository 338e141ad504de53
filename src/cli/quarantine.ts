import type { Command } from "commander";
import { asId, type InboundId } from "../core/ids.ts";
import type { InboundEnvelope } from "../core/incoming/inbound-envelope.ts";
import { columns } from "./layout.ts";
import { UsageFault } from "./usage-fault.ts";
import { clerkTime, isoInVietnam } from "./vietnam-time.ts";
import { answering, group, verb, type Run } from "./verb.ts";
import { operatorAccess, withHouse } from "./with-house.ts";

/** Gói tin đã giữ nhưng chưa tin. */
export function quarantineVerbs(run: Run): Command {
  return group("quarantine", "gói tin đến bị cách ly").addCommand(list(run)).addCommand(retry(run));
}

const MOST = 100;

function list(run: Run): Command {
  return answering(run, verb("list", "các gói tin bị cách ly và lý do", ["quarantine list"]), async () => {
    const { rows, next } = await withHouse(({ service }) => service.listQuarantine({ limit: MOST }, operatorAccess()));
    const text = rows.map((row) => `${row.id}\n${columns(detailRows(row))}`);
    if (next !== null) text.push(`… còn nữa, đây là ${MOST} gói tin mới nhất`);
    return { json: { envelopes: rows.map(view), more: next !== null }, text: rows.length === 0 ? "Không có gói tin nào bị cách ly." : text.join("\n") };
  });
}

function detailRows(row: InboundEnvelope): string[][] {
  return [
    ["đến lúc", clerkTime(row.receivedAt)],
    ["từ, tới", `${row.statedFrom ?? "?"} → ${row.statedTo ?? "?"} (${row.messageKind === "document" ? "văn bản" : "trạng thái"}, kênh ${row.channel})`],
    ["lý do", `${row.fault?.reason ?? "?"} [${row.fault?.code ?? "?"}]`],
  ];
}

function view({ id, channel, messageKind, statedFrom, statedTo, receivedAt, verdict, fault, envelope }: InboundEnvelope): object {
  return { id, channel, messageKind, statedFrom, statedTo, receivedAt: isoInVietnam(receivedAt), verdict, fault, envelope };
}

function retry(run: Run): Command {
  const command = verb("retry", "xử lý lại một gói tin sau khi đã khắc phục nguyên nhân", ['quarantine retry 019aa9c4-6f00-7c3e-9f1a-0242ac120002 --reason "đã đăng ký chứng thư của G22"'], "Nguyên nhân thường gặp: chứng thư chưa đăng ký (keys trust add), cơ quan chưa được phục vụ (agencies host).")
    .argument("<mã>", "mã gói tin, xem bằng quarantine list")
    .requiredOption("--reason <lý-do>", "đã khắc phục gì, ghi vào nhật ký");
  return answering(run, command, async () => {
    const text = command.args[0] ?? "";
    const id = asId<InboundId>(text);
    if (id === null) throw new UsageFault(`“${text.slice(0, 50)}” không phải mã gói tin`);
    await withHouse(({ service }) => service.reprocess(id, command.opts<{ reason: string }>().reason, operatorAccess()));
    return { json: { id, queued: true }, text: `Gói tin ${id} sẽ được cổng đang chạy xử lý lại.` };
  });
}
