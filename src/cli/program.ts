import type { Command } from "commander";
import { packageVersion } from "#config";
import { accountVerbs } from "./accounts/index.ts";
import { agencyVerbs } from "./agencies.ts";
import { amendVerbs } from "./amend.ts";
import { axisSimulatorVerb } from "./axis-simulator.ts";
import { backupVerbs } from "./backup.ts";
import { bookVerbs } from "./books.ts";
import { calendarVerbs } from "./calendar.ts";
import { deadlineVerbs } from "./deadlines.ts";
import { demoVerb } from "./demo/demo.ts";
import { edxmlVerbs } from "./edxml/index.ts";
import { heldVerbs } from "./held.ts";
import { journalVerbs } from "./journal.ts";
import { keyVerbs } from "./keys/index.ts";
import { peerVerbs } from "./peers.ts";
import { policyVerbs } from "./policy.ts";
import { quarantineVerbs } from "./quarantine.ts";
import { resendVerb } from "./resend.ts";
import { sampleVerbs } from "./samples.ts";
import { sendVerb } from "./send.ts";
import { serveVerb } from "./serve.ts";
import { statusVerb } from "./status.ts";
import { group, type Run } from "./verb.ts";
import { webhookVerbs } from "./webhooks.ts";

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
  for (const command of [serveVerb(run), demoVerb(run), sendVerb(run), ...amendVerbs(run), statusVerb(run), resendVerb(run), quarantineVerbs(run), heldVerbs(run), edxmlVerbs(run), calendarVerbs(run), deadlineVerbs(run), policyVerbs(run), keyVerbs(run), accountVerbs(run), webhookVerbs(run), agencyVerbs(run), peerVerbs(run), backupVerbs(run), journalVerbs(run), sampleVerbs(run), ...bookVerbs(run), axisSimulatorVerb(run)]) program.addCommand(command);
  return program;
}
