import { createReadStream, createWriteStream } from "node:fs";
import { access } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { exportAgencies } from "../../core/directory/csv/export-agencies.ts";
import { importAgencies, type ImportReport } from "../../core/directory/csv/import-agencies.ts";
import { EXIT } from "../exit-codes.ts";
import { cannotRead } from "../given-file.ts";
import { columns } from "../layout.ts";
import { UsageFault } from "../usage-fault.ts";
import { answering, verb, type Run } from "../verb.ts";
import { operatorAccess, withHouse } from "../with-house.ts";

export function importVerb(run: Run): Command {
  const command = verb(
    "import",
    "nhập danh bạ từ tệp CSV; báo mọi dòng sai cùng lúc, có dòng sai thì không ghi gì",
    ['agencies import danh-ba.csv --dry-run', 'agencies import danh-ba.csv --reason "danh mục tỉnh ngày 01/11/2026"'],
    "Các cột và cách ghi: docs/directory.md. Ô trống: không nói gì; dấu gạch ngang: không có.",
  )
    .argument("<tệp>", "CSV UTF-8, dòng đầu là tên cột")
    .option("--dry-run", "chỉ kiểm tra và cho biết sẽ thay đổi gì")
    .option("--reason <lý-do>", "ghi vào lịch sử; bắt buộc khi ghi thật");
  return answering(run, command, async () => {
    const { dryRun = false, reason } = command.opts<{ dryRun?: boolean; reason?: string }>();
    const path = command.args[0] ?? "";
    if (reason === undefined && !dryRun) throw new UsageFault("thiếu tùy chọn bắt buộc --reason");
    await access(path).catch((cause: unknown) => {
      throw new UsageFault(cannotRead(path, cause), cause);
    });
    const report = await withHouse((house) => importAgencies(house, { open: () => createReadStream(path), dryRun, reason: reason ?? "kiểm tra trước khi nhập" }, operatorAccess()));
    return { json: report, text: reportText(report, dryRun), exitCode: report.problemCount > 0 ? EXIT.caller : EXIT.done };
  });
}

function reportText(report: ImportReport, dryRun: boolean): string {
  const sums = `${report.lines} dòng: thêm ${report.added}, sửa ${report.changed}, giữ nguyên ${report.unchanged}`;
  if (report.problemCount > 0) {
    const more = report.problemCount > report.problems.length ? `\n… và ${report.problemCount - report.problems.length} lỗi nữa` : "";
    return `${report.problemCount} lỗi, chưa ghi gì. Hãy sửa rồi nhập lại.\n${columns(report.problems.map(({ line, field, message }) => [`dòng ${line}`, field, message]))}${more}`;
  }
  return dryRun ? `Tệp đúng. Nếu nhập: ${sums}.` : `Đã nhập ${sums}.`;
}

export function exportVerb(run: Run): Command {
  const command = verb("export", "xuất toàn bộ danh bạ ra tệp CSV (mở được bằng bảng tính, nhập lại được)", ["agencies export danh-ba.csv"]).argument("<tệp>", "tệp sẽ ghi; không ghi đè tệp đã có");
  return answering(run, command, async () => {
    const path = command.args[0] ?? "";
    const count = await withHouse(async (house) => {
      await pipeline(Readable.from(exportAgencies(house.store.reader)), createWriteStream(path, { flags: "wx", mode: 0o600 })).catch((cause: unknown) => {
        const code = cause instanceof Error && "code" in cause ? cause.code : null;
        throw code === "EEXIST" ? new UsageFault(`tệp ${path} đã có`, cause) : cause;
      });
      return await house.store.reader.agencies.count();
    });
    return { json: { path, agencies: count }, text: `Đã xuất ${count} cơ quan ra ${path}.` };
  });
}
