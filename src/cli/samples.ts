import type { Command } from "commander";
import type { SampleStanding } from "../core/sample/sample-ports.ts";
import { columns } from "./layout.ts";
import { answering, group, verb, type Run } from "./verb.ts";
import { operatorAccess, withHouse } from "./with-house.ts";

/** Dữ liệu mẫu: một tỉnh không có thật để tập dùng, nạp và bỏ được. */
export function sampleVerbs(run: Run): Command {
  return group("samples", "dữ liệu mẫu để dùng thử: xem, nạp, bỏ").addCommand(show(run)).addCommand(load(run)).addCommand(remove(run));
}

function show(run: Run): Command {
  return answering(run, verb("show", "dữ liệu mẫu đang có", ["samples show"]), async () => {
    const standing = await withHouse(({ service }) => service.samples());
    return { json: standing, text: standing.agencies.length > 0 ? columns(rowsOf(standing)) : standing.real ? "Không có dữ liệu mẫu. Cổng đã trao đổi văn bản thật nên không nạp được nữa." : "Không có dữ liệu mẫu; nạp bằng: lienthong samples load" };
  });
}

const MORE = "Chỉ nạp được khi cổng chưa trao đổi văn bản thật. Cổng phải đang chạy (lienthong serve): văn bản mẫu đi đúng con đường của văn bản thật.";

function load(run: Run): Command {
  const command = verb("load", "nạp một tỉnh mẫu (mã Y99) với văn bản, tài khoản dùng thử", ['samples load --reason "Tập huấn văn thư"'], MORE).requiredOption("--reason <lý-do>", "vì sao, ghi vào nhật ký");
  return answering(run, command, async () => {
    const { reason } = command.opts<{ reason: string }>();
    const { standing, password } = await withHouse(({ service }) => service.loadSamples(reason, operatorAccess()));
    return { json: { ...standing, password }, text: `${columns([...rowsOf(standing), ["mật khẩu", password]])}\nMật khẩu chung của các tài khoản dùng thử chỉ hiện một lần này.` };
  });
}

function remove(run: Run): Command {
  const command = verb("remove", "bỏ toàn bộ dữ liệu mẫu; gọi lại là vô hại", ['samples remove --reason "Bắt đầu dùng thật"']).requiredOption("--reason <lý-do>", "vì sao, ghi vào nhật ký");
  return answering(run, command, async () => {
    const { reason } = command.opts<{ reason: string }>();
    const removed = await withHouse(({ service }) => service.removeSamples(reason, operatorAccess()));
    return { json: removed, text: `Đã bỏ dữ liệu mẫu: ${removed.outgoing} văn bản đi, ${removed.incoming} văn bản đến.` };
  });
}

function rowsOf({ agencies, accounts, outgoing, incoming }: SampleStanding): string[][] {
  return [
    ["cơ quan mẫu", agencies.join(", ")],
    ["tài khoản", accounts.join(", ")],
    ["văn bản đi", String(outgoing)],
    ["văn bản đến", String(incoming)],
  ];
}
