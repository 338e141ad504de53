import { CommanderError, type Command } from "commander";
import { EXIT, exitCodeOf, type ExitCode } from "./exit-codes.ts";
import { buildProgram } from "./program.ts";
import { faultText, sayFault } from "./say-fault.ts";
import type { Streams } from "./terminal.ts";
import { usageFault } from "./usage-fault.ts";
import type { Run } from "./verb.ts";

/** Runs one command line and answers with its exit code; everything it says goes through `streams`. Never throws. */
export async function runCli(args: readonly string[], streams: Streams, signal: AbortSignal): Promise<ExitCode> {
  const run: Run = { streams, signal, exitCode: EXIT.done };
  const program = await buildProgram(run, args[0]);
  for (const command of everyCommand(program)) {
    command.exitOverride().configureOutput({ writeOut: (text) => void streams.out.write(text), writeErr: (text) => void (text.startsWith("error:") ? "" : streams.out.write(text)) });
  }
  try {
    await program.parseAsync(args.length === 0 ? ["--help"] : args, { from: "user" });
    return run.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    if (signal.aborted) return EXIT.interrupted;
    // a group without its command prints its help
    if (error instanceof CommanderError && error.code === "commander.help") return EXIT.caller;
    const fault = sayFault(error instanceof CommanderError ? usageFault(error) : error);
    if (args.includes("--json")) {
      const { code, blame, sentence, detail, hint, problems } = fault;
      streams.out.write(`${JSON.stringify({ error: { code, blame, message: sentence, detail, hint, problems } })}\n`);
    } else {
      streams.err.write(`${faultText(fault)}\n`);
    }
    return exitCodeOf(fault.blame);
  }
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}
