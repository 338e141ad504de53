import type { Command } from "commander";
import { asId, type ApiKeyId } from "../../core/ids.ts";
import { readAgencyCode } from "../given-agency.ts";
import { columns } from "../layout.ts";
import { UsageFault } from "../usage-fault.ts";
import { clerkTime, isoInVietnam } from "../vietnam-time.ts";
import { answering, group, verb, type Answer, type Run } from "../verb.ts";
import { operatorAccess, withHouse } from "../with-house.ts";

/** Khóa API của hệ thống QLVB. */
export function apiKeyVerbs(run: Run): Command {
  return group("api", "khóa API cho hệ thống QLVB").addCommand(add(run)).addCommand(list(run)).addCommand(revoke(run));
}

function add(run: Run): Command {
  const command = verb("add", "cấp khóa mới; bí mật chỉ hiện một lần", ['keys api add --name "QLVB Quảng Ngãi" --agency H48 H48.06'])
    .requiredOption("--name <tên>", "tên hệ thống dùng khóa")
    .option("--agency <cơ-quan...>", "cơ quan mà khóa được làm thay", [])
    .option("--supervise <cơ-quan...>", "chỉ đọc sổ, báo cáo của cơ quan này và mọi cơ quan trực thuộc", []);
  return answering(run, command, async () => {
    const { name, agency, supervise } = command.opts<{ name: string; agency: string[]; supervise: string[] }>();
    if (agency.length + supervise.length === 0) throw new UsageFault("thiếu tùy chọn bắt buộc --agency hoặc --supervise");
    const codes = (given: readonly string[]): string[] => [...new Set(given.map((code) => readAgencyCode(code)))];
    return await addKey(name, codes(agency), codes(supervise));
  });
}

async function addKey(name: string, agencies: readonly string[], supervises: readonly string[]): Promise<Answer> {
  const { key, secret } = await withHouse(({ service }) => service.addApiKey({ name, agencies: [...agencies], supervises: [...supervises] }, operatorAccess()));
  return {
    json: { id: key.id, name: key.name, agencies: key.agencies, supervises, secret },
    text: `Khóa của “${key.name}” cho ${[...key.agencies, ...supervises.map((code) => `${code} (giám sát)`)].join(", ")} (mã ${key.id}):\n\n  ${secret}\n\nBí mật chỉ hiện lần này, cổng không lưu. Dùng trong tiêu đề: Authorization: Bearer <khóa>`,
  };
}

function list(run: Run): Command {
  return answering(run, verb("list", "các khóa đã cấp (không có bí mật)", ["keys api list"]), async () => {
    const keys = await withHouse((house) => house.store.reader.apiKeys.list());
    const rows = keys.map((key) => [key.id, key.name, key.agencies.join(", "), key.revokedAt === null ? "còn hiệu lực" : `đã thu hồi ${clerkTime(key.revokedAt)}`, key.lastUsedAt === null ? "chưa dùng" : `dùng lần cuối ${clerkTime(key.lastUsedAt)}`]);
    return {
      json: {
        keys: keys.map(({ id, name, agencies, createdAt, revokedAt, lastUsedAt }) => ({ id, name, agencies, createdAt: isoInVietnam(createdAt), revokedAt: revokedAt && isoInVietnam(revokedAt), lastUsedAt: lastUsedAt && isoInVietnam(lastUsedAt) })),
      },
      text: rows.length === 0 ? "Chưa có khóa nào. Cấp bằng: lienthong keys api add" : columns(rows, ""),
    };
  });
}

function revoke(run: Run): Command {
  const command = verb("revoke", "thu hồi một khóa, có hiệu lực ngay", ["keys api revoke 019aa9c4-6f00-7c3e-9f1a-0242ac120002"]).argument("<mã-khóa>", "xem bằng keys api list");
  return answering(run, command, async () => {
    const text = command.args[0] ?? "";
    const id = asId<ApiKeyId>(text);
    if (id === null) throw new UsageFault(`“${text.slice(0, 40)}” không phải mã khóa`);
    await withHouse(({ service }) => service.revokeApiKey(id, "lienthong keys api revoke", operatorAccess()));
    return { json: { id, revoked: true }, text: `Đã thu hồi khóa ${id}.` };
  });
}
