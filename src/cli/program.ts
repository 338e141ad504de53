import type { Command } from "commander";
import { packageVersion } from "#config";
import { group, type Run } from "./verb.ts";

/** Verbs of one module, in the order of the help. A process runs one of them, so only that one is loaded. */
export interface Shelf {
  readonly names: readonly [string, ...string[]];
  readonly load: (run: Run) => Promise<Command | readonly Command[]>;
}

export const SHELVES: readonly Shelf[] = [
  { names: ["serve"], load: async (run) => (await import("./serve.ts")).serveVerb(run) },
  { names: ["demo"], load: async (run) => (await import("./demo/demo.ts")).demoVerb(run) },
  { names: ["send"], load: async (run) => (await import("./send.ts")).sendVerb(run) },
  { names: ["recall", "take-back", "update", "answer-recall"], load: async (run) => (await import("./amend.ts")).amendVerbs(run) },
  { names: ["status"], load: async (run) => (await import("./status.ts")).statusVerb(run) },
  { names: ["resend"], load: async (run) => (await import("./resend.ts")).resendVerb(run) },
  { names: ["quarantine"], load: async (run) => (await import("./quarantine.ts")).quarantineVerbs(run) },
  { names: ["held"], load: async (run) => (await import("./held.ts")).heldVerbs(run) },
  { names: ["edxml"], load: async (run) => (await import("./edxml/index.ts")).edxmlVerbs(run) },
  { names: ["calendar"], load: async (run) => (await import("./calendar.ts")).calendarVerbs(run) },
  { names: ["deadlines"], load: async (run) => (await import("./deadlines.ts")).deadlineVerbs(run) },
  { names: ["policy"], load: async (run) => (await import("./policy.ts")).policyVerbs(run) },
  { names: ["keys"], load: async (run) => (await import("./keys/index.ts")).keyVerbs(run) },
  { names: ["accounts"], load: async (run) => (await import("./accounts/index.ts")).accountVerbs(run) },
  { names: ["webhooks"], load: async (run) => (await import("./webhooks.ts")).webhookVerbs(run) },
  { names: ["agencies"], load: async (run) => (await import("./agencies.ts")).agencyVerbs(run) },
  { names: ["peers"], load: async (run) => (await import("./peers.ts")).peerVerbs(run) },
  { names: ["backup"], load: async (run) => (await import("./backup.ts")).backupVerbs(run) },
  { names: ["journal"], load: async (run) => (await import("./journal.ts")).journalVerbs(run) },
  { names: ["samples"], load: async (run) => (await import("./samples.ts")).sampleVerbs(run) },
  { names: ["register", "report", "notice"], load: async (run) => (await import("./books.ts")).bookVerbs(run) },
  { names: ["axis-simulator"], load: async (run) => (await import("./axis-simulator.ts")).axisSimulatorVerb(run) },
];

/** The command line: what `wanted` names, or the whole of it when that is none of the verbs. */
export async function buildProgram(run: Run, wanted?: string): Promise<Command> {
  const program = group("lienthong", "Cổng liên thông văn bản điện tử (QCVN 102:2016/BTTTT, Trục liên thông văn bản quốc gia)")
    .version(packageVersion(), "-V, --version", "xem phiên bản")
    .addHelpText(
      "after",
      `
Mỗi lệnh có --help (kèm ví dụ) và --json.
Mã thoát: 0 xong · 2 dùng sai hoặc dữ liệu sai · 3 đối tác · 4 chữ ký, tin cậy · 5 hạ tầng · 70 lỗi chương trình · 130 bị ngắt`,
    );
  const named = SHELVES.filter(({ names }) => wanted !== undefined && names.includes(wanted));
  const loaded = await Promise.all((named.length > 0 ? named : SHELVES).map(({ load }) => load(run)));
  for (const command of loaded.flat()) program.addCommand(command);
  return program;
}
