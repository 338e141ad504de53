import { parentPort } from "node:worker_threads";
import type { FileToInspect } from "../core/policy/file-finding.ts";
import { inspectFile } from "./inspect-file.ts";
import type { SignatureTrust } from "./pdf/signature/chain.ts";
import type { Answer } from "./inspector.ts";
import { fileSource } from "./source.ts";

/** A thread of inspection: one file at a time; it may be ended at any moment. */
parentPort?.on("message", ({ path, file, trust }: { readonly path: string; readonly file: FileToInspect; readonly trust: SignatureTrust }) => {
  void look(path, file, trust).then((answer) => parentPort?.postMessage(answer, []));
});

async function look(path: string, file: FileToInspect, trust: SignatureTrust): Promise<Answer> {
  try {
    const source = fileSource(path);
    try {
      return { kind: "found", finding: await inspectFile(source, file, trust) };
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
