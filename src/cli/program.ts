import type { Command } from "commander";
import { packageVersion } from "#config";
import { calendarVerbs } from "./calendar.ts";
import { group, type Run } from "./verb.ts";

/** The whole command line. */
export function buildProgram(run: Run): Command {
  const program = group("lienthong", "Cổng liên thông văn bản điện tử (QCVN 102:2016/BTTTT, Trục liên thông văn bản quốc gia)")
    .version(packageVersion(), "-V, --version", "xem phiên bản")
    .addHelpText(
      "after",
      `
Mỗi lệnh có --help (kèm ví dụ) và --json.
Mã thoát: 0 xong · 2 dùng sai hoặc dữ liệu sai · 3 đối tác · 4 chữ ký, tin cậy · 5 hạ tầng · 70 lỗi chương trình · 130 bị ngắt`,
    );
  for (const command of [calendarVerbs(run)]) program.addCommand(command);
  return program;
}
