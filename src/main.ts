#!/usr/bin/env node
import * as modules from "node:module";
import { join } from "node:path";
import { EXIT } from "./cli/exit-codes.ts";

// Node 22.8 and later keep what they compiled beside the program: the next start costs a quarter less (docs/operating.md). Where nothing may be written, nothing is kept.
const keepCompiled: unknown = Reflect.get(modules, "enableCompileCache");
if (typeof keepCompiled === "function") Reflect.apply(keepCompiled, modules, [join(import.meta.dirname, "compiled")]);
const { runCli } = await import("./cli/run-cli.ts");

/*
 * The first Ctrl-C or SIGTERM asks the running verb to finish what it has in hand, the second one ends the process.
 * The exit code is set and the process ends by itself: what is still being written to a pipe gets out.
 */
const stopping = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => {
    if (stopping.signal.aborted) process.exit(EXIT.interrupted);
    stopping.abort();
  });
}
// `lienthong … | head` closes the pipe early; that is no error of ours
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.done);
  throw error;
});

process.exitCode = await runCli(process.argv.slice(2), { out: process.stdout, err: process.stderr }, stopping.signal);
