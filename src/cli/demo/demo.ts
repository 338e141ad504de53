import { resolve } from "node:path";
import type { Command } from "commander";
import { EXIT } from "../exit-codes.ts";
import type { Terminal } from "../terminal.ts";
import { answering, verb, type Answer, type Run } from "../verb.ts";

const DATA = "data/demo";

/** The whole road on one machine: three gateways and the axis in one process, on a clock of their own. */
export function demoVerb(run: Run): Command {
  const command = verb(
    "demo",
    "một công văn đi từ VPCP tới hai nơi nhận ở Quảng Ngãi, từ đầu tới cuối",
    ["demo", "demo --json", "demo --data /tmp/demo"],
    "Ba cổng, trục mô phỏng và PostgreSQL chạy riêng trong thư mục dữ liệu, không cần mạng. Bị ngắt giữa chừng thì chạy lại là đi tiếp.",
  ).option("--data <thư-mục>", "nơi giữ dữ liệu của demo", DATA);
  return answering(run, command, async (terminal) => await runDemo(resolve(command.opts<{ data: string }>().data), terminal, run.signal));
}

async function runDemo(directory: string, terminal: Terminal, signal: AbortSignal): Promise<Answer> {
  const began = performance.now();
  const { Stage } = await import("./stage.ts");
  const { play } = await import("./play.ts");
  const { collectOutcome, deviations } = await import("./outcome.ts");
  const { printOutcome } = await import("./print.ts");
  terminal.progress("mở PostgreSQL riêng và trục mô phỏng …");
  const stage = await Stage.open(directory, signal);
  try {
    await play(stage, terminal);
    const outcome = await collectOutcome(stage);
    const problems = deviations(outcome);
    await stage.note({ finished: true });
    terminal.progress("dừng các cổng …");
    await stage.close();
    const seconds = (performance.now() - began) / 1000;
    return { json: { ok: problems.length === 0, problems, seconds: Number(seconds.toFixed(3)), ...outcome }, text: printOutcome(outcome, problems, seconds), exitCode: problems.length === 0 ? EXIT.done : EXIT.us };
  } finally {
    await stage.close();
  }
}
