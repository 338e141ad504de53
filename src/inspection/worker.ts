import { parentPort } from "node:worker_threads";
import type { FileToInspect } from "../core/policy/file-finding.ts";
import { inspectFile } from "./inspect-file.ts";
import type { Answer } from "./inspector.ts";
import { fileSource } from "./source.ts";

/** A thread of inspection: one file at a time; it may be ended at any moment. */
parentPort?.on("message", ({ path, file }: { readonly path: string; readonly file: FileToInspect }) => {
  void look(path, file).then((answer) => parentPort?.postMessage(answer, []));
});

async function look(path: string, file: FileToInspect): Promise<Answer> {
  try {
    const source = fileSource(path);
    try {
      return { kind: "found", finding: await inspectFile(source, file) };
    } finally {
      source.close();
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
    if (code === "ENOENT") return { kind: "missing" };
    // what the system says is about the disk; whatever else was thrown is about the file
    return /^E[A-Z]+$/.test(code) ? { kind: "unreachable", code } : { kind: "failed", reason: error instanceof Error ? `${error.name} ${code}` : "unknown" };
  }
}
