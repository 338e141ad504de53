import { Command } from "commander";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { inVietnamese } from "./help.ts";
import { openTerminal, type Streams, type Terminal } from "./terminal.ts";

/** One run of the program. */
export interface Run {
  readonly streams: Streams;
  /** Aborts on the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  exitCode: ExitCode;
}

/** What a verb found out: the same thing for programs and for people. */
export interface Answer {
  readonly json: object;
  readonly text: string;
  readonly exitCode?: ExitCode;
}

/** A command with its Vietnamese help, one example at least, and the options every verb has. */
export function verb(name: string, description: string, examples: readonly [string, ...string[]], more = ""): Command {
  const command = group(name, description)
    .option("--json", "in kết quả là một đối tượng JSON trên stdout, không in gì khác")
    .option("--progress", "luôn in tiến độ ra stderr (mặc định: chỉ khi có người xem)");
  const shown = examples.map((example) => `  $ lienthong ${example}`).join("\n");
  return command.addHelpText("after", `${more === "" ? "" : `\n${more}\n`}\nVí dụ:\n${shown}`);
}

/** A command that only holds other commands. */
export function group(name: string, description: string): Command {
  return inVietnamese(new Command(name).description(description));
}

/** Runs `act` as the command's action and prints its answer. What it throws is said by `runCli`. */
export function answering(run: Run, command: Command, act: (terminal: Terminal) => Promise<Answer>): Command {
  return command.action(async () => {
    const { json = false, progress = false } = command.opts<{ json?: boolean; progress?: boolean }>();
    const terminal = openTerminal(run.streams, { json, progress });
    try {
      const answer = await act(terminal);
      terminal.settle();
      run.streams.out.write(`${json ? JSON.stringify(answer.json) : answer.text.trimEnd()}\n`);
      run.exitCode = answer.exitCode ?? EXIT.done;
    } finally {
      terminal.settle();
    }
  });
}
